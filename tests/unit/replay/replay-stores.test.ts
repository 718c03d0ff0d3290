import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createReplayStores } from '../../../client/app/replay-stores.ts';
import type { ReplayReader } from '../../../client/connection/replay-reader.ts';
import type { ReplayOrder } from '../../../shared/contract/direction.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { decodeFrame, encodeFrame } from '../../../shared/contract/frame.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { fail, ok } from '../../../shared/model/result.ts';
import { emptyWorld, fold, snapshotOf } from '../../../shared/rules/fold.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';

const BASE = 1_795_000_000_000;
const NOW = BASE + 86_400_000;
const view = viewOf({ role: 'display', areas: null, audience: 'operators' });
/** One entry each second of the past. */
const LOG: Entry[] = logFromSeed(90, 900).map((entry, i) => ({ ...entry, receivedAt: epochMs(BASE + (i + 1) * 1000) }));
const foldedAt = (at: number) => {
  const world = emptyWorld();
  for (const entry of LOG) if (entry.receivedAt <= at) fold(world, entry);
  return snapshotOf(world);
};

/** The server, answering after `latencyMs`; `isCut`: it is not reached. */
function server(latencyMs: number) {
  const state = { isCut: false, seeks: 0, pages: 0 };
  const later = <T>(value: T): Promise<T> => new Promise((done) => setTimeout(() => done(value), latencyMs));
  const reader: Pick<ReplayReader, 'seek' | 'page'> = {
    seek(at) {
      state.seeks++;
      return later(state.isCut ? fail({ kind: 'cut', message: '' }) : ok({ at, view, snapshot: foldedAt(at) }));
    },
    page(after, until) {
      state.pages++;
      const entries = LOG.filter((entry) => entry.seq > after && entry.receivedAt <= until);
      const bytes = encodeFrame(entries, seq(after + 1), entries.at(-1)?.seq ?? after, epochMs(NOW), [106, 20]);
      return later(state.isCut ? fail({ kind: 'cut', message: '' }) : ok({ frame: decodeFrame(bytes), covered: until, more: false }));
    },
  };
  return { state, reader };
}
const orderAt = (offsetMs: number, speed: number, since = Date.now()): ReplayOrder => ({
  from: epochMs(BASE + offsetMs),
  to: null,
  since: epochMs(since),
  speed,
  name: null,
});
const open = (order: ReplayOrder, { reader }: ReturnType<typeof server>) =>
  createReplayStores({ order, reader, now: Date.now, schedule: (publish) => publish() });

beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => void vi.useRealTimers());

test('REPLAY5 a past that is held shows its moment and nothing after it; played on, each entry appears at its own', async () => {
  const past = open(orderAt(100_500, 0), server(80));
  expect(past.link.getState().link.kind).toBe('connecting');
  await vi.advanceTimersByTimeAsync(500);
  expect(past.clock.now()).toBe(BASE + 100_500);
  expect(past.world.world().seq).toBe(100);
  expect(past.link.getState()).toMatchObject({ link: { kind: 'replaying' }, view: { key: view.key } });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(past.world.world().seq).toBe(100);

  for (const speed of [1, 2, 5, 10, 30, 60]) {
    const from = past.clock.now() - BASE;
    past.follow(orderAt(from, speed));
    await vi.advanceTimersByTimeAsync(2000);
    const shown = past.clock.now();
    expect(shown).toBeGreaterThanOrEqual(BASE + from + speed * 1900);
    expect(past.world.world().seq).toBe(Math.floor((shown - BASE) / 1000));
    expect(snapshotOf(past.world.world()).folded).toEqual(foldedAt(shown).folded);
  }
  past.close();
});

test('REPLAY6 two displays with one order show the same moment, whenever they joined and however slow their way is', async () => {
  const order = orderAt(10_000, 5);
  const [one, slow] = [open(order, server(20)), server(700)];
  await vi.advanceTimersByTimeAsync(3000);
  const late = open(order, slow);
  await vi.advanceTimersByTimeAsync(6000);
  expect(late.clock.now()).toBe(one.clock.now());
  expect(late.world.world().seq).toBe(one.world.world().seq);
  for (const past of [one, late]) past.follow(orderAt(30_000, 0));
  await vi.advanceTimersByTimeAsync(3000);
  expect([one, late].map((past) => past.clock.now())).toEqual([BASE + 30_000, BASE + 30_000]);
  expect([one, late].map((past) => past.world.world().seq)).toEqual([30, 30]);
  one.close();
  late.close();
});

test('REPLAY6 back and forth it seeks only when it must, and until the picture is there the old one keeps its moment', async () => {
  const far = server(300);
  const past = open(orderAt(50_000, 1), far);
  await vi.advanceTimersByTimeAsync(2000);
  expect(far.state.seeks).toBe(1);
  past.follow(orderAt(past.clock.now() - BASE + 3000, 1));
  await vi.advanceTimersByTimeAsync(500);
  expect(far.state.seeks).toBe(1);
  const before = past.clock.now();
  past.follow(orderAt(5000, 1));
  await vi.advanceTimersByTimeAsync(100);
  expect(past.clock.now()).toBe(before);
  await vi.advanceTimersByTimeAsync(900);
  expect(far.state.seeks).toBe(2);
  expect(past.world.world().seq).toBe(Math.floor((past.clock.now() - BASE) / 1000));
  expect(past.clock.now()).toBeLessThan(BASE + 8000);
  past.close();
});

test('REPLAY10 a past whose server is cut off says so, never shows what it does not have, and goes on by itself', async () => {
  const away = server(50);
  const past = open(orderAt(0, 60), away);
  await vi.advanceTimersByTimeAsync(1000);
  away.state.isCut = true;
  await vi.advanceTimersByTimeAsync(14_000);
  expect(past.link.getState().link.kind).toBe('down');
  const stood = past.clock.now();
  await vi.advanceTimersByTimeAsync(3000);
  expect(past.clock.now()).toBe(stood);
  expect(past.world.world().seq).toBe(Math.min(900, Math.floor((stood - BASE) / 1000)));
  const { link } = past.link.getState();
  // By the clock of the past, which stands: the age of the cut grows all the same.
  expect(link.kind === 'down' && stood - (link.lastHeardAt ?? 0)).toBeGreaterThan(2000);
  away.state.isCut = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect(past.link.getState().link.kind).toBe('replaying');
  expect(past.clock.now()).toBeGreaterThan(stood);
  past.close();
});
