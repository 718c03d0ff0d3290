import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, expect, test } from 'vitest';
import { createAudit } from '../../../server/store/audit.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { act } from '../../unit/audit/fixture.ts';
import { tamper, trailOn } from './audit-centre.ts';

const acts = (count: number, who = 'p-1') =>
  Array.from({ length: count }, (_, i) => act({ actor: who, subject: { kind: 'camera', id: `cam-${i}` } }));
const all = { limit: 200 };

async function asRole({ database }: TestDatabase, statement: string): Promise<string> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local role ioc_audit');
    return await client.query(statement).then(
      () => 'done',
      (error: { code: string }) => error.code,
    );
  } finally {
    await client.query('rollback');
    client.release();
  }
}
const REFUSED = '42501';

describe('AUDIT4 the role and the triggers', () => {
  test('AUDIT4 the role that appends can insert and select, and nothing else', async () => {
    const centre = await testDatabase();
    const { audit, role } = await trailOn(centre);
    expect(role).toBe('held');
    await audit.record(act());
    for (const table of ['entry', 'checkpoint', 'key']) {
      expect(await asRole(centre, `select * from audit.${table}`)).toBe('done');
      expect(await asRole(centre, `delete from audit.${table}`)).toBe(REFUSED);
      expect(await asRole(centre, `truncate audit.${table}`)).toBe(REFUSED);
      expect(await asRole(centre, `drop table audit.${table}`)).toBe(REFUSED);
      expect(await asRole(centre, `alter table audit.${table} disable trigger append_only`)).toBe(REFUSED);
    }
    expect(await asRole(centre, "update audit.entry set actor = 'x'")).toBe(REFUSED);
    expect(await asRole(centre, 'select * from public.person')).toBe(REFUSED);
    expect(await asRole(centre, "insert into audit.key (id, public_key, since) values ('k', 'p', 1)")).toBe('done');
    const { rows } = await centre.database.pool.query(
      "select rolcanlogin, rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = 'ioc_audit'",
    );
    expect(rows).toEqual([{ rolcanlogin: false, rolsuper: false, rolcreaterole: false, rolbypassrls: false }]);
  });

  test('AUDIT4 the owner of the tables and a superuser are refused by the triggers, as a replica too', async () => {
    const { database } = await testDatabase();
    for (const table of ['entry', 'checkpoint', 'key']) {
      for (const statement of [`update audit.${table} set key = key`, `delete from audit.${table}`, `truncate audit.${table}`]) {
        const text =
          table === 'checkpoint' ? statement : statement.replace('set key = key', table === 'entry' ? 'set n = n' : 'set id = id');
        await expect(database.pool.query(text)).rejects.toThrow('append-only');
      }
    }
    const client = await database.pool.connect();
    try {
      await client.query('set session_replication_role = replica');
      await expect(client.query('delete from audit.entry')).rejects.toThrow('append-only');
    } finally {
      client.release(true);
    }
  });

  test('AUDIT4 the entries are written as that role, not as the server’s own user', async () => {
    const centre = await testDatabase();
    const { audit } = await trailOn(centre);
    await tamper(centre, 'create table public.wrote (who text)', 'grant insert on public.wrote to ioc_audit');
    await centre.database.pool.query(
      `create function note_user() returns trigger language plpgsql as $$ begin insert into public.wrote values (current_user); return new; end $$`,
    );
    await centre.database.pool.query('create trigger note_user before insert on audit.entry for each row execute function note_user()');
    await audit.record(act());
    const { rows } = await centre.database.pool.query('select who from public.wrote');
    expect(rows).toEqual([{ who: 'ioc_audit' }]);
  });

  test('AUDIT5 in a database that gives its user no role, it says so, the triggers stand, and acts are recorded', async () => {
    const centre = await testDatabase();
    const operator = centre.database.pool;
    const name = /\/\/[^/]*\/(\w+)/.exec(centre.url)?.[1];
    await operator.query("do $$ begin create role modest login password 'x'; exception when duplicate_object then null; end $$");
    await operator.query(`alter database ${name} owner to modest`);
    await operator.query(
      'alter schema audit owner to modest; alter table audit.entry owner to modest; alter table audit.checkpoint owner to modest; alter table audit.key owner to modest',
    );
    await operator.query('alter function audit.ensure_role() owner to modest');
    const errors: string[] = [];
    const modest = openDatabase({ url: centre.url.replace(/\/\/[^@]*@/, '//modest:x@'), log: { info() {}, warn() {}, error() {} } });
    try {
      const trail = await trailOn(
        { another: () => modest },
        { log: { info() {}, warn() {}, error: (_, message) => void errors.push(message) } },
      );
      expect(trail.role).toBe('missing');
      expect(errors.join()).toContain('CREATE ROLE ioc_audit');
      await trail.audit.record(act());
      expect(await trail.chain.state()).toMatchObject({ role: 'missing', size: 1 });
      await expect(modest.pool.query('delete from audit.entry')).rejects.toThrow('permission denied');
      // Its owner can give itself the right again, and gains nothing by it.
      await modest.pool.query('grant delete on audit.entry to modest');
      await expect(modest.pool.query('delete from audit.entry')).rejects.toThrow('append-only');
      await trail.close();
    } finally {
      await modest.close();
    }
  });
});

