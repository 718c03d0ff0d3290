import type { Entry, NewEntry } from '../../../shared/contract/entry.ts';
import type { EpochMs, Seq, SourceId } from '../../../shared/model/ids.ts';

/** What the pipeline and the stream need of the log; `server/store` provides it on PostgreSQL. */

/** A fact that passed every check, with its publisher's own id for it: the same key from the same source is stored once. */
export type Arrival = { entry: NewEntry; publisherKey: string | null };

/** What was refused a place in the log but is kept whole, so that it can be mended and replayed. */
export type QuarantineItem = {
  /** UUID, made by the pipeline. */
  id: string;
  source: SourceId;
  receivedAt: EpochMs;
  /** Which edge took it in: "http:camera-events", "mqtt:frigate/events". */
  channel: string;
  body: Uint8Array;
  /** The precise error: what, where, what would be right. */
  reason: string;
  /** RFC 6901 pointer into the body ("/at/0"), or empty for the whole. */
  pointer: string;
};

export type PublisherKey = { source: SourceId; key: string };
export type KnownKey = PublisherKey & { seq: Seq | null };

export type Refusal = { source: SourceId; at: EpochMs; count: number };

/** Everything of one tick; all of it is committed in one transaction, or nothing. */
export type CommitBatch = { arrivals: Arrival[]; quarantined: QuarantineItem[]; refused: Refusal[] };

export type Outcome = { kind: 'stored'; seq: Seq } | { kind: 'duplicate'; seq: Seq | null };

export type CommitResult = {
  /** The stored entries in log order; empty when all were duplicates. */
  entries: Entry[];
  /** Parallel to `arrivals`. */
  outcomes: Outcome[];
  committedAt: EpochMs;
};

export interface EntryLog {
  /** @throws when the database is down; then nothing of the batch is stored. */
  commit(batch: CommitBatch): Promise<CommitResult>;
  /**
   * Which of these publisher's keys are already stored, and as which entry (null: stored, its number has expired). Asked
   * only for what the present state would refuse: a late repeat is a duplicate, not an error.
   */
  knownKeys(keys: readonly PublisherKey[]): Promise<KnownKey[]>;
  head(): Promise<Seq>;
  /** Entries with `after < seq`, in order, `limit` at most. */
  read(after: Seq, limit: number): Promise<Entry[]>;
  /** The newest entry received at or before the moment; 0 when none. */
  seqAt(moment: EpochMs): Promise<Seq>;
}

/** A folded world kept beside the log, so that starting and replaying need not read from 1. */
export interface Checkpoints<Snapshot> {
  /** The newest at or below `seq`. */
  nearest(seq: Seq): Promise<Snapshot | null>;
  save(snapshot: Snapshot): Promise<void>;
}

/** Received = stored + duplicate + quarantined + refused, for each source and minute (LOSS1). */
export type LedgerRow = {
  source: SourceId;
  /** Start of the minute. */
  minute: EpochMs;
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  refused: number;
};

export interface Ledger {
  /** Minutes with `from <= minute < to`, oldest first. */
  rows(from: EpochMs, to: EpochMs): Promise<LedgerRow[]>;
}

/** What became of a quarantined item: by whom, when, and the entries it turned into. */
export type Replayed = { at: EpochMs; by: string; seqs: (Seq | null)[] };
export type QuarantineRecord = QuarantineItem & { replayed: Replayed | null };

export interface Quarantine {
  /** Newest first; `before` is the id of the last one of the page before. Bodies included. */
  list(page: { open: boolean; before: string | null; limit: number }): Promise<QuarantineRecord[]>;
  get(id: string): Promise<QuarantineRecord | null>;
  /** False when someone else replayed it first. */
  markReplayed(id: string, replayed: Replayed): Promise<boolean>;
}
