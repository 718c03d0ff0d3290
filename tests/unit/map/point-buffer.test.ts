import { describe, expect, it } from 'vitest';
import { createPointBuffer } from '../../../client/map/point-buffer.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { decodeFrame, encodeFrame, type Table } from '../../../shared/contract/frame.ts';
import { epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';

const ORIGIN: LngLat = [106.6, 20.87];
const GREY = { colour: [100, 112, 124, 255], radius: 2 } as const;
const RED = { colour: [255, 77, 79, 255], radius: 5 } as const;

function table(ids: string[], offsets: number[], origin: LngLat = ORIGIN): Table {
  const n = ids.length;
  return {
    kind: 'camera.registered',
    length: n,
    seq: new Uint32Array(n),
    occurredAt: new Float64Array(n),
    receivedAt: new Float64Array(n),
    positions: new Float32Array(offsets),
    origin,
    columns: { id: ids },
    fields: [],
  };
}
/** As the network brings it: every point `offset` degrees from the origin. */
function decoded(ids: string[], offset: number): Table {
  const entries = ids.map(
    (id, i): Entry<'sensor.observed'> => ({
      seq: seq(i + 1),
      kind: 'sensor.observed',
      id,
      area: null,
      classification: 'public',
      occurredAt: epochMs(1),
      receivedAt: epochMs(1),
      source: sourceId('test'),
      actor: null,
      drill: false,
      data: { name: id, measure: 'flow', value: i, unit: 'km/h', at: [ORIGIN[0] + offset, ORIGIN[1] + offset], deviceState: 'ok' },
    }),
  );
  return decodeFrame(encodeFrame(entries, seq(1), seq(ids.length), epochMs(1), ORIGIN)).tables[0] as Table;
}
const placesOf = (buffer: ReturnType<typeof createPointBuffer>): Record<string, [number, number]> => {
  const { length, positions } = buffer.columns();
  return Object.fromEntries(
    Array.from({ length }, (_, i) => [
      buffer.idAt(i),
      [Math.round((positions[2 * i] ?? 0) * 1e5), Math.round((positions[2 * i + 1] ?? 0) * 1e5)],
    ]),
  );
};

describe('MAP1 points live in typed arrays', () => {
  it('MAP1 hands a bulk table to the GPU without a copy, and never writes into it', () => {
    const buffer = createPointBuffer(ORIGIN);
    const first = table(['a', 'b', 'c'], [0, 0, 0.1, 0.1, 0.2, 0.2]);
    buffer.applyTable(first, GREY);
    expect(buffer.columns().positions.buffer).toBe(first.positions?.buffer);
    const second = table(['a', 'b', 'c'], [0.01, 0, 0.11, 0.1, 0.21, 0.2]);
    buffer.applyTable(second, GREY);
    expect(buffer.columns().positions.buffer).toBe(second.positions?.buffer);
    buffer.place('b', [106.7, 20.9], GREY);
    buffer.remove('a');
    expect([...(second.positions ?? [])]).toEqual([...new Float32Array([0.01, 0, 0.11, 0.1, 0.21, 0.2])]);
    expect(placesOf(buffer)).toEqual({ b: [10_000, 3_000], c: [21_000, 20_000] });
  });

  it('MAP1 uploads only what changed: moving keeps the view of the colours, painting that of the positions', () => {
    const buffer = createPointBuffer(ORIGIN);
    buffer.applyTable(table(['a', 'b'], [0, 0, 0.1, 0.1]), GREY);
    const before = buffer.columns();
    expect(buffer.dirty()).toBe(false);
    buffer.applyTable(table(['a', 'b'], [0.5, 0, 0.1, 0.1]), GREY);
    const moved = buffer.columns();
    expect(moved.colours).toBe(before.colours);
    expect(moved.positions).not.toBe(before.positions);
    buffer.restyle('b', RED);
    const painted = buffer.columns();
    expect(painted.positions).toBe(moved.positions);
    expect([...painted.colours.slice(4, 8)]).toEqual([...RED.colour]);
    expect(buffer.restyle('nobody', RED)).toBe(false);
  });

  it('MAP1 takes the rows of a decoded table again without asking for one id, and paints them anew for another style', () => {
    const buffer = createPointBuffer(ORIGIN);
    const ids = Array.from({ length: 300 }, (_, i) => `p${i}`);
    buffer.applyTable(decoded(ids, 0), GREY);
    const before = buffer.columns();
    const next = decoded(ids, 0.01);
    let asked = 0;
    Object.defineProperty(next.columns, 'id', { get: () => asked++ });
    buffer.applyTable(next, GREY);
    expect(asked).toBe(0);
    expect(buffer.columns().colours).toBe(before.colours);
    expect(buffer.columns().positions.buffer).toBe(next.positions?.buffer);
    buffer.restyle('p7', RED);
    buffer.applyTable(decoded(ids, 0.02), GREY);
    expect([...buffer.columns().colours.slice(28, 32)]).toEqual([...GREY.colour]);
    buffer.applyTable(decoded(ids, 0.03), RED);
    expect([...buffer.columns().colours.slice(0, 4)]).toEqual([...RED.colour]);
    buffer.remove('p0');
    buffer.applyTable(decoded([...ids.slice(1), 'p0'], 0.04), RED);
    expect(placesOf(buffer).p0).toEqual([4_000, 4_000]);
    expect(Object.keys(placesOf(buffer)).length).toBe(300);
  });

  it('MAP1 equals a plain map of points whatever mix of tables, moves and removals came', () => {
    const buffer = createPointBuffer(ORIGIN, 2);
    const plain: Record<string, [number, number]> = {};
    let seed = 17;
    const roll = (n: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % n;
    };
    for (let step = 0; step < 2000; step++) {
      const id = `p${roll(40)}`;
      const x = roll(1000);
      const y = roll(1000);
      if (roll(4) === 0) {
        expect(buffer.remove(id)).toBe(id in plain);
        delete plain[id];
      } else if (roll(3) === 0) {
        // Another origin, and one id twice in a frame: the later row is where it is.
        const origin: LngLat = roll(2) === 0 ? ORIGIN : [106, 20];
        const shift = (value: number, axis: 0 | 1): number => value / 1e5 + ORIGIN[axis] - origin[axis];
        const ids = [id, `p${roll(40)}`, id];
        const at = ids.map(() => [roll(1000), roll(1000)] as [number, number]);
        buffer.applyTable(
          table(
            ids,
            at.flatMap(([a, b]) => [shift(a, 0), shift(b, 1)]),
            origin,
          ),
          (_, row) => (row === 1 ? null : GREY),
        );
        ids.forEach((name, row) => {
          if (row === 1) delete plain[name];
          else plain[name] = at[row] as [number, number];
        });
      } else {
        buffer.place(id, [ORIGIN[0] + x / 1e5, ORIGIN[1] + y / 1e5], GREY);
        plain[id] = [x, y];
      }
    }
    expect(placesOf(buffer)).toEqual(plain);
  });
});
