import { sameSubjects, type Table } from '../../shared/contract/frame.ts';
import type { LngLat } from '../../shared/model/units.ts';
import type { Rgba } from './palette.ts';

/** How a point is drawn: colour, and radius in CSS pixels. */
export type PointStyle = { colour: Rgba; radius: number };

/** What the GPU gets. A view is a new object exactly when its bytes changed, so that only that attribute is uploaded again. */
export type PointColumns = {
  length: number;
  origin: LngLat;
  /** [dLng, dLat, …] in degrees from `origin`. */
  positions: Float32Array;
  /** [r, g, b, a, …], 0 to 255. */
  colours: Uint8Array;
  /** CSS pixels. */
  radii: Float32Array;
};

export type PointBuffer = {
  place(id: string, at: LngLat, style: PointStyle): void;
  /** False when there is no such point. */
  restyle(id: string, style: PointStyle): boolean;
  remove(id: string): boolean;
  clear(): void;
  /** All rows of a table that has positions. `styleOf` is one style for all, or says it row by row; null leaves the row out. */
  applyTable(table: Table, styleOf: PointStyle | ((table: Table, row: number) => PointStyle | null)): void;
  /** Whether anything changed since `columns` was last read. */
  dirty(): boolean;
  columns(): PointColumns;
  idAt(slot: number): string | undefined;
};

/**
 * Points by slot in growing typed arrays, beside React and the stores: thousands of moving points a tick are bytes that change,
 * not objects (MAP1). A removed point's slot is filled by the last one.
 */