describe('AUDIT6 appending', () => {
  test('AUDIT6 an act is on disk when it is recorded: another connection reads it as it was said', async () => {
    const centre = await testDatabase();
    const { audit, book } = await trailOn(centre);
    await audit.record(act({ detail: { field: 'phone', b: [1.5, { z: 1, a: null }] } }));
    const client = new Client({ connectionString: centre.url });
    await client.connect();
    const { rows } = await client.query('select n, actor_name, purpose, outcome from audit.entry');
    await client.end();
    expect(rows).toEqual([{ n: '1', actor_name: 'Nguyễn Thị Ánh', purpose: 'Gọi lại cho người phản ánh', outcome: 'done' }]);
    expect((await book.list(all)).entries[0]?.detail).toEqual({ field: 'phone', b: [1.5, { z: 1, a: null }] });
  });

  test('AUDIT6 a storm is a handful of transactions, and two nodes write one chain without a hole', async () => {
    const centre = await testDatabase();
    const one = await trailOn(centre);
    const two = await trailOn(centre, { node: 'node-2' });
    const commits = async () =>
      Number((await centre.database.pool.query('select count(distinct xmin::text) from audit.entry')).rows[0].count);
    await Promise.all([...acts(400, 'a').map(one.audit.record), ...acts(400, 'b').map(two.audit.record)]);
    await Promise.all(Array.from({ length: 20 }, async (_, i) => (i % 2 ? one : two).audit.record(act())));
    const check = await two.chain.verify();
    expect(check).toMatchObject({ size: 820, from: 1, to: 820, faults: [] });
    expect(await commits()).toBeLessThan(60);
    const { rows } = await centre.database.pool.query('select actor, count(*)::int from audit.entry group by actor order by actor');
    expect(rows).toEqual([
      { actor: 'a', count: 400 },
      { actor: 'b', count: 400 },
      { actor: 'p-1', count: 20 },
    ]);
    const { rows: backwards } = await centre.database.pool.query(
      'select 1 from audit.entry a join audit.entry b on b.n = a.n + 1 where b.at < a.at',
    );
    expect(backwards).toEqual([]);
  });

  test('AUDIT7 a full queue refuses the act and drops none; a database that is gone makes the act fail', async () => {
    const centre = await testDatabase();
    const database = centre.another();
    const heads: number[] = [];
    const audit = createAudit({ pool: database.pool, node: 'n', role: 'held', onAppended: ({ n }) => void heads.push(n) });
    const lock = await centre.database.pool.connect();
    await lock.query('begin');
    await lock.query('select pg_advisory_xact_lock(4812202604)');
    const recorded = acts(7000).map((one) => audit.record(one));
    const settled = Promise.allSettled(recorded);
    // 500 may be on their way, 5,000 wait.
    const refusedNow = audit.stats().refused;
    expect(refusedNow).toBeGreaterThanOrEqual(1500);
    await lock.query('commit');
    lock.release();
    const outcomes = await settled;
    const done = outcomes.filter(({ status }) => status === 'fulfilled').length;
    expect(done).toBe(7000 - refusedNow);
    const { rows } = await centre.database.pool.query('select count(*)::int as count, max(n)::int as max from audit.entry');
    expect(rows).toEqual([{ count: done, max: done }]);
    expect(heads.at(-1)).toBe(done);

    await database.close();
    await expect(audit.record(act())).rejects.toThrow();
    await audit.close();
    await expect(audit.record(act())).rejects.toThrow('closed');
  });
});

