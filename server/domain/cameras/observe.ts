import type { NewEntry } from '../../../shared/contract/entry.ts';
import type { EntryData } from '../../../shared/contract/entry-data.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { Rejection } from '../intake/ports.ts';
import { rejected } from '../intake/rejection.ts';
import type { Standing } from '../intake/standing.ts';

/** The camera that a fact speaks of. */
export function knownCamera(standing: Standing, cameraId: string, pointer: string): Result<NewEntry<'camera.registered'>, Rejection> {
  const camera = standing.newest('camera.registered', cameraId);
  return camera ? ok(camera) : rejected('unknown-camera', pointer, `camera "${cameraId}" is not registered; register it, then replay this`);
}

/** A camera event grows from new to end, and an end is an end: messages overtake each other on the way (CAM2). */
export function mayGrow(
  present: EntryData['camera-event.observed'] | undefined,
  next: EntryData['camera-event.observed'],
): Result<null, Rejection> {
  if (present?.phase === 'end' && next.phase !== 'end') {
    return rejected('ended', '/phase', `the event has ended; a late "${next.phase}" does not reopen it`);
  }
  if (next.endedAt !== null && next.endedAt < next.startedAt) {
    return rejected('schema', '/endedAt', 'endedAt lies before startedAt');
  }
  return ok(null);
}
