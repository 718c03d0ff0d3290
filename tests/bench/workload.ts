import { HAI_PHONG_AREAS } from '../../server/domain/areas/hai-phong-areas.ts';
import type { Draft } from '../../server/domain/intake/ports.ts';
import type { NewEntry } from '../../shared/contract/entry.ts';
import { areaCode, type EpochMs, sourceId } from '../../shared/model/ids.ts';
import type { LngLat } from '../../shared/model/units.ts';

/** Load that looks like the centre's: 400 cameras over the city's units, each with events that begin, grow and end. */

export const CAMERAS = 400;
export const SOURCE = sourceId('bench');
const TYPES = ['congestion', 'red-light', 'wrong-way', 'stopping', 'line-crossing', 'object', 'intrusion', 'crowd'] as const;
const PHASES = ['new', 'update', 'end'] as const;

export type BenchCamera = { id: string; at: LngLat; area: string };

export const cameras: readonly BenchCamera[] = Array.from({ length: CAMERAS }, (_, i) => {
  const area = HAI_PHONG_AREAS[i % HAI_PHONG_AREAS.length];
  if (!area) throw new Error('no areas');
  const turn = (i * 2.399963) % (2 * Math.PI);
  const at: LngLat = [
    Math.round((area.at[0] + 0.004 * Math.cos(turn)) * 1e6) / 1e6,
    Math.round((area.at[1] + 0.004 * Math.sin(turn)) * 1e6) / 1e6,
  ];
  return { id: `cam-${String(i).padStart(3, '0')}`, at, area: area.code };
});

const cameraAt = (i: number): BenchCamera => cameras[i % CAMERAS] as BenchCamera;

/** Registrations, for a log that begins empty. */
export const cameraDrafts = (now: EpochMs): Draft<'camera.registered'>[] =>
  cameras.map(({ id, at, area }) => ({
    kind: 'camera.registered',
    id,
    occurredAt: now,
    area: areaCode(area),
    publisherKey: null,
    data: { name: `Camera ${id}`, at, directionDeg: null, owner: 'Trung tâm' },
  }));

/** The i-th message: 400 events at a time begin, grow and end; every hundredth is severe. */
export function cameraEventData(i: number, now: EpochMs): { eventId: string; data: Draft<'camera-event.observed'>['data'] } {
  const camera = cameraAt(i);
  const round = Math.floor(i / CAMERAS);
  const phase = PHASES[round % 3] as (typeof PHASES)[number];
  const begun = Math.floor(round / 3);
  return {
    eventId: `${begun}-${i % CAMERAS}`,
    data: {
      cameraId: camera.id,
      type: TYPES[i % TYPES.length] as (typeof TYPES)[number],
      severity: i % 100 === 0 ? 'high' : i % 10 === 0 ? 'medium' : 'low',
      phase,
      startedAt: now,
      endedAt: phase === 'end' ? now : null,
      at: camera.at,
      label: 'car',
      score: 0.5 + (i % 50) / 100,
      zones: [],
      plate: null,
      speedKmh: null,
      evidence: null,
    },
  };
}

/** The same as an entry on its way into the log. */
export function cameraEntry(i: number, now: EpochMs): NewEntry<'camera-event.observed'> {
  const { eventId, data } = cameraEventData(i, now);
  return {
    kind: 'camera-event.observed',
    id: `${SOURCE}:${eventId}`,
    area: areaCode(cameraAt(i).area),
    classification: 'internal',
    occurredAt: now,
    receivedAt: now,
    source: SOURCE,
    actor: null,
    drill: false,
    data,
  };
}
