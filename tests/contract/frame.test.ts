import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../../shared/contract/entry.ts';
import { decodeFrame, encodeFrame, entriesOf, sameSubjects, type Table } from '../../shared/contract/frame.ts';
import { epochMs, seq, sourceId } from '../../shared/model/ids.ts';
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

/** Ids and texts as they come: alike, awkward to a parser, with the very character that stands between packed texts. */
const textArbitrary = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', 'a', 'số 5', '\u007f', 'x\u007fy', '"', '\\', '\u0000'),
);
const stateArbitrary = fc.record({ id: textArbitrary, reason: fc.option(textArbitrary), fps: fc.option(fc.integer()) });
const tableOf = (rows: { id: string; reason: string | null; fps: number | null }[]) => {
  const log = rows.map(
    ({ id, reason, fps }, i): Entry<'camera.state'> => ({
      seq: seq(i + 1),
      kind: 'camera.state',
      id,
      area: null,
      classification: 'public',
      occurredAt: epochMs(5),
      receivedAt: epochMs(6),
      source: sourceId('test'),
      actor: null,
      drill: false,
      data: { state: 'live', since: epochMs(5), fps, reason },
    }),
  );
  const frame = decodeFrame(encodeFrame(log, seq(1), seq(log.length), epochMs(7), ORIGIN));
  return { log, frame, table: frame.tables[0] as Table };
};

test('FRAME4 texts, numbers and repeated values come back equal, in tables that are expanded at once and on demand', () => {
  const rowsArbitrary = fc.oneof(
    fc.array(stateArbitrary, { minLength: 1, maxLength: 60 }),
    fc.array(stateArbitrary, { minLength: 1, maxLength: 30 }).map((rows) => Array.from({ length: 20 }, () => rows).flat()),
    fc.array(stateArbitrary, { minLength: 256, maxLength: 300, size: 'max' }),
  );
  fc.assert(
    fc.property(rowsArbitrary, (rows) => {
      const { log, frame, table } = tableOf(rows);
      expect(entriesOf(frame)).toEqual(log);
      // Asked again, a column is the same array; a copy of the table has it too.
      expect(table.columns.id).toBe(table.columns.id);
      expect({ ...table.columns }['data.reason']).toEqual(rows.map(({ reason }) => reason));
    }),
    { numRuns: 150 },
  );
});

test('FRAME4 two tables have the same subjects exactly when their ids are equal row by row', () => {
  const idsArbitrary = fc.array(textArbitrary, { minLength: 1, maxLength: 12 });
  const ofIds = (ids: string[]): Table => tableOf(ids.map((id, i) => ({ id, reason: null, fps: i }))).table;
  fc.assert(
    fc.property(idsArbitrary, idsArbitrary, fc.boolean(), fc.boolean(), (one, other, same, copied) => {
      const second = same ? one : other;
      const a = ofIds(one);
      const b = copied ? { ...ofIds(second) } : ofIds(second);
      expect(sameSubjects(a, b)).toBe(one.length === second.length && one.every((id, i) => id === second[i]));
    }),
    { numRuns: 300 },
  );
});
