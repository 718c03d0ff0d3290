import type { Pool } from 'pg';
import type { BriefingFrozen } from '../../shared/contract/replay.ts';
import { type Seq, seq } from '../../shared/model/ids.ts';
import { project } from '../../shared/rules/view.ts';
import type { PastLog } from '../domain/replay/ports.ts';
import { ENTRY_COLUMNS, type EntryRow, entryOf } from './entry-row.ts';
import { createMarkRows } from './replay-marks.ts';
import { visibleWhere } from './visible-sql.ts';

/**
 * How far apart in time neighbours of the log may lie in the wrong order: nodes' clocks, a batch that waited. The first entry past a
 * moment is looked for among all that were received so soon after the first one in time.
 */
const DISORDER_MS = 60_000;
/** A log begins with its registers, which stay for ever; with more of them than this before anything else, something is gone. */
const RECORDS_BEFORE_MAX = 100_000;
const BRIEFINGS_MAX = 500;

const FIRST_AFTER = `
with next as (select received_at from log_entry where received_at > $1 order by received_at, seq limit 1)
select min(seq) as seq from log_entry where received_at > $1 and received_at <= (select received_at from next) + ${DISORDER_MS}`;

const BETWEEN = `select ${ENTRY_COLUMNS} from log_entry where seq > $1 and seq <= $2 order by seq limit $3`;

export function createReplayLog({ pool }: { pool: Pool }): PastLog {
  const head = async (): Promise<Seq> => {
    const { rows } = await pool.query<{ seq: number }>('select seq from log_head');
    return seq(rows[0]?.seq ?? 0);
  };
  const oldest = async (where = ''): Promise<{ seq: number; received_at: number } | undefined> =>
    (await pool.query<{ seq: number; received_at: number }>(`select seq, received_at from log_entry ${where} order by seq limit 1`))
      .rows[0];

  const countUpTo = async (last: number): Promise<number> =>
    (await pool.query<{ n: number }>('select count(*)::int as n from log_entry where seq <= $1', [last])).rows[0]?.n ?? 0;

  return {
    async knownAt(moment) {
      const { rows } = await pool.query<{ seq: number | null }>({ name: 'replay-known-at', text: FIRST_AFTER, values: [moment] });
      const next = rows[0]?.seq ?? null;
      return next === null ? head() : seq(next - 1);
    },
    async between(after, to, limit) {
      const { rows } = await pool.query<EntryRow>({ name: 'replay-between', text: BETWEEN, values: [after, to, limit] });
      return rows.map(entryOf);
    },
    async seenBetween(view, after, to, limit) {
      const { where, values } = visibleWhere(view, 4);
      const text = `select ${ENTRY_COLUMNS} from log_entry where seq > $1 and seq <= $2 and ${where} order by seq limit $3`;
      const { rows } = await pool.query<EntryRow>(text, [after, to, limit, ...values]);
      return rows.flatMap((row) => project(view, entryOf(row)) ?? []);
    },
    async span() {
      const first = await oldest();
      if (!first) return null;
      const { rows } = await pool.query<{ at: number | null }>('select max(received_at) as at from log_entry');
      const to = rows[0]?.at ?? first.received_at;
      const passing = await oldest(`where retention = 'operational'`);
      const before = (passing?.seq ?? 1) - 1;
      if (first.seq === 1 && before <= RECORDS_BEFORE_MAX && (await countUpTo(before)) === before) return { from: first.received_at, to };
      // What is kept for a while only is gone before its day; from the first world after that on, everything is there.
      const { rows: kept } = await pool.query<{ at: number }>('select at from checkpoint where seq >= $1 order by seq limit 1', [before]);
      return { from: kept[0]?.at ?? to, to };
    },
    ...createMarkRows({ pool }),
    async briefings(view) {
      const { where, values } = visibleWhere(view, 2);
      const text = `select distinct on (id) id, received_at, data from log_entry
        where entity = 'briefing' and kind = 'briefing.frozen' and ${where} order by id, seq desc limit $1`;
      const { rows } = await pool.query<{ id: string; received_at: number; data: BriefingFrozen }>(text, [BRIEFINGS_MAX, ...values]);
      return rows
        .map(({ id, received_at, data }) => ({
          id,
          name: data.name,
          from: data.from,
          to: data.to,
          scene: data.scene,
          frozenAt: received_at,
        }))
        .sort((a, b) => b.frozenAt - a.frozenAt);
    },
  };
}
