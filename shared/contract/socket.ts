import { z } from 'zod';
import type { EpochMs, Seq } from '../model/ids.ts';
import type { Bounds, LngLat } from '../model/units.ts';
import type { Audience, Classification, PersonalField } from '../model/vocabulary.ts';
import { KIND_NAMES } from './entry-data.ts';
import { EpochMsField, IdField, SeqField } from './fields.ts';

/** Raised when a frame, a handshake or an event changes its meaning; unequal ends refuse each other in words. */
export const PROTOCOL = 5;

/**
 * What a client says when it connects (Socket.IO's `auth`). `cursor` is the newest entry it has folded, `view` the key of the view
 * that it was folded through; null: nothing yet. A picture of another view is replaced whole and never added to.
 */
export const Handshake = z.strictObject({
  protocol: z.literal(PROTOCOL),
  cursor: SeqField.nullable(),
  view: z.string().max(32_000).nullable(),
  screen: z.enum(['wall', 'desk', 'probe']),
  /** A desk that looks at a wall sees what that wall's room may see, and never more than its own person may; null: with its own eyes. */
  mirrorOf: IdField.nullable().default(null),
});
export type Handshake = z.input<typeof Handshake>;

/** Everything a principal is let see: rights × areas × audience. `key` names the view; equal keys share one encoding. */
export type View = {
  key: string;
  classifications: readonly Classification[];
  /** null: the whole centre. */
  areas: readonly string[] | null;
  personal: Readonly<Record<PersonalField, 'full' | 'masked' | 'none'>>;
  audience: Audience;
};

export type Welcome = {
  protocol: typeof PROTOCOL;
  node: string;
  serverTime: EpochMs;
  view: View;
  /** What follows: frames from the cursor on, or one snapshot that replaces everything. */
  resume: 'entries' | 'snapshot';
  /** The log's newest number when the client joined. */
  head: Seq;
  origin: LngLat;
  bounds: Bounds | null;
  /** Whether reports of what was painted are wanted: they are a display's, and another's is refused as forged. */
  reports: boolean;
};

/** Why a session is over. `unknown`: it was over before this client connected, or never was. */
export const SESSION_ENDS = ['revoked', 'signed-out', 'expired', 'unknown'] as const;
export type SessionEnd = (typeof SESSION_ENDS)[number];

/** What a handshake that is turned away is told (`connect_error`'s message): only `unavailable` passes by itself. */
export const TURNED_AWAY = ['unauthenticated', 'forbidden', 'unavailable'] as const;
export type TurnedAway = (typeof TURNED_AWAY)[number];

/** A snapshot is a world's slots as one frame (`from` = 1), with the histories and the counts of what was folded away. */
export type SnapshotMessage = {
  frame: Uint8Array | ArrayBuffer;
  history: [id: string, points: [asOf: number, value: number | null][]][];
  folded: [bucket: string, count: number][];
  reason: 'joined' | 'lagging' | 'reprojected';
};

export const GlassReport = z.strictObject({
  scene: z.string().max(100),
  /** Of the scene as published (0: as shipped), and of the wall's direction that it follows (0: none). */
  sceneRevision: z.int().nonnegative(),
  direction: z.int().nonnegative(),
  /** When the direction it follows was first on the glass, by the server's clock; null: nothing was switched since the page loaded. */
  switchedAt: EpochMsField.nullable(),
  /** The longest of its last few preparations of a scene that came, milliseconds; null: none was prepared since the page loaded. */
  preparedMs: z.number().nonnegative().max(600_000).nullable(),
  /** The moment of the past that it shows; null: it is live. */
  replaying: EpochMsField.nullable(),
  /** CSS pixels, and device pixels to one of them. */
  window: z.strictObject({ width: z.int().nonnegative(), height: z.int().nonnegative(), ratio: z.number().positive() }),
  clockOffsetMs: z.number(),
  /** Tiles that stand there broken: they paint nothing. */
  broken: z.array(IdField).max(200),
  /** Frames painted since the page loaded: a picture that stands still stops counting. */
  frames: z.int().nonnegative(),
  /** The server's clock as the display knows it, when this was painted. */
  paintedAt: EpochMsField,
  /** `kinds`: of entries that the tile shows; what it claims is held against the newest of these. Absent: it claims nothing. */
  tiles: z.array(z.strictObject({ tile: IdField, seq: SeqField, kinds: z.array(z.enum(KIND_NAMES)).max(40).optional() })).max(200),
  /** Entries newly painted since the last report: when each was on the glass (server clock). */
  samples: z.array(z.tuple([SeqField, EpochMsField])).max(500),
});
export type GlassReport = z.output<typeof GlassReport>;

export const RangeRequest = z.strictObject({ from: SeqField });

/** Milliseconds at the 50th and 95th percentile over the last minute; null when nothing was painted in it. */
export type Leg = { p50: number; p95: number } | null;
export type NodeStatus = {
  node: string;
  at: EpochMs;
  head: Seq;
  /** source → received → committed → sent → painted, and the whole way from received. */
  glass: { toReceived: Leg; toCommitted: Leg; toSent: Leg; toPainted: Leg; total: Leg; samples: number };
  displays: { connected: number; late: number };
  sockets: number;
  /** Snapshots sent instead of a backlog since the node started. */
  lagged: number;
  database: 'up' | 'down';
};

/** Both ends' events, `noun:verb`, one object each. */
export type ServerEvents = {
  'session:welcome': (welcome: Welcome) => void;
  'session:refused': (refusal: { code: 'protocol' | 'malformed' | 'slow' | 'flooding' | 'forbidden'; message: string }) => void;
  /**
   * The rights or the room changed while connected. With another `key` what follows is seen through this view, a
   * `snapshot:replace` first; with the same key only the room is another, and the picture goes on.
   */
  'session:view': (view: View) => void;
  /** The session is over (log-out, revoked, expired): reconnecting with the same cookie gains nothing. */
  'session:ended': (end: { reason: SessionEnd }) => void;
  'snapshot:replace': (snapshot: SnapshotMessage) => void;
  /** `encodeFrame`'s bytes. */
  'frame:next': (bytes: ArrayBuffer | Uint8Array) => void;
  'node:status': (status: NodeStatus) => void;
};
export type ClientEvents = {
  /** Answered by one frame from `from` to the head, or by `snapshot: true` and a `snapshot:replace`. */
  'range:read': (
    request: z.input<typeof RangeRequest>,
    answer: (reply: { bytes: ArrayBuffer | Uint8Array } | { snapshot: true } | { error: string }) => void,
  ) => void;
  'clock:ping': (request: { sentAt: number }, answer: (reply: { serverTime: EpochMs }) => void) => void;
  'glass:report': (report: z.input<typeof GlassReport>) => void;
};
