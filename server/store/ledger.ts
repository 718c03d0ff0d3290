import { and, asc, gte, lt } from 'drizzle-orm';
import { type EpochMs, epochMs, sourceId } from '../../shared/model/ids.ts';
import type { Ledger } from '../domain/log/ports.ts';
import type { Database } from './database.ts';
import { ledger } from './schema.ts';

export type StoredLedger = Ledger & {
  /** Forgets whole minutes before the moment. Returns how many rows. */
  forget(before: EpochMs): Promise<number>;
};

/** The loss ledger (LOSS1). `log_commit` writes it in the transaction of what it counts. */
export function createLedger({ database: { orm } }: { database: Pick<Database, 'orm'> }): StoredLedger {
  return {
    async rows(from, to) {
      const rows = await orm
        .select()
        .from(ledger)
        .where(and(gte(ledger.minute, from), lt(ledger.minute, to)))
        .orderBy(asc(ledger.minute), asc(ledger.source));
      return rows.map((row) => ({ ...row, source: sourceId(row.source), minute: epochMs(row.minute) }));
    },
    async forget(before) {
      return (await orm.delete(ledger).where(lt(ledger.minute, before))).rowCount ?? 0;
    },
  };
}
