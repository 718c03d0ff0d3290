import type { Layer } from '@deck.gl/core';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { Table } from '../../../shared/contract/frame.ts';
import { dayOf } from '../../../shared/rules/areas.ts';
import { drawMarkIcons, type MarkIcons } from '../../map/mark-icons.ts';
import { type BlindCamera, cameraLayer, markLayers, quietLayer, thinCameras } from '../../map/mark-layers.ts';
import { type Box, type Mark, obstaclesOf, type PlacedLabel, type PlacedMark, placeLabels, thinMarks } from '../../map/marks.ts';
import { paletteOf, type Room, rgba } from '../../map/palette.ts';
import { createPointBuffer, type PointStyle } from '../../map/point-buffer.ts';
import { pointLayer } from '../../map/point-layer.ts';
import { OBSTACLES, WARD_NAMES } from '../../map/style.ts';
import { createWallMap, type Padding } from '../../map/wall-map.ts';
import type { WorldStore } from '../../stores/world-store.ts';
import { createGather } from './gather.ts';
import { incidentsOf, type Wording } from './incidents.ts';
import { createLabelLayer } from './label-layer.ts';
import { nameFeatures, obstacleFeatures } from './name-features.ts';
import { blindCameras, type Centre, cameraState, frameOf, type Unit, unitsOf } from './picture.ts';
import type { MapProps } from './props.ts';
import { rampStep, type WardMeasure, wardMeasure } from './ward-measure.ts';
import { drawWards, type WardShapes } from './wards.ts';

export type MapState = {
  shapes: WardShapes | null;
  marks: readonly Mark[];
  outside: number;
  measure: WardMeasure;
  basemapFailed: boolean;
  metresPerPx: number;
};

export type ControllerParts = {
  world: WorldStore;
  centre: Centre;
  props: MapProps;
  container: HTMLElement;
  labels: HTMLElement;
  room: Room;
  u: number;
  wording: Wording;
  /** Boxes over the map that labels and names keep clear of, in its own pixels. */
  covered: () => Box[];
  /** Width of what stands over the map's right side, from top to bottom or nearly; CSS pixels. */
  beside: () => number;
  giveUp: () => void;
};

/** `state` is read once a second by who draws the legend; nothing here calls React. */
export type Controller = {
  state(): MapState;
  /** Room for the city was made or taken (the legend was drawn). */
  refit(): void;
  pickAt(x: number, y: number): string[];
  healed(): number;
  close(): void;
};

const PLACED: readonly Kind[] = ['camera-event.observed', 'field-report.recorded', 'sensor.observed'];
const SHADING: readonly Kind[] = [
  'area.defined',
  'field-report.recorded',
  'camera-event.observed',
  'indicator.valued',
  'indicator.defined',
  'sensor.observed',
];
/** Wards are shaded once a second at most: a colour that flickers says nothing. */
const SHADE_EVERY_MS = 1000;
/** Making room for marks places every name of the map anew. */
const CLEAR_EVERY_MS = 5000;

