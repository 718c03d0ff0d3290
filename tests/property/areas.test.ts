import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryData } from '../../shared/contract/entry-data.ts';
import { type AreaCode, areaCode } from '../../shared/model/ids.ts';
import {
  type AreaEntries,
  type AreaPeriod,
  ancestors,
  areaData,
  areaTree,
  dayAfter,
  descendants,
  isValidOn,
  lowestUnits,
  periodsOf,
  spread,
  successorsOf,
} from '../../shared/rules/areas.ts';

/** Any table at all: unknown parents, rings, gaps and overlaps among them, since an import is not the only way in. */
const CODES = Array.from({ length: 9 }, (_, i) => areaCode(`u${i}`));
const code = fc.constantFrom(...CODES);
const DAYS = ['2020-01-01', '2022-06-30', '2024-12-31', '2025-06-30', '2025-07-01', '2025-07-02', '2030-01-01'];
const day = fc.constantFrom(...DAYS);
const period = fc
  .record({ from: fc.uniqueArray(code, { maxLength: 3 }), parent: fc.option(code, { freq: 2 }), start: day, end: fc.option(day) })
  .map(
    ({ from, parent, start, end }): AreaPeriod => ({
      name: 'Đơn vị',
      areaKind: 'commune',
      parent,
      at: [106.6, 20.8],
      areaKm2: null,
      validFrom: start,
      validTo: end !== null && end >= start ? end : null,
      from,
    }),
  );
const history = fc.dictionary(code, fc.uniqueArray(period, { minLength: 1, maxLength: 3, selector: ({ validFrom }) => validFrom }), {
  maxKeys: 9,
});
const entriesOf = (table: Record<string, AreaPeriod[]>): { id: string; data: EntryData['area.defined'] }[] =>
  Object.entries(table).map(([id, periods]) => ({ id, data: areaData(periods) }));

/** The slow way: what a unit's parent is on a day, looked up anew at every step. */
function parentOf(entries: AreaEntries, of: string, on: string): string | null {
  for (const { id, data } of entries) {
    if (id !== of) continue;
    const found = periodsOf(data).findLast((one) => isValidOn(one, on))?.parent ?? null;
    if (found === null) return null;
    for (const other of entries) if (other.id === found && periodsOf(other.data).some((one) => isValidOn(one, on))) return found;
  }
  return null;
}
function slowAncestors(entries: AreaEntries, of: string, on: string): { path: string[]; ring: boolean } {
  const path: string[] = [];
  for (let at = parentOf(entries, of, on); at !== null; at = parentOf(entries, at, on)) {
    if (path.includes(at) || at === of) return { path, ring: true };
    path.push(at);
  }
  return { path, ring: false };
}

describe('AREA6 the tree of any day', () => {
  it('holds just the units of that day, below the parents that a slow look-up finds', () => {
    fc.assert(
      fc.property(history, day, (table, on) => {
        const entries = entriesOf(table);
        const tree = areaTree(entries, on);
        const standing = entries.filter(({ data }) => periodsOf(data).some((one) => isValidOn(one, on))).map(({ id }) => id);
        expect([...tree.nodes.keys()].sort()).toEqual(standing.sort());
        for (const id of standing) {
          const { path, ring } = slowAncestors(entries, id, on);
          if (!ring) expect(ancestors(tree, areaCode(id))).toEqual(path);
        }
      }),
    );
  });

  it('has no ring whatever was stored: every unit hangs below exactly one root, and is below just its ancestors', () => {
    fc.assert(
      fc.property(history, day, (table, on) => {
        const tree = areaTree(entriesOf(table), on);
        const below = new Map(tree.roots.map((root) => [root, descendants(tree, root)]));
        const met = [...below].flatMap(([root, rest]) => [root, ...rest]);
        expect(met.sort()).toEqual([...tree.nodes.keys()].sort());
        for (const [at, { depth, children }] of tree.nodes) {
          const above = ancestors(tree, at);
          expect(above).toHaveLength(depth);
          expect(above).not.toContain(at);
          for (const up of above) expect(descendants(tree, up)).toContain(at);
          for (const child of children) expect(tree.nodes.get(child)?.parent).toBe(at);
        }
      }),
    );
  });

  it('gives places to leaves alone, and stays the same over its stored form', () => {
    fc.assert(
      fc.property(history, day, (table, on) => {
        const entries = entriesOf(table);
        const tree = areaTree(entries, on);
        for (const at of lowestUnits(entries, on).keys()) expect(tree.nodes.get(at)?.children.filter((c) => c !== at)).toEqual([]);
        for (const { data } of entries) expect(areaData(periodsOf(data))).toEqual(data);
      }),
    );
  });
});

describe('AREA9 what a grant spreads to', () => {
  const grants = fc.uniqueArray(code, { maxLength: 4 });
  it('holds the granted ones and everything below them on the day', () => {
    fc.assert(
      fc.property(history, day, grants, (table, on, granted) => {
        const tree = areaTree(entriesOf(table), on);
        const reached = spread(granted, tree);
        for (const at of granted) expect(reached).toEqual(expect.arrayContaining([at, ...descendants(tree, at)]));
        expect(spread(reached, tree)).toEqual(reached);
        expect(spread([], tree)).toEqual([]);
      }),
    );
  });

  it('more grants never give less', () => {
    fc.assert(
      fc.property(history, day, grants, grants, (table, on, some, more) => {
        const tree = areaTree(entriesOf(table), on);
        expect(spread([...some, ...more], tree)).toEqual(expect.arrayContaining(spread(some, tree)));
      }),
    );
  });

  it('never reaches what stands on the day outside of every granted unit, unless all that it was made of is inside', () => {
    fc.assert(
      fc.property(history, day, grants, (table, on, granted) => {
        const tree = areaTree(entriesOf(table), on);
        const reached = new Set<AreaCode>(spread(granted, tree));
        for (const at of reached) {
          const node = tree.nodes.get(at);
          if (!node || granted.includes(at)) continue;
          const inside = (node.parent !== null && reached.has(node.parent)) || node.period.from.every((one) => reached.has(one));
          expect(inside && (node.parent !== null || node.period.from.length > 0)).toBe(true);
        }
      }),
    );
  });
});

describe('AREA8 what became of a unit', () => {
  it('stands on the day, and is the whole only when it is the only one', () => {
    fc.assert(
      fc.property(history, code, day, day, (table, at, of, on) => {
        const tree = areaTree(entriesOf(table), on);
        const successors = successorsOf(tree, at, of);
        for (const one of successors) expect(tree.nodes.has(one.code)).toBe(true);
        if (successors.some(({ share }) => share === 'whole')) expect(successors).toHaveLength(1);
        if (of > on || !periodsOfCode(table, at).some((one) => isValidOn(one, of))) expect(successors).toEqual([]);
      }),
    );
  });
  const periodsOfCode = (table: Record<string, AreaPeriod[]>, at: AreaCode): AreaPeriod[] => table[at] ?? [];
});

it('AREA6 a day is followed by the next over months, leap years and year ends', () => {
  expect(['2024-02-28', '2025-02-28', '2025-12-31'].map((on) => dayAfter(on))).toEqual(['2024-02-29', '2025-03-01', '2026-01-01']);
});
