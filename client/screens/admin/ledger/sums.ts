import type { LedgerListing } from '../../../../shared/contract/ingest-admin.ts';

export type Grain = 'minute' | 'hour' | 'day';
export type LedgerRow = LedgerListing['rows'][number];
/** `off`: how many are unaccounted for, minute by minute, so that one minute's surplus never hides another's loss. */
export type LedgerSum = Omit<LedgerRow, 'minute'> & { at: number; off: number };

const COUNTS = ['received', 'stored', 'duplicate', 'quarantined', 'refused'] as const;
const ZONE_MS = 7 * 3_600_000;
const LENGTHS: Readonly<Record<Grain, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

export const offOf = ({ received, stored, duplicate, quarantined, refused }: LedgerRow): number =>
  Math.abs(received - stored - duplicate - quarantined - refused);

/** The rows of each source summed over hours or days of Việt Nam, the newest first. */
export function summed(rows: readonly LedgerRow[], grain: Grain): LedgerSum[] {
  const sums = new Map<string, LedgerSum>();
  for (const row of rows) {
    const length = LENGTHS[grain];
    const at = Math.floor((Date.parse(row.minute) + ZONE_MS) / length) * length - ZONE_MS;
    const key = `${at} ${row.source}`;
    const sum = sums.get(key) ?? { source: row.source, at, received: 0, stored: 0, duplicate: 0, quarantined: 0, refused: 0, off: 0 };
    for (const count of COUNTS) sum[count] += row[count];
    sum.off += offOf(row);
    sums.set(key, sum);
  }
  return [...sums.values()].sort((a, b) => b.at - a.at || (a.source < b.source ? -1 : 1));
}

export function totalOf(sums: readonly LedgerSum[]): Omit<LedgerSum, 'source' | 'at'> & { rowsOff: number } {
  const total = { received: 0, stored: 0, duplicate: 0, quarantined: 0, refused: 0, off: 0, rowsOff: 0 };
  for (const sum of sums) {
    for (const count of COUNTS) total[count] += sum[count];
    total.off += sum.off;
    if (sum.off > 0) total.rowsOff++;
  }
  return total;
}
