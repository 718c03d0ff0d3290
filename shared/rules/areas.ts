import type { AreaKind, AreaPeriodListing } from '../contract/areas.ts';
import type { EntryData } from '../contract/entry-data.ts';
import type { AreaCode } from '../model/ids.ts';
import type { LngLat } from '../model/units.ts';

/**
 * The administrative hierarchy of as many levels as there are, at any day (HP-1, HP-2.1, HP-7.6). Days are of Việt Nam's calendar,
 * `YYYY-MM-DD`, and so compare as texts.
 */
export type Day = string;
export type AreaPeriod = AreaPeriodListing;
type AreaData = EntryData['area.defined'];
/** Whatever holds `area.defined` entries: a slot of the world, a list of drafts. */
export type AreaEntries = Iterable<{ id: string; data: AreaData }>;

const DAY_MS = 86_400_000;
const ZONE_MS = 7 * 3_600_000;

/** The day that it is in Việt Nam. */
export const dayOf = (at: number): Day => new Date(at + ZONE_MS).toISOString().slice(0, 10);
export const dayAfter = (day: Day, days = 1): Day => new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);

/** A day as people write it, `01/07/2025`, or as files do, `2025-07-01`; null when there is no such day. */
export function dayFrom(text: string): Day | null {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? [];
  const [, d, m, y] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const iso = year ? `${year}-${month}-${day}` : `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}`;
  const at = Date.parse(iso);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? null : iso;
}

/** Everything that a code stood for, oldest first. Entries of before this was kept have one period without an end. */
export function periodsOf({ before, ...newest }: AreaData): AreaPeriod[] {
  return [...(before ?? []), newest].map(({ validTo, from, at, parent, ...rest }) => ({
    ...rest,
    parent,
    at: [at[0], at[1]] as LngLat,
    validTo: validTo ?? null,
    from: [...(from ?? [])],
  }));
}

/** Its inverse. @throws RangeError without a period. */
export function areaData(periods: readonly AreaPeriod[]): AreaData {
  const sorted = [...periods].sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  const newest = sorted.pop();
  if (!newest) throw new RangeError('a unit without a period');
  return { ...newest, before: sorted };
}

type Validity = Pick<AreaPeriod, 'validFrom'> & { validTo?: string | null | undefined };
export const isValidOn = ({ validFrom, validTo }: Validity, day: Day): boolean =>
  validFrom <= day && (validTo === null || validTo === undefined || day <= validTo);

/** What a unit is on a day; undefined: it is not. */
export function periodOn(data: AreaData, day: Day): Omit<AreaData, 'before'> | undefined {
  if (isValidOn(data, day)) return data;
  return data.before?.findLast((period) => isValidOn(period, day));
}

/** The units that nothing lies below on a day, but for provinces: what a place belongs to. A code that comes twice counts as it came last. */
export function lowestUnits(entries: AreaEntries, day: Day): Map<AreaCode, Omit<AreaData, 'before'>> {
  const units = new Map<AreaCode, Omit<AreaData, 'before'>>();
  for (const { id, data } of entries) {
    const period = periodOn(data, day);
    if (period) units.set(id as AreaCode, period);
    else units.delete(id as AreaCode);
  }
  const above = new Set<AreaCode>();
  for (const { parent } of units.values()) if (parent !== null) above.add(parent);
  for (const [code, { areaKind }] of units) if (areaKind === 'province' || above.has(code)) units.delete(code);
  return units;
}

export type AreaNode = {
  code: AreaCode;
  name: string;
  areaKind: AreaKind;
  /** null: a root, or a unit whose parent is not there on this day. */
  parent: AreaCode | null;
  at: LngLat;
  period: AreaPeriod;
  children: readonly AreaCode[];
  /** 0 for a root. */
  depth: number;
};
export type AreaTree = {
  day: Day;
  nodes: ReadonlyMap<AreaCode, AreaNode>;
  roots: readonly AreaCode[];
  /** Every unit there ever was or will be. */
  history: ReadonlyMap<AreaCode, readonly AreaPeriod[]>;
};

/** The hierarchy as it stands on a day. Units in a ring, which an import refuses, come out as roots of what hangs on them. */
export function areaTree(entries: AreaEntries, day: Day): AreaTree {
  const history = new Map<AreaCode, readonly AreaPeriod[]>();
  for (const { id, data } of entries) history.set(id as AreaCode, periodsOf(data));
  return treeOf(history, day);
}

export function treeOf(history: ReadonlyMap<AreaCode, readonly AreaPeriod[]>, day: Day): AreaTree {
  const present = new Map<AreaCode, AreaPeriod>();
  for (const [code, periods] of history) {
    // Of two at once, which an import refuses, the newer counts.
    const period = periods.findLast((one) => isValidOn(one, day));
    if (period) present.set(code, period);
  }
  const parents = new Map<AreaCode, AreaCode | null>();
  for (const [code, { parent }] of present) parents.set(code, parent !== null && present.has(parent) ? parent : null);
  for (const code of inRings(parents)) parents.set(code, null);

  const children = new Map<AreaCode | null, AreaCode[]>();
  for (const [code, parent] of parents) {
    const siblings = children.get(parent);
    if (siblings) siblings.push(code);
    else children.set(parent, [code]);
  }
  for (const siblings of children.values()) siblings.sort(byText);

  const nodes = new Map<AreaCode, AreaNode>();
  const waiting: [AreaCode, number][] = (children.get(null) ?? []).map((code) => [code, 0]);
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [code, depth] = next;
    const period = present.get(code) as AreaPeriod;
    const own = children.get(code) ?? [];
    const { name, areaKind, at } = period;
    nodes.set(code, { code, name, areaKind, parent: parents.get(code) ?? null, at, period, children: own, depth });
    for (const child of own) waiting.push([child, depth + 1]);
  }
  return { day, nodes, roots: children.get(null) ?? [], history };
}
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Who is its own ancestor. */
export function inRings(parents: ReadonlyMap<AreaCode, AreaCode | null>): AreaCode[] {
  const rings: AreaCode[] = [];
  const seen = new Set<AreaCode>();
  for (const start of parents.keys()) {
    const path: AreaCode[] = [];
    let at: AreaCode | null = start;
    while (at !== null && !seen.has(at)) {
      seen.add(at);
      path.push(at);
      at = parents.get(at) ?? null;
    }
    const ring = at === null ? -1 : path.indexOf(at);
    if (ring >= 0) rings.push(...path.slice(ring));
  }
  return rings;
}

