import type { EpochMs, Seq } from '../model/ids.ts';

/** The state of a display's one connection, as every screen shows it. Times are of the server's clock. */
export type Link =
  | { kind: 'connecting'; since: EpochMs }
  | { kind: 'live'; seq: Seq; heardAt: EpochMs }
  | { kind: 'resyncing'; since: EpochMs }
  | { kind: 'down'; since: EpochMs; lastSeq: Seq; lastHeardAt: EpochMs | null; attempt: number }
  | { kind: 'refused'; message: string };
