import { expect, test } from 'vitest';
import { type Expectation, expectedOn, type Showing } from '../../../server/domain/glass/expectation.ts';
import { type Evidence, judge } from '../../../server/domain/glass/judge.ts';
import type { GlassRow, PaintedReport, Seat } from '../../../server/domain/glass/ports.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold } from '../../../shared/rules/fold.ts';
import { glassReport } from '../../support/glass-report.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';

/** Long after everything here began. */
const NOW = 1_800_000_000_000;

const painted = (said: Partial<PaintedReport> = {}): PaintedReport => {
  const { samples: _, ...report } = glassReport({ paintedAt: epochMs(NOW), ...said });
  return report;
};
const row = (said: Partial<GlassRow> = {}): GlassRow => ({
  display: 'wall-1',
  node: 'a',
  writtenAt: NOW,
  connected: true,
  connectedAt: NOW - 60_000,
  aliveAt: NOW,
  leftAt: null,
  heardAt: NOW,
  framesAt: NOW,
  lagMs: 12,
  report: painted(),
  ...said,
});
const seat = (glass: GlassRow | null, seenAt: number | null = NOW - 9_000): Seat => ({
  display: 'wall-1',
  name: 'Màn 1',
  wall: 'wall',
  position: 'A1',
  audience: 'operators',
  seenAt,
  glass,
});
const STANDBY: Showing = { scene: 'standby', sceneRevision: 0, direction: 0, past: false };
const expectation = (now: Partial<Showing> = {}, decidedAt: number | null = null): Expectation => ({
  now: { ...STANDBY, ...now },
  before: { ...STANDBY, ...now },
  decidedAt,
  showAt: null,
  ownChoice: null,
});
const judged = (glass: GlassRow | null, more: Partial<Evidence> & { seenAt?: number | null } = {}, now = NOW) => {
  const { seenAt, ...evidence } = more;
  return judge(
    {
      seat: seat(glass, seenAt === undefined ? NOW - 9_000 : seenAt),
      expected: expectation(),
      geometry: null,
      behindMs: () => 0,
      ...evidence,
    },
    now,
  );
};

test('TRUTH1 a display that paints what it should is online and nothing is wrong with it', () => {
  expect(judged(row())).toEqual({ state: 'online', faults: [], lateTiles: [], detail: null });
});

test('TRUTH1 by the server’s clock alone a killed page becomes late, then silent, then off', () => {
  const killed = row({ connected: false });
  const at = (ms: number) => judged({ ...killed, writtenAt: NOW + ms }, {}, NOW + ms).state;
  expect([5_000, 5_001, 150_000, 150_001, 900_000, 900_001].map(at)).toEqual(['online', 'late', 'late', 'silent', 'silent', 'off']);
});

test('TRUTH1 a page that was closed on purpose is off as soon as it has not come back; one that never spoke is off', () => {
  const closed = row({ connected: false, leftAt: NOW + 20 });
  expect(judged(closed, {}, NOW + 5_000).state).toBe('online');
  expect(judged(closed, {}, NOW + 5_001).state).toBe('off');
  expect(judged(null, { seenAt: null }).state).toBe('off');
});

test('TRUTH1 what is wrong with a picture is said of a display that is there, and of no other', () => {
  const broken = row({ connected: false, report: painted({ broken: ['map'], scene: 'storm' }) });
  expect(judged(broken, {}, NOW + 6_000)).toEqual({ state: 'late', faults: [], lateTiles: [], detail: null });
});

test('TRUTH3 a node that died cannot say that its displays are connected', () => {
  const orphan = row();
  expect(judged(orphan, {}, NOW + 4_000)).toMatchObject({ state: 'online', faults: ['frozen'] });
  expect(judged(orphan, {}, NOW + 4_001)).toMatchObject({ state: 'online', faults: [] });
  expect(judged(orphan, {}, NOW + 5_001)).toMatchObject({ state: 'late', faults: [] });
});

test('TRUTH4 a connection that stands without a report for three seconds is a frozen picture, and not a silent display', () => {
  const still = (ms: number) => judged(row({ writtenAt: NOW + ms, aliveAt: NOW + ms }), {}, NOW + ms);
  expect(still(3_000).faults).toEqual([]);
  expect(still(3_001)).toMatchObject({ state: 'online', faults: ['frozen'], lateTiles: [] });
  expect(still(3_600_000)).toMatchObject({ state: 'online', faults: ['frozen'] });
});

test('TRUTH4 reports whose frames stand still are a frozen picture', () => {
  expect(judged(row({ framesAt: NOW - 3_001 })).faults).toEqual(['frozen']);
  expect(judged(row({ framesAt: NOW - 3_000 })).faults).toEqual([]);
});

test('TRUTH4 a page that has just come has ten seconds for its first paint', () => {
  const fresh = (ms: number) => judged(row({ connectedAt: NOW - ms, heardAt: null, framesAt: null, lagMs: null, report: null })).faults;
  expect(fresh(10_000)).toEqual([]);
  expect(fresh(10_001)).toEqual(['frozen']);
});

