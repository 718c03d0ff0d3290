import { describe, expect, it } from 'vitest';
import { planImport } from '../../../server/domain/areas/area-import.ts';
import { readAreaTable } from '../../../server/domain/areas/area-table.ts';
import { readCsv } from '../../../server/domain/areas/csv.ts';
import { AREA_FAULTS } from '../../../shared/contract/areas.ts';
import { type AreaCode, areaCode } from '../../../shared/model/ids.ts';
import type { AreaPeriod } from '../../../shared/rules/areas.ts';

const HEAD = 'code,name,level,parent,lng,lat,valid_from,valid_to,made_of';
const table = (...rows: string[]): string => [HEAD, ...rows].join('\n');
const faultsOf = (text: string) => readAreaTable(text).faults.map(({ row, column, code, found }) => [row, column, code, found]);

describe('AREA10 a table is read cell by cell', () => {
  it('as spreadsheets write it: mark, semicolons, decimal commas, quotes, day before month, Vietnamese levels, NFD', () => {
    const text = [
      '\uFEFFcode;name;level;parent;lng;lat;valid_from;valid_to;made_of;area_km2',
      `11413;"Phường ""Hải An""; mới";Phường;31;106,7381;20,8093;01/07/2025;;11410 + 11413;39,99`,
      '',
      `304;${'Quận Hải An'.normalize('NFD')};Quận;31;106,75;20,83;5/5/2003;30/06/2025;;`,
    ].join('\r\n');
    const { rows, faults } = readAreaTable(text);
    expect(faults).toEqual([]);
    expect(rows).toEqual([
      {
        row: 2,
        code: '11413',
        period: {
          name: 'Phường "Hải An"; mới',
          areaKind: 'ward',
          parent: '31',
          at: [106.7381, 20.8093],
          areaKm2: 39.99,
          validFrom: '2025-07-01',
          validTo: null,
          from: ['11410', '11413'],
        },
      },
      {
        row: 4,
        code: '304',
        period: {
          name: 'Quận Hải An',
          areaKind: 'district',
          parent: '31',
          at: [106.75, 20.83],
          areaKm2: null,
          validFrom: '2003-05-05',
          validTo: '2025-06-30',
          from: [],
        },
      },
    ]);
  });

  it('every fault at once, each with its row, its column and what stands there', () => {
    const text = table(
      '11413,Phường Hải An,phường,31,106.7,20.8,2025-07-01,,',
      'mã xã,,xóm,3 1,20.8,106.7,2025-02-29,2025-01-01,a;b',
      '11414,Phường,ward,31,106.7,một,2025-07-01,2024-07-01,',
      '11413,Phường Hải An,ward,31,106.7,20.8,2025-07-01,,',
      '11415,Phường',
    );
    expect(faultsOf(text)).toEqual([
      [3, 'code', 'bad-code', 'mã xã'],
      [3, 'name', 'missing', ''],
      [3, 'level', 'bad-level', 'xóm'],
      [3, 'parent', 'bad-code', '3 1'],
      [3, 'lng', 'outside', '20.8'],
      [3, 'lat', 'outside', '106.7'],
      [3, 'valid_from', 'bad-date', '2025-02-29'],
      [3, 'made_of', 'bad-code', 'a;b'],
      [4, 'lat', 'bad-number', 'một'],
      [4, 'valid_to', 'ends-before-start', '2024-07-01'],
      [5, 'valid_from', 'twice', '2'],
      [6, null, 'wrong-width', '2 ≠ 9'],
    ]);
  });

  it.each([
    ['', [[null, null, 'no-rows', '']]],
    [HEAD, [[null, null, 'no-rows', '']]],
    [
      'code,name,tên,level\n1,2,3,4',
      [
        [1, null, 'unknown-column', 'tên'],
        [1, 'parent', 'missing-column', 'parent'],
        [1, 'lng', 'missing-column', 'lng'],
        [1, 'lat', 'missing-column', 'lat'],
        [1, 'valid_from', 'missing-column', 'valid_from'],
        [1, 'valid_to', 'missing-column', 'valid_to'],
      ],
    ],
    [table('1,"mở,ward,31,106.7,20.8,2025-07-01,,'), [[2, null, 'open-quote', '']]],
  ])('a file that is no such table: %j', (text, faults) => expect(faultsOf(text)).toEqual(faults));

  it('a cell with line breaks is one row, and what stands behind it keeps its number', () => {
    expect(readCsv('a,b\n"1\n2",x\ny,z')).toMatchObject({
      ok: true,
      value: {
        rows: [
          { row: 1, cells: ['a', 'b'] },
          { row: 2, cells: ['1\n2', 'x'] },
          { row: 3, cells: ['y', 'z'] },
        ],
      },
    });
  });
});

