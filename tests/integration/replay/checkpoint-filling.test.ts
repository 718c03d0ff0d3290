import { expect, test } from 'vitest';
import { fillCheckpoints } from '../../../server/app/checkpoint-filling.ts';
import { createCheckpoints } from '../../../server/store/checkpoints.ts';
import { createLog } from '../../../server/store/log.ts';
import { createReplayLog } from '../../../server/store/replay-log.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, FOLD_VERSION, fold, snapshotOf } from '../../../shared/rules/fold.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { testDatabase } from '../../support/postgres.ts';

const BASE = 1_795_000_000_000;
const POLICY = { spacing: 500, denseMs: 1e12, denseMax: 1000, hourlyMs: 2e12 };

/** A log of 4,000 entries of which the worlds at `keptAt` are kept. */
async function centre(keptAt: readonly number[]) {
  const { database } = await testDatabase();
  const clock = () => epochMs(BASE + 10_000_000);
  const log = createLog({ pool: database.pool, clock });
  const checkpoints = createCheckpoints({ database, version: FOLD_VERSION });
  const arrivals = logFromSeed(91, 4000).map(({ seq: _, ...entry }, i) => ({
    entry: { ...entry, receivedAt: epochMs(BASE + i * 200) } as NewEntry,
    publisherKey: null,
  }));
  const { entries } = await log.commit({ arrivals, quarantined: [], refused: [] });
  const world = emptyWorld();
  for (const entry of entries) {
    fold(world, entry);
    if (keptAt.includes(entry.seq)) await checkpoints.save(snapshotOf(world));
  }
  const told: string[] = [];
  const faults: unknown[] = [];
  const diagnostics = { info: (_: unknown, said: string) => void told.push(said), warn: (fault: unknown) => void faults.push(fault) };
  const filling = (replayLog = createReplayLog({ pool: database.pool })) =>
    fillCheckpoints({ checkpoints, log, replayLog, clock, diagnostics: diagnostics as never, policy: POLICY, rest: 0 });
  const kept = async (): Promise<number[]> => (await checkpoints.list()).map((one) => one.seq);
  return { database, entries, checkpoints, filling, kept, told, faults };
}

/** Begun, and waited for: `stop` would end it in the middle. */
async function done(filling: { start(): void; stop(): Promise<void> }, isDone: () => Promise<boolean>): Promise<void> {
  filling.start();
  await expect.poll(isDone, { timeout: 20_000 }).toBe(true);
  await filling.stop();
}

test('REPLAY3 worlds that should be kept and are not are folded anew, equal to folding from the start, and doing it again makes none', async () => {
  const { checkpoints, entries, filling, kept, told, faults } = await centre([1000]);
  await done(filling(), async () => told.length > 0);
  const made = await kept();
  expect(made).toContain(1000);
  const bounds = [0, ...made, 4000];
  for (const [i, at] of bounds.slice(1).entries()) expect(at - (bounds[i] ?? 0)).toBeLessThanOrEqual(2 * 1000);
  expect(made.length).toBeGreaterThanOrEqual(3);
  for (const at of made.filter((one) => one !== 1000)) {
    const world = emptyWorld();
    for (const entry of entries) if (entry.seq <= at) fold(world, entry);
    expect(await checkpoints.nearest(seq(at))).toEqual(snapshotOf(world));
  }
  const again = filling();
  again.start();
  await again.stop();
  expect(await kept()).toEqual(made);
  expect([told.length, faults]).toEqual([1, []]);
});

test('REPLAY3 where retention took something no world is made up, and filling that is stopped ends without a fault', async () => {
  const { database, filling, kept, told, faults } = await centre([]);
  await database.pool.query('delete from log_entry where seq = 700');
  let reads = 0;
  const replayLog = createReplayLog({ pool: database.pool });
  const between: typeof replayLog.between = (...asked) => {
    reads++;
    return replayLog.between(...asked);
  };
  await done(filling({ ...replayLog, between }), async () => reads > 0);
  expect([await kept(), told, faults]).toEqual([[], [], []]);
});
