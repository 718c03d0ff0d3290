import type { Entry } from '../../../shared/contract/entry.ts';
import { encodeFrame } from '../../../shared/contract/frame.ts';
import { areaCode, epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';

/** Points that move: sensors on boats and buses, each reporting where it is ten times a second. */

export const ORIGIN: LngLat = [106.6, 20.87];
/** Frames with different positions that are sent in turn. */
const FRAMES = 8;
/** Numbers of eight digits, so that a frame can be renumbered in place. */
const FIRST = 10_000_000;

export type Frames = {
  /** The next frame, as bytes just come from the network: a buffer of its own, numbered on from the last one. */
  next(): ArrayBuffer;
};

/** Made before anything is measured: encoding is the server's work. */
export function movingPoints(count: number): Frames {
  const made = Array.from({ length: FRAMES }, (_, k) =>
    encodeFrame(entriesAt(count, k), seq(FIRST), seq(FIRST + count - 1), epochMs(1), ORIGIN),
  );
  let turn = 0;
  let from = FIRST;
  return {
    next() {
      const bytes = (made[turn++ % FRAMES] as Uint8Array).slice();
      renumber(bytes, from, from + count - 1);
      from += count;
      if (from + count > 99_999_999) throw new Error('the numbers have run out');
      return bytes.buffer as ArrayBuffer;
    },
  };
}

/** `{"from":12345678,"to":12345678,…` begins after the four bytes of the length. */
function renumber(bytes: Uint8Array, from: number, to: number): void {
  const header = new TextEncoder().encode(`{"from":${from},"to":${to},`);
  const closing = bytes[4 + header.length - 1];
  if (closing !== ','.charCodeAt(0)) throw new Error('not the header that was expected');
  bytes.set(header, 4);
}

function entriesAt(count: number, k: number): Entry[] {
  return Array.from({ length: count }, (_, i): Entry<'sensor.observed'> => {
    const turn = i * 2.399963 + k * 0.05;
    const far = 0.4 * Math.sqrt(i / count);
    return {
      seq: seq(FIRST + i),
      kind: 'sensor.observed',
      id: `s${i}`,
      area: areaCode('11296'),
      classification: 'public',
      occurredAt: epochMs(1_795_000_000_000 + k),
      receivedAt: epochMs(1_795_000_000_000 + k),
      source: sourceId('bench'),
      actor: null,
      drill: false,
      data: {
        name: 'Xe buýt số 5',
        measure: 'flow',
        value: (i * 7 + k) % 61,
        unit: 'km/h',
        at: [ORIGIN[0] + far * Math.cos(turn), ORIGIN[1] + far * Math.sin(turn)],
        deviceState: 'ok',
      },
    };
  });
}
