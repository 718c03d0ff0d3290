import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import { Client, type ClientConfig, Pool, types } from 'pg';
import type { EmbeddedPostgres } from './embedded-postgres.ts';
import { migrationsFolder } from './migrations-folder.ts';
import * as schema from './schema.ts';
import type { StoreLog } from './store-log.ts';

export type Database = {
  readonly pool: Pool;
  /** Plain queries over the same pool. */
  readonly orm: NodePgDatabase<typeof schema>;
  /** A connection of one's own, not yet connected, for LISTEN and for what must hold a session lock. */
  client(): Client;
  /** Brings the schema up to date; of several nodes that start together one does it and the others wait. */
  migrate(): Promise<void>;
  close(): Promise<void>;
};

export type DatabaseParts = ({ url: string } | { embedded: Pick<EmbeddedPostgres, 'connection'> }) & {
  log: StoreLog;
  /** Connections of the pool. */
  max?: number;
};

/** Any number serves, as long as no one else takes it. */
const MIGRATION_LOCK = 4_812_202_601;
const INT8 = 20;

/** Numbers of the log and EpochMs fit a double's 53 bits for 285,000 years. */
const readInt8 = (text: string): number => Number(text);
const typeParsers: ClientConfig['types'] = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return readInt8;
    return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid);
  }) as typeof types.getTypeParser,
};

/** One pool and one code for the embedded PostgreSQL and for DATABASE_URL. Connects on first use. */
export function openDatabase(parts: DatabaseParts): Database {
  const where: ClientConfig = 'url' in parts ? { connectionString: parts.url } : { ...parts.embedded.connection };
  const config: ClientConfig = {
    ...where,
    types: typeParsers,
    application_name: 'ioc-wall',
    keepAlive: true,
    connectionTimeoutMillis: 5000,
  };
  // A stuck statement would hold the log's head for everyone; what takes longer by nature has a client of its own.
  const pool = new Pool({ ...config, max: parts.max ?? 10, statement_timeout: 20_000, query_timeout: 25_000, idleTimeoutMillis: 30_000 });
  let closing = false;
  const noteLoss = (error: Error): void => {
    if (!closing) parts.log.warn({ error: error.message }, 'a database connection was lost');
  };
  // Without a listener a lost idle connection would end the process.
  pool.on('error', noteLoss);
  const orm = drizzle(pool, { schema });

  function client(): Client {
    const made = new Client(config);
    made.on('error', noteLoss);
    return made;
  }

  return {
    pool,
    orm,
    client,
    async migrate() {
      const own = client();
      await own.connect();
      try {
        await own.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
        await migrate(drizzle(own), { migrationsFolder: migrationsFolder() });
      } finally {
        // The lock goes with the session.
        await own.end();
      }
    },
    close() {
      closing = true;
      return pool.end();
    },
  };
}
