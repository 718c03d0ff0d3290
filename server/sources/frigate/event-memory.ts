import type { EntryData } from '../../../shared/contract/entry-data.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { fail, ok, type Result } from '../../../shared/model/result.ts';
import { type LngLat, roundLngLat } from '../../../shared/model/units.ts';
import type { Draft, Rejection } from '../../domain/intake/ports.ts';
import { digest, evidenceOf, msOf, plateOf, speedOf, zonesOf } from './event-fields.ts';
import { DEFAULT_MAPPING, judge, type MappingRule, worse } from './mapping.ts';
import type { EventMessage, LprUpdate, ReviewMessage } from './messages.ts';

/**
 * One thing in the street is one card. Frigate tells of it on three topics: the tracked object itself (`events`), the review
 * that groups it with others, and late findings such as a plate. The object is the event; a review only raises its severity,
 * and stands alone when it groups no object (a scream has no box); a plate is written into the event it belongs to.
 * Severity and type never sink while the event lives: what was an alert a minute ago is still worth the look.
 */

export type CameraEventData = EntryData['camera-event.observed'];
export type EventDraft = Draft<'camera-event.observed'>;
export type OpenEvent = { id: string; data: CameraEventData; heardAt: EpochMs };

export type EventContext = {
  /** Name of this Frigate among the centre's: events of two are never mistaken for one another. */
  instance: string;
  /** The registry's id of a camera that Frigate names so. Absent: the same. */
  cameraIdOf?: (camera: string) => string;
  /** Where a registered camera stands (degrees, WGS 84); null when the registry has none of that id. */
  cameraAt: (cameraId: string) => LngLat | null;
  mapping?: readonly MappingRule[];
};

type Track = {
  data: CameraEventData;
  /** Seconds, of the newest picture that this truth is from. */
  frameAt: number;
  heardAt: EpochMs;
  ended: 'no' | 'by-frigate' | 'by-time-out';
  /** An end is an end in the log: what was closed by time-out and speaks again lives on as another event. */
  life: number;
};

export type EventMemory = {
  event(message: EventMessage, body: Uint8Array, now: EpochMs): Result<EventDraft[], Rejection>;
  review(message: ReviewMessage, body: Uint8Array, now: EpochMs): Result<EventDraft[], Rejection>;
  plate(message: LprUpdate, now: EpochMs): Result<EventDraft[], Rejection>;
  /** Closes what was not heard of for `openTimeoutMs`: Frigate closes its orphans after a restart without a word. */
  expire(now: EpochMs, openTimeoutMs: number): EventDraft[];
  /** Events that live. */
  open(): number;
};

/** An ended event is remembered a while: its review may still be raised, and a message delivered twice must not reopen it. */
const ENDED_KEPT_MS = 10 * 60_000;
const MAX_TRACKS = 20_000;
const MAX_RAISED = 5_000;

