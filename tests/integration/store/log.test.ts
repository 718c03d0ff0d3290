import { randomUUID } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import type { QuarantineItem } from '../../../server/domain/log/ports.ts';
import { createLedger } from '../../../server/store/ledger.ts';
import { createLog, type PgLog } from '../../../server/store/log.ts';
import { createQuarantine } from '../../../server/store/quarantine.ts';
import { BEFORE_FIRST, epochMs, type Seq, seq, sourceId } from '../../../shared/model/ids.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { arrival, batch, MOMENT, refusal, SOURCE } from './entries.ts';

const clock = () => epochMs(Date.now());
let db: TestDatabase;
let log: PgLog;
beforeEach(async () => {
  db = await testDatabase();
  log = createLog({ pool: db.database.pool, clock });
});

const quarantined = (reason: string): QuarantineItem => ({
  id: randomUUID(),
  source: SOURCE,
  receivedAt: MOMENT,
  channel: 'http:sensor-observations',
  body: Buffer.from([0, 255, 1]),
  reason,
  pointer: '/value',
});

test('LOG1: entries come back as they were stored, numbered from 1 without a hole', async () => {
  const first = await log.commit(batch([arrival('a', 'k1'), arrival('b', null, { area: null, actor: 'Nguyễn Thị Ánh', drill: true })]));
  expect(first.outcomes).toEqual([
    { kind: 'stored', seq: 1 },
    { kind: 'stored', seq: 2 },
  ]);
  const second = await log.commit(batch([arrival('c')]));
  expect(await log.read(BEFORE_FIRST, 10)).toEqual([...first.entries, ...second.entries]);
  expect(await log.read(seq(1), 1)).toEqual(first.entries.slice(1));
  expect(await log.head()).toBe(3);
});

test('LOG1: under 8 writers on 2 pools numbers are dense and a cursor never passes an entry that appears later', async () => {
  const nodes = [db.database, db.another()].map(({ pool }) => createLog({ pool, clock }));
  const total = 8 * 25 * 5;
  const seen: string[] = [];
  async function follow(): Promise<void> {
    for (let cursor: Seq = BEFORE_FIRST; cursor < total; ) {
      const entries = await log.read(cursor, 200);
      entries.forEach((entry, i) => {
        expect(entry.seq).toBe(cursor + i + 1);
        seen.push(entry.id);
      });
      cursor = entries.at(-1)?.seq ?? cursor;
    }
  }
  async function write(writer: number): Promise<string[]> {
    const node = nodes[writer % 2] ?? log;
    const acknowledged: string[] = [];
    for (let i = 0; i < 25; i++) {
      const ids = Array.from({ length: 5 }, (_, k) => `w${writer}-${i}-${k}`);
      const { entries } = await node.commit(batch(ids.map((id) => arrival(id, `key-${id}`))));
      expect(entries.map((entry) => entry.id)).toEqual(ids);
      acknowledged.push(...ids);
    }
    return acknowledged;
  }
  const [, ...written] = await Promise.all([follow(), ...Array.from({ length: 8 }, (_, w) => write(w))]);
  expect(seen.toSorted()).toEqual(written.flat().toSorted());
});

test('LOG2: a key is stored once: in one batch, in a later one, and beside a source that uses the same word', async () => {
  const other = sourceId('frigate-2');
  const first = await log.commit(
    batch([arrival('a', 'k1'), arrival('a again', 'k1'), arrival('b', 'k1', { source: other }), arrival('c')]),
  );
  expect(first.outcomes).toEqual([
    { kind: 'stored', seq: 1 },
    { kind: 'duplicate', seq: 1 },
    { kind: 'stored', seq: 2 },
    { kind: 'stored', seq: 3 },
  ]);
  const second = await log.commit(batch([arrival('d', 'k2'), arrival('late', 'k1'), arrival('e', 'k3')]));
  expect(second.outcomes).toEqual([
    { kind: 'stored', seq: 4 },
    { kind: 'duplicate', seq: 1 },
    { kind: 'stored', seq: 5 },
  ]);
  expect((await log.read(BEFORE_FIRST, 10)).map((entry) => entry.id)).toEqual(['a', 'b', 'c', 'd', 'e']);
  const asked = [
    { source: SOURCE, key: 'k1' },
    { source: other, key: 'k3' },
    { source: SOURCE, key: 'k3' },
  ];
  expect(await log.knownKeys(asked)).toEqual(
    expect.arrayContaining([
      { ...asked[0], seq: 1 },
      { ...asked[2], seq: 5 },
    ]),
  );
  expect(await log.knownKeys(asked)).toHaveLength(2);
});

