import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type KnownArea, readBoundaryFile } from '../../../server/sources/reference/boundary-file.ts';

const KNOWN: ReadonlyMap<string, KnownArea> = new Map([
  ['11329', { name: 'Phường Ngô Quyền', at: [106.7045, 20.8659] }],
  ['00118', { name: 'Phường Số Không', at: [106.7, 20.8] }],
]);
const SQUARE = [
  [106.69, 20.86],
  [106.72, 20.86],
  [106.72, 20.88],
  [106.69, 20.88],
  [106.69, 20.86],
];
const feature = (properties: unknown, coordinates: unknown = [SQUARE], type = 'Polygon'): object => ({
  type: 'Feature',
  properties,
  geometry: { type, coordinates },
});
const NGO_QUYEN = { code: '11329', name: 'Phường Ngô Quyền', kind: 'ward' };
const read = (features: unknown[], more: object = {}) =>
  readBoundaryFile(new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features, ...more })), KNOWN);
const faultsOf = (features: unknown[], more: object = {}): string[] => {
  const result = read(features, more);
  return result.ok ? [] : result.error.map(({ pointer, message }) => `${pointer} ${message}`);
};

describe('a file of boundaries', () => {
  test('AREA2 is kept in one form, whatever its properties are called', () => {
    const own = read([feature(NGO_QUYEN)]);
    const other = read([
      feature({ OBJECTID: 7, MA_XA: 11329, 'Tên xã': 'Phường Ngô Quyền'.normalize('NFD'), Loại: 'Phường' }, [
        SQUARE.map((p) => [...p, 3.5]),
      ]),
    ]);
    expect(own.ok && own.value.notes).toEqual(['1 units of the centre have no outline here: 00118']);
    expect(other.ok && other.value.used).toEqual({ code: ['MA_XA'], name: ['Tên xã'], kind: ['Loại'] });
    expect(other.ok && own.ok && other.value.bytes).toEqual(own.ok && own.value.bytes);
    expect(other.ok && other.value.notes[0]).toContain('NFC');
    const padded = read([feature({ ma: 118 })]);
    expect(padded.ok && JSON.parse(new TextDecoder().decode(padded.value.bytes)).features[0].properties.code).toBe('00118');
  });

  test('AREA2 a unit that the centre does not know is defined from it, when the file says what it is', () => {
    const added = read([feature({ code: '99001', name: 'Xã Mới' })]);
    expect(added.ok && added.value.added).toEqual([
      { code: '99001', name: 'Xã Mới', areaKind: 'commune', at: [106.705, 20.87], areaKm2: expect.closeTo(6.95, 1) },
    ]);
    expect(faultsOf([feature({ code: '99001' })])[0]).toMatch(/^\/features\/0\/properties 99001 is not a unit.*needs a name and a kind/);
  });

  test.each([
    [
      'an open ring',
      [feature(NGO_QUYEN, [SQUARE.slice(0, 4)])],
      '/features/0/geometry/coordinates/0 the ring is not closed: it begins at [106.69, 20.86]',
    ],
    [
      'too few positions',
      [feature(NGO_QUYEN, [SQUARE.slice(0, 3)])],
      '/features/0/geometry/coordinates/0 a ring has four positions or more, found 3',
    ],
    [
      'no area',
      [feature(NGO_QUYEN, [[SQUARE[0], SQUARE[1], SQUARE[0], SQUARE[0]]])],
      '/features/0/geometry/coordinates/0 the ring encloses no area',
    ],
    ['latitude first', [feature(NGO_QUYEN, [SQUARE.map(([x, y]) => [y, x])])], 'latitude seems to stand first'],
    ['metres', [feature(NGO_QUYEN, [SQUARE.map(() => [596_000, 2_307_000])])], 'VN-2000'],
    ['text for a number', [feature(NGO_QUYEN, [[['106.7', 20.8], ...SQUARE]])], '/features/0/geometry/coordinates/0/0 a position is'],
    [
      'a line',
      [feature(NGO_QUYEN, SQUARE, 'LineString')],
      '/features/0/geometry/type expected Polygon or MultiPolygon, found "LineString"',
    ],
    ['no geometry', [{ type: 'Feature', properties: NGO_QUYEN, geometry: null }], '/features/0/geometry geometry is missing'],
    ['a code twice', [feature(NGO_QUYEN), feature(NGO_QUYEN)], '/features/1/properties code 11329 comes twice: feature 0 has it too'],
    ['no code', [feature({ name: 'Phường Ngô Quyền' })], '/features/0/properties no code: none of'],
    ['a code with a path in it', [feature({ code: '../../etc' })], 'is no code of an administrative unit'],
    [
      'another place',
      [feature(NGO_QUYEN, [SQUARE.map(([x = 0, y = 0]) => [x + 2, y])])],
      'but 11329 (Phường Ngô Quyền) is at [106.7045, 20.8659]',
    ],
    ['not a feature', [null, feature(NGO_QUYEN)], '/features/0 not a GeoJSON Feature'],
    ['nothing', [], '/features the collection is empty'],
  ])('AREA3 %s is refused, with where and what would be right', (_, features, expected) => {
    expect(faultsOf(features)[0]).toContain(expected);
  });

  test('AREA3 all faults are told at once, and another reference system by its name', () => {
    expect(faultsOf([feature({}), feature(NGO_QUYEN, [SQUARE.slice(1)]), feature({ code: '99001' })])).toHaveLength(3);
    expect(faultsOf([feature(NGO_QUYEN)], { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3405' } } })[0]).toContain(
      'EPSG::3405',
    );
    expect(faultsOf([feature(NGO_QUYEN)], { crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:OGC:1.3:CRS84' } } })).toEqual([]);
  });

  test('AREA3 whatever the bytes are, the answer is a value: it never throws', () => {
    const invalid = readBoundaryFile(Uint8Array.of(0x7b, 0xff, 0x7d), KNOWN);
    expect(invalid.ok || invalid.error[0]?.message).toBe('the file is not valid UTF-8');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(readBoundaryFile(bytes, KNOWN).ok).toBe(false);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 5 }), (properties, coordinates) => {
        const result = read([feature(properties, coordinates), feature({ ...NGO_QUYEN, code: coordinates }), properties]);
        expect(result.ok).toBe(false);
      }),
    );
  });
});
