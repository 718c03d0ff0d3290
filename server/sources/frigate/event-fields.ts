import { createHash } from 'node:crypto';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { fail, ok, type Result } from '../../../shared/model/result.ts';
import type { Rejection } from '../../domain/intake/ports.ts';
import type { TrackedObject } from './messages.ts';

/** Frigate's words for an event's fields, made into the log's. */

/** Frigate's seconds → milliseconds. */
export const msOf = (seconds: number): EpochMs => epochMs(Math.round(seconds * 1000));
/** Tells two messages about one picture apart; the same bytes again are the same message. */
export const digest = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex').slice(0, 16);
export const zonesOf = (seen: TrackedObject): string[] =>
  [...new Set([...(seen.entered_zones ?? []), ...(seen.current_zones ?? [])])].slice(0, 50);
/** km/h, as Frigate estimates it where a zone has known distances (its `unit_system` must be metric); 0 is "not measured". */
export const speedOf = (seen: TrackedObject): number | null => seen.current_estimated_speed || seen.average_estimated_speed || null;
export const evidenceOf = (seen: TrackedObject): string | null =>
  seen.has_snapshot ? `/api/events/${seen.id}/snapshot.jpg` : seen.has_clip ? `/api/events/${seen.id}/clip.mp4` : null;

/** Upper case, letters and digits only; '' is no plate. */
export function plateOf(raw: string, pointer: string): Result<string | null, Rejection> {
  const plate = raw.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  if (plate.length > 20) return fail({ code: 'schema', pointer, message: `a plate of ${plate.length} characters; at most 20` });
  return ok(plate === '' ? null : plate);
}
