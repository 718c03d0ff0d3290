import type { EntryData } from '../../../shared/contract/entry-data.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { fail, ok, type Result } from '../../../shared/model/result.ts';
import type { CameraState } from '../../../shared/model/vocabulary.ts';
import type { Draft, Rejection } from '../../domain/intake/ports.ts';
import type { EventContext } from './event-memory.ts';
import type { CameraStats, RoleStatus } from './messages.ts';

/**
 * What Frigate says of a camera, on two topics, made into one state. Nothing of it is retained by the broker, so a camera is
 * "unknown" until it is heard of, and again when the source goes away. Only a change of state or reason is a fact: the frame
 * rate rides along, but its jitter alone is no entry.
 */

export type CameraStateDraft = Draft<'camera.state'>;
type Shown = EntryData['camera.state'];

/** Codes, for screens to put into words; "…: detect, record" names the roles. */
export const CAMERA_REASONS = {
  streamOffline: 'stream-offline',
  disabled: 'disabled-at-source',
  noFrames: 'no-frames',
  slowFrames: 'slow-frames',
  poorConnection: 'poor-connection',
  unlisted: 'no-longer-listed',
  sourceAway: 'source-away',
} as const;

type Heard = {
  roles: Map<string, RoleStatus>;
  changedAt: EpochMs;
  stats: CameraStats | null;
  statsAt: EpochMs | null;
  shown: Shown | null;
};

export type CameraHealth = {
  status(said: { camera: string; role: string; status: RoleStatus }, now: EpochMs): Result<CameraStateDraft[], Rejection>;
  stats(cameras: ReadonlyMap<string, CameraStats>, now: EpochMs): CameraStateDraft[];
  /** The source is gone: nothing is known of any camera until it is heard of again. */
  sourceAway(now: EpochMs): CameraStateDraft[];
  /** Named by Frigate, not in the registry. */
  unregistered(): string[];
};

const MAX_UNREGISTERED = 1_000;

/** @param resumed the cameras' states of this source as the log has them, by the registry's id. */
export function createCameraHealth(
  context: Pick<EventContext, 'cameraIdOf' | 'cameraAt'>,
  resumed: ReadonlyMap<string, Shown> = new Map(),
): CameraHealth {
  const cameraIdOf = context.cameraIdOf ?? ((camera: string) => camera);
  const cameras = new Map<string, Heard>();
  const unregistered = new Set<string>();
  for (const [cameraId, shown] of resumed) {
    cameras.set(cameraId, { roles: new Map(), changedAt: shown.since, stats: null, statsAt: null, shown });
  }

  /** null when the registry has no such camera. */
  const heardOf = (cameraId: string, now: EpochMs): Heard | null => {
    if (!context.cameraAt(cameraId)) return null;
    unregistered.delete(cameraId);
    let heard = cameras.get(cameraId);
    if (!heard) {
      heard = { roles: new Map(), changedAt: now, stats: null, statsAt: null, shown: null };
      cameras.set(cameraId, heard);
    }
    return heard;
  };

  const show = (cameraId: string, heard: Heard, now: EpochMs, verdict: Verdict): CameraStateDraft[] => {
    if (heard.shown?.state === verdict.state && heard.shown.reason === verdict.reason) return [];
    const since = heard.shown?.state === verdict.state ? heard.shown.since : now;
    heard.shown = { ...verdict, since };
    return [{ kind: 'camera.state', id: cameraId, occurredAt: now, data: heard.shown, publisherKey: null }];
  };

  return {
    status({ camera, role, status }, now) {
      const cameraId = cameraIdOf(camera);
      const heard = heardOf(cameraId, now);
      if (!heard) {
        // It is repeated every ten seconds: said once, it is in quarantine; said always, it would fill it.
        if (unregistered.has(cameraId) || unregistered.size >= MAX_UNREGISTERED) return ok([]);
        unregistered.add(cameraId);
        return fail({ code: 'unknown-camera', pointer: '', message: `camera "${cameraId}" (named in the topic) is not registered` });
      }
      if (heard.roles.get(role) !== status) {
        heard.roles.set(role, status);
        heard.changedAt = now;
      }
      return ok(show(cameraId, heard, now, judgeCamera(heard)));
    },

    stats(listed, now) {
      const drafts: CameraStateDraft[] = [];
      const present = new Set<string>();
      for (const [camera, stats] of listed) {
        const cameraId = cameraIdOf(camera);
        present.add(cameraId);
        const heard = heardOf(cameraId, now);
        if (!heard) continue;
        heard.stats = stats;
        heard.statsAt = now;
        drafts.push(...show(cameraId, heard, now, judgeCamera(heard)));
      }
      for (const [cameraId, heard] of cameras) {
        if (!present.has(cameraId) && heard.shown && heard.shown.state !== 'unknown') {
          forget(heard);
          drafts.push(...show(cameraId, heard, now, unknownBecause(CAMERA_REASONS.unlisted)));
        }
      }
      return drafts;
    },

    sourceAway(now) {
      const drafts: CameraStateDraft[] = [];
      for (const [cameraId, heard] of cameras) {
        forget(heard);
        if (heard.shown && heard.shown.state !== 'unknown')
          drafts.push(...show(cameraId, heard, now, unknownBecause(CAMERA_REASONS.sourceAway)));
      }
      return drafts;
    },

    unregistered: () => [...unregistered],
  };
}

type Verdict = { state: CameraState; reason: string | null; fps: number | null };
const unknownBecause = (reason: string): Verdict => ({ state: 'unknown', reason, fps: null });

const forget = (heard: Heard): void => {
  heard.roles.clear();
  heard.stats = null;
  heard.statsAt = null;
};

/** Statistics come once a minute, a status at once: figures from before the last change of status say nothing about now. */
function judgeCamera(heard: Heard): Verdict {
  const stats = heard.statsAt !== null && heard.statsAt >= heard.changedAt ? heard.stats : null;
  const fps = stats ? Math.round(stats.camera_fps * 10) / 10 : null;
  const offline = rolesThatAre('offline', heard);
  const online = rolesThatAre('online', heard);
  const named = `${CAMERA_REASONS.streamOffline}: ${offline.join(', ')}`.slice(0, 300);
  if (offline.length > 0 && online.length === 0) return { state: 'offline', reason: named, fps };
  if (heard.roles.size > 0 && online.length === 0) return { state: 'offline', reason: CAMERA_REASONS.disabled, fps };
  if (stats && stats.camera_fps === 0) return { state: 'offline', reason: CAMERA_REASONS.noFrames, fps };
  if (offline.length > 0) return { state: 'degraded', reason: named, fps };
  if (stats?.connection_quality === 'poor' || stats?.connection_quality === 'unusable') {
    return { state: 'degraded', reason: CAMERA_REASONS.poorConnection, fps };
  }
  if (stats?.expected_fps && stats.camera_fps < stats.expected_fps / 2)
    return { state: 'degraded', reason: CAMERA_REASONS.slowFrames, fps };
  return { state: 'live', reason: null, fps };
}

const rolesThatAre = (status: RoleStatus, heard: Heard): string[] => {
  const roles: string[] = [];
  for (const [role, said] of heard.roles) if (said === status) roles.push(role);
  return roles.sort();
};
