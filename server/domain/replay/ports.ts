import type { Entry } from '../../../shared/contract/entry.ts';
import type { BriefingList, ReplayMarks, ReplaySpan } from '../../../shared/contract/replay.ts';
import type { View } from '../../../shared/contract/socket.ts';
import type { EpochMs, Seq } from '../../../shared/model/ids.ts';
import type { Snapshot } from '../../../shared/rules/fold.ts';

/** What replaying needs of the store. */

/** The log, asked by moments of receipt: an entry belongs to the newest moment up to and with its own. */
export type PastLog = {
  /** The newest entry that was known at a moment; 0: none was. */
  knownAt(moment: EpochMs): Promise<Seq>;
  /** Entries with `after < seq <= to` in order, `limit` at most. */
  between(after: Seq, to: Seq, limit: number): Promise<Entry[]>;
  /** The same, as one view may have them. */
  seenBetween(view: View, after: Seq, to: Seq, limit: number): Promise<Entry[]>;
  /** From when on the log is whole; null: it is empty. */
  span(): Promise<ReplaySpan | null>;
  /** What there is to jump to with `from <= at < to`, oldest first. */
  marks(view: View, from: EpochMs, to: EpochMs): Promise<ReplayMarks>;
  briefings(view: View): Promise<BriefingList['briefings']>;
};

/** Folded worlds that are kept beside the log. */
export type KeptWorlds = {
  /** Number of the newest that is kept at or below. */
  newestUpTo(seq: Seq): Promise<Seq | null>;
  /** The newest at or below. */
  nearest(seq: Seq): Promise<Snapshot | null>;
};

/** Lets others have their turn: work of many steps asks after each of them. */
export type Breath = {
  /** Whether this turn has lasted long enough. */
  isDue(): boolean;
  take(): Promise<void>;
};
