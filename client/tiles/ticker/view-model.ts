import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { areaName, levelOf, shortArea } from '../../stores/provenance.ts';
import type { Level } from '../../ui/SeverityMark.tsx';

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

type News = { entry: Entry; level: Level | null; what: string; name: () => string };

/** What a room wants to hear of, newest first; at most `max`. Routine things (plates read, low events that end) are not news. */
export function newsOf(world: World, max: number): Item[] {
  const news: News[] = [];
  for (const entry of world.slots['camera-event.observed'].values()) {
    const { severity, type, phase, cameraId } = entry.data;
    if (severity === 'low' || (severity === 'medium' && phase === 'end')) continue;
    const name = (): string => world.slots['camera.registered'].get(cameraId)?.data.name ?? cameraId;
    news.push({ entry, level: phase === 'end' ? null : levelOf(severity), what: `vocabulary:cameraEvent.${type}`, name });
  }
  for (const entry of world.slots['field-report.recorded'].values()) {
    const { severity, category, address } = entry.data;
    if (severity === 'critical' || severity === 'high')
      news.push({ entry, level: levelOf(severity), what: `vocabulary:reportCategory.${category}`, name: () => address ?? '' });
  }
  for (const entry of world.slots['source.state'].values()) {
    const { state } = entry.data;
    const name = (): string => world.slots['source.registered'].get(entry.id)?.data.name ?? entry.id;
    if (state === 'silent' || state === 'offline') news.push({ entry, level: 2, what: `ticker:source.${state}`, name });
  }
  for (const entry of world.slots['boundaries.imported'].values())
    news.push({ entry, level: null, what: 'ticker:boundaries', name: () => '' });
  return news
    .sort((a, b) => b.entry.occurredAt - a.entry.occurredAt || b.entry.seq - a.entry.seq)
    .slice(0, max)
    .map(({ entry, level, what, name }): Item => {
      const said = name();
      const area = shortArea(areaName(world, entry.area));
      const place = said.includes(area) ? said : [said, area].filter((part) => part !== '').join(', ');
      return { key: `${entry.kind}|${entry.id}|${what}`, at: entry.occurredAt, level, what, place };
    });
}
