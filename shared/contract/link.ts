import type { EpochMs, Seq } from '../model/ids.ts';
import type { SessionEnd } from './socket.ts';

/** The state of a display's one connection, as every screen shows it. Times are of the server's clock. */
export type Link =
  | { kind: 'connecting'; since: EpochMs }
  | { kind: 'live'; seq: Seq; heardAt: EpochMs }
  | { kind: 'resyncing'; since: EpochMs }
  /** Nothing here is live: the past is shown, which stood at `at` a second ago or less. Ages count from there. */
  | { kind: 'replaying'; at: EpochMs }
  | { kind: 'down'; since: EpochMs; lastSeq: Seq; lastHeardAt: EpochMs | null; attempt: number }
  | { kind: 'refused'; message: string }
  /** Final: this browser's cookie opens nothing any more. A display asks to be paired, a person logs in. */
  | { kind: 'ended'; reason: SessionEnd };