/** Everything below a unit, itself left out; nothing for a code that is not there on the tree's day. */
export function descendants({ nodes }: AreaTree, code: AreaCode): AreaCode[] {
  const below: AreaCode[] = [];
  const waiting = [...(nodes.get(code)?.children ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    below.push(next);
    waiting.push(...(nodes.get(next)?.children ?? []));
  }
  return below.sort(byText);
}

/** What a unit lies in, the nearest first. */
export function ancestors({ nodes }: AreaTree, code: AreaCode): AreaCode[] {
  const above: AreaCode[] = [];
  for (let at = nodes.get(code)?.parent ?? null; at !== null; at = nodes.get(at)?.parent ?? null) above.push(at);
  return above;
}

/** `whole`: all of it went there. `unknown`: some of it did, and nobody has said how much. */
export type Successor = { code: AreaCode; share: 'whole' | 'unknown' };

/**
 * What a unit of one day is on a later one, through every merger and split between: several units where it was split, itself where
 * it stands unchanged, none where nothing says what became of it. The tables of a reform name units and no shares, so a part is a part.
 */
export function successorsOf({ history, day }: AreaTree, code: AreaCode, of: Day): Successor[] {
  const made = madeOf(history);
  const found = new Map<AreaCode, Successor['share']>();
  const seen = new Set<string>();
  const follow = (at: AreaCode, period: AreaPeriod, share: Successor['share']): void => {
    const key = `${at}|${period.validFrom}|${share}`;
    if (seen.has(key)) return;
    seen.add(key);
    if (isValidOn(period, day)) found.set(at, found.get(at) === 'whole' ? 'whole' : share);
    const next = heirs(made, at, period).filter(({ period: { validFrom } }) => validFrom <= day);
    // What goes on beside its heirs gave them a part only.
    const split = next.length > 1 || (next.length === 1 && isValidOn(period, next[0]?.period.validFrom ?? day));
    for (const heir of next) follow(heir.code, heir.period, split ? 'unknown' : share);
    if (split && isValidOn(period, day)) found.set(at, 'unknown');
  };
  const period = history.get(code)?.findLast((one) => isValidOn(one, of));
  if (period && of <= day) follow(code, period, 'whole');
  return [...found].map(([to, share]) => ({ code: to, share })).sort((a, b) => byText(a.code, b.code));
}

type Dated = { code: AreaCode; period: AreaPeriod };
type Made = ReadonlyMap<AreaCode, readonly Dated[]>;

/** For each code the periods, its own too, that were made of it. One that follows on its own code without a word goes on from it. */
function madeOf(history: ReadonlyMap<AreaCode, readonly AreaPeriod[]>): Made {
  const made = new Map<AreaCode, Dated[]>();
  for (const [code, periods] of history) {
    for (const [i, period] of periods.entries()) {
      const origins = period.from.length === 0 && i > 0 ? [code] : period.from;
      for (const origin of origins) {
        const list = made.get(origin);
        if (list) list.push({ code, period });
        else made.set(origin, [{ code, period }]);
      }
    }
  }
  return made;
}

/** Those made of it while it stood or the day after it ended. */
const heirs = (made: Made, code: AreaCode, { validFrom, validTo }: AreaPeriod): Dated[] =>
  (made.get(code) ?? []).filter(
    ({ period }) => period.validFrom > validFrom && (validTo === null || period.validFrom <= dayAfter(validTo)),
  );

/**
 * Every code whose entries a principal of these areas may see on the tree's day: the granted ones and what lies wholly in them.
 * A unit does when its parent does, when all that it was made of does, or, gone by now, when all that became of it does. A part
 * whose share is unknown does not: what may lie outside is outside. More grants never give less.
 */
export function spread(granted: readonly AreaCode[], { nodes, history, day }: AreaTree): AreaCode[] {
  const reached = new Set<AreaCode>(granted);
  const made = madeOf(history);
  const all = (codes: readonly (AreaCode | null)[]): boolean =>
    codes.length > 0 && codes.every((code) => code !== null && reached.has(code));
  const liesWithin = (code: AreaCode, periods: readonly AreaPeriod[]): boolean => {
    const node = nodes.get(code);
    if (node) return (node.parent !== null && reached.has(node.parent)) || all(node.period.from);
    if (periods.every(({ validFrom }) => validFrom > day)) return false;
    return (
      all(periods.map(({ parent }) => parent)) || all((made.get(code) ?? []).flatMap((heir) => (heir.code === code ? [] : [heir.code])))
    );
  };
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const [code, periods] of history) if (!reached.has(code) && liesWithin(code, periods)) reached.add(code);
  }
  return [...reached].sort(byText);
}
