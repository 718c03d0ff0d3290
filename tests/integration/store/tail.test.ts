import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Database } from '../../../server/store/database.ts';
import { createLog, type PgLog } from '../../../server/store/log.ts';
import { createTail, type Tail } from '../../../server/store/tail.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { BEFORE_FIRST, epochMs, type Seq } from '../../../shared/model/ids.ts';
import { silentLog, type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { arrival, batch } from './entries.ts';

const clock = () => epochMs(Date.now());
let db: TestDatabase;
const tails: Tail[] = [];
beforeEach(async () => {
  db = await testDatabase();
});
afterEach(async () => {
  await Promise.all(tails.splice(0).map((tail) => tail.close()));
});

type Follower = {
  tail: Tail;
  log: PgLog;
  seen: Entry[];
  states: string[];
  /** Entries that the tail read from the database instead of taking them as they were committed. */
  read: () => number;
  until(seq: number): Promise<void>;
  untilState(state: string): Promise<void>;
};

function follow(database: Database, after: Seq = BEFORE_FIRST): Follower {
  const log = createLog({ pool: database.pool, clock });
  const seen: Entry[] = [];
  const states: string[] = [];
  const waiting = new Set<() => void>();
  const changed = () => {
    for (const check of waiting) check();
  };
  let read = 0;
  const tail = createTail({
    log: {
      writer: log.writer,
      commitOver: log.commitOver,
      async readCommitted(cursor, limit) {
        const found = await log.readCommitted(cursor, limit);
        read += found.entries.length;
        return found;
      },
    },
    database,
    after,
    diagnostics: silentLog,
    onEntries(entries, committedAt) {
      expect(committedAt).toBeGreaterThan(0);
      seen.push(...entries);
      changed();
    },
    onState(state) {
      states.push(state);
      changed();
    },
  });
  tails.push(tail);
  const untilTrue = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = () => {
        if (!holds()) return;
        waiting.delete(check);
        resolve();
      };
      waiting.add(check);
      check();
    });
  return {
    tail,
    log,
    seen,
    states,
    read: () => read,
    until: (seq) => untilTrue(() => tail.cursor() >= seq),
    untilState: (state) => untilTrue(() => states.at(-1) === state),
  };
}

const numbers = (entries: Entry[]): number[] => entries.map((entry) => entry.seq);
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

test('LOG5: a tail starts behind its cursor and follows what another node commits', async () => {
  const writer = createLog({ pool: db.another().pool, clock });
  await writer.commit(batch([arrival('a'), arrival('b')]));
  const follower = follow(db.database, (await writer.commit(batch([arrival('c')]))).outcomes[0]?.seq ?? BEFORE_FIRST);
  await follower.untilState('up');
  await writer.commit(batch([arrival('d'), arrival('e')]));
  await follower.until(5);
  expect(follower.seen.map((entry) => entry.id)).toEqual(['d', 'e']);
});

test('LOG5: what the node itself committed is taken as it is and not read again', async () => {
  const follower = follow(db.database);
  await follower.untilState('up');
  for (let i = 0; i < 20; i++) follower.tail.offer(await follower.log.commit(batch([arrival(`a${i}`), arrival(`b${i}`)])));
  await follower.until(40);
  expect(numbers(follower.seen)).toEqual(upTo(40));
  expect(follower.read()).toBe(0);
});

test('LOG5: our own commit whose answer was lost still arrives', async () => {
  const follower = follow(db.database);
  await follower.untilState('up');
  await follower.log.commit(batch([arrival('never offered')]));
  await follower.until(1);
  expect(numbers(follower.seen)).toEqual([1]);
});

test('LOG5: two nodes that both write each hand out every entry exactly once and in order', async () => {
  const followers = [follow(db.database), follow(db.another())];
  const total = 8 * 30 * 3;
  async function write(writer: number): Promise<void> {
    const node = followers[writer % 2];
    for (let i = 0; i < 30; i++) {
      const made = batch([0, 1, 2].map((k) => arrival(`${writer}-${i}-${k}`)));
      const result = await node?.log.commit(made);
      // Answers reach the tail late and out of order, as they do under load.
      if (result) setTimeout(() => node?.tail.offer(result), (i * 7) % 5);
    }
  }
  await Promise.all([...followers.map((follower) => follower.until(total)), ...Array.from({ length: 8 }, (_, w) => write(w))]);
  for (const { seen } of followers) expect(numbers(seen)).toEqual(upTo(total));
});

test('LOG5: a killed listener says so, comes back and has missed nothing', async () => {
  const reader = db.another();
  const follower = follow(reader);
  await follower.untilState('up');
  const writer = createLog({ pool: db.database.pool, clock });
  const kill = () =>
    db.database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen log'`,
    );
  for (let i = 1; i <= 5; i++) {
    const killed = await kill();
    expect(killed.rowCount).toBe(1);
    await Promise.all([follower.untilState('down'), writer.commit(batch([arrival(`cut ${i}`), arrival(`cut again ${i}`)]))]);
    await follower.untilState('up');
  }
  await follower.until(10);
  expect(numbers(follower.seen)).toEqual(upTo(10));
  expect(follower.states).toEqual(['up', ...Array.from({ length: 5 }, () => ['down', 'up']).flat()]);
});

test('LOG5: a node commits over the connection that it listens with, and over others while that one is lost', async () => {
  const follower = follow(db.database);
  await follower.untilState('up');
  const backend = async (where: string): Promise<number[]> => {
    const text = `select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${where}`;
    return (await db.another().pool.query<{ pid: number }>(text)).rows.map(({ pid }) => pid);
  };
  const [listener] = await backend(`query = 'listen log'`);
  const stored: string[] = [];
  const commit = async (id: string): Promise<void> => {
    const result = await follower.log.commit(batch([arrival(id, id)])).catch(() => null);
    if (!result) return;
    stored.push(...result.entries.map((entry) => entry.id));
    follower.tail.offer(result);
  };
  await commit('over the line');
  expect(await backend(`query like '%log_commit%'`)).toEqual([listener]);

  // Killed while one commit runs over it and others beside it; the pool takes over until there is a new listener.
  const killer = db.another().pool;
  for (let i = 0; i < 30; i++) {
    await Promise.all([commit(`a${i}`), commit(`b${i}`), i === 10 && killer.query('select pg_terminate_backend($1)', [listener])]);
  }
  await follower.untilState('up');
  await commit('over the next line');
  const head = await follower.log.head();
  await follower.until(head);
  expect(numbers(follower.seen)).toEqual(upTo(head));
  expect(follower.seen.map(({ id }) => id)).toEqual(expect.arrayContaining(stored));
  expect(stored.length).toBeGreaterThanOrEqual(2 + 58);
  expect(await backend(`pid = ${listener}`)).toEqual([]);
});

test('LOG5: a lost notification costs a second, not an entry', async () => {
  const follower = follow(db.database);
  await follower.untilState('up');
  const client = db.database.client();
  await client.connect();
  // Written as log_commit writes, without its notification.
  await client.query(`begin; update log_head set seq = 1;
    insert into log_entry (seq, kind, entity, id, classification, occurred_at, received_at, committed_at, source, drill, data, retention)
    values (1, 'sensor.observed', 'sensor', 'a', 'internal', 1, 1, 1, 'x', false, '{}', 'operational'); commit`);
  await client.end();
  await follower.until(1);
  expect(numbers(follower.seen)).toEqual([1]);
});