export function createPointBuffer(origin: LngLat, capacity = 256): PointBuffer {
  let ids: string[] = [];
  let length = 0;
  /** null while `ids` alone says the slots: a table was adopted and nobody has asked for one id yet. */
  let slots: Map<string, number> | null = new Map();
  let positions = new Float32Array(2 * capacity);
  let colours = new Uint8Array(4 * capacity);
  let radii = new Float32Array(capacity);
  /** Positions are still the bytes of a table, which others read too: copied before the first write. */
  let shared = false;
  /** The table whose rows are the slots, while they are: the next one is compared with it, and not id by id. */
  let adopted: Table | null = null;
  /** The style that every point has, where they were given one for all and none was painted since. */
  let uniform: PointStyle | null = null;
  let moved = true;
  let painted = true;
  let view: PointColumns | null = null;

  const slotsById = (): Map<string, number> => {
    if (!slots) {
      slots = new Map();
      for (let i = 0; i < length; i++) slots.set(ids[i] as string, i);
    }
    return slots;
  };
  const own = (): void => {
    if (!shared) return;
    positions = positions.slice();
    shared = false;
  };
  const reserve = (wanted: number): void => {
    const size = Math.max(256, 2 ** Math.ceil(Math.log2(wanted)));
    if (positions.length < 2 * wanted) {
      const grown = new Float32Array(2 * size);
      grown.set(positions.subarray(0, 2 * length));
      positions = grown;
      shared = false;
    }
    if (radii.length >= wanted) return;
    const grownColours = new Uint8Array(4 * size);
    grownColours.set(colours.subarray(0, 4 * length));
    colours = grownColours;
    const grownRadii = new Float32Array(size);
    grownRadii.set(radii.subarray(0, length));
    radii = grownRadii;
  };
  const paint = (slot: number, style: PointStyle): void => {
    const { colour, radius } = style;
    if (style !== uniform) uniform = null;
    const c = 4 * slot;
    if (
      radii[slot] === radius &&
      colours[c] === colour[0] &&
      colours[c + 1] === colour[1] &&
      colours[c + 2] === colour[2] &&
      colours[c + 3] === colour[3]
    ) {
      return;
    }
    colours.set(colour, c);
    radii[slot] = radius;
    painted = true;
  };
  const move = (slot: number, dLng: number, dLat: number): void => {
    own();
    positions[2 * slot] = dLng;
    positions[2 * slot + 1] = dLat;
    moved = true;
  };
  const slotOf = (id: string): number => {
    const known = slotsById().get(id);
    if (known !== undefined) return known;
    reserve(length + 1);
    const slot = length++;
    adopted = null;
    ids[slot] = id;
    slotsById().set(id, slot);
    // The slot may hold the paint of a point that left it.
    radii[slot] = 0;
    painted = true;
    return slot;
  };
  const remove = (id: string): boolean => {
    const slot = slotsById().get(id);
    if (slot === undefined) return false;
    const last = --length;
    adopted = null;
    const mover = ids[last] as string;
    ids.length = length;
    slotsById().delete(id);
    if (slot !== last) {
      own();
      ids[slot] = mover;
      slotsById().set(mover, slot);
      positions.copyWithin(2 * slot, 2 * last, 2 * last + 2);
      colours.copyWithin(4 * slot, 4 * last, 4 * last + 4);
      radii.copyWithin(slot, last, last + 1);
    }
    moved = true;
    painted = true;
    return true;
  };
  const sameRows = (table: Table): boolean => {
    if (table.length !== length || !sameOrigin(table.origin, origin)) return false;
    if (adopted) return sameSubjects(adopted, table);
    return table.columns.id.every((id, i) => id === ids[i]);
  };
  /** The table's own bytes become the buffer: what came from the network goes to the GPU without a copy. */
  const adopt = (table: Table, fresh: boolean): void => {
    if (fresh) {
      length = 0;
      reserve(table.length);
    }
    positions = table.positions as Float32Array<ArrayBuffer>;
    shared = true;
    adopted = table;
    moved = true;
    if (!fresh) return;
    ids = table.columns.id.slice();
    length = table.length;
    slots = null;
    radii.fill(0, 0, length);
    painted = true;
  };

  return {
    place(id, [lng, lat], style) {
      const slot = slotOf(id);
      move(slot, lng - origin[0], lat - origin[1]);
      paint(slot, style);
    },
    restyle(id, style) {
      const slot = slotsById().get(id);
      if (slot === undefined) return false;
      paint(slot, style);
      return true;
    },
    remove,
    clear() {
      ids = [];
      length = 0;
      adopted = null;
      slots = new Map();
      moved = true;
      painted = true;
    },
    applyTable(table, styleOf) {
      const from = table.positions;
      if (!from) throw new Error(`${table.kind} has no positions`);
      const one = typeof styleOf === 'function' ? null : styleOf;
      const known = length > 0 && sameRows(table);
      const whole = known || (length === 0 && sameOrigin(table.origin, origin) && distinct(table.columns.id));
      if (whole) {
        adopt(table, !known);
        const gone: string[] = [];
        if (!known || !one || one !== uniform) {
          for (let row = 0; row < table.length; row++) {
            const style = typeof styleOf === 'function' ? styleOf(table, row) : styleOf;
            if (style) paint(row, style);
            else gone.push(table.columns.id[row] as string);
          }
          uniform = one;
        }
        for (const id of gone) remove(id);
        return;
      }
      const shiftLng = table.origin[0] - origin[0];
      const shiftLat = table.origin[1] - origin[1];
      for (let row = 0; row < table.length; row++) {
        const id = table.columns.id[row] as string;
        const style = typeof styleOf === 'function' ? styleOf(table, row) : styleOf;
        if (!style) {
          remove(id);
          continue;
        }
        const slot = slotOf(id);
        move(slot, (from[2 * row] as number) + shiftLng, (from[2 * row + 1] as number) + shiftLat);
        paint(slot, style);
      }
    },
    dirty: () => moved || painted || view === null,
    columns() {
      const before = view;
      view = {
        length,
        origin,
        positions: !moved && before ? before.positions : positions.subarray(0, 2 * length),
        colours: !painted && before ? before.colours : colours.subarray(0, 4 * length),
        radii: !painted && before ? before.radii : radii.subarray(0, length),
      };
      moved = false;
      painted = false;
      return view;
    },
    idAt: (slot) => (slot < length ? ids[slot] : undefined),
  };
}

const sameOrigin = (a: LngLat, b: LngLat): boolean => a[0] === b[0] && a[1] === b[1];
/** A subject that moved twice within one frame has two rows; only the later one is a point. */
const distinct = (ids: readonly string[]): boolean => new Set(ids).size === ids.length;
