import type { Pool } from 'pg';
import type { View } from '../../shared/contract/socket.ts';
import { project } from '../../shared/rules/view.ts';
import type { History } from '../domain/audit/ports.ts';
import { ENTRY_COLUMNS, type EntryRow, entryOf } from './entry-row.ts';

/**
 * What a view lets through, as a condition on the log's rows: the same as `mayPass`, so that a row that may not be seen is not even
 * read. `firstPlace`: number of its first parameter. Fields are still taken out by `project`.
 */
export function visibleWhere(view: View, firstPlace = 1): { where: string; values: unknown[] } {
  const ofClass = `classification = any($${firstPlace}::text[])`;
  if (view.areas === null) return { where: ofClass, values: [[...view.classifications]] };
  return {
    where: `(${ofClass} and (area is null or area = any($${firstPlace + 1}::text[])))`,
    values: [[...view.classifications], [...view.areas]],
  };
}

const PAGE = 2000;

/** Histories out of the log, seen through a view: filtered by the database, projected by the one rule (BP-15.2). */
export function createHistory({ pool }: { pool: Pool }): History {
  return {
    async *of(view, { entity, id, from, to }) {
      const visible = visibleWhere(view, 6);
      const text = `select ${ENTRY_COLUMNS} from log_entry
        where entity = $1 and id = $2 and seq > $3 and received_at >= $4 and received_at < $5 and ${visible.where}
        order by seq limit ${PAGE}`;
      for (let after = 0; ; ) {
        const values = [entity, id, after, from ?? 0, to ?? Number.MAX_SAFE_INTEGER, ...visible.values];
        const { rows } = await pool.query<EntryRow>(text, values);
        for (const row of rows) {
          const entry = project(view, entryOf(row));
          if (entry) yield entry;
        }
        const last = rows.at(-1);
        if (!last || rows.length < PAGE) return;
        after = last.seq;
      }
    },
  };
}
