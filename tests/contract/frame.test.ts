import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFrame, encodeFrame, entriesOf } from '../../shared/contract/frame.ts';
import { epochMs, seq } from '../../shared/model/ids.ts';
import { logArbitrary } from '../support/log-arbitrary.ts';

const ORIGIN = [106.68, 20.86] as const;

test('FRAME1 what is encoded comes back equal, positions exact to six decimals', () => {
  fc.assert(
    fc.property(logArbitrary(120), (log) => {
      const bytes = encodeFrame(log, seq(1), seq(log.length), epochMs(7), ORIGIN);
      const frame = decodeFrame(bytes);
      expect([frame.from, frame.to, frame.sentAt]).toEqual([1, log.length, 7]);
      expect(entriesOf(frame)).toEqual(log);
    }),
    { numRuns: 200 },
  );
});

test('FRAME2 bytes that start anywhere in a larger buffer decode the same', () => {
  fc.assert(
    fc.property(logArbitrary(20), fc.nat(15), (log, offset) => {
      const bytes = encodeFrame(log, seq(1), seq(log.length), epochMs(7), ORIGIN);
      const shifted = new Uint8Array(bytes.length + offset + 3).subarray(offset, offset + bytes.length);
      shifted.set(bytes);
      expect(entriesOf(decodeFrame(shifted))).toEqual(log);
    }),
    { numRuns: 50 },
  );
});

test('FRAME3 an empty frame says how far the log stands', () => {
  const frame = decodeFrame(encodeFrame([], seq(8), seq(12), epochMs(1), ORIGIN));
  expect(frame).toEqual({ from: 8, to: 12, sentAt: 1, tables: [] });
});
