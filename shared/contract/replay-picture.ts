import { type EpochMs, epochMs, type Seq, seq } from '../model/ids.ts';
import { decodeFrame, entriesOf } from './frame.ts';
import type { View } from './socket.ts';

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
