import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import { type CameraEventType, SEVERITIES, type Severity } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { areaName, levelOf, type Provenance, provenanceOf, shortArea } from '../../stores/provenance.ts';
import type { Level } from '../../ui/SeverityMark.tsx';

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
const momentOf = ({ data, occurredAt }: CameraEvent): number => (data.phase === 'end' ? (data.endedAt ?? occurredAt) : data.startedAt);

/** What a camera sees all day: counted, but no line of its own. */
const ROUTINE: ReadonlySet<CameraEventType> = new Set(['plate', 'object']);
const isRoutine = ({ data }: CameraEvent): boolean => data.severity === 'low' && ROUTINE.has(data.type);

/** No screen is higher than so many lines. */
const ROWS_MAX = 60;

/**
 * Open before ended, most severe first, newest first; one row for each camera and type of event. A city's cameras leave
 * thousands of ended events in the picture and this runs at every paint: what ended longer than `recentMs` before the newest
 * event is passed by, and names are looked up for the rows that can be shown only.
 */
export function viewOf(world: World, recentMs: number, types: readonly CameraEventType[] = []): CameraEventsView {
  const open: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0 };
  const every = world.slots['camera-event.observed'];
  const wanted = new Set(types);
  const events = wanted.size === 0 ? every : new Map([...every].filter(([, { data }]) => wanted.has(data.type)));
  let asOf: number | null = null;
  // The tile is as new as the newest event of all: none of its own types is news too.
  for (const event of every.values()) if (asOf === null || event.occurredAt > asOf) asOf = event.occurredAt;
  const groups = new Map<string, Group>();
  for (const event of events.values()) {
    const opened = isOpen(event);
    if (opened) open[event.data.severity]++;
    const at = momentOf(event);
    if (isRoutine(event) || (!opened && (asOf ?? 0) - at > recentMs)) continue;
    const level = levelOf(event.data.severity);
    const key = `${event.data.cameraId}|${event.data.type}|${opened}`;
    const group = groups.get(key);
    if (!group) groups.set(key, { key, first: event, open: opened, level, count: 1, at });
    else {
      group.count++;
      group.level = Math.min(group.level, level) as Level;
      group.at = Math.max(group.at, at);
    }
  }
  const sorted = [...groups.values()].sort(
    (a, b) => Number(b.open) - Number(a.open) || a.level - b.level || b.at - a.at || (a.key < b.key ? -1 : 1),
  );
  return {
    open,
    rows: sorted.slice(0, ROWS_MAX).map((group) => rowOf(world, group)),
    asOf,
    provenance: provenanceOf(world, every.values()),
  };
}

type Group = { key: string; first: CameraEvent; open: boolean; level: Level; count: number; at: number };

function rowOf(world: World, { key, first, open, level, count, at }: Group): Row {
  const camera = world.slots['camera.registered'].get(first.data.cameraId)?.data.name ?? first.data.cameraId;
  const area = shortArea(areaName(world, first.area));
  return {
    key,
    severity: SEVERITIES[level - 1] ?? 'low',
    level,
    type: first.data.type,
    camera,
    // Many cameras carry their ward's name already.
    area: camera.includes(area) ? '' : area,
    open,
    count,
    at,
  };
}

/** What is worth a line now: all that is open, and what ended within `recentMs`. */
export const rowsAt = (view: CameraEventsView, now: number, recentMs: number): Row[] =>
  view.rows.filter((row) => row.open || now - row.at <= recentMs);
