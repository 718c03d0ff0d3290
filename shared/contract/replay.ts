import { z } from 'zod';
import { type EpochMs, epochMs, type Seq, seq } from '../model/ids.ts';
import { EpochMsField, IdField, SeqField, text } from './fields.ts';
import { decodeFrame, entriesOf } from './frame.ts';
import type { View } from './socket.ts';

/**
 * The past, read from the log as the asker may see it (`replay:read`). Positions are moments of receipt, made monotone: what this centre
 * knew when. An entry belongs to the newest moment of receipt up to and with its own, so that the world at a moment is a beginning of the log.
 *   `GET  /replay/v1/span`                     → `ReplaySpan`
 *   `POST /replay/v1/seek` `ReplaySeek`        → `application/octet-stream`: a `ReplayPicture` (`encodePicture`), the world as it was known at `at`; 410 when that is no longer kept
 *   `GET  /replay/v1/frames?` `ReplayPage`     → `application/octet-stream`: one frame of the entries after a number and received until a moment; headers `x-covered` (EpochMs: everything received until then is in this frame or before it) and `x-more: 1` when the limit cut it
 *   `GET  /replay/v1/marks?from=&to=`          → `ReplayMarks`: severe events, what people did to walls, drills: what to jump to
 *   `GET  /replay/v1/briefings`                → `BriefingList`
 *   `POST /replay/v1/briefings` `BriefingFrozen` (`replay:keep`) → 201; one entry `briefing.frozen`
 */
export const ReplaySpan = z.object({ from: z.number(), to: z.number() });
export type ReplaySpan = z.output<typeof ReplaySpan>;

/** `mirrorOf`: a desk that looks at a wall sees what that wall's room may see, and never more than its own person may. */
export const ReplaySeek = z.strictObject({ at: EpochMsField, mirrorOf: IdField.nullable().default(null) });
export type ReplaySeek = z.output<typeof ReplaySeek>;

export const ReplayPage = z.strictObject({
  after: z.coerce.number().pipe(SeqField),
  until: z.coerce.number().pipe(EpochMsField),
  limit: z.coerce.number().int().min(1).max(5000).default(2000),
  mirrorOf: IdField.nullable().default(null),
});
export type ReplayPage = z.output<typeof ReplayPage>;

export const ReplayMarksQuery = z.strictObject({ from: z.coerce.number().pipe(EpochMsField), to: z.coerce.number().pipe(EpochMsField) });

export const REPLAY_MARK_KINDS = ['camera-event', 'field-report', 'direction', 'drill', 'briefing'] as const;
export const ReplayMark = z.object({
  at: z.number(),
  seq: z.number(),
  kind: z.enum(REPLAY_MARK_KINDS),
  severity: z.enum(['critical', 'high']).nullable(),
  /** Id of the subject; what it is called is found in the world at that moment. */
  id: z.string(),
  /** Who did it, when a person did. */
  actor: z.string().nullable(),
});
export type ReplayMark = z.output<typeof ReplayMark>;
export const ReplayMarks = z.object({ marks: z.array(ReplayMark), more: z.boolean() });
export type ReplayMarks = z.output<typeof ReplayMarks>;

/** A stretch of the past under a name, kept so that a briefing can be given again (BP-19, QN-12.3): entry `briefing.frozen`. */
export const BriefingFrozen = z
  .strictObject({ id: IdField, name: text(120), from: EpochMsField, to: EpochMsField.nullable(), scene: IdField.nullable() })
  .refine(({ from, to }) => to === null || to >= from, { path: ['to'], message: 'it ends before it begins' });
export type BriefingFrozen = z.output<typeof BriefingFrozen>;
export const BriefingList = z.object({
  briefings: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      from: z.number(),
      to: z.number().nullable(),
      scene: z.string().nullable(),
      frozenAt: z.number(),
    }),
  ),
});
export type BriefingList = z.output<typeof BriefingList>;

type Points = [asOf: number, value: number | null][];
type PictureHead = {
  /** The moment asked for, and the newest entry that was known then. */
  at: EpochMs;
  seq: Seq;
  view: View;
  /** Byte lengths of the frames; rows of one kind may lie in several. */
  frames: number[];
  /** Subjects that have a history, and how many points each. */
  ids: string[];
  points: number[];
  folded: [bucket: string, count: number][];
};

/** A world of the past as one view may have it. `frames`: of `encodeFrame`, from 1 to `seq` each. */
export type PictureParts = Pick<PictureHead, 'at' | 'seq' | 'view' | 'folded'> & {
  frames: readonly Uint8Array[];
  history: readonly (readonly [id: string, points: Points])[];
};

const aligned = (n: number): number => (n + 7) & ~7;

/** Layout, little-endian: u32 length of the header · header as JSON, padded to 8 · frames, each padded to 8 · points f64×2 (a value that is not known: NaN). */
export function encodePicture({ frames, history, ...rest }: PictureParts): Uint8Array {
  const head: PictureHead = {
    ...rest,
    frames: frames.map(({ length }) => length),
    ids: history.map(([id]) => id),
    points: history.map(([, points]) => points.length),
  };
  const json = new TextEncoder().encode(JSON.stringify(head));
  let offset = aligned(4 + json.length);
  const count = head.points.reduce((sum, n) => sum + n, 0);
  const bytes = new Uint8Array(frames.reduce((sum, { length }) => sum + aligned(length), offset) + 16 * count);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  for (const frame of frames) {
    bytes.set(frame, offset);
    offset += aligned(frame.length);
  }
  const points = new Float64Array(bytes.buffer, offset, 2 * count);
  let n = 0;
  for (const [, of] of history) {
    for (const [asOf, value] of of) {
      points[n++] = asOf;
      points[n++] = value ?? Number.NaN;
    }
  }
  return bytes;
}

export type ReplayPicture = Pick<PictureHead, 'at' | 'view'> & {
  snapshot: { seq: Seq; entries: ReturnType<typeof entriesOf>; history: [id: string, points: Points][]; folded: [string, number][] };
};

/** @throws RangeError or SyntaxError on bytes that no server of ours made. */
export function decodePicture(buffer: ArrayBuffer): ReplayPicture {
  const length = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as PictureHead;
  let offset = aligned(4 + length);
  const entries = head.frames.flatMap((bytes) => {
    const rows = entriesOf(decodeFrame(new Uint8Array(buffer, offset, bytes)));
    offset += aligned(bytes);
    return rows;
  });
  entries.sort((a, b) => a.seq - b.seq);
  const values = new Float64Array(buffer, offset);
  let n = 0;
  const history = head.ids.map((id, i): [string, Points] => [
    id,
    Array.from({ length: head.points[i] ?? 0 }, () => {
      const [asOf, value] = [values[n++] as number, values[n++] as number];
      return [asOf, Number.isNaN(value) ? null : value];
    }),
  ]);
  return { at: epochMs(head.at), view: head.view, snapshot: { seq: seq(head.seq), entries, history, folded: head.folded } };
}
