import type { Kind } from '../../../shared/contract/entry-data.ts';
import { DOMAINS, type Domain, type Severity } from '../../../shared/model/vocabulary.ts';
import type { HistoryPoint, World } from '../../../shared/rules/fold.ts';
import { type Freshness, freshness } from '../../../shared/rules/freshness.ts';
import { severityOf } from '../../../shared/rules/threshold.ts';
import type { Level } from '../../ui/SeverityMark.tsx';
import { areaName, levelOf, provenanceOf } from '../provenance.ts';

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

export type IndicatorsView = { cells: Cell[]; abnormal: number; asOf: number | null; from: string[] };

/** Abnormal first, by severity; then in the regulation's order of domains, then by name. */
export function viewOf(world: World, { domains, codes }: Choice): IndicatorsView {
  const cells: (Cell & { domain: number })[] = [];
  const shown = [];
  let asOf: number | null = null;
  for (const valued of world.slots['indicator.valued'].values()) {
    const defined = world.slots['indicator.defined'].get(valued.data.code)?.data;
    if (!defined) continue;
    if (codes.length > 0 ? !codes.includes(valued.data.code) : domains.length > 0 && !domains.includes(defined.domain)) continue;
    const severity = severityOf(defined, valued.data.value);
    const { medium, high, critical } = defined.thresholds;
    shown.push(valued);
    asOf = Math.max(asOf ?? 0, valued.data.asOf);
    cells.push({
      id: valued.id,
      name: defined.name,
      area: areaName(world, valued.area),
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
      domain: codes.length > 0 ? codes.indexOf(valued.data.code) : DOMAINS.indexOf(defined.domain),
    });
  }
  cells.sort(
    (a, b) => (a.level ?? 9) - (b.level ?? 9) || a.domain - b.domain || a.name.localeCompare(b.name, 'vi') || (a.id < b.id ? -1 : 1),
  );
  return {
    cells,
    abnormal: cells.filter((cell) => cell.level !== null).length,
    asOf,
    from: provenanceOf(world, shown).names,
  };
}

/** Each value ages by its own indicator's promise; one that is not known is unknown, however new. */
export const freshnessAt = (cell: Cell, now: number): Freshness =>
  cell.value === null ? 'unknown' : freshness(now - cell.asOf, cell.expectedIntervalMs, cell.toleranceMs);
