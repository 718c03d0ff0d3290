import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../server/store/database.ts';
import { createLog } from '../../server/store/log.ts';
import { clusterFolder, PORT, SUPERUSER } from '../../server/store/postgres-cluster.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import { epochMs, seq } from '../../shared/model/ids.ts';
import { silentLog, urlOf } from '../support/postgres.ts';

/** Where a running server's own PostgreSQL is reached: its socket lies in its data folder, as long as that has a short name. */
export function embeddedUrl(dataDir: string): string {
  const host = clusterFolder(dataDir);
  if (!existsSync(join(host, `.s.PGSQL.${PORT}`))) throw new Error(`no PostgreSQL listens in ${host}`);
  return urlOf({ connection: { host, port: PORT, user: SUPERUSER, database: 'postgres' } }, 'postgres');
}

const PAGE = 5000;

/** The whole log as it stands on disk, read past every server. */
export async function readWrittenLog(url: string): Promise<Entry[]> {
  const database = openDatabase({ url, log: silentLog, max: 1 });
  try {
    const log = createLog({ pool: database.pool, clock: () => epochMs(Date.now()) });
    const entries: Entry[] = [];
    for (;;) {
      const page = await log.read(seq(entries.at(-1)?.seq ?? 0), PAGE);
      entries.push(...page);
      if (page.length < PAGE) return entries;
    }
  } finally {
    await database.close();
  }
}

/** One question to the same database. */
export async function askDatabase<Row extends object>(url: string, sql: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client(url);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}
