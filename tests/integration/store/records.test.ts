import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import type { QuarantineItem } from '../../../server/domain/log/ports.ts';
import { createCheckpoints } from '../../../server/store/checkpoints.ts';
import { createSourceCredentials } from '../../../server/store/credentials.ts';
import { createDeliveryMemory } from '../../../server/store/delivery-memory.ts';
import { createLog } from '../../../server/store/log.ts';
import { createMedia } from '../../../server/store/media.ts';
import { createQuarantine } from '../../../server/store/quarantine.ts';
import { type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, type Snapshot, snapshotOf } from '../../../shared/rules/fold.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { batch, MOMENT, SOURCE } from './entries.ts';

let db: TestDatabase;
let now: EpochMs;
const clock = () => now;
beforeEach(async () => {
  db = await testDatabase();
  now = MOMENT;
});

test('CKPT1: the nearest checkpoint at or below a number comes back whole; of another fold none', async () => {
  const { database } = db;
  const checkpoints = createCheckpoints({ database, version: 2 });
  expect(await checkpoints.nearest(seq(10))).toBeNull();
  const all = logFromSeed(7, 1200);
  const world = emptyWorld();
  const pictures: Snapshot[] = [];
  for (const entry of all) {
    fold(world, entry);
    if ([300, 700, 1200].includes(entry.seq)) {
      pictures.push(snapshotOf(world));
      await checkpoints.save(snapshotOf(world));
    }
  }
  expect(await checkpoints.nearest(seq(299))).toBeNull();
  expect(await checkpoints.nearest(seq(700))).toEqual(pictures[1]);
  expect(await checkpoints.nearest(seq(1100))).toEqual(pictures[1]);
  expect(await checkpoints.newestUpTo(seq(1100))).toBe(700);
  expect((await checkpoints.list()).map(({ seq }) => seq)).toEqual([300, 700, 1200]);
  const newer = createCheckpoints({ database, version: 3 });
  expect(await newer.nearest(seq(2000))).toBeNull();
  await newer.save(pictures[2] as Snapshot);
  expect(await newer.nearest(seq(2000))).toEqual(pictures[2]);
  expect(await newer.forget([])).toBe(2);
  expect(await newer.nearest(seq(2000))).toMatchObject({ seq: 1200 });
});

test('QUAR1: a quarantined item is kept byte for byte, listed by page and replayed once', async () => {
  const quarantine = createQuarantine(db);
  const items = [0, 1, 2].map(
    (i): QuarantineItem => ({
      id: randomUUID(),
      source: SOURCE,
      receivedAt: epochMs(MOMENT + i),
      channel: 'mqtt:frigate/events',
      body: Buffer.from([0, 0xff, 0xc3, i]),
      reason: 'label: dài quá 100 ký tự',
      pointer: '/after/label',
    }),
  );
  await createLog({ pool: db.database.pool, clock }).commit(batch([], { quarantined: items }));
  const newestFirst = items.toReversed().map((item) => ({ ...item, replayed: null }));
  const page = await quarantine.list({ open: true, before: null, limit: 2 });
  expect(page).toEqual(newestFirst.slice(0, 2));
  expect(await quarantine.list({ open: true, before: page[1]?.id ?? '', limit: 2 })).toEqual(newestFirst.slice(2));
  const id = items[1]?.id ?? '';
  const replayed = { at: now, by: 'Trực ban 1', seqs: [seq(5), null] };
  const marks = await Promise.all([quarantine.markReplayed(id, replayed), quarantine.markReplayed(id, replayed)]);
  expect(marks.toSorted()).toEqual([false, true]);
  expect((await quarantine.get(id))?.replayed).toEqual(replayed);
  expect(await quarantine.list({ open: true, before: null, limit: 10 })).toHaveLength(2);
  expect(await quarantine.list({ open: false, before: null, limit: 10 })).toHaveLength(3);
  expect(await quarantine.get("1' or true --")).toBeNull();
});

test('CRED1: a token speaks for its source until it is revoked, and is nowhere in the database', async () => {
  const credentials = createSourceCredentials({ database: db.database, clock });
  const first = await credentials.issue(SOURCE);
  now = epochMs(now + 1);
  const second = await credentials.issue(SOURCE);
  expect(first.signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await credentials.find(first.token)).toEqual({ source: SOURCE, signingSecrets: [second.signingSecret, first.signingSecret] });
  expect(await credentials.find(`${first.token}x`)).toBeNull();
  const { rows } = await db.database.pool.query<{ row: string }>('select source_credential::text as row from source_credential');
  expect(rows.map(({ row }) => row).join()).not.toContain(first.token);
  expect(await credentials.revoke(SOURCE)).toBe(true);
  expect(await credentials.find(second.token)).toBeNull();
  expect(await credentials.revoke(SOURCE)).toBe(false);
  expect((await credentials.list()).map(({ revokedAt }) => revokedAt)).toEqual([now, now]);
});

test('SEC26: a delivery is remembered for all nodes until it is forgotten', async () => {
  const [here, there] = [db.database, db.another()].map((database) => createDeliveryMemory({ database }));
  expect(await there?.has(SOURCE, 'msg_1')).toBe(false);
  await here?.remember(SOURCE, 'msg_1', now);
  await there?.remember(SOURCE, 'msg_1', now);
  expect(await there?.has(SOURCE, 'msg_1')).toBe(true);
  expect(await here?.forget(epochMs(now + 1))).toBe(1);
  expect(await there?.has(SOURCE, 'msg_1')).toBe(false);
});

test('MEDIA1: files are named by their content and by nothing else', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-media-'));
  try {
    const media = createMedia({ dataDir });
    const bytes = Buffer.from('{"type":"FeatureCollection"}');
    const names = await Promise.all([media.put(bytes), media.put(bytes)]);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(names).toEqual([sha256, sha256]);
    expect(await media.get(sha256)).toEqual(bytes);
    expect(readdirSync(join(dataDir, 'media'))).toEqual([sha256]);
    for (const name of ['..', '../pg18/PG_VERSION', `${sha256}/..`, sha256.toUpperCase(), '', 'a'.repeat(64)]) {
      expect(await media.get(name)).toBeNull();
      expect(await media.path(name)).toBeNull();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
