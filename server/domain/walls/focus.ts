import type { WallFocused } from '../../../shared/contract/direction.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';

/**
 * What stands in a wall's focus zone: pure, a step from what stands there now and the severe incidents that there are. All that it
 * needs to remember is in the entry itself, so whichever node takes the next step takes the same (FOCUS6).
 */

export type Incident = {
  kind: NonNullable<WallFocused['incident']>['kind'];
  id: string;
  severity: 'critical' | 'high';
  /** When it began, by the centre's clock where the source's runs ahead. */
  since: EpochMs;
  at: LngLat;
  /** The camera that saw it. */
  camera: string | null;
  /** null: it lasts. */
  endedAt: EpochMs | null;
};
/** What is shown beside an incident. */
export type Around = { cameras: string[]; reports: string[] };

export const FOCUS_TIMES = {
  /** What has ended, or somebody has in hand, stays to be seen so long. */
  lingerMs: 2 * 60_000,
  /** A high one takes a free zone while it is so young, and keeps it so long. */
  highMs: 10 * 60_000,
  /** What lasts longer than a day is no news: an alarm of that age is stale. */
  staleMs: 24 * 3_600_000,
} as const;
export const QUEUE_MAX = 20;
const DONE_MAX = 200;

export const FREE_ZONE: WallFocused = { incident: null, cameras: [], reports: [], waiting: 0, acknowledged: false };

/** The next focus; the same object when nothing that is seen changes. */
export function focusStep(
  before: WallFocused,
  incidents: readonly Incident[],
  around: (incident: Incident) => Around,
  now: EpochMs,
): WallFocused {
  const there = before.incident && (incidents.find(({ kind, id }) => kind === before.incident?.kind && id === before.incident.id) ?? null);
  const grown = there?.severity === 'critical' && before.incident?.severity === 'high';
  // An acknowledgement covers what was there when it was given.
  const acknowledged = before.acknowledged && !grown;
  const isDone = (one: Incident): boolean =>
    (before.done ?? []).some(({ id, critical }) => id === one.id && (critical || one.severity === 'high'));
  const isOver = before.incident !== null && (there === null || leaves(there, before, acknowledged, now));
  const queue = incidents.filter((one) => one !== there && mayTake(one, now) && !isDone(one)).sort(byUrgency);
  const next = queue[0];
  const yields = there !== null && (acknowledged || (there.severity === 'high' && next?.severity === 'critical'));
  const gives = before.incident === null || isOver || (yields && next !== undefined);
  const kept = there && !gives ? there : null;
  const chosen = kept ?? next;
  const isOut = gives && there !== null && (isOver || acknowledged);
  // A high one that makes room for a critical one waits again.
  const again = gives && there && !isOut && mayTake(there, now) ? [there] : [];
  const waiting = [...queue, ...again].filter((one) => one !== chosen);
  const letGo = tooMany(waiting);
  const dropped = before.incident === null && !chosen ? 0 : (before.dropped ?? 0) + letGo.length;
  const done = doneAfter(before, incidents, [...(isOut && there ? [there] : []), ...letGo]);
  const rest = waiting.length - letGo.length;

  if (!chosen) return same(before, { ...FREE_ZONE, ...(done.length > 0 ? { done } : {}) });
  const shown = around(chosen);
  const counted = { waiting: rest, ...(dropped > 0 ? { dropped } : {}), ...(done.length > 0 ? { done } : {}) };
  if (kept && before.incident) {
    return same(before, {
      ...before,
      incident: grown ? { ...before.incident, severity: 'critical' } : before.incident,
      // Pictures that change places before everybody's eyes help nobody: the cameras stay as they are.
      cameras: before.cameras.length > 0 ? before.cameras : shown.cameras,
      reports: shown.reports,
      acknowledged,
      ...(grown ? { acknowledgedAt: null, acknowledgedBy: null } : {}),
      ...counted,
    });
  }
  const { kind, id, severity } = chosen;
  return { incident: { kind, id, since: now, severity }, ...shown, acknowledged: false, ...counted };
}

/** Whether an incident may ask for the zone. */
function mayTake({ severity, since, endedAt }: Incident, now: number): boolean {
  if (endedAt !== null || now - since >= FOCUS_TIMES.staleMs) return false;
  return severity === 'critical' || now - since < FOCUS_TIMES.highMs;
}

/** Whether what stands in the zone has been there long enough (FOCUS4). */
function leaves(there: Incident, { incident, acknowledgedAt }: WallFocused, acknowledged: boolean, now: number): boolean {
  if (there.endedAt !== null && now - there.endedAt >= FOCUS_TIMES.lingerMs) return true;
  if (acknowledged && now - (acknowledgedAt ?? 0) >= FOCUS_TIMES.lingerMs) return true;
  if (there.severity === 'high') return now - (incident?.since ?? 0) >= FOCUS_TIMES.highMs;
  return now - there.since >= FOCUS_TIMES.staleMs;
}

/** Critical before high, then who waits longest; ids settle what is left, so that every node agrees. */
const byUrgency = (a: Incident, b: Incident): number =>
  Number(b.severity === 'critical') - Number(a.severity === 'critical') || a.since - b.since || (a.id < b.id ? -1 : 1);

/** Who is let go when more wait than the queue holds: high ones first, then those who have waited longest. The newest say how things stand. */
function tooMany(waiting: readonly Incident[]): Incident[] {
  const excess = Math.max(0, waiting.length - QUEUE_MAX);
  const leastFirst = waiting.toSorted((a, b) => Number(a.severity === 'critical') - Number(b.severity === 'critical') || a.since - b.since);
  return leastFirst.slice(0, excess);
}

/** What must not come again, as long as it lasts. */
function doneAfter(before: WallFocused, incidents: readonly Incident[], more: readonly Incident[]): NonNullable<WallFocused['done']> {
  const lasting = new Set(incidents.filter(({ endedAt }) => endedAt === null).map(({ id }) => id));
  const done = new Map<string, boolean>();
  for (const { id, critical } of before.done ?? []) if (lasting.has(id)) done.set(id, critical);
  for (const { id, severity } of more) if (lasting.has(id)) done.set(id, severity === 'critical');
  return [...done].map(([id, critical]) => ({ id, critical })).slice(-DONE_MAX);
}

/** What is remembered alone, and seen by nobody, is not worth an entry. */
function same(before: WallFocused, after: WallFocused): WallFocused {
  const seen = ({ incident, cameras, reports, waiting, acknowledged, dropped = 0 }: WallFocused): string =>
    JSON.stringify([incident, cameras, reports, waiting, acknowledged, dropped]);
  return seen(before) === seen(after) && (after.done ?? []).every(({ id }) => before.done?.some((one) => one.id === id)) ? before : after;
}
