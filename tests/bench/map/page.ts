import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource } from 'maplibre-gl';
import { MapLibreMap } from '../../../client/map/maplibre.ts';
import { createOverlay } from '../../../client/map/overlay.ts';
import { createPointBuffer, type PointStyle } from '../../../client/map/point-buffer.ts';
import { pointLayer } from '../../../client/map/point-layer.ts';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import { decodeFrame, type Table } from '../../../shared/contract/frame.ts';
import { type Frames, movingPoints, ORIGIN } from './moving-points.ts';
import { type DrawMode, type Legs, type PointsPage, type RunResult, UPDATES_PER_S } from './protocol.ts';

/** The way of a frame to the glass, on a map without a basemap: bytes, decoded, told to the store, drawn in the next paint, seen drawn. */

const STYLE: PointStyle = { colour: [90, 200, 250, 220], radius: 2 };
const KIND = 'sensor.observed';

const map = new MapLibreMap({
  container: 'map',
  style: { version: 8, sources: {}, layers: [{ id: 'ground', type: 'background', paint: { 'background-color': '#101418' } }] },
  center: [ORIGIN[0], ORIGIN[1]],
  zoom: 9,
  attributionControl: false,
  interactive: false,
});
const loaded = new Promise<void>((done) => void map.once('load', () => done()));
const world = createWorldStore({ schedule: (publish) => requestAnimationFrame(publish) });

let frames: Frames | null = null;
let tableMs = 0;
/** Draws what the table brought; called in the frame after it. Done when the renderer was given just that. */
let draw: () => Promise<void> = async () => {};
/** Pictures that were rendered, whatever for. */
let pictures = 0;
/** Frames that are there already: their copies stand for the network and are not the page's work. */
const stock: ArrayBuffer[] = [];
/** Whether somebody looks at every row of every update. */
let reading = false;
let running = false;
let beating: Promise<void> = Promise.resolve();
let made = 0;

const painted = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));

function drawByLayer(): void {
  const points = createPointBuffer(ORIGIN);
  let rendered = (): void => {};
  const overlay = createOverlay({
    map,
    layers: () => [pointLayer(points.columns(), { id: 'points' })],
    onContext: () => {},
    props: {
      onAfterRender() {
        pictures++;
        rendered();
      },
    },
  });
  world.onTable(KIND, (table) => {
    const at = performance.now();
    if (table) points.applyTable(table, STYLE);
    tableMs = performance.now() - at;
  });
  draw = () =>
    new Promise((done) => {
      if (!points.dirty()) throw new Error('an update that changed nothing');
      rendered = done;
      overlay.draw();
    });
}

function drawByGeoJson(): void {
  const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };
  map.addSource('points', { type: 'geojson', data: empty });
  map.addLayer({ id: 'points', type: 'circle', source: 'points', paint: { 'circle-radius': 2, 'circle-color': '#5ac8fa' } });
  map.on('render', () => pictures++);
  let latest: FeatureCollection = empty;
  world.onTable(KIND, (table) => {
    const at = performance.now();
    if (table) latest = collectionOf(table);
    tableMs = performance.now() - at;
  });
  draw = () =>
    new Promise((done) => {
      // Loaded by the worker, cut into tiles, and rendered.
      map.once('idle', () => done());
      map.getSource<GeoJSONSource>('points')?.setData(latest);
    });
}

function collectionOf({ positions, length, origin, columns }: Table): FeatureCollection {
  if (!positions) throw new Error('points without positions');
  return {
    type: 'FeatureCollection',
    features: Array.from({ length }, (_, i) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [origin[0] + (positions[2 * i] ?? 0), origin[1] + (positions[2 * i + 1] ?? 0)] },
      properties: { id: columns.id[i] },
    })),
  };
}

async function update(): Promise<Legs> {
  if (!frames) throw new Error('prepare first');
  const bytes = stock.shift() ?? frames.next();
  const start = performance.now();
  const frame = decodeFrame(bytes);
  const decoded = performance.now();
  world.applyFrame(frame);
  const applied = performance.now();
  if (reading && world.world().slots[KIND].size === 0) throw new Error('nothing to read');
  await painted();
  const drawing = performance.now();
  const drawn = draw();
  const handed = performance.now();
  await drawn;
  made++;
  return { decode: decoded - start, table: tableMs, fold: applied - decoded - tableMs, draw: handed - drawing };
}

/** Ten a second, or one after the other where that is too much. */
async function beat(until: () => boolean, legs: Legs[] | null): Promise<void> {
  for (let due = performance.now(); !until(); ) {
    const one = await update();
    legs?.push(one);
    due = Math.max(due + 1000 / UPDATES_PER_S, performance.now());
    await new Promise((later) => setTimeout(later, due - performance.now()));
  }
}

const points: PointsPage = {
  async prepare(mode: DrawMode, count: number) {
    await loaded;
    frames = movingPoints(count);
    if (mode === 'layer') drawByLayer();
    else if (mode === 'geojson') drawByGeoJson();
    reading = mode === 'read';
    await update();
    const shown = world.world().slots[KIND].size;
    if (shown !== count) throw new Error(`${shown} of ${count} points are in the store`);
  },
  ready(updates) {
    if (!frames) throw new Error('prepare first');
    while (stock.length < updates) stock.push(frames.next());
  },
  async run(updates): Promise<RunResult> {
    const legs: Legs[] = [];
    const before = pictures;
    const start = performance.now();
    await beat(() => legs.length >= updates, legs);
    return { updates: legs.length, pictures: pictures - before, tookMs: performance.now() - start, legs };
  },
  begin() {
    running = true;
    made = 0;
    beating = beat(() => !running, null);
  },
  async end() {
    running = false;
    await beating;
    await painted();
    return made;
  },
};
Object.assign(window, { points });
