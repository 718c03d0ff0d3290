import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '../../../server/store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import journal from '../../../server/store/migrations/meta/_journal.json' with { type: 'json' };
import { findLeash, type Leash } from '../../../server/store/postgres-process.ts';
import { silentLog } from '../../support/postgres.ts';

let folder: string;
const servers: EmbeddedPostgres[] = [];
const children: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ioc-launcher-'));
  chmodSync(folder, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(dataDir: string, over: Partial<Parameters<typeof startEmbeddedPostgres>[0]> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, ...over });
  servers.push(server);
  return server;
}

async function query(connection: EmbeddedPostgres['connection'], sql: string): Promise<unknown[]> {
  const client = new Client({ ...connection });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

type Owner = { child: ChildProcess; pid: number; connection: EmbeddedPostgres['connection']; line(): Promise<string> };

/** A node of its own, in a process group of its own, as a terminal would start it. */
async function startOwner(dataDir: string, leash: Leash): Promise<Owner> {
  const script = fileURLToPath(new URL('postgres-owner.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir, JSON.stringify(leash)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  children.push(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value);
  return { child, line, ...(JSON.parse(await line()) as Pick<Owner, 'pid' | 'connection'>) };
}

/** A zombie does not run. */
function runs(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const LEASHES: Leash[] = [findLeash(), { kind: 'pipe' }];

test.each(LEASHES)(
  'PG1: kill -9 of the node takes PostgreSQL with it, and the next start recovers what was acknowledged ($kind)',
  async (leash) => {
    const first = await startOwner(folder, leash);
    await query(first.connection, 'create table kept as select generate_series(1, 1000) as n');
    process.kill(first.child.pid ?? 0, 'SIGKILL');
    // At once, while the old one may still be there.
    const second = await startOwner(folder, leash);
    expect(runs(first.pid)).toBe(false);
    expect(await query(second.connection, 'select count(*)::int as n from kept')).toEqual([{ n: 1000 }]);
    process.kill(second.child.pid ?? 0, 'SIGKILL');
    await vi.waitFor(() => expect(runs(second.pid)).toBe(false), { timeout: 10_000 });
  },
);

test.each(LEASHES)(
  'PG2: Ctrl-C in the terminal reaches the node and not PostgreSQL; it ends when the node says so ($kind)',
  async (leash) => {
    const owner = await startOwner(folder, leash);
    process.kill(-(owner.child.pid ?? 0), 'SIGINT');
    expect(await owner.line()).toBe('interrupted');
    expect(await query(owner.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
    const ended = new Promise((resolve) => owner.child.once('exit', resolve));
    owner.child.kill('SIGTERM');
    expect(await ended).toBe(0);
    expect(runs(owner.pid)).toBe(false);
    expect(existsSync(join(folder, 'pg18', 'postmaster.pid'))).toBe(false);
  },
);

test('PG3: any path will do: spaces, Vietnamese, longer than a socket name may be', async () => {
  const dataDir = join(folder, 'Trung tâm điều hành thông minh', 'dữ liệu vận hành của thành phố Hải Phòng', 'x'.repeat(60), 'data');
  const server = await start(dataDir);
  expect(await query(server.connection, `select current_setting('listen_addresses') as tcp, 'Đường Lạch Tray' as name`)).toEqual([
    { tcp: '', name: 'Đường Lạch Tray' },
  ]);
  expect(statSync(join(dataDir, 'pg18')).mode & 0o777).toBe(0o700);
  expect(statSync(server.connection.host).mode & 0o777).toBe(0o700);
});

test('PG4: an initdb that was cut short, and a lock whose process is a zombie, do not stand in the way', async () => {
  mkdirSync(join(folder, 'pg18.making', 'base'), { recursive: true });
  const first = await startEmbeddedPostgres({ dataDir: folder, log: silentLog });
  await first.stop();
  expect(readdirSync(folder)).not.toContain('pg18.making');
  // A parent that has become `sleep` never asks what became of its child.
  const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 61'], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(parent);
  const zombie = await new Promise<number>((resolve) =>
    createInterface({ input: parent.stdout }).once('line', (line) => resolve(Number(line))),
  );
  await vi.waitFor(() => expect(readFileSync(`/proc/${parent.pid}/cmdline`, 'utf8')).toBe(['sleep', '61', ''].join('\0')), {
    timeout: 10_000,
  });
  process.kill(zombie, 'SIGKILL');
  await vi.waitFor(() => expect(readFileSync(`/proc/${zombie}/stat`, 'utf8')).toMatch(/\) Z /), { timeout: 10_000 });
  const lock = join(folder, 'pg18', 'postmaster.pid');
  writeFileSync(lock, `${zombie}\n/proc/self/cwd\n1\n5432\n.\n\n`);
  const { uid, gid } = statSync(join(folder, 'pg18'));
  chownSync(lock, uid, gid);
  const second = await start(folder, { heldPatienceMs: 0 });
  expect(await query(second.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('PG5: a folder that another node holds is refused, and left alone', async () => {
  const holder = await start(folder);
  await expect(start(folder, { heldPatienceMs: 500 })).rejects.toThrow(/another PostgreSQL holds/);
  expect(await query(holder.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
});

const asRoot = process.getuid?.() === 0;
test.runIf(asRoot)('PG6: as root, binaries that no one else can reach are copied, and PostgreSQL is not root', async () => {
  const closed = join(folder, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  const installed = join(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)), '..');
  cpSync(installed, join(closed, 'package'), {
    recursive: true,
    filter: (path) => !/[.](so|so[.]\d+)$/.test(path) || /postgresql/.test(path),
  });
  const dataDir = join(folder, 'data');
  const server = await start(dataDir, { packageFolder: join(closed, 'package') });
  expect(await query(server.connection, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(statSync(`/proc/${server.pid}`).uid).toBe(statSync(join(dataDir, 'pg18')).uid);
  expect(statSync(`/proc/${server.pid}`).uid).not.toBe(0);
  expect(statSync(dataDir).uid).toBe(0);
  expect(readdirSync(dataDir).filter((name) => name.startsWith('postgresql-'))).toHaveLength(1);
});

test.runIf(asRoot)('PG6: as root, data below a folder that is closed to everyone else stays there', async () => {
  const closed = join(folder, 'root');
  mkdirSync(closed, { mode: 0o700 });
  const server = await start(join(closed, 'data'));
  await query(server.connection, 'create table t as select 1 as one');
  await servers.pop()?.stop();
  const again = await start(join(closed, 'data'));
  expect(await query(again.connection, 'select one from t')).toEqual([{ one: 1 }]);
});

test('PG7: nodes that start together migrate once', async () => {
  const server = await start(folder);
  const nodes = [1, 2, 3].map(() => openDatabase({ embedded: server, log: silentLog }));
  try {
    await Promise.all(nodes.map((node) => node.migrate()));
    await nodes[0]?.migrate();
    const { rows } = (await nodes[0]?.pool.query('select hash from drizzle.__drizzle_migrations')) ?? {};
    expect(rows).toHaveLength(journal.entries.length);
  } finally {
    await Promise.all(nodes.map((node) => node.close()));
  }
});
