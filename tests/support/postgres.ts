import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, inject } from 'vitest';
import { type Database, openDatabase } from '../../server/store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/store/embedded-postgres.ts';
import type { StoreLog } from '../../server/store/store-log.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder of this run (`postgres-template.mjs`). */
    postgresTemplate: string;
  }
}

/** A real PostgreSQL for a test file: one server a file, a database a call, copied from one that is migrated already. */
export type TestDatabase = {
  database: Database;
  /** For a second node on the same data, or for DATABASE_URL. */
  url: string;
  server: EmbeddedPostgres;
  /** Another pool on the same database, as another node would have; closed with the rest. */
  another(): Database;
};

export const silentLog: StoreLog = { info: () => {}, warn: () => {}, error: () => {} };

const TEMPLATE = 'ioc_template';
let started: Promise<{ server: EmbeddedPostgres; folder: string }> | null = null;
let count = 0;
const opened: Database[] = [];

/** Durability is not what most tests test; those that kill PostgreSQL start their own. */
const QUICK = { fsync: 'off', shared_buffers: '32MB', max_connections: '60' };

export async function testDatabase(): Promise<TestDatabase> {
  started ??= start();
  const { server } = await started;
  const name = `test_${++count}`;
  await asOperator(server, `create database ${name} template ${TEMPLATE}`);
  const url = urlOf(server, name);
  const another = (): Database => {
    const database = openDatabase({ url, log: silentLog });
    opened.push(database);
    return database;
  };
  return { database: another(), url, server, another };
}

/** A connection string over the private socket. */
export function urlOf({ connection }: Pick<EmbeddedPostgres, 'connection'>, database: string): string {
  return `postgresql://${connection.user}@/${database}?host=${encodeURIComponent(connection.host)}&port=${connection.port}`;
}

async function start(): Promise<{ server: EmbeddedPostgres; folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-pg-test-'));
  const template = join(inject('postgresTemplate'), 'pg18');
  if (!existsSync(template)) await makeTemplate(template);
  copyCluster(template, join(folder, 'pg18'));
  return { server: await startEmbeddedPostgres({ dataDir: folder, log: silentLog, settings: QUICK }), folder };
}

/** initdb and every migration, once for a run. Two workers may make it at the same time: the first one's is kept. */
async function makeTemplate(template: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-pg-test-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, log: silentLog, settings: QUICK });
  try {
    await asOperator(server, `create database ${TEMPLATE}`);
    const database = openDatabase({ url: urlOf(server, TEMPLATE), log: silentLog });
    await database.migrate();
    await database.close();
  } finally {
    await server.stop();
  }
  const whole = `${template}-${process.pid}`;
  copyCluster(join(folder, 'pg18'), whole);
  if (!existsSync(template)) {
    try {
      renameSync(whole, template);
    } catch (error) {
      // The other worker's stands there by now.
      if (!existsSync(template)) throw error;
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

/** With owner and rights: PostgreSQL has a user of its own where the tests run as root. */
const copyCluster = (from: string, to: string): void => void execFileSync('cp', ['-a', from, to]);

async function asOperator(server: EmbeddedPostgres, sql: string): Promise<void> {
  const client = new Client({ ...server.connection });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

afterAll(async () => {
  if (!started) return;
  const { server, folder } = await started;
  await Promise.allSettled(opened.map((database) => database.close()));
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
