import { describe, expect, test } from 'vitest';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import {
  arcminutesOf,
  contrastOf,
  legibilityOf,
  pixelsOf,
  type Sight,
  sightOf,
  type TextBox,
  type TilePlace,
} from '../../../shared/rules/legibility.ts';

/** A pixel is a millimetre, the farthest seat at 3.438 m: then a pixel is one arcminute. */
const sight: Sight = { pxPerMm: { x: 1, y: 1 }, farthestSeatM: 3.438, seams: { x: [], y: [] }, gaps: { x: 0, y: 0 } };
const tiles = new Map<string, TilePlace>([['list', { x: 0, y: 0, w: 10, h: 5, cellPx: { w: 100, h: 50 } }]]);
const good: TextBox = {
  tile: 'list',
  text: 'Ngập úng',
  box: { x: 100, y: 100, w: 200, h: 30 },
  visible: { x: 0, y: 0, w: 1000, h: 250 },
  ellipsis: false,
  capPx: 22,
  lineHeightPx: 44,
  lines: 2,
  marksPx: 42,
  colour: [230, 234, 238],
  ground: [20, 24, 29],
};
const check = (change: Partial<TextBox>, over: Partial<Sight> = {}) => legibilityOf([{ ...good, ...change }], { ...sight, ...over }, tiles);

describe('LEGIB1 the height of letters at the farthest seat', () => {
  test.each([
    [22, null],
    [21.96, null],
    [21.9, 'warn'],
    [16, 'warn'],
    [15.9, 'refuse'],
    [3, 'refuse'],
  ])('LEGIB1 capitals of %d′: %s', (capPx, verdict) => {
    const found = check({ capPx });
    expect(found.map((one) => one.verdict)).toEqual(verdict === null ? [] : [verdict]);
    if (verdict !== null) expect(found[0]).toMatchObject({ tile: 'list', kind: 'too-small', needed: 22, text: 'Ngập úng' });
  });

  test('LEGIB1 names the height that would pass, and the cells of a tile whose text grows with it', () => {
    const [found] = check({ capPx: 11 });
    expect(found?.found).toBeCloseTo(11);
    expect(found?.capPx).toBeCloseTo(22);
    expect(found?.cells).toEqual({ w: 20, h: 10 });
  });

  test('LEGIB1 a 55″ panel at 6 m: 20′ are 55 pixels, as the standard’s example says', () => {
    const panel: WallGeometry = {
      panels: { columns: 1, rows: 1, widthPx: 1920, heightPx: 1080, widthMm: 1209.6, heightMm: 680.4, gapXMm: 0, gapYMm: 0 },
      farthestSeatM: 6,
      displays: [],
    };
    const seen = sightOf(panel, { heightPx: 0, heightMm: 1, farthestSeatM: 1 });
    expect(pixelsOf(20, seen)).toBeCloseTo(55.4, 1);
    expect(arcminutesOf(pixelsOf(20, seen), seen)).toBeCloseTo(20);
  });
});

describe('LEGIB2 what is cut', () => {
  test('LEGIB2 an edge may touch marks, not letters; the tile’s size that would hold it is named', () => {
    expect(check({ visible: { x: 0, y: 0, w: 1000, h: 125 } })).toEqual([]);
    expect(check({ visible: { x: 0, y: 0, w: 1000, h: 110 } })).toMatchObject([
      { kind: 'clipped', verdict: 'refuse', found: 10, needed: 30, cells: { w: 10, h: 6 } },
    ]);
    expect(check({ visible: { x: 0, y: 0, w: 299.5, h: 250 } })).toEqual([]);
    expect(check({ visible: { x: 0, y: 0, w: 250, h: 250 } })).toMatchObject([
      { kind: 'clipped', verdict: 'refuse', cells: { w: 11, h: 5 } },
    ]);
  });

  test('LEGIB2 what ends in an ellipsis may be longer than its place, as long as half of it is seen', () => {
    expect(check({ ellipsis: true, visible: { x: 0, y: 0, w: 210, h: 250 } })).toEqual([]);
    expect(check({ ellipsis: true, visible: { x: 0, y: 0, w: 190, h: 250 } })).toMatchObject([{ kind: 'clipped', verdict: 'warn' }]);
    expect(check({ ellipsis: true, visible: { x: 0, y: 0, w: 1000, h: 110 } })).toMatchObject([{ kind: 'clipped', verdict: 'refuse' }]);
  });
});

