import type { Entry } from '../../../shared/contract/entry.ts';
import type { View } from '../../../shared/contract/socket.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { mayPass } from '../../../shared/rules/view.ts';
import type { Around, Incident } from './focus.ts';

/** Severe incidents out of the live picture, and what lies around them; seen through the view of a wall's room. */

const ENDED_REPORTS: ReadonlySet<string> = new Set(['resolved', 'published', 'closed', 'returned', 'withdrawn']);

export const isReportOpen = ({ data }: Entry<'field-report.recorded'>): boolean => !ENDED_REPORTS.has(data.state);

/** Critical and high camera events, and critical field reports; those that ended are among them for as long as the picture has them. */
export function incidentsOf({ slots }: World): { incident: Incident; entry: Entry }[] {
  const found: { incident: Incident; entry: Entry }[] = [];
  for (const entry of slots['camera-event.observed'].values()) {
    const { severity, phase, startedAt, at, cameraId } = entry.data;
    if (severity !== 'critical' && severity !== 'high') continue;
    const endedAt = phase === 'end' ? entry.receivedAt : null;
    const incident: Incident = {
      kind: entry.kind,
      id: entry.id,
      severity,
      since: earlier(startedAt, entry),
      at,
      camera: cameraId,
      endedAt,
    };
    found.push({ incident, entry });
  }
  for (const entry of slots['field-report.recorded'].values()) {
    const { severity, reportedAt, at } = entry.data;
    if (severity !== 'critical') continue;
    const endedAt = isReportOpen(entry) ? null : entry.receivedAt;
    found.push({
      incident: { kind: entry.kind, id: entry.id, severity, since: earlier(reportedAt, entry), at, camera: null, endedAt },
      entry,
    });
  }
  return found;
}

/** A source's clock may run ahead of the centre's. */
const earlier = (moment: EpochMs, { receivedAt }: Entry): EpochMs => epochMs(Math.min(moment, receivedAt));

/** Of an incident: its own camera, then the nearest. Within the first radius up to six; of a sparse place four, from farther off. */
const CAMERAS = { most: 6, least: 4, radiusM: 1_500, farthestM: 10_000 } as const;
const REPORTS = { most: 6, radiusM: 700 } as const;

export function aroundOf(world: World, view: View): (incident: Incident) => Around {
  return ({ id, kind, at, camera }) => {
    const { slots } = world;
    const isOff = (one: string): boolean => slots['camera.state'].get(one)?.data.state === 'offline';
    const cameras = [...slots['camera.registered'].values()]
      .filter((entry) => mayPass(view, entry) && (entry.id === camera || !isOff(entry.id)))
      .map((entry) => ({ id: entry.id, m: entry.id === camera ? -1 : metres(at, entry.data.at) }))
      .filter(({ m }) => m <= CAMERAS.farthestM)
      .sort((a, b) => a.m - b.m || (a.id < b.id ? -1 : 1))
      .filter(({ m }, place) => place < CAMERAS.least || (place < CAMERAS.most && m <= CAMERAS.radiusM));
    const reports = [...slots['field-report.recorded'].values()]
      .filter((entry) => mayPass(view, entry) && isReportOpen(entry) && !(kind === entry.kind && id === entry.id))
      .map((entry) => ({ id: entry.id, m: metres(at, entry.data.at) }))
      .filter(({ m }) => m <= REPORTS.radiusM)
      .sort((a, b) => a.m - b.m || (a.id < b.id ? -1 : 1))
      .slice(0, REPORTS.most);
    return { cameras: cameras.map((one) => one.id), reports: reports.map((one) => one.id) };
  };
}

const METRES_PER_DEGREE = 111_195;
const RADIANS = Math.PI / 180;
/** Flat, which is right to a thousandth within a city. */
function metres([lng, lat]: LngLat, [lng2, lat2]: LngLat): number {
  const x = (lng2 - lng) * Math.cos(((lat + lat2) / 2) * RADIANS);
  return Math.hypot(x, lat2 - lat) * METRES_PER_DEGREE;
}
