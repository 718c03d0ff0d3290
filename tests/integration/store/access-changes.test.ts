import { expect, test } from 'vitest';
import type { AccessChange } from '../../../server/domain/access/ports.ts';
import { type CommittedChange, createAccessChanges } from '../../../server/store/access-changes.ts';
import { createAccessWatch } from '../../../server/store/access-watch.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { silentLog, testDatabase } from '../../support/postgres.ts';
import { until } from '../../support/stream-harness.ts';

const of = (id: string): AccessChange => ({ subject: { kind: 'person', id }, reason: 'disabled', by: 'Quản trị' });

/** A node that notes what it is told. */
async function follow(db: Awaited<ReturnType<typeof testDatabase>>, node: string, onChange = async () => 1) {
  const database = db.another();
  const changes = createAccessChanges({ database });
  const seen: CommittedChange[] = [];
  const watch = createAccessWatch({
    changes,
    database,
    node,
    after: await changes.newest(),
    async onChange(change) {
      seen.push(change);
      return onChange();
    },
    diagnostics: silentLog,
  });
  return { seen, subjects: () => seen.map(({ subject }) => subject.id), close: watch.close };
}

test('CHG1 every node is told every change once and in order of commit, by racing writers; nothing of a transaction that was rolled back', async () => {
  const db = await testDatabase();
  const changes = createAccessChanges({ database: db.database });
  await changes.announce(of('before the nodes'));
  const nodes = [await follow(db, 'a'), await follow(db, 'b')];
  // Announced early and committed late: others wait for it, or a cursor would pass it by.
  const racing = Array.from({ length: 12 }, (_, i) =>
    db.database.orm.transaction(async (transaction) => {
      await changes.announce(of(`p${i}`), transaction);
      await transaction.execute(`select pg_sleep(${(i % 3) / 100})`);
      if (i % 4 === 3) throw new Error('rolled back');
    }),
  );
  const outcomes = await Promise.allSettled(racing);
  expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(3);
  await until('both nodes know', () => nodes.every(({ seen }) => seen.length >= 9));
  for (const { seen, subjects } of nodes) {
    expect(seen.map(({ id }) => id)).toEqual(seen.map(({ id }) => id).toSorted((a, b) => a - b));
    expect(subjects().toSorted()).toEqual(['p0', 'p1', 'p10', 'p2', 'p4', 'p5', 'p6', 'p8', 'p9']);
  }
  expect(nodes[0]?.subjects()).toEqual(nodes[1]?.subjects());
  for (const node of nodes) await node.close();
});

test('CHG2 a listener that is lost costs a second at most: the change is read by the poll, and the node listens again', async () => {
  const db = await testDatabase();
  const changes = createAccessChanges({ database: db.database });
  const node = await follow(db, 'a');
  await changes.announce(of('heard'));
  await until('heard', () => node.seen.length === 1);
  // A notification that nobody is there to hear.
  await db.database.orm.transaction(async (transaction) => {
    await transaction.execute(`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and query = 'listen access'`);
    await changes.announce(of('told to nobody'), transaction);
  });
  await until('read all the same', () => node.seen.length === 2, 2000);
  await changes.announce(of('heard again'));
  await until('heard again', () => node.seen.length === 3, 2000);
  expect(node.subjects()).toEqual(['heard', 'told to nobody', 'heard again']);
  await node.close();
});

test('CHG3 how long each node took is kept, from the commit by the database’s clock, and is forgotten with its change', async () => {
  const db = await testDatabase();
  const changes = createAccessChanges({ database: db.database });
  const slow = await follow(db, 'slow', () => new Promise((done) => setTimeout(done, 120, 3)));
  const quick = await follow(db, 'quick', async () => 0);
  await changes.announce(of('p'));
  await until('both have acted', () => slow.seen.length === 1 && quick.seen.length === 1);
  await slow.close();
  await quick.close();
  const [listed] = await changes.list(10);
  expect(listed).toMatchObject({ subject: { kind: 'person', id: 'p' }, reason: 'disabled', by: 'Quản trị' });
  const ofNode = (name: string) => listed?.nodes.find(({ node }) => node === name);
  expect(ofNode('slow')).toMatchObject({ sockets: 3 });
  expect(ofNode('quick')).toMatchObject({ sockets: 0 });
  expect(ofNode('slow')?.tookMs).toBeGreaterThanOrEqual(120);
  expect(ofNode('slow')?.tookMs).toBeLessThan(2000);
  expect(listed?.tookMs?.max).toBe(ofNode('slow')?.tookMs);
  expect(await changes.forget(epochMs(Date.now() - 60_000))).toBe(0);
  expect(await changes.forget(epochMs(Date.now() + 60_000))).toBe(1);
  expect(await changes.list(10)).toEqual([]);
  expect((await db.database.pool.query('select * from access_applied')).rows).toEqual([]);
});