describe('LEGIB3 text and the gaps between panels', () => {
  const seams = (x: number[], y: number[], gap: number): Partial<Sight> => ({ seams: { x, y }, gaps: { x: gap, y: gap } });
  test('LEGIB3 beside a gap nothing is wrong; across it is doubtful, and refused when the gap hides half a letter', () => {
    expect(check({}, seams([95, 305], [90, 140], 6))).toEqual([]);
    expect(check({}, seams([200], [], 6))).toMatchObject([{ kind: 'across-seam', verdict: 'warn', found: 6, needed: 0 }]);
    expect(check({}, seams([], [115], 6))).toMatchObject([{ kind: 'across-seam', verdict: 'warn' }]);
    expect(check({}, seams([200], [], 12))).toMatchObject([{ kind: 'across-seam', verdict: 'refuse', found: 12 }]);
  });
  test('LEGIB3 what the ellipsis has cut before the gap does not cross it', () => {
    expect(check({ ellipsis: true, visible: { x: 0, y: 0, w: 230, h: 250 } }, seams([250], [], 6))).toEqual([]);
  });
});

describe('LEGIB4 contrast', () => {
  test('LEGIB4 is WCAG’s', () => {
    expect(contrastOf([255, 255, 255], [0, 0, 0])).toBeCloseTo(21);
    expect(contrastOf([119, 119, 119], [255, 255, 255])).toBeCloseTo(4.48, 2);
  });
  test.each([
    [[154, 166, 178], null],
    [[130, 140, 150], 'warn'],
    [[100, 112, 124], 'refuse'],
  ] as const)('LEGIB4 %j on the wall’s ground: %s', (colour, verdict) => {
    expect(check({ colour }).map((one) => [one.kind, one.verdict])).toEqual(verdict === null ? [] : [['contrast', verdict]]);
  });
});

describe('LEGIB5 stacked marks', () => {
  test('LEGIB5 the line must hold the highest Vietnamese letters; figures alone may stand closer', () => {
    expect(check({ lineHeightPx: 42 })).toEqual([]);
    expect(check({ lineHeightPx: 40 })).toMatchObject([{ kind: 'diacritics', verdict: 'refuse', found: 40, needed: 42 }]);
    expect(check({ lineHeightPx: 22, text: '23.005' })).toEqual([]);
    // A name alone on a map touches nobody, unless something cuts it.
    expect(check({ lineHeightPx: 40, lines: 1 })).toEqual([]);
    expect(check({ lineHeightPx: 40, lines: 1, visible: { x: 0, y: 98, w: 1000, h: 250 } })).toMatchObject([{ kind: 'diacritics' }]);
  });
});

describe('LEGIB6 the list of findings', () => {
  test('LEGIB6 refusals first, one for each tile and fault with its worst text, the others counted', () => {
    const found = legibilityOf(
      [
        { ...good, colour: [130, 140, 150] },
        { ...good, capPx: 12, text: 'nhỏ' },
        { ...good, capPx: 10, text: 'nhỏ hơn' },
        { ...good, tile: 'banner', capPx: 20 },
      ],
      sight,
      tiles,
    );
    expect(found).toMatchObject([
      { tile: 'list', kind: 'too-small', verdict: 'refuse', text: 'nhỏ hơn', count: 2 },
      { tile: 'banner', kind: 'too-small', verdict: 'warn', count: 1, cells: null },
      { tile: 'list', kind: 'contrast', verdict: 'warn' },
    ]);
    expect(legibilityOf([{ ...good, text: '  ', capPx: 1 }], sight, tiles)).toEqual([]);
  });
});