/** Joins the stores to the map, outside React: entries change typed arrays and layers in the next animation frame (MAP2). */
export function createMapController(parts: ControllerParts): Controller {
  const { world, centre, props, container, labels, room, u, wording } = parts;
  const palette = paletteOf(room);
  const seeing: PointStyle = { colour: rgba(palette.faint, 0.7), radius: Math.max(1.4, u * 0.11) };
  /** A camera that does not see is drawn as an icon instead. */
  const hidden: PointStyle = { colour: [0, 0, 0, 0], radius: 0 };
  const styleOf = (id: string): PointStyle => (cameraState(world.world(), id) === 'live' ? seeing : hidden);

  const cameras = createPointBuffer(centre.origin, 1024);
  const labelLayer = createLabelLayer(labels, u);
  let icons: MarkIcons = drawMarkIcons(palette);
  let allBlind: BlindCamera[] = [];
  let blind: BlindCamera[] = [];
  let marks: Mark[] = [];
  let placed: PlacedMark[] = [];
  let quiet: Mark[] = [];
  let shownLabels: PlacedLabel[] = [];
  let outside = 0;
  let units: Unit[] = [];
  let shapes: WardShapes | null = null;
  let day = dayOf(Date.now());
  let measure: WardMeasure = wardMeasure(world.world(), props, day);
  let basemapFailed = false;
  const shaded = new Map<string, string>();
  let namesShown = '';
  let obstaclesShown = '';

  const gather = createGather({ draw: () => touch('marks') });
  const dirty = { cameras: true, blind: true, marks: true, places: true };
  let frame = 0;
  let shadeTimer: ReturnType<typeof setTimeout> | undefined;
  let clearTimer: ReturnType<typeof setTimeout> | undefined;
  let clearedAt = Number.NEGATIVE_INFINITY;
  let drawing = new AbortController();
  let closed = false;

  /** The legend stands in the corner of the sea; where there is room, the city keeps clear of it. */
  const padding = (): Padding => {
    const wide = container.clientWidth > 1.5 * container.clientHeight;
    // A name above the northernmost unit wants its line.
    return { top: 2 * u, right: u + (wide ? parts.beside() : 0), bottom: 1.5 * u, left: u };
  };
  const glass = () => ({ width: container.clientWidth, height: container.clientHeight });
  const frameBounds = () => props.bounds ?? frameOf(unitsOf(world.world(), day), centre.bounds);
  const wall = createWallMap({
    container,
    room,
    u,
    language: wording.language,
    bounds: frameBounds(),
    padding,
    interactive: props.interactive,
    layers,
    onMove: () => touch('places'),
    onReady: () => touch('places'),
    giveUp: parts.giveUp,
    onTrouble: () => {
      basemapFailed = true;
    },
  });

  function layers(): Layer[] {
    const shared = { icons, palette, u };
    return [
      pointLayer(cameras.columns(), { id: 'cameras' }),
      quietLayer(quiet, shared),
      cameraLayer(blind, shared),
      ...markLayers(placed, shared),
    ];
  }
  function touch(...parts: (keyof typeof dirty)[]): void {
    for (const part of parts) dirty[part] = true;
    if (frame === 0 && !closed) frame = requestAnimationFrame(redraw);
  }
  function redraw(): void {
    frame = 0;
    if (dirty.cameras) readCameras();
    if (dirty.blind) allBlind = blindCameras(world.world());
    if (dirty.marks) {
      gather.drawn();
      marks = incidentsOf(world.world(), props.sensorLimits, wording);
    }
    if (dirty.marks || dirty.places) {
      const thinned = thinMarks(marks, wall.project, glass(), u);
      placed = thinned.placed;
      quiet = thinned.quiet;
      outside = thinned.outside.length;
      shadeSoon();
      shownLabels = placeLabels(placed, labelLayer.measure, glass(), u, parts.covered());
      labelLayer.show(shownLabels);
    }
    if (dirty.blind || dirty.marks || dirty.places) blind = thinCameras(allBlind, placed, wall.project, u);
    dirty.cameras = dirty.blind = dirty.marks = dirty.places = false;
    wall.overlay.draw();
  }
  function readCameras(): void {
    cameras.clear();
    for (const [id, { data }] of world.world().slots['camera.registered']) cameras.place(id, data.at, styleOf(id));
  }

  function onCameras(table: Table | null): void {
    if (table) cameras.applyTable(table, ({ columns }, row) => styleOf(columns.id[row] as string));
    else dirty.cameras = true;
    touch('blind');
  }
  function onCameraStates(table: Table | null): void {
    if (!table) dirty.cameras = true;
    // Rows are told before they are folded: the state is read from them, not from the world.
    table?.columns.id.forEach((id, row) => {
      cameras.restyle(id, table.columns['data.state']?.[row] === 'live' ? seeing : hidden);
    });
    touch('blind');
  }

  const onPlaced = (table: Table | null): void =>
    gather.tell(
      table === null || (table.columns['data.severity']?.some((severity) => severity === 'critical' || severity === 'high') ?? false),
    );

  const shade = (): void => {
    shadeTimer = undefined;
    // A reform comes into force at midnight, and walls stay on.
    if (day !== dayOf(Date.now())) {
      outline();
      return;
    }
    measure = wardMeasure(world.world(), props, day);
    for (const { code } of units) {
      const { value = null, severity = null } = measure.byCode.get(code) ?? {};
      const state = { class: rampStep(value, measure.range), severity };
      const key = `${state.class}${severity}`;
      if (shaded.get(code) === key) continue;
      shaded.set(code, key);
      wall.setWardState(code, state);
    }
    nameWards();
    standClear();
  };
  /** Names on the map keep off the marks over it; told with the shades, but seldom, so that they do not dance. */
  const standClear = (): void => {
    const early = clearedAt + CLEAR_EVERY_MS - performance.now();
    if (early > 0) {
      clearTimer ??= setTimeout(standClear, early);
      return;
    }
    clearTimeout(clearTimer);
    clearTimer = undefined;
    clearedAt = performance.now();
    const features = obstacleFeatures(obstaclesOf(placed, shownLabels, u, glass(), parts.covered()), wall.unproject);
    const text = JSON.stringify(features);
    if (text === obstaclesShown) return;
    obstaclesShown = text;
    wall.setData(OBSTACLES, { type: 'FeatureCollection', features });
  };
  const nameWards = (): void => {
    const features = nameFeatures(units, measure, wording.language);
    const text = JSON.stringify(features);
    if (text === namesShown) return;
    namesShown = text;
    wall.setData(WARD_NAMES, { type: 'FeatureCollection', features });
  };
  const shadeSoon = (): void => {
    shadeTimer ??= setTimeout(shade, SHADE_EVERY_MS);
  };
  const outline = (): void => {
    drawing.abort();
    drawing = new AbortController();
    day = dayOf(Date.now());
    units = unitsOf(world.world(), day);
    shaded.clear();
    const imported = world.world().slots['boundaries.imported'].values().next().value?.data ?? null;
    const { signal } = drawing;
    void drawWards(wall, units, imported, signal).then((drawn) => {
      if (!signal.aborted) shapes = drawn;
    });
    wall.show(frameBounds());
    shade();
  };

  const stops = [
    world.onTable('camera.registered', onCameras),
    world.onTable('camera.state', onCameraStates),
    world.onTable('entity.withdrawn', () => touch('cameras', 'blind', 'marks')),
    ...PLACED.map((kind) => world.onTable(kind, onPlaced)),
    world.versions.subscribe((now, before) => {
      if (now['area.defined'] !== before['area.defined'] || now['boundaries.imported'] !== before['boundaries.imported']) outline();
      else if (SHADING.some((kind) => now[kind] !== before[kind])) shadeSoon();
    }),
  ];
  outline();
  touch('cameras', 'blind', 'marks');
  // Figures in the icons want the page's own font, which may still be on its way.
  void document.fonts.load('600 54px "Be Vietnam Pro"', '1234').then(() => {
    if (closed) return;
    icons = drawMarkIcons(palette);
    touch('places');
  });

  return {
    state: () => {
      const { lat } = wall.map.getCenter();
      const metresPerPx = (Math.cos((lat * Math.PI) / 180) * 40_075_016.7) / (512 * 2 ** wall.map.getZoom());
      return { shapes, marks, outside, measure, basemapFailed, metresPerPx };
    },
    pickAt: (x, y) =>
      wall.overlay.pick({ x: x - 2, y: y - 2, width: 5, height: 5 }).flatMap(({ object }) => (isPlaced(object) ? [object.mark.id] : [])),
    healed: wall.overlay.healed,
    refit: () => wall.show(frameBounds()),
    close() {
      closed = true;
      drawing.abort();
      clearTimeout(shadeTimer);
      gather.close();
      clearTimeout(clearTimer);
      cancelAnimationFrame(frame);
      for (const stop of stops) stop();
      labelLayer.close();
      wall.close();
    },
  };
}

const isPlaced = (object: unknown): object is PlacedMark => typeof object === 'object' && object !== null && 'mark' in object;
