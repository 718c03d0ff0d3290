import { openAuditTrail } from '../../../server/store/audit-trail.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { act } from '../../unit/audit/fixture.ts';

/** A node that records as fast as it can, and says on its standard output which acts it was told are on disk. To be killed. */
const silent = { info() {}, warn() {}, error() {} };
const { DATABASE_URL = '', DATA_DIR = '', NODE = 'killed' } = process.env;
const database = openDatabase({ url: DATABASE_URL, log: silent });
const trail = await openAuditTrail({
  database,
  writing: database,
  dataDir: DATA_DIR,
  node: NODE,
  checkpointEveryMs: 0,
  log: silent,
});
for (let round = 0; ; round++) {
  if (round % 10 === 9) void trail.tend();
  const ids = Array.from({ length: 20 }, (_, i) => `${NODE}-${round * 20 + i}`);
  await Promise.all(ids.map((id) => trail.audit.record(act({ subject: { kind: 'camera', id } }))));
  process.stdout.write(`${ids.join('\n')}\n`);
}
