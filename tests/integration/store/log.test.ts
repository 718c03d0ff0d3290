import { beforeAll, expect, test } from 'vitest';
import { createLog, type PgLog } from '../../../server/store/log.ts';
import { BEFORE_FIRST, epochMs } from '../../../shared/model/ids.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { arrival, batch } from './entries.ts';

const clock = () => epochMs(Date.now());
let db: TestDatabase;
let log: PgLog;
beforeAll(async () => {
  db = await testDatabase();
  log = createLog({ pool: db.database.pool, clock });
});

test('LOG1: entries come back as they were stored, numbered from 1 without a hole', async () => {
  const first = await log.commit(batch([arrival('a', 'k1'), arrival('b')]));
  expect(first.outcomes).toEqual([
    { kind: 'stored', seq: 1 },
    { kind: 'stored', seq: 2 },
  ]);
  expect(await log.read(BEFORE_FIRST, 10)).toEqual(first.entries);
  expect(await log.head()).toBe(2);
});
