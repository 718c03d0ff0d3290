import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import { REPORT_STATES, type ReportState, type Severity } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { areaName, levelOf, type Provenance, provenanceOf, shortArea } from '../../stores/provenance.ts';
import type { Level } from '../../ui/SeverityMark.tsx';

export const KINDS_READ = ['field-report.recorded', 'area.defined', 'source.registered', 'source.state'] as const satisfies Kind[];

/** The way of a report from intake to its result, in order; what lies behind it is done. */
export const OPEN_STATES = ['received', 'verified', 'classified', 'forwarded', 'in-progress'] as const satisfies ReportState[];
const isOpen = (state: ReportState): boolean => REPORT_STATES.indexOf(state) <= REPORT_STATES.indexOf('in-progress');

/** What a report is about. */
export type Category = Entry<'field-report.recorded'>['data']['category'];

export type Row = {
  id: string;
  level: Level;
  severity: Severity;
  category: Category;
  state: ReportState;
  summary: string;
  area: string;
  dueAt: number | null;
  reportedAt: number;
};

export type FieldReportsView = {
  /** How many reports stand at each step. */
  steps: { state: (typeof OPEN_STATES)[number]; count: number }[];
  /** Have their result and wait to be published or closed. */
  resolved: number;
  open: Row[];
  asOf: number | null;
  provenance: Provenance;
};

/** `categories`: what it counts and lists; none: every category. */
export function viewOf(world: World, categories: readonly Category[] = []): FieldReportsView {
  const wanted = new Set(categories);
  const counts = new Map<ReportState, number>();
  const open: Row[] = [];
  let asOf: number | null = null;
  const reports = world.slots['field-report.recorded'];
  for (const { id, area, occurredAt, data } of reports.values()) {
    asOf = Math.max(asOf ?? 0, occurredAt);
    if (wanted.size > 0 && !wanted.has(data.category)) continue;
    counts.set(data.state, (counts.get(data.state) ?? 0) + 1);
    if (!isOpen(data.state)) continue;
    const { category, severity, state, summary, dueAt, reportedAt } = data;
    open.push({
      id,
      level: levelOf(severity),
      severity,
      category,
      state,
      summary,
      area: shortArea(areaName(world, area)),
      dueAt,
      reportedAt,
    });
  }
  return {
    steps: OPEN_STATES.map((state) => ({ state, count: counts.get(state) ?? 0 })),
    resolved: (counts.get('resolved') ?? 0) + (counts.get('published') ?? 0),
    open,
    asOf,
    provenance: provenanceOf(world, reports.values()),
  };
}

export const isOverdue = (row: Row, now: number): boolean => row.dueAt !== null && row.dueAt < now;

/** The list as it stands at `now`: most severe first, then those with the least time left (or the most overdue). */
export function listAt(view: FieldReportsView, now: number): { rows: Row[]; overdue: number } {
  const rows = [...view.open].sort(
    (a, b) => a.level - b.level || (a.dueAt ?? Number.MAX_VALUE) - (b.dueAt ?? Number.MAX_VALUE) || (a.id < b.id ? -1 : 1),
  );
  return { rows, overdue: rows.filter((row) => isOverdue(row, now)).length };
}
