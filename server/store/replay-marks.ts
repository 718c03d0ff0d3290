import type { Pool } from 'pg';
import type { Entry } from '../../shared/contract/entry.ts';
import { KINDS, type Kind } from '../../shared/contract/entry-data.ts';
import type { View } from '../../shared/contract/socket.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { project } from '../../shared/rules/view.ts';
import type { Cut, PastLog } from '../domain/replay/ports.ts';
import { ENTRY_COLUMNS, type EntryRow, entryOf } from './entry-row.ts';
import { visibleWhere } from './visible-sql.ts';

const MARKS_MAX = 2000;

/** The condition of the index `log_entry_mark`, word for word: otherwise the planner does not know it. */
const IS_MARK = `(kind in ('wall.directed', 'drill.changed', 'briefing.frozen') or data->>'severity' in ('critical', 'high'))`;

/** Subjects of what people do. All their entries are few: each entity is read through the index of subjects. */
const ACT_KINDS = [
  'wall.directed',
  'wall.controlled',
  'wall.focused',
  'display.commanded',
  'scene.published',
  'wall.defined',
] as const satisfies Kind[];
const ACT_ENTITIES = ACT_KINDS.map((kind) => KINDS[kind].entity);

/** Rows of the log that a replay is jumped to by, and the rows that name them. */
export function createMarkRows({ pool }: { pool: Pool }): Pick<PastLog, 'grave' | 'acts' | 'newestOf'> {
  /** What may be seen of it, cut where the list was cut. */
  const cut = (view: View, rows: readonly EntryRow[]): Cut => {
    const last = rows.length > MARKS_MAX ? rows.at(-1) : undefined;
    const entries = rows.slice(0, MARKS_MAX).flatMap((row) => project(view, entryOf(row)) ?? []);
    return { entries, wholeUntil: (last?.received_at ?? null) as EpochMs | null };
  };

  return {
    async grave(view, from, to) {
      const { where, values } = visibleWhere(view, 3);
      // A subject is marked once, where it first was grave.
      const text = `
        with marked as (
          select ${ENTRY_COLUMNS}, entity from log_entry
          where received_at >= $1 and received_at < $2 and ${IS_MARK} and kind <> 'wall.directed' and ${where}
        ), once as (
          select distinct on (entity, id) * from marked where kind in ('camera-event.observed', 'field-report.recorded') order by entity, id, seq
        )
        select ${ENTRY_COLUMNS} from (
          select * from marked where kind in ('drill.changed', 'briefing.frozen')
          union all
          select * from once where not exists (
            select 1 from log_entry earlier
            where earlier.entity = once.entity and earlier.id = once.id and earlier.seq < once.seq and earlier.received_at < $1
              and earlier.data->>'severity' in ('critical', 'high')
          )
        ) as mark order by received_at, seq limit ${MARKS_MAX + 1}`;
      return cut(view, (await pool.query<EntryRow>(text, [from, to, ...values])).rows);
    },
    async acts(view, from, to) {
      const { where, values } = visibleWhere(view, 5);
      const text = `select ${ENTRY_COLUMNS} from log_entry
        where entity = any($3) and kind = any($4) and received_at >= $1 and received_at < $2 and ${where}
        order by received_at, seq limit ${MARKS_MAX + 1}`;
      return cut(view, (await pool.query<EntryRow>(text, [from, to, ACT_ENTITIES, ACT_KINDS, ...values])).rows);
    },
    async newestOf<K extends Kind>(view: View, kind: K, ids: readonly string[], before: EpochMs): Promise<Entry<K>[]> {
      const { entity, retention } = KINDS[kind];
      // The newest of all, seen or not: what was said before it went out of sight is no name for it any more. The retention leaves out the partitions in which none of the kind lies: a camera's states are many, its registrations few.
      const text = `select newest.* from unnest($1::text[]) as wanted(id) cross join lateral (
          select ${ENTRY_COLUMNS} from log_entry
          where entity = $2 and log_entry.id = wanted.id and kind = $3 and retention = $4 and received_at < $5
          order by seq desc limit 1
        ) as newest`;
      const { rows } = await pool.query<EntryRow>(text, [[...ids], entity, kind, retention, before]);
      return rows.flatMap((row) => (project(view, entryOf(row)) as Entry<K> | null) ?? []);
    },
  };
}
