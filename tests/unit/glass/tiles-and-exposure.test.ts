import { expect, test } from 'vitest';
import { emptyExposure, exposed, exposureCells, tilesOnCells } from '../../../server/domain/glass/exposure.ts';
import { createNewestFacts } from '../../../server/domain/glass/newest-facts.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { EXPOSURE_GRID } from '../../../shared/contract/glass.ts';
import { Scene } from '../../../shared/contract/scene.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import { seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold } from '../../../shared/rules/fold.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';

const KIND = 'camera-event.observed' as const;
const event = (n: number, classification: Entry['classification']): Entry => {
  const [one] = logFromSeed(5, 400).filter((entry) => entry.kind === KIND);
  if (!one) throw new Error('the seed has no such event');
  return { ...one, id: `e${n}`, seq: seq(n), classification } as Entry;
};
const OPEN = ['public', 'internal'] as const;

test('TRUTH5 a tile is behind since the first fact that came after what it claims, as far as its display may see it', () => {
  const facts = createNewestFacts();
  const world = emptyWorld();
  const come = (entry: Entry, at: number): void => {
    fold(world, entry);
    facts.committed([entry], at);
  };
  come(event(1, 'internal'), 10_000);
  come(event(2, 'internal'), 20_000);
  come(event(3, 'internal'), 25_000);
  come(event(4, 'police'), 30_000);
  const owed = (claimed: number, kinds = [KIND] as (typeof KIND)[], visible: readonly Entry['classification'][] = OPEN) =>
    facts.owedMs({ seq: claimed, kinds }, visible, world, 34_000);
  expect(owed(3)).toBe(0);
  expect(owed(2)).toBe(9_000);
  expect(owed(1)).toBe(14_000);
  expect(owed(3, [KIND], [...OPEN, 'police'])).toBe(4_000);
  expect(facts.owedMs({ seq: 0, kinds: ['indicator.valued'] }, OPEN, world, 34_000)).toBe(0);
  // It left the picture again: nobody owes it to anybody.
  world.slots[KIND].delete('e3');
  expect(owed(2)).toBe(0);
});

test('TRUTH5 what is kept for it stays small however much comes', () => {
  const facts = createNewestFacts();
  const world = emptyWorld();
  const one = event(1_000_000, 'internal');
  fold(world, one);
  for (let second = 0; second < 600; second++) facts.committed([{ ...one, seq: seq(second + 1) } as Entry], second * 1000);
  // Two minutes are told apart, more is "at least".
  expect(facts.owedMs({ seq: 0, kinds: [KIND] }, OPEN, world, 600_000)).toBe(120_000);
});

const SCENE = Scene.parse({
  id: 'standby',
  name: 'Thường trực',
  columns: 24,
  rows: 26,
  tiles: [
    { id: 'map', tile: 'map', props: {}, x: 0, y: 0, w: 12, h: 26 },
    { id: 'list', tile: 'ticker', props: {}, x: 12, y: 0, w: 12, h: 13 },
  ],
});
const HOUR_MS = 3_600_000;
const cellsOf = (found: readonly (string | null)[]) => (x: number, y: number) => found[y * EXPOSURE_GRID.columns + x];

test('TRUTH10 each cell of a display’s own part of the wall knows which tile stands on it', () => {
  const one = cellsOf(tilesOnCells(SCENE, { geometry: null, position: 'A1', fullTile: null }));
  expect([one(0, 0), one(7, 8), one(8, 0), one(15, 3), one(15, 8)]).toEqual(['map', 'map', 'list', 'list', null]);
  const geometry: WallGeometry = {
    panels: { columns: 2, rows: 2, widthPx: 960, heightPx: 540, widthMm: 600, heightMm: 337.5, gapXMm: 0, gapYMm: 0 },
    farthestSeatM: 6,
    displays: [{ position: 'B1', column: 1, row: 0, columns: 1, rows: 1 }],
  };
  expect(new Set(tilesOnCells(SCENE, { geometry, position: 'B1', fullTile: null }))).toEqual(new Set(['list']));
  expect(new Set(tilesOnCells(SCENE, { geometry, position: 'B1', fullTile: 'map' }))).toEqual(new Set(['map']));
});

test('TRUTH10 hours count by light; the tile that stood there longest is named, and what is kept stays bounded', () => {
  const on = (tile: string | null) => Array.from({ length: EXPOSURE_GRID.columns * EXPOSURE_GRID.rows }, () => tile);
  let exposure = emptyExposure(7);
  exposure = exposed(exposure, 'standby', on('map'), 2 * HOUR_MS, 1);
  exposure = exposed(exposure, 'storm', on('map'), HOUR_MS, 0.5);
  exposure = exposed(exposure, 'storm', on(null), HOUR_MS, 1);
  expect(exposureCells(exposure)[0]).toEqual({ scene: 'standby', tile: 'map', hours: 2, lit: 2.5 });
  for (let i = 0; i < 50; i++) exposure = exposed(exposure, `scene-${i}`, on('map'), HOUR_MS / 10, 1);
  expect(exposureCells(exposure)[9]).toEqual({ scene: 'standby', tile: 'map', hours: 2, lit: 7.5 });
  expect(JSON.stringify(exposure).length).toBeLessThan(64_000);
  expect(exposure.since).toBe(7);
});