describe('AUDIT8 what lies beside the database', () => {
  test('AUDIT8 the key is made once, for its owner alone, and stays; its public half is in the database', async () => {
    const centre = await testDatabase();
    const first = await trailOn(centre);
    const file = join(first.dataDir, 'keys', 'audit-ed25519.pem');
    const pem = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(first.dataDir, 'keys')).mode & 0o777).toBe(0o700);
    await trailOn(centre, { dataDir: first.dataDir });
    expect(readFileSync(file, 'utf8')).toBe(pem);
    expect(await first.book.keys()).toHaveLength(1);
    writeFileSync(file, 'không phải khóa');
    await expect(trailOn(centre, { dataDir: first.dataDir })).rejects.toThrow();
    expect(readFileSync(file, 'utf8')).toBe('không phải khóa');
  });

  test('AUDIT8 after a batch the signed head lies beside the database, and a tail cut while the server stood is found at its start and kept', async () => {
    const centre = await testDatabase();
    const first = await trailOn(centre);
    await Promise.all(acts(9).map(first.audit.record));
    await first.close();
    expect(JSON.parse(readFileSync(join(first.dataDir, 'audit-head.json'), 'utf8'))).toMatchObject({ n: 9 });
    await tamper(centre, 'delete from audit.entry where n > 6');

    const errors: string[] = [];
    const log = { info() {}, warn() {}, error: (data: object) => void errors.push(JSON.stringify(data)) };
    const second = await trailOn(centre, { dataDir: first.dataDir, log });
    const fault = { kind: 'cut', last: 6, signed: 9, by: 'head' };
    expect((await second.chain.state()).faults).toMatchObject([fault]);
    expect(errors.join()).toContain('"cut"');
    expect((await second.book.list(all)).entries[0]).toMatchObject({
      action: 'audit:fault',
      outcome: 'failed',
      detail: { faults: [fault] },
    });
    await second.close();
    // What was found is not forgotten by the next start either.
    const third = await trailOn(centre, { dataDir: first.dataDir });
    expect((await third.chain.state()).faults).toMatchObject([{ kind: 'cut', signed: 9 }]);
  });

  test('AUDIT9 the hour’s checkpoint is signed once by one of many nodes, and again only when the hour is over and something came', async () => {
    const centre = await testDatabase();
    const one = await trailOn(centre, { checkpointEveryMs: 3_600_000 });
    const two = await trailOn(centre, { node: 'node-2' });
    await one.audit.record(act());
    await Promise.all([one.tend(), two.tend()]);
    await Promise.all([one.tend(), two.tend()]);
    expect(await one.book.checkpoints()).toHaveLength(1);
    await two.audit.record(act());
    await Promise.all([one.tend(), two.tend()]);
    expect(await one.book.checkpoints()).toHaveLength(1);

    const hasty = await trailOn(centre, { node: 'node-3', checkpointEveryMs: 0 });
    await hasty.tend();
    await hasty.tend();
    expect((await one.book.checkpoints()).map(({ n }) => n)).toEqual([1, 2]);
    expect(await one.chain.verify()).toMatchObject({ checkpoints: 2, faults: [] });
  });

  test('AUDIT9 a chain in which a row was changed gets no more checkpoints, and the server says which row', async () => {
    const centre = await testDatabase();
    const { audit, chain, tend, book } = await trailOn(centre, { checkpointEveryMs: 0 });
    // Its first look, so that the next one sees these rows for the first time.
    await tend();
    await Promise.all(acts(5).map(audit.record));
    await tamper(centre, "update audit.entry set purpose = 'Lý do khác hẳn' where n = 4");
    await tend();
    await audit.record(act());
    await tend();
    const state = await chain.state();
    expect(state.faults).toEqual([{ kind: 'changed', n: 4 }]);
    expect(state.checkpoint?.n ?? 0).toBeLessThan(4);
    expect((await book.list({ ...all, action: 'audit:fault' })).entries).toHaveLength(1);
  });
});