export function createEventMemory(context: EventContext, resumed: readonly OpenEvent[] = []): EventMemory {
  const mapping = context.mapping ?? DEFAULT_MAPPING;
  const cameraIdOf = context.cameraIdOf ?? ((camera: string) => camera);
  const prefix = `${context.instance}:`;
  /** By Frigate's id, the longest unheard first. */
  const tracks = new Map<string, Track>();
  const raised = new Set<string>();
  for (const event of resumed) {
    if (!event.id.startsWith(prefix)) continue;
    const [id = '', life = '1'] = event.id.slice(prefix.length).split('@');
    const frameAt = event.data.startedAt / 1000;
    tracks.set(id, { data: event.data, frameAt, heardAt: event.heardAt, ended: 'no', life: Number(life) });
  }

  const keep = (id: string, track: Track): void => {
    tracks.delete(id);
    tracks.set(id, track);
  };
  const draft = (id: string, track: Track, occurredAt: EpochMs, publisherKey: string): EventDraft => ({
    kind: 'camera-event.observed',
    id: prefix + id + (track.life > 1 ? `@${track.life}` : ''),
    occurredAt,
    data: track.data,
    publisherKey,
  });
  const locate = (camera: string, pointer: string): Result<{ cameraId: string; at: LngLat }, Rejection> => {
    const cameraId = cameraIdOf(camera);
    const at = context.cameraAt(cameraId);
    if (at) return ok({ cameraId, at: roundLngLat(at) });
    return fail({ code: 'unknown-camera', pointer, message: `camera "${cameraId}" is not registered; register it, then replay this` });
  };

  return {
    event(message, body, now) {
      const seen = message.after;
      const place = locate(seen.camera, '/after/camera');
      if (!place.ok) return place;
      // Frigate changed its mind about what it saw: nothing happened in the street.
      if (seen.false_positive && !tracks.has(seen.id)) return ok([]);
      const plate = plateOf(seen.recognized_license_plate ?? '', '/after/recognized_license_plate');
      if (!plate.ok) return plate;
      const endedAt = message.type === 'end' ? msOf(seen.end_time ?? seen.frame_time) : null;
      if (endedAt !== null && endedAt < msOf(seen.start_time)) {
        return fail({ code: 'schema', pointer: '/after/end_time', message: 'the event ends before it starts' });
      }
      const occurredAt = endedAt ?? msOf(seen.frame_time);
      const publisherKey = `${prefix}event:${seen.id}:${message.type}:${seen.frame_time}:${digest(body)}`;
      const before = tracks.get(seen.id);
      const growth = growthOf(before, message.type, seen.frame_time);
      if (!growth) return ok(before ? [draft(seen.id, before, occurredAt, publisherKey)] : []);
      const rank = raised.has(seen.id) ? 'alert' : (seen.max_severity ?? null);
      const zones = zonesOf(seen);
      const judged = judge(mapping, { labels: [seen.label], zones, stationary: seen.stationary ?? false, rank });
      const track: Track = {
        data: {
          ...place.value,
          type: judged.type === 'object' && before ? before.data.type : judged.type,
          severity: before ? worse(before.data.severity, judged.severity) : judged.severity,
          phase: growth.phase,
          startedAt: msOf(seen.start_time),
          endedAt,
          label: seen.label,
          score: seen.top_score ?? seen.score ?? null,
          zones,
          plate: plate.value ?? before?.data.plate ?? null,
          speedKmh: speedOf(seen) ?? before?.data.speedKmh ?? null,
          evidence: evidenceOf(seen),
        },
        frameAt: seen.frame_time,
        heardAt: now,
        ended: message.type === 'end' ? 'by-frigate' : 'no',
        life: growth.life,
      };
      keep(seen.id, track);
      return ok([draft(seen.id, track, occurredAt, publisherKey)]);
    },

    review(message, body, now) {
      const seen = message.after;
      const place = locate(seen.camera, '/after/camera');
      if (!place.ok) return place;
      // Generated prose about a review that was told already, mostly after its end.
      if (message.type === 'genai') return ok([]);
      if (seen.data.detections.length > 0) return ok(seen.severity === 'alert' ? raise(message, now) : []);

      const id = `review:${seen.id}`;
      const endedAt = message.type === 'end' ? msOf(seen.end_time ?? seen.start_time) : null;
      if (endedAt !== null && endedAt < msOf(seen.start_time)) {
        return fail({ code: 'schema', pointer: '/after/end_time', message: 'the review ends before it starts' });
      }
      const occurredAt = endedAt ?? (message.type === 'new' ? msOf(seen.start_time) : now);
      const publisherKey = `${prefix}${id}:${message.type}:${digest(body)}`;
      const before = tracks.get(id);
      const growth = growthOf(before, message.type, seen.start_time);
      if (!growth) return ok(before ? [draft(id, before, occurredAt, publisherKey)] : []);
      const labels = [...(seen.data.audio ?? []), ...(seen.data.objects ?? [])];
      const zones = seen.data.zones ?? [];
      const judged = judge(mapping, { labels, zones, stationary: false, rank: seen.severity });
      const track: Track = {
        data: {
          ...place.value,
          ...judged,
          severity: before ? worse(before.data.severity, judged.severity) : judged.severity,
          phase: growth.phase,
          startedAt: msOf(seen.start_time),
          endedAt,
          label: labels[0] ?? null,
          score: null,
          zones,
          plate: null,
          speedKmh: null,
          evidence: `/api/review/${seen.id}/clip.mp4`,
        },
        frameAt: seen.start_time,
        heardAt: now,
        ended: message.type === 'end' ? 'by-frigate' : 'no',
        life: growth.life,
      };
      keep(id, track);
      return ok([draft(id, track, occurredAt, publisherKey)]);
    },

    plate(message, now) {
      const place = locate(message.camera, '/camera');
      if (!place.ok) return place;
      const plate = plateOf(message.plate, '/plate');
      if (!plate.ok) return plate;
      const before = tracks.get(message.id);
      if (!before || plate.value === null || before.data.plate === plate.value) return ok([]);
      const track: Track = { ...before, data: grown(before.data, { plate: plate.value }), heardAt: now };
      keep(message.id, track);
      return ok([draft(message.id, track, msOf(message.timestamp), `${prefix}plate:${message.id}:${plate.value}:${message.timestamp}`)]);
    },

    expire(now, openTimeoutMs) {
      const closed: EventDraft[] = [];
      for (const [id, track] of tracks) {
        const silentMs = now - track.heardAt;
        const crowded = tracks.size > MAX_TRACKS;
        if (track.ended !== 'no') {
          if (silentMs >= ENDED_KEPT_MS || crowded) tracks.delete(id);
        } else if (silentMs >= openTimeoutMs || crowded) {
          // When it ended nobody knows: it was there when last seen.
          const endedAt = epochMs(Math.max(track.data.startedAt, msOf(track.frameAt)));
          const end: Track = { ...track, data: { ...track.data, phase: 'end', endedAt }, heardAt: now, ended: 'by-time-out' };
          closed.push(draft(id, end, now, `${prefix}event:${id}:time-out:${track.frameAt}`));
          if (crowded) tracks.delete(id);
          else tracks.set(id, end);
        }
      }
      return closed;
    },

    open: () => {
      let count = 0;
      for (const track of tracks.values()) if (track.ended === 'no') count += 1;
      return count;
    },
  };

  /** The alert holds for every object of the review, also for those whose first message is still to come. */
  function raise(message: ReviewMessage, now: EpochMs): EventDraft[] {
    const drafts: EventDraft[] = [];
    for (const id of message.after.data.detections) {
      raised.delete(id);
      raised.add(id);
      const before = tracks.get(id);
      if (!before) continue;
      const labels = before.data.label === null ? [] : [before.data.label];
      const judged = judge(mapping, { labels, zones: before.data.zones, stationary: false, rank: 'alert' });
      const severity = worse(before.data.severity, judged.severity);
      if (severity === before.data.severity) continue;
      const track: Track = { ...before, data: grown(before.data, { severity }) };
      keep(id, track);
      drafts.push(draft(id, track, now, `${prefix}review:${message.after.id}:raises:${id}:${severity}`));
    }
    for (const oldest of raised) {
      if (raised.size <= MAX_RAISED) break;
      raised.delete(oldest);
    }
    return drafts;
  }
}

/** What a message does to what is known; null: nothing, it is older (a second delivery, mostly), and the present truth is said again. */
function growthOf(
  before: Track | undefined,
  type: CameraEventData['phase'],
  frameAt: number,
): { life: number; phase: CameraEventData['phase'] } | null {
  if (!before) return { life: 1, phase: type };
  if (before.ended === 'by-frigate' || frameAt < before.frameAt) return null;
  if (before.ended === 'no' || type === 'end') return { life: before.life, phase: type };
  return frameAt === before.frameAt ? null : { life: before.life + 1, phase: 'new' };
}

/** A later finding about an event: no longer new, but an ended one stays ended. */
const grown = (data: CameraEventData, finding: Partial<CameraEventData>): CameraEventData => ({
  ...data,
  ...finding,
  phase: data.phase === 'end' ? 'end' : 'update',
});
