import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { BriefingList, ReplaySpan } from '../../../shared/contract/replay.ts';
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
  /** With `from <= receivedAt < to`, in order, as a view may have them: where a subject first was grave, drills, stretches that were kept. */
  grave(view: View, from: EpochMs, to: EpochMs): Promise<Cut>;
  /** The same of what people did: to walls, their control, focus and displays, to scenes. */
  acts(view: View, from: EpochMs, to: EpochMs): Promise<Cut>;
  /** What subjects were last said to be before a moment: the newest entry of each. */
  newestOf<K extends Kind>(view: View, kind: K, ids: readonly string[], before: EpochMs): Promise<Entry<K>[]>;
  briefings(view: View): Promise<BriefingList['briefings']>;
};

/** `wholeUntil`: there was more than a list holds, and it is whole up to this moment; null: whole. */
export type Cut = { entries: Entry[]; wholeUntil: EpochMs | null };

/** A masked field that somebody had shown to them, as the audit has it. */
export type Reveal = { n: number; at: number; actorName: string; subject: { kind: string; id: string }; field: string };

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
