import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { KIND_NAMES, type Kind } from '../../../shared/contract/entry-data.ts';
import { decodeFrame, encodeFrame, type Frame, type Table } from '../../../shared/contract/frame.ts';
import { epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, reachOf, snapshotOf, type World } from '../../../shared/rules/fold.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';

const frameOf = (entries: readonly Entry[], from: number, to: number): Frame =>
  decodeFrame(encodeFrame(entries, seq(from), seq(to), epochMs(0), [106, 20]));
const storeOf = () => createWorldStore({ schedule: () => {} });

const AT = 1_795_000_000_000;
const sensor = (number: number, id: string, drill = false): Entry<'sensor.observed'> => ({
  seq: seq(number),
  kind: 'sensor.observed',
  id,
  area: null,
  classification: 'public',
  occurredAt: epochMs(AT + number),
  receivedAt: epochMs(AT + number),
  source: sourceId('test'),
  actor: null,
  drill,
  data: { name: id, measure: 'flow', value: number, unit: 'km/h', at: [106.5, 20.5], deviceState: 'ok' },
});
const withdrawal = (number: number, kind: Kind, id: string): Entry => ({
  ...sensor(number, id),
  kind: 'entity.withdrawn',
  data: { kind, reason: 'test' },
});
const drillEnd = (number: number): Entry => ({
  ...sensor(number, 'drill'),
  kind: 'drill.changed',
  data: { state: 'ended', name: 'Diễn tập', reason: null },
});
const others = logFromSeed(77, 300);

/** Many moving sensors, some cameras that come and go, and now and then what reaches into their slots. */
const logArbitrary = fc
  .array(fc.record({ roll: fc.nat(99), subject: fc.nat(30), drill: fc.boolean() }), { minLength: 1, maxLength: 400 })
  .map((steps) =>
    steps.flatMap(({ roll, subject, drill }, step): ((number: number) => Entry)[] => {
      if (roll < 30) return [(number) => sensor(number, `s${subject}`, drill)];
      // The same subjects in the same rows, as moving points come.
      if (roll < 60) return Array.from({ length: 4 + (subject % 2) }, (_, i) => (number) => sensor(number, `s${i}`, drill));
      if (roll < 70) return [(number) => withdrawal(number, 'sensor.observed', `s${subject}`)];
      if (roll < 73) return [drillEnd];
      return [(number) => ({ ...(others[(step * 31 + subject) % others.length] as Entry), seq: seq(number) })];
    }),
  )
  .map((makers) => makers.map((make, i) => make(i + 1)));

type Act = { do: 'frame'; rows: number; again: number } | { do: 'read'; kind: Kind } | { do: 'snapshot' } | { do: 'replace' };
const actArbitrary: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('frame' as const),
      rows: fc.integer({ min: 1, max: 12 }),
      again: fc.oneof(fc.constant(0), fc.nat(15)),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read' as const), kind: fc.constantFrom(...KIND_NAMES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('snapshot' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const) }) },
);

describe('STORE3 rows wait for a reader', () => {
  test('STORE1 STORE3 whoever reads, whenever, finds the fold of everything that came', () => {
    fc.assert(
      fc.property(logArbitrary, fc.array(actArbitrary, { minLength: 5, maxLength: 80 }), (log, acts) => {
        const store = storeOf();
        let plain: World = emptyWorld();
        let at = 0;
        const told: number[] = [];
        store.onFolded((_, seqs) => told.push(...seqs));
        for (const act of acts) {
          if (act.do === 'frame') {
            // Rows again that are known: a frame may overlap with what was there, or come twice.
            const from = Math.max(0, at - act.again);
            const rows = log.slice(from, from + act.rows);
            if (rows.length === 0) continue;
            store.applyFrame(frameOf(rows, from + 1, from + rows.length));
            for (const entry of rows) fold(plain, entry);
            at = Math.max(at, from + rows.length);
            expect(store.world().seq).toBe(plain.seq);
          } else if (act.do === 'read') expect(store.world().slots[act.kind]).toEqual(plain.slots[act.kind]);
          else if (act.do === 'snapshot') expect(snapshotOf(store.world())).toEqual(snapshotOf(plain));
          else {
            // As after a cut: a later state takes the place of everything.
            plain = emptyWorld();
            at = Math.min(log.length, at + 3);
            for (const entry of log.slice(0, at)) fold(plain, entry);
            store.replace(snapshotOf(plain));
          }
        }
        expect(snapshotOf(store.world())).toEqual(snapshotOf(plain));
        expect(new Set(told).size).toBe(told.length);
      }),
      { numRuns: 300 },
    );
  });

  test('STORE3 of the same subjects only the newest rows wait, and entries are made of those alone', () => {
    const store = storeOf();
    const ids = Array.from({ length: 500 }, (_, i) => `s${i}`);
    let made = 0;
    const send = (k: number): void => {
      const rows = ids.map((id, i) => sensor(k * ids.length + i + 1, id));
      const frame = frameOf(rows, k * ids.length + 1, (k + 1) * ids.length);
      store.applyFrame({ ...frame, tables: frame.tables.map((table) => watched(table, () => made++)) });
    };
    for (let k = 0; k < 50; k++) send(k);
    expect(made).toBe(0);
    expect(store.world().seq).toBe(50 * ids.length);
    const slot = store.world().slots['sensor.observed'];
    expect(slot.size).toBe(ids.length);
    expect(slot.get('s7')?.data.value).toBe(49 * ids.length + 8);
    expect(made).toBe(1);
    expect(store.world().slots['sensor.observed']).toBe(slot);
    expect(made).toBe(1);
  });

  test('STORE3 what waits is bounded: by its tables, and by the size of its slot', () => {
    const store = storeOf();
    let made = 0;
    let at = 0;
    const send = (ids: string[]): void => {
      const from = at + 1;
      const rows = ids.map((id) => sensor(++at, id));
      const frame = frameOf(rows, from, at);
      store.applyFrame({ ...frame, tables: frame.tables.map((table) => watched(table, () => made++)) });
    };
    for (let k = 0; k < 9; k++) send([`a${k}`, `b${k}`, `c${k}`]);
    expect(made).toBe(9);
    send(Array.from({ length: 1100 }, (_, i) => `new-${i}`));
    expect(made).toBe(10);
  });

  test('STORE3 a kind waits only when its entries do nothing but take their place', () => {
    const lone = KIND_NAMES.filter((kind) => reachOf(kind) === 'slot');
    expect(lone).toContain('sensor.observed');
    expect(lone).toContain('camera.registered');
    for (const kind of ['camera-event.observed', 'field-report.recorded', 'indicator.valued'] as const) expect(reachOf(kind)).toBe('kind');
    for (const kind of ['entity.withdrawn', 'drill.changed'] as const) expect(reachOf(kind)).toBe('world');
  });
});

/** The same table; says when entries are made of its rows, which reads the field names. */
function watched(table: Table, onMade: () => void): Table {
  const { fields } = table;
  return Object.defineProperty({ ...table }, 'fields', {
    get: () => {
      onMade();
      return fields;
    },
  });
}
