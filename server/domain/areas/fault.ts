import type { AreaColumn, AreaFault } from '../../../shared/contract/areas.ts';

/** For the API, in English; screens have their own words for each code. */
const MESSAGES: Readonly<Record<AreaFault['code'], string>> = {
  'not-utf8': 'the file is not valid UTF-8',
  'no-rows': 'expected a heading and at least one row',
  'too-many-rows': 'more rows than are taken at once',
  'unknown-column': 'no such column, or it comes twice',
  'missing-column': 'this column is needed',
  'wrong-width': 'more or fewer cells than the heading has',
  'open-quote': 'a quote is opened here and never closed',
  missing: 'this cell must not be empty',
  'bad-code': 'not a code: 1 to 20 of 0-9, A-Z, a-z and the hyphen',
  'bad-text': 'a name has 1 to 200 characters and no control characters',
  'bad-level': 'expected province, district, ward, commune, township or special-zone',
  'bad-number': 'not a number, or not a positive one',
  outside: 'lies outside Việt Nam: longitude and latitude may be swapped',
  'bad-date': 'expected a day as 2025-07-01 or 01/07/2025',
  'ends-before-start': 'the last day lies before the first',
  twice: 'the same unit begins on the same day in another row',
  overlap: 'another row, or what is stored, says something else of the same days',
  gap: 'days are missing between this and the unit’s other time',
  'unknown-parent': 'no unit of this table or of this centre has this code',
  'parent-not-then': 'the parent is not there for all of these days',
  'children-left': 'a unit that is stored would lose its parent',
  cycle: 'the unit lies in itself',
  'unknown-origin': 'no unit of this table or of this centre has this code',
  'origin-not-then': 'that unit does not stand on the day before',
};

export const faultOf = (code: AreaFault['code'], row: number | null, column: AreaColumn | null, found: string): AreaFault => ({
  row,
  column,
  code,
  found,
  message: MESSAGES[code],
});
