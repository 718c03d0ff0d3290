/** The three servers that are compared. */
export const KINDS = ['ours', 'plain', 'ws'] as const;
export type ServerKind = (typeof KINDS)[number];

/** Group commit and frames both tick at this. */
export const TICK_MS = 50;

/** One reading of the server: its CPU so far, where its log stands and where its last tick should have brought it. */
export type ServerMark = { atMs: number; cpuMicros: number; head: number; due: number; lagged: number };
export type FanoutServer = {
  /** `views`: so many different ones, taken in turns by readers who say which (ours alone); 1: all see the same. */
  open(parts: { kind: ServerKind; url: string; views: number }): Promise<{ port: number }>;
  /** Begins to commit so many events a second, a batch a tick; may follow a `drain`. */
  start(load: { rate: number; tickMs: number }): void;
  mark(): ServerMark;
  /** How often one more entry is looked at by a view, for each view that somebody looks through (ours alone). */
  projections(): { views: number; looks: number };
  /** Ends the load; answers the head when all that was begun is committed and handed to the sockets. */
  drain(): Promise<number>;
};

/** One reading of the readers. `slowest` and `newest` are log numbers; for plain emits, counts of events, which are the same. */
export type ReaderMark = {
  atMs: number;
  cpuMicros: number;
  connected: number;
  /** Events over all connections since they joined. */
  delivered: number;
  bytes: number;
  slowest: number;
  newest: number;
  /** Numbers that were jumped over. */
  missing: number;
  /** Snapshots after the first: readers that the server thought too slow. */
  snapshots: number;
  /** Frames that were decoded whole, their rows counted against what they say they cover; a bounded view has fewer. */
  checked: number;
};
export type FanoutReaders = {
  connect(parts: { kind: ServerKind; port: number; count: number; views: number }): Promise<void>;
  mark(): ReaderMark;
};
