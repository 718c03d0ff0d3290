import { expect, test } from 'vitest';
import { createAccessChanges } from '../../../server/store/access-changes.ts';
import { createDeliveryMemory } from '../../../server/store/delivery-memory.ts';
import { createHousekeeping } from '../../../server/store/housekeeping.ts';
import { createLedger } from '../../../server/store/ledger.ts';
import { createLog } from '../../../server/store/log.ts';
import { createPartitions } from '../../../server/store/partitions.ts';
import { BEFORE_FIRST, epochMs } from '../../../shared/model/ids.ts';
import { silentLog, testDatabase } from '../../support/postgres.ts';
import { arrival, batch, SOURCE } from './entries.ts';

test('KEEP3: each thing is kept for its days; one duty that fails does not keep the others from being done', async () => {
  const { database } = await testDatabase();
  const started = Date.now();
  let now = epochMs(started);
  const clock = () => now;
  const log = createLog({ pool: database.pool, clock });
  const ledger = createLedger({ database });
  const failures: object[] = [];
  const housekeeping = createHousekeeping({
    log,
    partitions: createPartitions({ database, clock }),
    ledger,
    deliveries: createDeliveryMemory({ database }),
    identity: {
      forget: () => Promise.reject(new Error('not today')),
    },
    accessChanges: createAccessChanges({ database }),
    keep: { operational: 90, record: null, publisherKeys: 7, deliveries: 1, ledger: 400, accessChanges: 400, sessions: 30 },
    clock,
    diagnostics: { ...silentLog, error: (data) => failures.push(data) },
  });
  await housekeeping.run();
  await log.commit(batch([arrival('a', 'k', { receivedAt: now })]));
  const key = { source: SOURCE, key: 'k' };
  const day = 86_400_000;

  now = epochMs(started + 6 * day);
  await housekeeping.run();
  expect(await log.knownKeys([key])).toHaveLength(1);
  now = epochMs(started + 8 * day);
  await housekeeping.run();
  expect(await log.knownKeys([key])).toEqual([]);
  now = epochMs(started + 89 * day);
  await housekeeping.run();
  expect(await log.read(BEFORE_FIRST, 10)).toHaveLength(1);
  now = epochMs(started + 125 * day);
  await housekeeping.run();
  expect(await log.read(BEFORE_FIRST, 10)).toEqual([]);
  expect(await ledger.rows(epochMs(0), now)).toHaveLength(1);
  expect(failures).toHaveLength(5);
});
