import type { Entry } from '../../shared/contract/entry.ts';
import type { Seq } from '../../shared/model/ids.ts';

/** The newest entries in memory, so that ordinary recovery reads no disk. Dense, like the log. */
export type RecentEntries = {
  push(entry: Entry): void;
  /** Entries with `after < seq <= to` in order; null when the oldest of them has left memory. */
  between(after: Seq, to: Seq): Entry[] | null;
};

export function createRecentEntries(max: number): RecentEntries {
  const slots = new Array<Entry | undefined>(max);
  let newest = 0;
  let oldest = 1;
  return {
    push(entry) {
      if (newest !== 0 && entry.seq !== newest + 1) throw new Error(`the log is dense: ${entry.seq} cannot follow ${newest}`);
      if (newest === 0) oldest = entry.seq;
      slots[entry.seq % max] = entry;
      newest = entry.seq;
      if (newest - oldest >= max) oldest = newest - max + 1;
    },
    between(after, to) {
      if (after >= to) return [];
      if (newest === 0 || after + 1 < oldest || to > newest) return null;
      const entries: Entry[] = [];
      for (let seq = after + 1; seq <= to; seq++) entries.push(slots[seq % max] as Entry);
      return entries;
    },
  };
}
