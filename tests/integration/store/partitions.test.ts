import { beforeEach, expect, test } from 'vitest';
import { createLog } from '../../../server/store/log.ts';
import { createPartitions } from '../../../server/store/partitions.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import { BEFORE_FIRST, epochMs } from '../../../shared/model/ids.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { arrival, batch, sensorEntry } from './entries.ts';

let db: TestDatabase;
beforeEach(async () => {
  db = await testDatabase();
});

/** Months are Việt Nam's: this is 00:30 on 1 December there, still November in UTC. */
const FIRST_OF_DECEMBER = epochMs(Date.parse('2026-11-30T17:30:00Z'));
const clock = () => FIRST_OF_DECEMBER;
const at = (moment: string) => ({ receivedAt: epochMs(Date.parse(moment)) });

async function placed(): Promise<Record<string, string[]>> {
  const { rows } = await db.database.pool.query<{ name: string; ids: string[] }>(
    'select tableoid::regclass::text as name, array_agg(id order by seq) as ids from log_entry group by 1',
  );
  return Object.fromEntries(rows.map(({ name, ids }) => [name, ids]));
}

test('KEEP1: months are made ahead for each retention, by any number of nodes at once, over and over', async () => {
  const nodes = [db.database, db.another(), db.another()].map((database) => createPartitions({ database, clock }));
  await Promise.all(nodes.map((node) => node.ensure()));
  await nodes[0]?.ensure();
  const { rows } = await db.database.pool.query<{ name: string }>(
    `select relid::regclass::text as name from pg_partition_tree('log_entry') where isleaf order by 1`,
  );
  const months = (retention: string) => ['2026_12', '2027_01', '2027_02', 'default'].map((month) => `log_entry_${retention}_${month}`);
  expect(rows.map(({ name }) => name)).toEqual(['log_entry_default', ...months('operational'), ...months('record')]);
});

test('KEEP1: an entry without a month is kept, and moves when its month is made', async () => {
  const log = createLog({ pool: db.database.pool, clock });
  const report = { ...sensorEntry('r', at('2026-12-05T00:00:00Z')), kind: 'source.registered' } as unknown as NewEntry;
  await log.commit(
    batch([
      arrival('nov', null, at('2026-11-30T16:59:59.999Z')),
      arrival('dec', null, at('2026-11-30T17:00:00Z')),
      { entry: report, publisherKey: null },
    ]),
  );
  const before = await log.read(BEFORE_FIRST, 10);
  await createPartitions({ database: db.database, clock }).ensure();
  expect(await placed()).toEqual({
    log_entry_operational_default: ['nov'],
    log_entry_operational_2026_12: ['dec'],
    log_entry_record_2026_12: ['r'],
  });
  expect(await log.read(BEFORE_FIRST, 10)).toEqual(before);
});

test('KEEP2: only whole months of the one class are dropped, while others write', async () => {
  const log = createLog({ pool: db.database.pool, clock });
  for (const month of ['2026-10-15', '2026-11-15', '2026-12-15']) {
    const moment = epochMs(Date.parse(`${month}T00:00:00Z`));
    await createPartitions({ database: db.database, clock: () => moment }).ensure();
    const kept = { ...sensorEntry(`record ${month}`, { receivedAt: moment }), kind: 'source.registered' } as unknown as NewEntry;
    await log.commit(batch([arrival(month, null, { receivedAt: moment }), { entry: kept, publisherKey: null }]));
  }
  await log.commit(batch([arrival('long ago', null, at('2026-01-01T00:00:00Z'))]));
  const writing = Promise.all(
    Array.from({ length: 10 }, (_, i) => log.commit(batch([arrival(`new ${i}`, null, { receivedAt: FIRST_OF_DECEMBER })]))),
  );
  const partitions = createPartitions({ database: db.database, clock });
  const dropped = await partitions.dropExpired('operational', epochMs(Date.parse('2026-12-20T00:00:00Z')));
  await writing;
  expect(dropped).toEqual(['log_entry_operational_2026_10', 'log_entry_operational_2026_11']);
  const left = (await log.read(BEFORE_FIRST, 100)).map((entry) => entry.id);
  expect(left.filter((id) => !id.startsWith('new'))).toEqual(['record 2026-10-15', 'record 2026-11-15', '2026-12-15', 'record 2026-12-15']);
  expect(left).toHaveLength(14);
  expect(await log.head()).toBe(17);
});
