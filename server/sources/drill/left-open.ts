import type { EpochMs } from '../../../shared/model/ids.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { DRILL_ID } from './drill-day.ts';
import type { RecentLives } from './recent-past.ts';
import type { Scripted } from './script.ts';

const CLOSED: ReadonlySet<string> = new Set(['closed', 'returned', 'withdrawn']);

/**
 * Words that close what no story tells on: after a drill with other settings, or a cut longer than any life, a camera event
 * would stay open for ever. What `past` itself brings to an end is not closed twice.
 */
export function leftOpen({ slots }: Pick<World, 'slots'>, past: RecentLives, at: EpochMs): Scripted[] {
  const told = new Set(past.scripted.map(({ draft }) => `${draft.kind}|${draft.id}`));
  const isOrphan = (entry: { kind: string; id: string; source: string }): boolean =>
    entry.source === DRILL_ID && !past.open.has(entry.id) && !told.has(`${entry.kind}|${entry.id}`);
  const closing: Scripted[] = [];
  for (const entry of slots['camera-event.observed'].values()) {
    const { kind, id, area, data } = entry;
    if (data.phase === 'end' || !isOrphan(entry)) continue;
    const ended = { ...data, phase: 'end' as const, endedAt: at };
    closing.push({ at, draft: { kind, id, area, occurredAt: at, publisherKey: `event:${id}:left@${at}`, data: ended } });
  }
  for (const entry of slots['field-report.recorded'].values()) {
    const { kind, id, area, data } = entry;
    if (CLOSED.has(data.state) || !isOrphan(entry)) continue;
    const withdrawn = { ...data, state: 'withdrawn' as const };
    closing.push({ at, draft: { kind, id, area, occurredAt: at, publisherKey: `report:${id}:left`, data: withdrawn } });
  }
  return closing;
}
