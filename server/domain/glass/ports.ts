import type { GlassReport, View } from '../../../shared/contract/socket.ts';
import type { Audience } from '../../../shared/model/vocabulary.ts';
import type { Exposure } from './exposure.ts';

/** What is kept of a report: all but the samples, which are counted where they arrive. */
export type PaintedReport = Omit<GlassReport, 'samples'>;

/** What the node that a display is connected to knows of it. Moments are EpochMs of the servers. */
export type GlassRow = {
  display: string;
  node: string;
  /** When the node wrote this: one that died writes no more. */
  writtenAt: number;
  connected: boolean;
  connectedAt: number;
  /** The display's own last sign of life: a report, a question, an answered heartbeat. Never anything that was sent to it. */
  aliveAt: number;
  /** It said good-bye; null: it did not. */
  leftAt: number | null;
  heardAt: number | null;
  /** When its count of frames last moved. */
  framesAt: number | null;
  /** The smallest distance between its clock and ours over its last reports, the way here among it; null: too few yet. */
  lagMs: number | null;
  report: PaintedReport | null;
};

/** A display of the register, with what was last heard of it. */
export type Seat = {
  display: string;
  name: string;
  wall: string;
  position: string;
  audience: Audience;
  /** The last sign of life that is on disk; older than the row's, and there when that is gone. */
  seenAt: number | null;
  glass: GlassRow | null;
};

/** The newest word of each display, seen by every node. */
export type GlassTable = {
  /** In one statement; an older word of another node changes nothing. */
  write(rows: readonly GlassRow[]): Promise<void>;
  /** The displays of a wall that are not revoked, by position; null: there is no such wall. */
  ofWall(wall: string): Promise<Seat[] | null>;
  /** Every display that is not revoked. */
  all(): Promise<Seat[]>;
};

export type Capture = { id: string; display: string; wall: string; takenAt: number; view: View; body: Uint8Array };
/** Pictures that displays took of themselves. */
export type Captures = {
  /** Keeps it, and of each display the newest few. */
  keep(capture: Capture): Promise<void>;
  /** null: there is none, or no longer. */
  of(wall: string, id: string): Promise<Capture | null>;
};

export type ExposureBook = {
  /** By display. */
  read(displays: readonly string[]): Promise<Map<string, Exposure>>;
  write(rows: readonly { display: string; exposure: Exposure }[]): Promise<void>;
};
