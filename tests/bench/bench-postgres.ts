import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../server/store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/store/embedded-postgres.ts';
import { createPartitions } from '../../server/store/partitions.ts';
import type { StoreLog } from '../../server/store/store-log.ts';
import { epochMs } from '../../shared/model/ids.ts';

/** Benches report through what they return; what the store has to say besides is a fault. */
export const faultLog: StoreLog = {
  info: () => {},
  warn: (_, message) => console.error(message),
  error: (_, message) => console.error(message),
};

/** Our PostgreSQL exactly as a node runs it, durable; each database is new and migrated. */
export type BenchPostgres = {
  server: EmbeddedPostgres;
  newDatabase(): Promise<string>;
  stop(): Promise<void>;
};

const TEMPLATE = 'bench_template';

export async function startBenchPostgres(): Promise<BenchPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'ioc-bench-pg-'));
  const server = await startEmbeddedPostgres({ dataDir: folder, log: faultLog });
  const urlOf = (database: string): string =>
    `postgresql://${server.connection.user}@/${database}?host=${encodeURIComponent(server.connection.host)}&port=${server.connection.port}`;
  const asOperator = async (sql: string): Promise<void> => {
    const client = new Client({ ...server.connection });
    await client.connect();
    await client.query(sql).finally(() => client.end());
  };
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  };
  try {
    await asOperator(`create database ${TEMPLATE}`);
    const template = openDatabase({ url: urlOf(TEMPLATE), log: faultLog });
    await template
      .migrate()
      .then(() => createPartitions({ database: template, clock: () => epochMs(Date.now()) }).ensure())
      .finally(() => template.close());
  } catch (error) {
    await stop();
    throw error;
  }
  let made = 0;
  return {
    server,
    async newDatabase() {
      const name = `bench_${++made}`;
      await asOperator(`create database ${name} template ${TEMPLATE}`);
      return urlOf(name);
    },
    stop,
  };
}
