import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { and, desc, eq, lt, lte, or, sql } from 'drizzle-orm';
import type { EpochMs, Seq } from '../../shared/model/ids.ts';
import type { Checkpoints } from '../domain/log/ports.ts';
import type { Database } from './database.ts';
import { checkpoint } from './schema.ts';

export type StoredCheckpoints<Snapshot> = Checkpoints<Snapshot> & {
  /** Keeps the newest `keep` and forgets the others, those of other versions among them. Returns how many went. */
  prune(keep: number): Promise<number>;
};

/** The event loop stays free: compression runs on libuv's threads. */
const compress = promisify(gzip);
const expand = promisify(gunzip);

/**
 * Folded worlds, kept as compressed JSON. `version` is the fold's: raise it when the fold changes, and older checkpoints are
 * no longer read.
 */
export function createCheckpoints<Snapshot extends { seq: Seq }>(parts: {
  database: Pick<Database, 'orm'>;
  clock: () => EpochMs;
  version: number;
}): StoredCheckpoints<Snapshot> {
  const { clock, version } = parts;
  const { orm } = parts.database;
  return {
    async nearest(seq) {
      const ofThisFold = and(lte(checkpoint.seq, seq), eq(checkpoint.version, version));
      const [row] = await orm.select({ body: checkpoint.body }).from(checkpoint).where(ofThisFold).orderBy(desc(checkpoint.seq)).limit(1);
      if (!row) return null;
      // Written by `save` below, from a snapshot of this very version.
      return JSON.parse((await expand(row.body)).toString()) as Snapshot;
    },
    async save(snapshot) {
      const body = await compress(Buffer.from(JSON.stringify(snapshot)), { level: 5 });
      const row = { seq: snapshot.seq, at: clock(), version, body };
      // Two nodes fold to the same world; the later one may be of a newer version.
      await orm.insert(checkpoint).values(row).onConflictDoUpdate({ target: checkpoint.seq, set: row });
    },
    async prune(keep) {
      const oldestKept = sql`(select min(seq) from (select seq from checkpoint where version = ${version} order by seq desc limit ${keep}) kept)`;
      const gone = or(lt(checkpoint.seq, oldestKept), lt(checkpoint.version, version));
      return (await orm.delete(checkpoint).where(gone)).rowCount ?? 0;
    },
  };
}