test('TRUTH5 another scene, another revision or another direction is said once a display had the time to change over', () => {
  for (const other of [{ scene: 'storm' }, { sceneRevision: 2 }, { direction: 3 }] as const) {
    expect(judged(row(), { expected: expectation(other, NOW - 2_600) }).faults, JSON.stringify(other)).toEqual(['wrong-scene']);
    expect(judged(row(), { expected: expectation(other, NOW - 2_599) }).faults).toEqual([]);
  }
  // The schedule changed over a moment ago: nobody decided anything.
  const turned: Expectation = { ...expectation({ scene: 'storm' }), before: STANDBY };
  expect(judged(row(), { expected: turned }).faults).toEqual([]);
  // The page has just come.
  expect(judged(row({ connectedAt: NOW - 2_000 }), { expected: expectation({ scene: 'storm' }) }).faults).toEqual([]);
});

test('TRUTH5 the past on a live wall is another scene, and so is the present on one that shows the past', () => {
  expect(judged(row({ report: painted({ replaying: epochMs(5) }) })).faults).toEqual(['wrong-scene']);
  expect(judged(row(), { expected: expectation({ past: true }) }).faults).toEqual(['wrong-scene']);
  const past = judged(row({ report: painted({ replaying: epochMs(5), tiles: [{ tile: 'map', seq: seq(1) }] }) }), {
    expected: expectation({ past: true }),
    behindMs: () => 60_000,
  });
  expect(past).toMatchObject({ faults: [], lateTiles: [] });
});

test('TRUTH5 each tile that owes something for more than five seconds is named with how long; broken ones too', () => {
  const tiles = ['map', 'list', 'kpi'].map((tile, i) => ({ tile, seq: seq(i) }));
  const verdict = judged(row({ report: painted({ tiles, broken: ['status'] }) }), {
    behindMs: ({ tile }) => ({ map: 14_000, list: 5_000 })[tile] ?? 0,
  });
  expect(verdict).toEqual({
    state: 'online',
    faults: ['late-tiles', 'broken-tiles'],
    lateTiles: [{ tile: 'map', behindMs: 14_000 }],
    detail: 'map −14 s · status',
  });
});

test('TRUTH5 a clock that stays more than 250 ms off after it was corrected is a fault, either way', () => {
  expect([-251, -250, 250, 251].map((lagMs) => judged(row({ lagMs })).faults)).toEqual([['clock'], [], [], ['clock']]);
});

test('TRUTH5 a window of another shape than its part of the wall, or without a part, is a fault; its size in pixels is not', () => {
  const geometry: WallGeometry = {
    panels: { columns: 3, rows: 1, widthPx: 1920, heightPx: 1080, widthMm: 1209.6, heightMm: 680.4, gapXMm: 0.88, gapYMm: 0.88 },
    farthestSeatM: 6,
    displays: [{ position: 'A1', column: 0, row: 0, columns: 3, rows: 1 }],
  };
  const window = (width: number, height: number) => row({ report: painted({ window: { width, height, ratio: 1 } }) });
  expect(judged(window(2880, 540), { geometry }).faults).toEqual([]);
  expect(judged(window(1920, 1080), { geometry })).toMatchObject({ faults: ['wrong-size'], detail: '1920×1080 ≠ 5763×1080' });
  expect(judged(window(2880, 540), { geometry: { ...geometry, displays: [] } })).toMatchObject({ faults: ['wrong-size'], detail: 'A1?' });
  expect(judged(window(1920, 1080)).faults).toEqual([]);
});

test('TRUTH5 a page on a wall that nobody set up shows what its address asks for; once it is set up or directed, what is due', () => {
  const world = emptyWorld();
  const asked = (scene: string, sceneRevision = 0) =>
    judged(row({ report: painted({ scene, sceneRevision }) }), { expected: due() }).faults;
  const due = (): Expectation => expectedOn(world, 'wall', NOW, 2_600);
  expect(asked('storm')).toEqual([]);
  expect(asked('standby')).toEqual([]);
  expect(asked('storm', 3)).toEqual(['wrong-scene']);
  expect(asked('no-such-scene')).toEqual(['wrong-scene']);
  const override = { scene: 'traffic', reason: null, since: NOW - 9_000, until: NOW + 9_000 };
  const orders = { emergency: null, override, banner: null, pin: null, fullTile: null, frozenAt: null, replay: null };
  const [any] = logFromSeed(5, 1);
  const told = { ...any, kind: 'wall.directed', id: 'wall', data: { revision: 1, showAt: NOW - 9_000, ...orders } } as unknown as Entry;
  fold(world, told);
  expect(judged(row({ report: painted({ scene: 'storm', direction: 1 }) }), { expected: due() }).faults).toEqual(['wrong-scene']);
  expect(judged(row({ report: painted({ scene: 'traffic', direction: 1 }) }), { expected: due() }).faults).toEqual([]);
});
