import { describe, expect, test } from 'vitest';
import { createCameraHealth } from '../../../server/sources/frigate/camera-health.ts';
import type { CameraStats, RoleStatus } from '../../../server/sources/frigate/messages.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { AT, CAMERA } from '../../support/frigate-messages.ts';

const at = (s: number) => epochMs(1795313472_000 + s * 1000);
const health = () => createCameraHealth({ cameraAt: (id) => (id === CAMERA ? AT : null) });
const figures = (said: Partial<CameraStats> = {}, camera = CAMERA) =>
  new Map([[camera, { camera_fps: 15, expected_fps: 15, connection_quality: 'excellent' as const, ...said }]]);
const status = (of: ReturnType<typeof health>, said: RoleStatus, role = 'detect', s = 0, camera = CAMERA) =>
  of.status({ camera, role, status: said }, at(s));

describe('FRG6 a camera is unknown until heard of, and only a change is a fact', () => {
  test('FRG6 the first status, its repeats, its change', () => {
    const cameras = health();
    expect(status(cameras, 'online')).toMatchObject({
      ok: true,
      value: [{ id: CAMERA, data: { state: 'live', since: at(0), reason: null } }],
    });
    expect(status(cameras, 'online', 'detect', 10)).toEqual({ ok: true, value: [] });
    expect(status(cameras, 'offline', 'detect', 20)).toMatchObject({
      ok: true,
      value: [{ data: { state: 'offline', since: at(20), reason: 'stream-offline: detect' } }],
    });
  });

  test.each<[Partial<CameraStats>, string, string | null]>([
    [{}, 'live', null],
    [{ camera_fps: 0 }, 'offline', 'no-frames'],
    [{ connection_quality: 'poor' }, 'degraded', 'poor-connection'],
    [{ connection_quality: 'unusable' }, 'degraded', 'poor-connection'],
    [{ connection_quality: 'fair' }, 'live', null],
    [{ camera_fps: 7 }, 'degraded', 'slow-frames'],
    [{ expected_fps: null, connection_quality: null }, 'live', null],
  ])('FRG6 figures %j are %s', (said, state, reason) => {
    const [draft] = health().stats(figures(said), at(0));
    expect(draft?.data).toMatchObject({ state, reason, fps: said.camera_fps ?? 15 });
  });

  test('FRG6 a jitter of the frame rate is no fact', () => {
    const cameras = health();
    cameras.stats(figures(), at(0));
    expect(cameras.stats(figures({ camera_fps: 14.6 }), at(60))).toEqual([]);
  });

  test('FRG6 one stream of two is degraded, none is offline, switched off says so', () => {
    const cameras = health();
    status(cameras, 'online', 'detect');
    expect(status(cameras, 'offline', 'record')).toMatchObject({
      value: [{ data: { state: 'degraded', reason: 'stream-offline: record' } }],
    });
    expect(status(cameras, 'offline', 'detect')).toMatchObject({
      value: [{ data: { state: 'offline', reason: 'stream-offline: detect, record' } }],
    });
    status(cameras, 'disabled', 'detect');
    expect(status(cameras, 'disabled', 'record')).toMatchObject({ value: [{ data: { state: 'offline', reason: 'disabled-at-source' } }] });
  });

  test('FRG6 figures from before a change of status do not hold it back', () => {
    const cameras = health();
    status(cameras, 'offline', 'detect', 0);
    cameras.stats(figures({ camera_fps: 0 }), at(1));
    expect(status(cameras, 'online', 'detect', 5)).toMatchObject({ value: [{ data: { state: 'live', fps: null } }] });
  });

  test('FRG6 the source goes away: unknown, once; heard again: live again', () => {
    const cameras = health();
    status(cameras, 'online');
    expect(cameras.sourceAway(at(9))).toMatchObject([{ id: CAMERA, data: { state: 'unknown', reason: 'source-away', fps: null } }]);
    expect(cameras.sourceAway(at(10))).toEqual([]);
    expect(status(cameras, 'online', 'detect', 30)).toMatchObject({ value: [{ data: { state: 'live', since: at(30) } }] });
  });

  test('FRG6 a camera that Frigate no longer lists is unknown', () => {
    const cameras = health();
    cameras.stats(figures(), at(0));
    expect(cameras.stats(new Map(), at(60))).toMatchObject([{ data: { state: 'unknown', reason: 'no-longer-listed' } }]);
  });

  test('FRG6 what the log says from before a restart is unknown when the source stays away', () => {
    const shown = new Map([[CAMERA, { state: 'live' as const, since: at(-900), fps: 15, reason: null }]]);
    const cameras = createCameraHealth({ cameraAt: () => AT }, shown);
    expect(cameras.sourceAway(at(5))).toMatchObject([{ id: CAMERA, data: { state: 'unknown' } }]);
  });
});

test('FRG4 an unregistered camera is said once, listed, and heard once it is registered', () => {
  let registered = false;
  const cameras = createCameraHealth({ cameraAt: () => (registered ? AT : null) });
  expect(status(cameras, 'online')).toMatchObject({ ok: false, error: { code: 'unknown-camera' } });
  expect(status(cameras, 'online', 'record', 10)).toEqual({ ok: true, value: [] });
  expect(cameras.stats(figures(), at(11))).toEqual([]);
  expect(cameras.unregistered()).toEqual([CAMERA]);
  registered = true;
  expect(status(cameras, 'online', 'detect', 20)).toMatchObject({ ok: true, value: [{ data: { state: 'live' } }] });
  expect(cameras.unregistered()).toEqual([]);
});
