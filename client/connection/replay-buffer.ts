import type { Frame, Table } from '../../shared/contract/frame.ts';
import { type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';

/** What was read ahead, let out as its moment comes. Moments are those of receipt, made monotone in the order of the log. */
export type ReplayBuffer = {
  add(frame: Frame): void;
  /** Everything up to and with a moment that was not taken before, in one frame a page; empty: nothing is due. */
  take(until: EpochMs): Frame[];
  /** Begins anew after a picture of this moment. */
  restart(at: EpochMs): void;
  /** Moment of the last entry that was taken, or of the picture. */
  taken(): EpochMs;
  /** Entries that wait. */
  waiting(): number;
};

type Page = { frame: Frame; seqs: Float64Array; moments: Float64Array; next: number };

export function createReplayBuffer(): ReplayBuffer {
  let pages: Page[] = [];
  /** Newest moment of receipt so far: what came with an older one is known no earlier. */
  let reached = 0;
  let taken = 0 as EpochMs;
  return {
    add(frame) {
      const rows = frame.tables.flatMap(({ seq: seqs, receivedAt }) =>
        Array.from(seqs, (s, i): [number, number] => [s, receivedAt[i] as number]),
      );
      rows.sort((a, b) => a[0] - b[0]);
      const moments = Float64Array.from(rows, ([, at]) => {
        reached = Math.max(reached, at);
        return reached;
      });
      if (rows.length > 0) pages.push({ frame, seqs: Float64Array.from(rows, ([s]) => s), moments, next: 0 });
    },
    take(until) {
      const due: Frame[] = [];
      for (const page of pages) {
        const { frame, seqs, moments, next } = page;
        let end = next;
        while (end < moments.length && (moments[end] as number) <= until) end++;
        if (end === next) break;
        const [after, last] = [next === 0 ? 0 : (seqs[next - 1] as number), seqs[end - 1] as number];
        due.push(next === 0 && end === seqs.length ? frame : part(frame, after, last));
        page.next = end;
        taken = moments[end - 1] as EpochMs;
        if (end < seqs.length) break;
      }
      pages = pages.filter(({ next, seqs }) => next < seqs.length);
      return due;
    },
    restart(at) {
      pages = [];
      reached = at;
      taken = at;
    },
    taken: () => taken,
    waiting: () => pages.reduce((sum, { seqs, next }) => sum + seqs.length - next, 0),
  };
}

/** The rows with `after < seq <= last`. Rows of a table stand in the order of the log. */
function part({ tables, ...frame }: Frame, after: number, last: number): Frame {
  const cut = tables.flatMap((table): Table[] => {
    const first = table.seq.findIndex((s) => s > after);
    const past = table.seq.findIndex((s) => s > last);
    const end = past < 0 ? table.length : past;
    if (first < 0 || first >= end) return [];
    const columns = Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [name, column.slice(first, end)]));
    return [
      {
        ...table,
        length: end - first,
        seq: table.seq.subarray(first, end),
        occurredAt: table.occurredAt.subarray(first, end),
        receivedAt: table.receivedAt.subarray(first, end),
        positions: table.positions?.subarray(2 * first, 2 * end) ?? null,
        columns: columns as Table['columns'],
      },
    ];
  });
  return { ...frame, from: seq(Math.max(frame.from, after + 1)), to: seq(last) as Seq, tables: cut };
}
