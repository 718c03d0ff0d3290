import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Level } from '../../ui/SeverityMark.tsx';
import { areaName, levelOf } from '../provenance.ts';

export const KINDS_READ = [
  'camera-event.observed',
  'field-report.recorded',
  'camera.state',
  'source.state',
  'boundaries.imported',
  'camera.registered',
  'source.registered',
  'area.defined',
] as const satisfies Kind[];

export type Item = {
  key: string;
  at: number;
  level: Level | null;
  /** Message key of what happened. */
  what: string;
  /** Where, or of whom, in names. */
  place: string;
};

/** What a room wants to hear of, newest first; at most `max`. Routine things (plates read, low events that end) are not news. */
export function newsOf(world: World, max: number): Item[] {
  const items: Item[] = [];
  const add = (entry: Entry, level: Level | null, what: string, name: string): void => {
    const area = areaName(world, entry.area);
    const place = [name, area].filter((part, i, parts) => part !== '' && parts.indexOf(part) === i).join(', ');
    items.push({ key: `${entry.kind}|${entry.id}|${what}`, at: entry.occurredAt, level, what, place });
  };
  for (const event of world.slots['camera-event.observed'].values()) {
    const { severity, type, phase, cameraId } = event.data;
    if (severity === 'low' || (severity === 'medium' && phase === 'end')) continue;
    const camera = world.slots['camera.registered'].get(cameraId)?.data.name ?? cameraId;
    add(event, phase === 'end' ? null : levelOf(severity), `vocabulary:cameraEvent.${type}`, camera);
  }
  for (const report of world.slots['field-report.recorded'].values()) {
    const { severity, category, address } = report.data;
    if (severity === 'critical' || severity === 'high')
      add(report, levelOf(severity), `vocabulary:reportCategory.${category}`, address ?? '');
  }
  for (const state of world.slots['source.state'].values()) {
    if (state.data.state === 'silent' || state.data.state === 'offline')
      add(state, 2, `ticker:source.${state.data.state}`, world.slots['source.registered'].get(state.id)?.data.name ?? state.id);
  }
  for (const imported of world.slots['boundaries.imported'].values()) add(imported, null, 'ticker:boundaries', '');
  return items.sort((a, b) => b.at - a.at || (a.key < b.key ? -1 : 1)).slice(0, max);
}
