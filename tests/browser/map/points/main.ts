import { MapLibreMap } from '../../../../client/map/maplibre.ts';
import { createOverlay } from '../../../../client/map/overlay.ts';
import { createPointBuffer } from '../../../../client/map/point-buffer.ts';
import { pointLayer } from '../../../../client/map/point-layer.ts';
import type { Table } from '../../../../shared/contract/frame.ts';
import type { LngLat } from '../../../../shared/model/units.ts';

/** Points that all move at every update, through the product's own buffer, layer and overlay; no basemap, so that only they cost. */
const ORIGIN: LngLat = [106.6, 20.87];
const STYLE = { colour: [122, 162, 200, 255], radius: 2 } as const;

const map = new MapLibreMap({
  container: 'map',
  style: { version: 8, sources: {}, layers: [] },
  center: [ORIGIN[0], ORIGIN[1]],
  zoom: 9,
  attributionControl: false,
  interactive: false,
});
await map.once('load');
const buffer = createPointBuffer(ORIGIN);
const overlay = createOverlay({ map, layers: () => [pointLayer(buffer.columns(), { id: 'points' })], onContext: () => undefined });

/** A frame's table as `decodeFrame` makes it: new typed arrays, new strings. */
function tableAt(count: number, step: number): Table {
  const positions = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    positions[2 * i] = Math.sin(i * 12.9898 + step * 0.01) * 0.5;
    positions[2 * i + 1] = Math.cos(i * 78.233 + step * 0.01) * 0.3;
  }
  return {
    kind: 'sensor.observed',
    length: count,
    seq: new Uint32Array(count),
    occurredAt: new Float64Array(count),
    receivedAt: new Float64Array(count),
    positions,
    origin: ORIGIN,
    columns: { id: Array.from({ length: count }, (_, i) => `vehicle-${i}`) },
    fields: [],
  };
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Main-thread milliseconds of each update: the buffer, the layers' props and the draw that uploads. Making the table is the caller's. */
async function run({ count, updates, everyMs }: { count: number; updates: number; everyMs: number }): Promise<number[]> {
  const spent: number[] = [];
  buffer.clear();
  for (let step = 0; step < updates; step++) {
    const table = tableAt(count, step);
    const due = performance.now() + everyMs;
    await nextFrame();
    const from = performance.now();
    buffer.applyTable(table, STYLE);
    overlay.draw();
    spent.push(performance.now() - from);
    while (performance.now() < due) await nextFrame();
  }
  return spent;
}

Object.assign(window, { points: { run, drawn: () => overlay.pick({ x: 0, y: 0, width: 400, height: 300 }).length } });
