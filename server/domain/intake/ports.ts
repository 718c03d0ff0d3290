import type { EntryData, Kind } from '../../../shared/contract/entry-data.ts';
import type { AreaCode, EpochMs, Seq, SourceId } from '../../../shared/model/ids.ts';
import type { Result } from '../../../shared/model/result.ts';
import type { Classification } from '../../../shared/model/vocabulary.ts';

/** How a source hands in what it received; `server/pipeline` provides it. An adapter parses, the pipeline decides and appends. */

/** Why something is not an entry: precise enough to mend it. */
export type Rejection = {
  code:
    | 'malformed'
    | 'schema'
    | 'unknown-camera'
    | 'unknown-indicator'
    | 'time-ahead'
    | 'time-behind'
    | 'outside-area'
    | 'too-large'
    | 'not-utf8'
    | 'replayed'
    | 'ended';
  /** RFC 6901 pointer into the item, '' for the whole. */
  pointer: string;
  /** In English, for the log and the API: what was found, what would be right. */
  message: string;
};

/** An entry as the adapter knows it. The pipeline adds when it was received, and the area from the camera or the place. */
export type Draft<K extends Kind = Kind> = {
  [P in K]: {
    kind: P;
    id: string;
    occurredAt: EpochMs;
    data: EntryData[P];
    /** Absent: found from the camera or the position. */
    area?: AreaCode | null;
    /** Absent: the kind's default. */
    classification?: Classification;
    /** The publisher's own id for this message: the same key from the same source is stored once. */
    publisherKey: string | null;
    actor?: string;
  };
}[K];

/** One message as it came, and what the adapter made of it. One item may hold several facts; it stands or falls whole. */
export type DeliveryItem = { body: Uint8Array; drafts: Result<Draft[], Rejection> };

export type Delivery = {
  source: SourceId;
  /** Which edge took it in: "http:camera-events", "mqtt:frigate/events". */
  channel: string;
  receivedAt: EpochMs;
  drill: boolean;
  items: DeliveryItem[];
  /** Size of what came; absent: that of the bodies. Bounds the queue. */
  bytes?: number;
  /** Camera alarms are last to be refused under overload. */
  priority: 'alarm' | 'normal';
};

export type ItemReceipt =
  | { kind: 'stored'; seqs: Seq[] }
  | { kind: 'duplicate'; seqs: (Seq | null)[] }
  | { kind: 'quarantined'; id: string; rejection: Rejection };

/** `overloaded` and `down`: nothing of the delivery was stored, and the ledger counts it as refused. */
export type Receipt =
  | { kind: 'committed'; items: ItemReceipt[] }
  | { kind: 'overloaded'; retryAfterS: number }
  | { kind: 'down'; retryAfterS: number };

export interface Intake {
  /** Resolves after commit, never before. */
  take(delivery: Delivery): Promise<Receipt>;
  /** Counts what an edge turned away before there was an item (too large, not signed). */
  refuse(source: SourceId, count: number): void;
}

/** What a person's second try at a quarantined item led to. */
export type ReplayResult =
  | { kind: 'stored' | 'duplicate'; seqs: (Seq | null)[] }
  | { kind: 'rejected'; rejection: Rejection }
  | { kind: 'unknown' }
  | { kind: 'already-replayed' }
  | { kind: 'overloaded' | 'down'; retryAfterS: number };

/** Who a bearer token speaks for, with every signing secret that is valid now (`whsec_…`; two while one is rotated). */
export type SourceCredential = { source: SourceId; signingSecrets: readonly string[] };

export interface SourceCredentials {
  /** null: no such token, or revoked. */
  find(token: string): Promise<SourceCredential | null>;
  /** Makes a token and a signing secret; they are told here and never again. */
  issue(source: SourceId): Promise<{ token: string; signingSecret: string }>;
  /** False when the source has none. */
  revoke(source: SourceId): Promise<boolean>;
}

/** Signed deliveries that were accepted, by source, for as long as their signature would still be accepted; shared by all nodes. */
export interface DeliveryMemory {
  has(source: SourceId, delivery: string): Promise<boolean>;
  remember(source: SourceId, delivery: string, at: EpochMs): Promise<void>;
}
