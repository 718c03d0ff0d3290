import { expect, test } from 'vitest';
import { readWorld } from '../../../server/app/live-picture.ts';
import { createCheckpoints } from '../../../server/store/checkpoints.ts';
import { createLog } from '../../../server/store/log.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import { type EpochMs, epochMs, type Seq } from '../../../shared/model/ids.ts';
import { emptyWorld, FOLD_VERSION, fold, snapshotOf } from '../../../shared/rules/fold.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { testDatabase } from '../../support/postgres.ts';

const clock = (): EpochMs => epochMs(Date.now());

test('START2 the picture at the start is the newest checkpoint and the entries after it, and equals folding everything', async () => {
  const { database } = await testDatabase();
  const log = createLog({ pool: database.pool, clock });
  const checkpoints = createCheckpoints({ database, version: FOLD_VERSION });
  const reads: number[] = [];
  const watched = {
    ...log,
    read(after: Seq, limit: number) {
      reads.push(after);
      return log.read(after, limit);
    },
  };
  const commit = async (entries: readonly NewEntry[]) =>
    (await log.commit({ arrivals: entries.map((entry) => ({ entry, publisherKey: null })), quarantined: [], refused: [] })).entries;
  const all = logFromSeed(61, 900).map(({ seq: _, ...entry }) => entry as NewEntry);

  const world = emptyWorld();
  for (const entry of await commit(all.slice(0, 600))) fold(world, entry);
  await checkpoints.save(snapshotOf(world));
  for (const entry of await commit(all.slice(600))) fold(world, entry);

  const read = await readWorld({ checkpoints, log: watched });
  expect(snapshotOf(read)).toEqual(snapshotOf(world));
  expect(reads[0]).toBe(600);
});
