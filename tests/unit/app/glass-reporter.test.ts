import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createGlassReporter } from '../../../client/app/glass-reporter.ts';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { decodeFrame, encodeFrame } from '../../../shared/contract/frame.ts';
import type { GlassReport } from '../../../shared/contract/socket.ts';
import { type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, snapshotOf } from '../../../shared/rules/fold.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';

const KIND = 'indicator.valued';
const values = logFromSeed(71, 400).filter(({ kind }) => kind === KIND);
const numbered = (count: number): Entry[] => values.slice(0, count).map((entry, i) => ({ ...entry, seq: seq(i + 1) }));

let paint: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  const asked: (() => void)[] = [];
  vi.stubGlobal('window', { innerWidth: 1920, innerHeight: 1080, devicePixelRatio: 1 });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => asked.push(callback));
  paint = () => {
    for (const callback of asked.splice(0)) callback();
  };
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** What the wall says of itself beside its tiles. */
const SHOWN = { scene: 's', sceneRevision: 0, direction: 0, switchedAt: null, preparedMs: null, replaying: null, broken: [] };

function display() {
  const reports: GlassReport[] = [];
  let now = 1000;
  const world = createWorldStore({ schedule: () => {} });
  const glass = createGlassReporter({
    world,
    connection: { report: (report) => reports.push(report) },
    now: (): EpochMs => epochMs(now),
    clockOffsetMs: () => 0,
  });
  const apply = (entries: readonly Entry[], from: number) =>
    world.applyFrame(decodeFrame(encodeFrame(entries, seq(from), seq(from + entries.length - 1), epochMs(0), [106, 20])));
  const painted = () => glass.painted({ ...SHOWN, tiles: [{ tile: 'kpi', kinds: [KIND] }] });
  const second = () => {
    now += 1000;
    vi.advanceTimersByTime(1000);
    paint();
    return reports.at(-1);
  };
  return { world, apply, painted, second, reports };
}

test('GLASS2 a tile claims what was painted, not what was folded since; each entry is a sample of one paint', () => {
  const { apply, painted, second } = display();
  const entries = numbered(5);
  apply(entries.slice(0, 3), 1);
  painted();
  apply(entries.slice(3), 4);
  expect(second()).toMatchObject({
    tiles: [{ tile: 'kpi', seq: 3 }],
    samples: [
      [1, 1000],
      [2, 1000],
      [3, 1000],
    ],
  });
  painted();
  expect(second()).toMatchObject({
    tiles: [{ tile: 'kpi', seq: 5 }],
    samples: [
      [4, 2000],
      [5, 2000],
    ],
  });
});

test('GLASS2 after a snapshot a tile claims what the snapshot held', () => {
  const { world, painted, second } = display();
  const whole = emptyWorld();
  for (const entry of numbered(9)) fold(whole, entry);
  world.replace(snapshotOf(whole));
  painted();
  expect(second()).toMatchObject({ tiles: [{ tile: 'kpi', seq: 9 }], samples: [] });
});

test('GLASS2 a picture that is not painted any more is not reported', () => {
  const { apply, painted, second, reports } = display();
  apply(numbered(1), 1);
  painted();
  second();
  const before = reports.length;
  paint = () => {};
  second();
  second();
  expect(reports.length).toBe(before);
});
