import type { Entry, NewEntry } from '../../../shared/contract/entry.ts';
import type { EntryData, Kind } from '../../../shared/contract/entry-data.ts';
import { type AreaCode, epochMs, type SourceId, sourceId } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';

/**
 * What the centre hears, second by second, from the cameras, sensors and indicators of the drill. It is as much in every second as in
 * any other: nothing of it accumulates, so what grows in a page is the page's own.
 */

/** Who plays: taken once from the world that the page begins with. */
export type Cast = {
  source: SourceId;
  cameras: { id: string; area: AreaCode | null; at: LngLat }[];
  sensors: Entry<'sensor.observed'>[];
  indicators: { id: string; area: AreaCode | null; code: string; value: number }[];
  areas: { code: AreaCode; at: LngLat }[];
};

const CAMERAS = 100;
const INDICATORS = 120;
const AREAS = 10;
const REPORTS = 40;

export function castOf(entries: readonly Entry[]): Cast {
  // By id: the order of a log changes with what was heard last, and the cast is the same before and after it.
  const known = entries.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const of = <K extends Kind>(kind: K): Entry<K>[] => known.filter((entry) => entry.kind === kind) as Entry<Kind>[] as Entry<K>[];
  return {
    source: sourceId('drill'),
    cameras: of('camera.registered')
      .slice(0, CAMERAS)
      .map(({ id, area, data }) => ({ id, area, at: data.at })),
    sensors: of('sensor.observed'),
    indicators: of('indicator.valued')
      .slice(0, INDICATORS)
      .map(({ id, area, data }) => ({ id, area, code: data.code, value: data.value ?? 50 })),
    areas: of('area.defined')
      .filter(({ data }) => data.parent !== null)
      .slice(0, AREAS)
      .map(({ id, data }) => ({ code: id as AreaCode, at: data.at })),
  };
}

const TYPES = ['congestion', 'red-light', 'wrong-way', 'stopping', 'line-crossing', 'flood', 'intrusion', 'crowd'] as const;
const CATEGORIES = ['flooding', 'traffic', 'lighting', 'waste', 'security'] as const;
const STAGES = ['received', 'verified', 'in-progress', 'closed'] as const;

/** What comes in a second, which is counted from the first that there was; `now`: its moment. */
export function heardIn(second: number, now: number, cast: Cast): NewEntry[] {
  const heard: NewEntry[] = [];
  for (let k = 0; k < 3; k++) heard.push(cameraEvent(3 * second + k, now, cast));
  for (let k = 0; k < 2; k++) heard.push(indicator(2 * second + k, now, cast));
  for (let k = 0; k < 3; k++) heard.push(sensor(3 * second + k, now, cast));
  if (second % 5 === 0) heard.push(report(second / 5, now, cast));
  if (second % 20 === 0) heard.push(cameraState(second / 20, now, cast));
  return heard;
}

/** Of each camera one event after another begins, grows and ends; a third of them at each of these. */
function cameraEvent(i: number, now: number, cast: Cast): NewEntry<'camera-event.observed'> {
  const slot = i % cast.cameras.length;
  const camera = at(cast.cameras, slot);
  const turn = Math.floor(i / cast.cameras.length) + (slot % 3);
  const phase = at(['new', 'update', 'end'] as const, turn % 3);
  return entry(cast, 'camera-event.observed', `soak-${Math.floor(turn / 3)}-${slot}`, now, camera.area, {
    cameraId: camera.id,
    type: at(TYPES, slot % TYPES.length),
    severity: slot % 50 === 0 ? 'high' : slot % 10 === 0 ? 'medium' : 'low',
    phase,
    startedAt: epochMs(now - (turn % 3) * 33_000),
    endedAt: phase === 'end' ? epochMs(now) : null,
    at: camera.at,
    label: 'car',
    score: 0.5,
    zones: [],
    plate: null,
    speedKmh: null,
    evidence: null,
  });
}

function indicator(i: number, now: number, cast: Cast): NewEntry<'indicator.valued'> {
  const { id, area, code, value } = at(cast.indicators, i % cast.indicators.length);
  const round = Math.floor(i / cast.indicators.length);
  const data = { code, value: Math.round(value * (100 + (round % 7) - 3)) / 100, asOf: epochMs(now), quality: 'good' as const };
  return entry(cast, 'indicator.valued', id, now, area, data);
}

function sensor(i: number, now: number, cast: Cast): NewEntry<'sensor.observed'> {
  const { id, area, data } = at(cast.sensors, i % cast.sensors.length);
  const round = Math.floor(i / cast.sensors.length);
  return entry(cast, 'sensor.observed', id, now, area, { ...data, value: data.value === null ? null : data.value + (round % 5) });
}

/** Forty reports are on their way at any time; a quarter of them just closed. */
function report(i: number, now: number, cast: Cast): NewEntry<'field-report.recorded'> {
  const slot = i % REPORTS;
  const turn = Math.floor(i / REPORTS) + (slot % STAGES.length);
  const stage = turn % STAGES.length;
  const area = at(cast.areas, slot % cast.areas.length);
  const reportedAt = now - stage * REPORTS * 5000;
  return entry(cast, 'field-report.recorded', `soak-${Math.floor(turn / STAGES.length)}-${slot}`, now, area.code, {
    category: at(CATEGORIES, slot % CATEGORIES.length),
    severity: slot === 0 ? 'high' : slot % 4 === 0 ? 'medium' : 'low',
    state: at(STAGES, stage),
    channel: 'hotline',
    summary: 'Nước ngập ngang bánh xe trước cổng chợ, xe máy chết máy nhiều',
    at: [area.at[0] + slot / 1000, area.at[1]],
    address: 'Trước cổng chợ',
    reportedAt: epochMs(reportedAt),
    dueAt: epochMs(reportedAt + 3_600_000),
    unit: stage === 0 ? null : 'Ủy ban nhân dân phường',
    reporter: null,
  });
}

/** Twenty cameras go dark and come back, half of them dark at any time. */
function cameraState(i: number, now: number, cast: Cast): NewEntry<'camera.state'> {
  const camera = at(cast.cameras, i % 20);
  const isLive = (Math.floor(i / 20) + i) % 2 === 0;
  const data: EntryData['camera.state'] = {
    state: isLive ? 'live' : 'offline',
    since: epochMs(now),
    fps: isLive ? 15 : null,
    reason: null,
  };
  return entry(cast, 'camera.state', camera.id, now, camera.area, data);
}

/** An entry of the drill's source, received as it occurred. */
export function entry<K extends Kind>(
  { source }: Pick<Cast, 'source'>,
  kind: K,
  id: string,
  now: number,
  area: AreaCode | null,
  data: EntryData[K],
): NewEntry<K> {
  const made = { kind, id, area, classification: 'internal', occurredAt: epochMs(now), receivedAt: epochMs(now), source, actor: null };
  return { ...made, drill: true, data } as unknown as NewEntry<K>;
}

function at<T>(list: readonly T[], i: number): T {
  const found = list[i];
  if (found === undefined) throw new Error(`the cast has no number ${i}`);
  return found;
}
