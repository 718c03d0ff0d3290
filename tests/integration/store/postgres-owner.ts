import { startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import type { Leash } from '../../../server/store/postgres-process.ts';

/** A node that does nothing but own a PostgreSQL: `postgres-owner.ts DATA_DIR LEASH`. Says on one line where it is. */
const [dataDir = '', leash = ''] = process.argv.slice(2);
// Ctrl-C: a real node would now close in order, PostgreSQL last; until then PostgreSQL must not have heard it.
process.on('SIGINT', () => process.stdout.write('interrupted\n'));
const silentLog = { info: () => {}, warn: () => {}, error: () => {} };
const server = await startEmbeddedPostgres({ dataDir, log: silentLog, leash: JSON.parse(leash) as Leash });
process.on('SIGTERM', () => server.stop().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ pid: server.pid, connection: server.connection })}\n`);