test('LOG2: writers that race for one key store it once and all learn the same number', async () => {
  const nodes = [db.database, db.another()].map(({ pool }) => createLog({ pool, clock }));
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, i) => nodes[i % 2]?.commit(batch([arrival(`before-${i}`), arrival(`x-${i}`, 'same')]))),
  );
  const outcomes = results.map((result) => result?.outcomes[1]);
  expect(outcomes.filter((outcome) => outcome?.kind === 'stored')).toHaveLength(1);
  expect(new Set(outcomes.map((outcome) => outcome?.seq)).size).toBe(1);
  expect(await log.head()).toBe(9);
});

test('LOG2: a batch sent again because its answer was lost stores nothing twice', async () => {
  const again = batch(Array.from({ length: 50 }, (_, i) => arrival(`a${i}`, `k${i}`)));
  const first = await log.commit(again);
  const second = await log.commit(again);
  expect(second.entries).toEqual([]);
  expect(second.outcomes).toEqual(first.outcomes.map(({ seq }) => ({ kind: 'duplicate', seq })));
  expect(await log.head()).toBe(50);
});

test('LOG2: a forgotten key is new again, a younger one is not', async () => {
  await log.commit(batch([arrival('a', 'k1')]));
  expect(await log.forgetKeys(epochMs(Date.now() - 60_000))).toBe(0);
  expect(await log.forgetKeys(epochMs(Date.now() + 60_000))).toBe(1);
  expect((await log.commit(batch([arrival('a', 'k1')]))).outcomes).toEqual([{ kind: 'stored', seq: 2 }]);
});

test('LOG3: a batch is stored whole or not at all', async () => {
  await log.commit(batch([arrival('a', 'k1')]));
  const bad = { ...arrival('poison').entry, data: { ...arrival('poison').entry.data, name: 'NUL \0' } } as ReturnType<
    typeof arrival
  >['entry'];
  const item = quarantined('unit is missing');
  const poisoned = batch([arrival('b', 'k2'), { entry: bad, publisherKey: 'k3' }], { quarantined: [item], refused: [refusal(SOURCE, 4)] });
  await expect(log.commit(poisoned)).rejects.toThrow(/unicode|0x00/i);
  expect(await log.head()).toBe(1);
  expect(await log.read(BEFORE_FIRST, 10)).toHaveLength(1);
  expect(await log.knownKeys([{ source: SOURCE, key: 'k2' }])).toEqual([]);
  expect(await createQuarantine(db).get(item.id)).toBeNull();
  const [row] = await createLedger(db).rows(MOMENT, epochMs(MOMENT + 60_000));
  expect(row).toMatchObject({ received: 1, stored: 1, refused: 0 });
  expect((await log.commit(batch([arrival('b', 'k2')]))).outcomes).toEqual([{ kind: 'stored', seq: 2 }]);
});

test('LOSS1: the ledger balances for every source and minute', async () => {
  const other = sourceId('frigate-2');
  const nextMinute = epochMs(MOMENT + 60_000);
  const item = quarantined('value: NaN "…" \0');
  await log.commit(
    batch(
      [
        arrival('a', 'k1'),
        arrival('a', 'k1'),
        arrival('b', 'k2', { receivedAt: epochMs(MOMENT + 59_999) }),
        arrival('c', null, { source: other }),
      ],
      {
        quarantined: [item, quarantined('x')],
        refused: [refusal(other, 7), refusal(other, 2)],
      },
    ),
  );
  await log.commit(batch([arrival('a', 'k1', { receivedAt: nextMinute }), arrival('d', 'k4')], { quarantined: [item] }));
  const rows = await createLedger(db).rows(MOMENT, epochMs(MOMENT + 600_000));
  expect(rows).toEqual([
    { source: SOURCE, minute: MOMENT, received: 7, stored: 3, duplicate: 2, quarantined: 2, refused: 0 },
    { source: other, minute: MOMENT, received: 10, stored: 1, duplicate: 0, quarantined: 0, refused: 9 },
    { source: SOURCE, minute: nextMinute, received: 1, stored: 0, duplicate: 1, quarantined: 0, refused: 0 },
  ]);
  expect(await createLedger(db).rows(nextMinute, epochMs(nextMinute + 1))).toHaveLength(1);
});

test('LOG7: the log answers what it was at a moment', async () => {
  const at = (ms: number) => ({ receivedAt: epochMs(MOMENT + ms) });
  await log.commit(
    batch([arrival('a', null, at(0)), arrival('b', null, at(1000)), arrival('c', null, at(1000)), arrival('d', null, at(5000))]),
  );
  const answers = [-1, 0, 999, 1000, 4999, 9000].map((ms) => log.seqAt(epochMs(MOMENT + ms)));
  expect(await Promise.all(answers)).toEqual([0, 1, 1, 3, 3, 4]);
});

test('LOG7: an empty batch and an empty log are no errors', async () => {
  expect(await log.commit(batch([]))).toMatchObject({ entries: [], outcomes: [] });
  expect(await log.head()).toBe(0);
  expect(await log.read(BEFORE_FIRST, 10)).toEqual([]);
  expect(await log.seqAt(MOMENT)).toBe(0);
  expect(await log.knownKeys([])).toEqual([]);
});
