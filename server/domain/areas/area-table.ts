import { AREA_COLUMNS, type AreaColumn, type AreaFault, type AreaKind } from '../../../shared/contract/areas.ts';
import { AreaCodeField } from '../../../shared/contract/fields.ts';
import type { AreaCode } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import { type AreaPeriod, dayFrom } from '../../../shared/rules/areas.ts';
import { readCsv, type Separator } from './csv.ts';
import { faultOf } from './fault.ts';

/** A row of the table, read. */
export type AreaRow = { row: number; code: AreaCode; period: AreaPeriod };
export type AreaTable = { rows: AreaRow[]; rowCount: number; faults: AreaFault[] };

const MAX_ROWS = 20_000;
const OPTIONAL: readonly AreaColumn[] = ['made_of', 'area_km2'];
/** Việt Nam with its seas, degrees: what lies outside has its numbers swapped. */
const [WEST, SOUTH, EAST, NORTH] = [102, 6, 118, 24];

const LEVEL_WORDS: Readonly<Record<string, AreaKind>> = {
  province: 'province',
  tinh: 'province',
  thanhpho: 'province',
  district: 'district',
  quan: 'district',
  huyen: 'district',
  thixa: 'district',
  ward: 'ward',
  phuong: 'ward',
  commune: 'commune',
  xa: 'commune',
  township: 'township',
  thitran: 'township',
  specialzone: 'special-zone',
  dackhu: 'special-zone',
};
const plain = (word: string): string =>
  word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z]/g, '');

/** Reads the table cell by cell and tells every fault at once, each with its row and column. */
export function readAreaTable(text: string): AreaTable {
  const nothing = (fault: AreaFault): AreaTable => ({ rows: [], rowCount: 0, faults: [fault] });
  const read = readCsv(text);
  if (!read.ok) return nothing(faultOf('open-quote', read.error.row, null, ''));
  const [head, ...body] = read.value.rows;
  if (!head || body.length === 0) return nothing(faultOf('no-rows', null, null, ''));
  if (body.length > MAX_ROWS) return nothing(faultOf('too-many-rows', null, null, String(MAX_ROWS)));

  const columns = head.cells.map((name) => name.toLowerCase());
  const faults: AreaFault[] = [];
  for (const [i, name] of columns.entries()) {
    const known = (AREA_COLUMNS as readonly string[]).includes(name) && columns.indexOf(name) === i;
    if (!known) faults.push(faultOf('unknown-column', head.row, null, head.cells[i] ?? ''));
  }
  for (const name of AREA_COLUMNS) {
    if (!columns.includes(name) && !OPTIONAL.includes(name)) faults.push(faultOf('missing-column', head.row, name, name));
  }
  if (faults.length > 0) return { rows: [], rowCount: body.length, faults };

  const rows: AreaRow[] = [];
  const firstAt = new Map<string, number>();
  for (const { row, cells } of body) {
    if (cells.length !== columns.length) {
      faults.push(faultOf('wrong-width', row, null, `${cells.length} ≠ ${columns.length}`));
      continue;
    }
    const cell = (name: AreaColumn): string => cells[columns.indexOf(name)] ?? '';
    const parsed = readRow(row, cell, read.value.separator, faults);
    if (!parsed) continue;
    const key = `${parsed.code} ${parsed.period.validFrom}`;
    const first = firstAt.get(key);
    if (first === undefined) firstAt.set(key, row);
    else faults.push(faultOf('twice', row, 'valid_from', String(first)));
    rows.push(parsed);
  }
  return { rows, rowCount: body.length, faults };
}

function readRow(row: number, cell: (name: AreaColumn) => string, separator: Separator, faults: AreaFault[]): AreaRow | null {
  let whole = true;
  const wrong = (code: AreaFault['code'], column: AreaColumn): null => {
    faults.push(faultOf(code, row, column, cell(column).slice(0, 100)));
    whole = false;
    return null;
  };
  const needed = <T>(column: AreaColumn, read: (value: string) => T): T | null =>
    cell(column) === '' ? wrong('missing', column) : read(cell(column));
  const codeIn = (column: AreaColumn) => (value: string) =>
    AreaCodeField.safeParse(value).success ? (value as AreaCode) : wrong('bad-code', column);
  const numberIn = (column: AreaColumn) => (value: string) => {
    const number = Number(separator === ',' ? value : value.replace(',', '.'));
    return Number.isFinite(number) ? number : wrong('bad-number', column);
  };
  const dayIn = (column: AreaColumn) => (value: string) => dayFrom(value) ?? wrong('bad-date', column);

  const code = needed('code', codeIn('code'));
  const name = needed('name', (value) => (value.length <= 200 && !/\p{Cc}/u.test(value) ? value : wrong('bad-text', 'name')));
  const areaKind = needed('level', (value) => LEVEL_WORDS[plain(value)] ?? wrong('bad-level', 'level'));
  const parent = cell('parent') === '' ? null : codeIn('parent')(cell('parent'));
  const lng = needed('lng', numberIn('lng'));
  const lat = needed('lat', numberIn('lat'));
  if (lng !== null && (lng < WEST || lng > EAST)) wrong('outside', 'lng');
  if (lat !== null && (lat < SOUTH || lat > NORTH)) wrong('outside', 'lat');
  const areaKm2 = cell('area_km2') === '' ? null : numberIn('area_km2')(cell('area_km2'));
  if (areaKm2 !== null && areaKm2 <= 0) wrong('bad-number', 'area_km2');
  const validFrom = needed('valid_from', dayIn('valid_from'));
  const validTo = cell('valid_to') === '' ? null : dayIn('valid_to')(cell('valid_to'));
  if (validFrom !== null && validTo !== null && validTo < validFrom) wrong('ends-before-start', 'valid_to');
  const from = [...new Set(cell('made_of').split(/[\s+|]+/))].filter((one) => one !== '');
  if (from.length > 200 || from.some((one) => !AreaCodeField.safeParse(one).success)) wrong('bad-code', 'made_of');

  if (!whole || code === null || name === null || areaKind === null || lng === null || lat === null || validFrom === null) return null;
  const at: LngLat = [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];
  return { row, code, period: { name, areaKind, parent, at, areaKm2, validFrom, validTo, from: from as AreaCode[] } };
}
