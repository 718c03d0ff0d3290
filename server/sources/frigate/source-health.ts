import type { EntryData } from '../../../shared/contract/entry-data.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';

/** Codes, for screens to put into words. */
export const SOURCE_REASONS = {
  starting: 'starting',
  brokerUnreachable: 'broker-unreachable',
  brokerRefused: 'broker-refused',
  frigateStopped: 'frigate-stopped',
  noStats: 'no-stats',
  /** This centre stopped listening. */
  stopped: 'stopped',
} as const;

export type FrigateHealth = {
  state: EntryData['source.state']['state'];
  since: EpochMs;
  reason: string | null;
  connected: boolean;
  /** Connections made again after the first. */
  reconnects: number;
  lastMessageAt: EpochMs | null;
  lastStatsAt: EpochMs | null;
  version: string | null;
  /** Messages since the start: received = handedIn + ignored + tooLarge. */
  received: number;
  handedIn: number;
  /** Of those handed in: refused by this adapter, for quarantine. */
  rejected: number;
  /** Understood, and nothing new (a repeated status, a false positive). */
  ignored: number;
  tooLarge: number;
  /** Handed in, waiting for the pipeline; and lost because it did not keep up. */
  waiting: number;
  dropped: number;
  openEvents: number;
  closedByTimeOut: number;
  unregisteredCameras: string[];
};
