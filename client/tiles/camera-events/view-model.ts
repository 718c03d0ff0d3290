import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import { type CameraEventType, SEVERITIES, type Severity } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Level } from '../../ui/SeverityMark.tsx';
import { areaName, levelOf, type Provenance, provenanceOf, shortArea } from '../provenance.ts';

/** Kinds that the picture is made of; only the first is what the tile shows. */
export const KINDS_READ = [
  'camera-event.observed',
  'camera.registered',
  'area.defined',
  'source.registered',
  'source.state',
] as const satisfies Kind[];

export type Row = {
  key: string;
  level: Level;
  severity: Severity;
  type: CameraEventType;
  camera: string;
  area: string;
  open: boolean;
  /** Events of this type at this camera that the row stands for. */
  count: number;
  /** Start of the newest of them, or the end when all have ended; epoch milliseconds. */
  at: number;
};

export type CameraEventsView = {
  open: Record<Severity, number>;
  rows: Row[];
  /** Moment that the newest event speaks of; null: none seen. */
  asOf: number | null;
  provenance: Provenance;
};

type CameraEvent = Entry<'camera-event.observed'>;
const isOpen = (event: CameraEvent): boolean => event.data.phase !== 'end';

/** Open before ended, most severe first, newest first; one row for each camera and type of event. */
export function viewOf(world: World): CameraEventsView {
  const open: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  const groups = new Map<string, CameraEvent[]>();
  let asOf: number | null = null;
  for (const event of world.slots['camera-event.observed'].values()) {
    if (isOpen(event)) open[event.data.severity]++;
    asOf = Math.max(asOf ?? 0, event.occurredAt);
    const key = `${event.data.cameraId}|${event.data.type}|${isOpen(event)}`;
    const group = groups.get(key);
    if (group) group.push(event);
    else groups.set(key, [event]);
  }
  const rows = Array.from(groups, ([key, group]) => rowOf(world, key, group));
  rows.sort((a, b) => Number(b.open) - Number(a.open) || a.level - b.level || b.at - a.at || (a.key < b.key ? -1 : 1));
  return { open, rows, asOf, provenance: provenanceOf(world, world.slots['camera-event.observed'].values()) };
}

function rowOf(world: World, key: string, group: CameraEvent[]): Row {
  const first = group[0] as CameraEvent;
  const severity = SEVERITIES.find((s) => group.some((event) => event.data.severity === s)) ?? 'low';
  return {
    key,
    severity,
    level: levelOf(severity),
    type: first.data.type,
    camera: world.slots['camera.registered'].get(first.data.cameraId)?.data.name ?? first.data.cameraId,
    area: shortArea(areaName(world, first.area)),
    open: isOpen(first),
    count: group.length,
    at: Math.max(...group.map(({ data, occurredAt }) => (data.phase === 'end' ? (data.endedAt ?? occurredAt) : data.startedAt))),
  };
}

/** What is worth a line now: all that is open, and what ended within `recentMs`. */
export const rowsAt = (view: CameraEventsView, now: number, recentMs: number): Row[] =>
  view.rows.filter((row) => row.open || now - row.at <= recentMs);
