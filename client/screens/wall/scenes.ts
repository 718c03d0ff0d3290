import { Scene } from '../../../shared/contract/scene.ts';

/** A picture of 24 × 26 cells: on the reference wall a row is one line of text high. */
const GRID = { columns: 24, rows: 26 } as const;

/** An ordinary hour: where, what, who waits, how things stand. */
export const STANDBY: Scene = Scene.parse({
  id: 'standby',
  name: 'Thường trực',
  ...GRID,
  tiles: [
    { id: 'clock', tile: 'clock', x: 0, y: 0, w: 24, h: 2, props: {} },
    { id: 'map', tile: 'map', x: 0, y: 2, w: 14, h: 17, props: {} },
    { id: 'indicators', tile: 'indicators', x: 0, y: 19, w: 14, h: 6, props: { columns: 3 } },
    { id: 'camera-events', tile: 'camera-events', x: 14, y: 2, w: 10, h: 9, props: {} },
    { id: 'field-reports', tile: 'field-reports', x: 14, y: 11, w: 10, h: 7, props: {} },
    { id: 'status', tile: 'status', x: 14, y: 18, w: 10, h: 7, props: {} },
    { id: 'ticker', tile: 'ticker', x: 0, y: 25, w: 24, h: 1, props: { columns: 3 } },
  ],
});

/** Rain and flood: the map and the water take the room, the rest stands back. */
export const STORM: Scene = Scene.parse({
  id: 'storm',
  name: 'Mưa bão, ngập úng',
  ...GRID,
  tiles: [
    { id: 'clock', tile: 'clock', x: 0, y: 0, w: 24, h: 2, props: {} },
    { id: 'map', tile: 'map', x: 0, y: 2, w: 14, h: 17, props: { measure: 'dv-ngap' } },
    { id: 'camera-events', tile: 'camera-events', x: 14, y: 2, w: 10, h: 9, props: {} },
    { id: 'field-reports', tile: 'field-reports', x: 14, y: 11, w: 10, h: 8, props: {} },
    {
      id: 'indicators',
      tile: 'indicators',
      x: 0,
      y: 19,
      w: 24,
      h: 6,
      props: { domains: ['agriculture-environment', 'utilities', 'traffic', 'health', 'security'], columns: 4 },
    },
    { id: 'ticker', tile: 'ticker', x: 0, y: 25, w: 24, h: 1, props: { columns: 3 } },
  ],
});

export const SCENES: readonly Scene[] = [STANDBY, STORM];

/** The scene of that id; the standby scene for a name that is not known. */
export const sceneOf = (id: string | null): Scene => SCENES.find((scene) => scene.id === id) ?? STANDBY;
