/** The three servers that are compared. */
export const KINDS = ['ours', 'plain', 'ws'] as const;
export type ServerKind = (typeof KINDS)[number];

/** Group commit and frames both tick at this. */
export const TICK_MS = 50;

/** One reading of the server: its CPU so far, where its log stands and where its last tick should have brought it. */
export type ServerMark = { atMs: number; cpuMicros: number; head: number; due: number; lagged: number };
export type FanoutServer = {
  open(parts: { kind: ServerKind; url: string }): Promise<{ port: number }>;
  /** Begins to commit so many events a second, a batch a tick; may follow a `drain`. */
  start(load: { rate: number; tickMs: number }): void;
  mark(): ServerMark;
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
  /** Frames that were decoded whole, their rows counted against what they say they cover. */
  checked: number;
};
export type FanoutReaders = {
  connect(parts: { kind: ServerKind; port: number; count: number }): Promise<void>;
  mark(): ReaderMark;
};
