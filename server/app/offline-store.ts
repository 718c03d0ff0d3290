import { type Database, openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres.ts';
import { clusterAccount, lockedBy, PORT, SUPERUSER, socketFolder } from '../store/postgres-cluster.ts';
import type { StoreLog } from '../store/store-log.ts';
import type { Configuration } from './configuration.ts';

const silent: StoreLog = { info() {}, warn() {}, error() {} };

/** For a command beside the server: a running server's PostgreSQL where there is one, else our own for as long as the command runs. */
export async function openOfflineStore({
  databaseUrl,
  dataDir,
}: Pick<Configuration, 'databaseUrl' | 'dataDir'>): Promise<{ database: Database; close(): Promise<void> }> {
  if (databaseUrl !== null) {
    const database = openDatabase({ url: databaseUrl, log: silent, max: 2 });
    return { database, close: () => database.close() };
  }
  if (lockedBy(dataDir) !== null) {
    const { path } = await socketFolder(dataDir, await clusterAccount(dataDir));
    const database = openDatabase({
      embedded: { connection: { host: path, port: PORT, user: SUPERUSER, database: 'postgres' } },
      log: silent,
      max: 2,
    });
    if (await answers(database)) return { database, close: () => database.close() };
    // What a crash left behind: starting it again mends that.
    await database.close();
  }
  const embedded = await startEmbeddedPostgres({ dataDir, log: silent });
  const database = openDatabase({ embedded, log: silent, max: 2 });
  return {
    database,
    async close() {
      await database.close();
      await embedded.stop();
    },
  };
}

const answers = (database: Database): Promise<boolean> =>
  database.pool.query('select 1').then(
    () => true,
    () => false,
  );
