import { describe, expect, it } from 'vitest';
import type { Box } from '../../../client/map/marks.ts';
import { breakName, type Name, placeNames } from '../../../client/map/names.ts';

const GLASS = { width: 1000, height: 600 };
const U = 10;
const name = (code: string, x: number, y: number, more: Partial<Name> = {}): Name => ({
  code,
  at: [x, y],
  lines: [code],
  abnormal: false,
  areaKm2: 10,
  ...more,
});
const place = (names: readonly Name[], taken: readonly Box[] = []) =>
  placeNames(
    names,
    () => ({ width: 80, height: 14 }),
    ([x, y]) => ({ x, y }),
    GLASS,
    U,
    taken,
  );

describe('PART3 names of units', () => {
  it('PART3 stand in the middle, else under or over what stands there, else nowhere', () => {
    const mark = (y: number): Box => ({ left: 490, top: y - 8, right: 510, bottom: y + 8 });
    expect(place([name('a', 500, 300)])[0]?.box).toEqual({ left: 460, top: 293, right: 540, bottom: 307 });
    expect(place([name('a', 500, 300)], [mark(300)])[0]?.box.top).toBe(315);
    expect(place([name('a', 500, 300)], [mark(300), mark(322)])[0]?.box.top).toBe(271);
    expect(place([name('a', 500, 300)], [mark(300), mark(322), mark(278)])).toEqual([]);
  });

  it('PART3 the same names come to the same places in whatever order they were heard; figures first, then the larger unit', () => {
    const names = [
      name('small', 500, 300, { areaKm2: 1 }),
      name('large', 520, 302, { areaKm2: 90 }),
      name('abnormal', 510, 301, { areaKm2: 2, abnormal: true }),
      name('far', 100, 100),
    ];
    const one = place(names);
    expect(place(names.toReversed())).toEqual(one);
    expect(one[0]?.name.code).toBe('abnormal');
    expect(one.find(({ name: { code } }) => code === 'abnormal')?.box.top).toBe(294);
    for (const a of one) {
      for (const b of one) {
        if (a === b) continue;
        const overlap = a.box.left < b.box.right && b.box.left < a.box.right && a.box.top < b.box.bottom && b.box.top < a.box.bottom;
        expect(overlap).toBe(false);
      }
    }
  });

  it('PART3 none is cut by the edge of the whole map', () => {
    expect(
      place([name('a', 10, 300), name('b', 990, 300), name('c', 500, 3), name('d', -50, 300)]).map(({ name: { code } }) => code),
    ).toEqual(['c']);
  });

  it('PART3 a long name is broken where its lines are most alike, never within a word', () => {
    const widthOf = (text: string): number => text.length;
    expect(breakName('Hải An', widthOf, 12)).toEqual(['Hải An']);
    expect(breakName('Nguyễn Bỉnh Khiêm', widthOf, 12)).toEqual(['Nguyễn', 'Bỉnh Khiêm']);
    expect(breakName('Nguyễnbỉnhkhiêm', widthOf, 5)).toEqual(['Nguyễnbỉnhkhiêm']);
  });
});
