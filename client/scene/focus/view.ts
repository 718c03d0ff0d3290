import type { PinTarget, WallFocused } from '../../../shared/contract/direction.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { Kind } from '../../../shared/contract/entry-data.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import type { Severity } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { areaName, levelOf, shortArea } from '../../stores/provenance.ts';
import type { Level } from '../../ui/SeverityMark.tsx';

export const FOCUS_KINDS_READ = [
  'wall.focused',
  'camera-event.observed',
  'field-report.recorded',
  'camera.registered',
  'camera.state',
  'area.defined',
] as const satisfies Kind[];

export type NearCamera = { id: string; name: string; state: string };
export type NearReport = { id: string; level: Level; severity: Severity; category: string; summary: string; at: number };

/** What stands in a focus zone; words are keys of the vocabulary. */
export type InFocus =
  | {
      kind: 'incident';
      id: string;
      level: Level;
      severity: Severity;
      what: string;
      said: string | null;
      place: string;
      at: number;
      isOver: boolean;
      isAcknowledged: boolean;
      cameras: NearCamera[];
      reports: NearReport[];
      waiting: number;
    }
  | { kind: 'pin'; place: string; isCamera: boolean; state: string | null; cameras: NearCamera[]; reports: NearReport[] };

/** An incident that nobody has yet stands before a pin, and a pin before one that somebody has. */
export function inFocus(world: World, focused: WallFocused | undefined, pin: PinTarget | null): InFocus | null {
  const incident = focused ? incidentOf(world, focused) : null;
  if (incident && !(pin && focused?.acknowledged)) return incident;
  return pin ? pinOf(world, pin) : null;
}

/** null: none, or one that this display may not see. */
function incidentOf(world: World, focused: WallFocused): InFocus | null {
  const { incident } = focused;
  if (!incident) return null;
  const common = {
    kind: 'incident' as const,
    id: incident.id,
    isAcknowledged: focused.acknowledged,
    cameras: camerasOf(world, focused.cameras),
    reports: focused.reports.flatMap((id) => reportOf(world.slots['field-report.recorded'].get(id))).filter(({ id }) => id !== incident.id),
    waiting: focused.waiting,
  };
  if (incident.kind === 'camera-event.observed') {
    const event = world.slots['camera-event.observed'].get(incident.id);
    if (!event) return null;
    const { severity, type, startedAt, phase, cameraId } = event.data;
    const camera = world.slots['camera.registered'].get(cameraId)?.data.name ?? cameraId;
    return {
      ...common,
      level: levelOf(severity),
      severity,
      what: `vocabulary:cameraEvent.${type}`,
      said: null,
      place: placeIn(world, camera, event),
      at: startedAt,
      isOver: phase === 'end',
    };
  }
  const report = world.slots['field-report.recorded'].get(incident.id);
  if (!report) return null;
  const { severity, category, summary, reportedAt, state, address } = report.data;
  return {
    ...common,
    level: levelOf(severity),
    severity,
    what: `vocabulary:reportCategory.${category}`,
    said: summary,
    place: placeIn(world, address ?? '', report),
    at: reportedAt,
    isOver: OVER.has(state),
  };
}
const OVER: ReadonlySet<string> = new Set(['resolved', 'published', 'closed', 'returned', 'withdrawn']);

/** "Cầu Rào, Lê Chân": many cameras carry their ward's name already. */
function placeIn(world: World, name: string, entry: Entry): string {
  const area = shortArea(areaName(world, entry.area));
  return name.includes(area) ? name : [name, area].filter((part) => part !== '').join(', ');
}

const camerasOf = (world: World, ids: readonly string[]): NearCamera[] =>
  ids.flatMap((id) => {
    const camera = world.slots['camera.registered'].get(id);
    return camera ? [{ id, name: camera.data.name, state: stateOf(world, id) }] : [];
  });
const stateOf = (world: World, id: string): string => world.slots['camera.state'].get(id)?.data.state ?? 'unknown';

const reportOf = (report: Entry<'field-report.recorded'> | undefined): NearReport[] =>
  report
    ? [
        {
          id: report.id,
          level: levelOf(report.data.severity),
          severity: report.data.severity,
          category: report.data.category,
          summary: report.data.summary,
          at: report.data.reportedAt,
        },
      ]
    : [];

const NEAREST = 4;
const NEAR_M = 1500;

function pinOf(world: World, target: PinTarget): InFocus | null {
  if (target.kind === 'place') return { kind: 'pin', place: target.name, isCamera: false, state: null, ...nearTo(world, target.at, null) };
  const camera = world.slots['camera.registered'].get(target.id);
  if (!camera) return null;
  const place = placeIn(world, camera.data.name, camera);
  const { at } = camera.data;
  const near = at ? nearTo(world, at, target.id) : { cameras: [], reports: [] };
  return { kind: 'pin', place, isCamera: true, state: stateOf(world, target.id), ...near };
}

function nearTo(world: World, at: LngLat, but: string | null): { cameras: NearCamera[]; reports: NearReport[] } {
  const nearest = <E extends { id: string }>(entries: Iterable<E>, placeOf: (entry: E) => LngLat | null): E[] =>
    [...entries]
      .flatMap((entry) => {
        const place = placeOf(entry);
        const m = place ? metres(at, place) : Number.POSITIVE_INFINITY;
        return m <= NEAR_M && entry.id !== but ? [{ entry, m }] : [];
      })
      .sort((a, b) => a.m - b.m)
      .slice(0, NEAREST)
      .map(({ entry }) => entry);
  return {
    cameras: camerasOf(
      world,
      nearest(world.slots['camera.registered'].values(), ({ data }) => data.at).map(({ id }) => id),
    ),
    reports: nearest(world.slots['field-report.recorded'].values(), ({ data }) => (OVER.has(data.state) ? null : data.at)).flatMap(
      reportOf,
    ),
  };
}

/** On a plane: a city is small. */
function metres([lng, lat]: LngLat, [otherLng, otherLat]: LngLat): number {
  const y = (otherLat - lat) * 111_320;
  const x = (otherLng - lng) * 111_320 * Math.cos((lat * Math.PI) / 180);
  return Math.hypot(x, y);
}
