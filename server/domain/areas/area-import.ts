import type { AreaColumn, AreaFault } from '../../../shared/contract/areas.ts';
import type { AreaCode } from '../../../shared/model/ids.ts';
import { type AreaPeriod, dayAfter, inRings, isValidOn } from '../../../shared/rules/areas.ts';
import type { AreaRow } from './area-table.ts';
import { faultOf } from './fault.ts';

type History = ReadonlyMap<AreaCode, readonly AreaPeriod[]>;
export type Plan = {
  /** Every time of each unit that the table touches, as it stands afterwards. */
  changed: Map<AreaCode, AreaPeriod[]>;
  added: AreaCode[];
  unchanged: number;
  faults: AreaFault[];
};

const NEVER = '9999-12-31';
const endOf = ({ validTo }: Pick<AreaPeriod, 'validTo'>): string => validTo ?? NEVER;
const spanOf = ({ validFrom, validTo }: AreaPeriod): string => `${validFrom} – ${validTo ?? '…'}`;

/**
 * What the hierarchy is with the rows of a table in it. A row takes the place of what is stored under its code from the same first day
 * on, and else is a time of its own. Pure; what would not be a hierarchy comes as faults of the rows that make it so.
 */
export function planImport(stored: History, rows: readonly AreaRow[]): Plan {
  const rowAt = new Map<string, number>();
  const after = new Map<AreaCode, AreaPeriod[]>([...stored].map(([code, periods]) => [code, [...periods]]));
  const touched = new Set<AreaCode>();
  for (const { row, code, period } of rows) {
    rowAt.set(`${code} ${period.validFrom}`, row);
    touched.add(code);
    const others = (after.get(code) ?? []).filter(({ validFrom }) => validFrom !== period.validFrom);
    // The table need not say again how large a unit is.
    const before = stored.get(code)?.find(({ validFrom }) => validFrom === period.validFrom);
    const areaKm2 = period.areaKm2 ?? before?.areaKm2 ?? null;
    after.set(
      code,
      [...others, { ...period, areaKm2 }].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1)),
    );
  }

  const faults: AreaFault[] = [];
  const rowOf = (code: AreaCode, period: AreaPeriod): number | undefined => rowAt.get(`${code} ${period.validFrom}`);
  const blame = (row: number | undefined, column: AreaColumn, code: AreaFault['code'], found: string): void => {
    if (row !== undefined) faults.push(faultOf(code, row, column, found));
  };

  for (const code of touched) checkTimes(code);
  for (const [code, periods] of after) {
    for (const period of periods) {
      checkParent(code, period);
      if (rowOf(code, period) !== undefined) checkOrigins(code, period);
    }
  }
  checkRings();

  const changed = new Map([...touched].flatMap((code) => (isSame(code) ? [] : [[code, after.get(code) ?? []] as const])));
  return {
    changed,
    added: [...changed.keys()].filter((code) => !stored.has(code)),
    unchanged: touched.size - changed.size,
    faults: faults.sort((a, b) => (a.row ?? 0) - (b.row ?? 0)),
  };

  /** The times of one unit follow each other without a day that counts twice or is missing. */
  function checkTimes(code: AreaCode): void {
    const periods = after.get(code) ?? [];
    for (const [i, next] of periods.entries()) {
      const last = periods[i - 1];
      if (!last) continue;
      const row = rowOf(code, next) ?? rowOf(code, last);
      const column = rowOf(code, next) === undefined ? 'valid_to' : 'valid_from';
      const other = rowOf(code, next) === undefined ? next : last;
      if (endOf(last) >= next.validFrom) blame(row, column, 'overlap', spanOf(other));
      else if (dayAfter(endOf(last)) < next.validFrom) blame(row, column, 'gap', spanOf(other));
    }
  }

  function checkParent(code: AreaCode, period: AreaPeriod): void {
    const { parent } = period;
    if (parent === null) return;
    const row = rowOf(code, period);
    const parents = after.get(parent);
    if (!parents) {
      blame(row, 'parent', 'unknown-parent', parent);
      return;
    }
    const missing = firstUncovered(period, parents);
    if (missing === null) return;
    if (row !== undefined) blame(row, 'parent', 'parent-not-then', `${parent}: ${missing}`);
    else {
      // What is stored was whole: a row that ends its parent, or moves its beginning, takes it away.
      const blamed = parents.findLast((one) => rowOf(parent, one) !== undefined);
      if (blamed) blame(rowOf(parent, blamed), 'valid_to', 'children-left', `${code}: ${missing}`);
    }
  }

  function checkOrigins(code: AreaCode, period: AreaPeriod): void {
    const eve = dayAfter(period.validFrom, -1);
    for (const origin of period.from) {
      const origins = after.get(origin);
      if (!origins) blame(rowOf(code, period), 'made_of', 'unknown-origin', origin);
      else if (!origins.some((one) => isValidOn(one, eve))) blame(rowOf(code, period), 'made_of', 'origin-not-then', `${origin}: ${eve}`);
    }
  }

  /** Parents change with the days, and a ring can only close on a day on which one of them begins. */
  function checkRings(): void {
    const days = new Set([...after.values()].flatMap((periods) => periods.map(({ validFrom }) => validFrom)));
    const blamed = new Set<number>();
    for (const day of days) {
      const present = new Map<AreaCode, AreaPeriod>();
      for (const [code, periods] of after) {
        const period = periods.find((one) => isValidOn(one, day));
        if (period) present.set(code, period);
      }
      for (const code of inRings(new Map([...present].map(([at, { parent }]) => [at, parent])))) {
        const row = rowOf(code, present.get(code) as AreaPeriod);
        if (row === undefined || blamed.has(row)) continue;
        blamed.add(row);
        blame(row, 'parent', 'cycle', `${code} → ${present.get(code)?.parent}`);
      }
    }
  }

  function isSame(code: AreaCode): boolean {
    return JSON.stringify(canonical(after.get(code))) === JSON.stringify(canonical(stored.get(code)));
  }
}

const canonical = (periods: readonly AreaPeriod[] | undefined): unknown =>
  periods?.map(({ name, areaKind, parent, at, areaKm2, validFrom, validTo, from }) => [
    name,
    areaKind,
    parent,
    at,
    areaKm2,
    validFrom,
    validTo,
    from,
  ]);

/** The first day of a period that no other covers; null when all are. */
function firstUncovered(period: AreaPeriod, by: readonly AreaPeriod[]): string | null {
  let day = period.validFrom;
  for (const { validFrom, validTo } of [...by].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))) {
    if (validFrom > day) return day;
    if (validTo === null || validTo >= endOf(period)) return null;
    if (validTo >= day) day = dayAfter(validTo);
  }
  return day;
}
