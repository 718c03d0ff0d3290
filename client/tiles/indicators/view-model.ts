import type { Entry } from '../../../shared/contract/entry.ts';
import type { EntryData, Kind } from '../../../shared/contract/entry-data.ts';
import { DOMAINS, type Domain, type Severity } from '../../../shared/model/vocabulary.ts';
import type { HistoryPoint, World } from '../../../shared/rules/fold.ts';
import { type Freshness, freshness } from '../../../shared/rules/freshness.ts';
import { severityOf } from '../../../shared/rules/threshold.ts';
import { areaName, levelOf, provenanceOf, shortArea } from '../../stores/provenance.ts';
import type { Level } from '../../ui/SeverityMark.tsx';

/** How much room a cell takes, and how large its value is. */
export const CELL_SIZES = ['normal', 'large', 'huge'] as const;
export type CellSize = (typeof CELL_SIZES)[number];

export const KINDS_READ = [
  'indicator.valued',
  'indicator.defined',
  'area.defined',
  'source.registered',
  'source.state',
] as const satisfies Kind[];

/** Which indicators a tile shows: all, those of some domains, or those named. Bound through `key` of `useWorld`. */
export type Choice = { domains: readonly Domain[]; codes: readonly string[] };

export type Cell = {
  id: string;
  name: string;
  area: string;
  /** Other units whose value of the same indicator is past a threshold. */
  also: number;
  unit: string;
  decimals: number;
  value: number | null;
  target: number | null;
  direction: 'up' | 'down' | 'none';
  /** null: normal, or nothing to judge by. */
  severity: Severity | null;
  level: Level | null;
  /** The nearest threshold that lies ahead of (or was crossed by) the value. */
  threshold: number | null;
  quality: 'good' | 'provisional' | 'suspect';
  asOf: number;
  expectedIntervalMs: number;
  toleranceMs: number;
  points: HistoryPoint[];
};

export type IndicatorsView = { cells: Cell[]; abnormal: number; all: number; asOf: number | null; from: string[] };

type Valued = Entry<'indicator.valued'>;
type Candidate = { valued: Valued; defined: EntryData['indicator.defined']; severity: Severity | null; rank: number; also: number };

/**
 * One cell for each indicator: where many units report the same one, the worst of them, with the count of the others past a
 * threshold. Abnormal first, by severity; then what is renewed most often; then in the regulation's order of domains.
 */
export function viewOf(world: World, { domains, codes }: Choice): IndicatorsView {
  const byCode = new Map<string, Candidate>();
  let [abnormal, all] = [0, 0];
  let asOf: number | null = null;
  for (const valued of world.slots['indicator.valued'].values()) {
    const { code, value } = valued.data;
    const defined = world.slots['indicator.defined'].get(code)?.data;
    if (!defined) continue;
    if (codes.length > 0 ? !codes.includes(code) : domains.length > 0 && !domains.includes(defined.domain)) continue;
    const severity = severityOf(defined, value);
    // Among the normal ones the whole centre's value speaks for the indicator.
    const rank = severity ? levelOf(severity) : valued.area === null ? 5 : 6;
    all++;
    if (severity) abnormal++;
    asOf = Math.max(asOf ?? 0, valued.data.asOf);
    const best = byCode.get(code);
    const also = (best?.also ?? -1) + (severity ? 1 : 0);
    if (!best) byCode.set(code, { valued, defined, severity, rank, also: severity ? 0 : -1 });
    else if (rank < best.rank || (rank === best.rank && worse(defined, value, best.valued.data.value)))
      byCode.set(code, { valued, defined, severity, rank, also });
    else best.also = also;
  }
  const sorted = [...byCode.values()].sort(
    (a, b) =>
      (codes.length > 0 ? 0 : a.rank - b.rank) ||
      (codes.length > 0
        ? codes.indexOf(a.valued.data.code) - codes.indexOf(b.valued.data.code)
        : a.defined.expectedIntervalMs - b.defined.expectedIntervalMs) ||
      DOMAINS.indexOf(a.defined.domain) - DOMAINS.indexOf(b.defined.domain) ||
      a.defined.name.localeCompare(b.defined.name, 'vi'),
  );
  return {
    cells: sorted.map((candidate) => cellOf(world, candidate)),
    abnormal,
    all,
    asOf,
    from: provenanceOf(
      world,
      sorted.map(({ valued }) => valued),
    ).names,
  };
}

const worse = ({ direction }: EntryData['indicator.defined'], value: number | null, than: number | null): boolean =>
  value !== null && (than === null || (direction === 'up' ? value < than : value > than));

function cellOf(world: World, { valued, defined, severity, also }: Candidate): Cell {
  const { medium, high, critical } = defined.thresholds;
  return {
    id: valued.data.code,
    name: defined.name,
    area: shortArea(areaName(world, valued.area)),
    also: Math.max(0, also),
    unit: defined.unit,
    decimals: defined.decimals,
    value: valued.data.value,
    target: defined.target,
    direction: defined.direction,
    severity,
    level: severity ? levelOf(severity) : null,
    threshold: severity === 'critical' ? critical : severity === 'high' ? high : (medium ?? high ?? critical),
    quality: valued.data.quality,
    asOf: valued.data.asOf,
    expectedIntervalMs: defined.expectedIntervalMs,
    toleranceMs: defined.toleranceMs,
    // A copy: the fold appends to its own, and a line is drawn again only when its points are others.
    points: [...(world.history.get(valued.id) ?? [])],
  };
}

/** Each value ages by its own indicator's promise; one that is not known is unknown, however new. */
export const freshnessAt = (cell: Cell, now: number): Freshness =>
  cell.value === null ? 'unknown' : freshness(now - cell.asOf, cell.expectedIntervalMs, cell.toleranceMs);