const period = (parent: string | null, validFrom: string, validTo: string | null = null, from: string[] = []): AreaPeriod => ({
  name: 'Đơn vị',
  areaKind: 'commune',
  parent: parent === null ? null : areaCode(parent),
  at: [106.7, 20.8],
  areaKm2: 10,
  validFrom,
  validTo,
  from: from.map(areaCode),
});
const STORED = new Map<AreaCode, AreaPeriod[]>([
  [areaCode('31'), [period(null, '2025-07-01')]],
  [areaCode('11413'), [period('31', '2025-07-01')]],
]);
const plan = (...rows: string[]) => {
  const read = readAreaTable(table(...rows));
  expect(read.faults).toEqual([]);
  return planImport(STORED, read.rows);
};
const planned = (...rows: string[]) => plan(...rows).faults.map(({ row, column, code, found }) => [row, column, code, found]);
const row = (code: string, parent: string, from: string, to = '', made = ''): string =>
  `${code},Đơn vị,xã,${parent},106.7,20.8,${from},${to},${made}`;

describe('AREA11 what is no hierarchy is refused, with the row and cell that makes it so', () => {
  it.each([
    ['an unknown parent', [row('500', '99', '2025-07-01')], [[2, 'parent', 'unknown-parent', '99']]],
    ['a parent of other days', [row('500', '31', '2024-01-01')], [[2, 'parent', 'parent-not-then', '31: 2024-01-01']]],
    ['days that count twice', [row('11413', '31', '2026-01-01')], [[2, 'valid_from', 'overlap', '2025-07-01 – …']]],
    [
      'a gap within a unit',
      [row('11413', '31', '2025-07-01', '2025-12-31'), row('11413', '31', '2026-01-02')],
      [[3, 'valid_from', 'gap', '2025-07-01 – 2025-12-31']],
    ],
    [
      'the end of a parent of what is stored',
      [row('31', '', '2025-07-01', '2026-01-01')],
      [[2, 'valid_to', 'children-left', '11413: 2026-01-02']],
    ],
    ['a unit in itself', [row('500', '500', '2025-07-01')], [[2, 'parent', 'cycle', '500 → 500']]],
    [
      'a ring of three that closes on a later day only',
      [
        row('500', '31', '2025-07-01', '2026-01-31'),
        row('500', '502', '2026-02-01'),
        row('501', '500', '2025-07-01'),
        row('502', '501', '2025-07-01'),
      ],
      [
        [3, 'parent', 'cycle', '500 → 502'],
        [4, 'parent', 'cycle', '501 → 500'],
        [5, 'parent', 'cycle', '502 → 501'],
      ],
    ],
    ['an unknown origin', [row('500', '31', '2026-01-01', '', '77')], [[2, 'made_of', 'unknown-origin', '77']]],
    ['an origin of other days', [row('500', '31', '2025-07-01', '', '11413')], [[2, 'made_of', 'origin-not-then', '11413: 2025-06-30']]],
  ] as [string, string[], unknown[]][])('%s', (_, rows, faults) => expect(planned(...rows)).toEqual(faults));

  it('a reform with its districts, their end and what came of them is a hierarchy; the same again changes nothing', () => {
    const reform = [
      row('31', '', '1955-05-13', '2025-06-30'),
      row('30', '', '1968-01-26', '2025-06-30'),
      row('31', '', '2025-07-01', '', '31 30'),
      row('304', '31', '2003-05-05', '2025-06-30'),
      row('11410', '304', '2003-05-05', '2025-06-30'),
      row('11413', '304', '2003-05-05', '2025-06-30'),
      row('11413', '31', '2025-07-01', '', '11413 11410'),
    ];
    const { faults, changed, added, unchanged } = plan(...reform);
    expect(faults).toEqual([]);
    expect([...changed.keys()]).toEqual(['31', '30', '304', '11410', '11413']);
    expect(added).toEqual(['30', '304', '11410']);
    expect(unchanged).toBe(0);
    // What the table does not say again stays: the extent.
    expect(changed.get(areaCode('11413'))?.map(({ areaKm2 }) => areaKm2)).toEqual([null, 10]);
    const again = planImport(new Map([...STORED, ...changed]), readAreaTable(table(...reform)).rows);
    expect([again.changed.size, again.unchanged, again.faults]).toEqual([0, 5, []]);
  });
});

it('AREA11 every kind of fault has its words in both languages', async () => {
  const [vi, en] = await Promise.all(['vi', 'en'].map((name) => import(`../../../client/screens/admin/areas/${name}.json`)));
  for (const words of [vi, en]) expect(Object.keys(words.default.fault).sort()).toEqual([...AREA_FAULTS].sort());
});
