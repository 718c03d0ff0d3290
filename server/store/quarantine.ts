import { and, desc, eq, isNull, sql } from 'drizzle-orm';
import { epochMs, type Seq, sourceId } from '../../shared/model/ids.ts';
import type { Quarantine, QuarantineRecord } from '../domain/log/ports.ts';
import type { Database } from './database.ts';
import { quarantine } from './schema.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Items get here with the batch that they came with (`log_commit`); here they are listed, read and closed. */
export function createQuarantine({ database: { orm } }: { database: Pick<Database, 'orm'> }): Quarantine {
  return {
    async list({ open, before, limit }) {
      if (before !== null && !UUID.test(before)) return [];
      const older = sql`(${quarantine.receivedAt}, ${quarantine.id}) < (select received_at, id from quarantine where id = ${before})`;
      const rows = await orm
        .select()
        .from(quarantine)
        .where(and(open ? isNull(quarantine.replayedAt) : undefined, before === null ? undefined : older))
        .orderBy(desc(quarantine.receivedAt), desc(quarantine.id))
        .limit(limit);
      return rows.map(recordOf);
    },
    async get(id) {
      if (!UUID.test(id)) return null;
      const [row] = await orm.select().from(quarantine).where(eq(quarantine.id, id));
      return row ? recordOf(row) : null;
    },
    async markReplayed(id, { at, by, seqs }) {
      if (!UUID.test(id)) return false;
      const marked = await orm
        .update(quarantine)
        .set({ replayedAt: at, replayedBy: by, replayedSeqs: seqs })
        .where(and(eq(quarantine.id, id), isNull(quarantine.replayedAt)));
      return marked.rowCount === 1;
    },
  };
}

function recordOf(row: typeof quarantine.$inferSelect): QuarantineRecord {
  const { id, channel, body, reason, pointer, replayedAt, replayedBy, replayedSeqs } = row;
  const replayed =
    replayedAt === null ? null : { at: epochMs(replayedAt), by: replayedBy ?? '', seqs: (replayedSeqs ?? []) as (Seq | null)[] };
  return { id, source: sourceId(row.source), receivedAt: epochMs(row.receivedAt), channel, body, reason, pointer, replayed };
}
