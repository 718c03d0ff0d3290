import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Broker, startBroker } from '../../../server/sources/broker/broker.ts';
import { createFrigateSource, type FrigateSource, type FrigateSourceParts } from '../../../server/sources/frigate/frigate-source.ts';
import type { FrigateHealth } from '../../../server/sources/frigate/source-health.ts';
import { epochMs, sourceId } from '../../../shared/model/ids.ts';
import { AT, CAMERA, END, EVENT_ID, event, LPR, NEW, review, stats, UPDATE } from '../../support/frigate-messages.ts';
import { startMosquitto } from '../../support/mosquitto.ts';
import { type RecordingIntake, recordingIntake, until } from './recording-intake.ts';

/** One suite over both brokers: a real Mosquitto, and the one that the server brings along. */
type TestBroker = {
  publisherUrl: string;
  readerUrl: () => string;
  /** Mosquitto: `kill -9`. The built-in one lives in the server's process: all its sockets are cut. */
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

const log = { info: () => {}, warn: () => {}, error: () => {} };

async function builtIn(): Promise<TestBroker> {
  const dataDir = mkdtempSync(join(tmpdir(), 'ioc-broker-'));
  const launch = async (port: number): Promise<Broker> => {
    const started = await startBroker({ port, dataDir, log });
    if (!started.ok) throw new Error(started.error.message);
    return started.value;
  };
  let broker = await launch(0);
  const port = Number(new URL(broker.url).port);
  return {
    publisherUrl: `mqtt://${broker.username}:${broker.firstPassword}@127.0.0.1:${port}`,
    readerUrl: () => broker.ownUrl,
    kill: () => broker.close(),
    async start() {
      // A credential of one run: the source would be handed the new one at the server's start.
      broker = await launch(port);
    },
    async stop() {
      await broker.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function mosquitto(): Promise<TestBroker> {
  const broker = await startMosquitto();
  return { ...broker, readerUrl: () => broker.readerUrl };
}

describe.each([
  ['Mosquitto', mosquitto],
  ['the built-in broker', builtIn],
])('Frigate over %s', (name, start) => {
  let broker: TestBroker;
  let frigate: MqttClient;
  let source: FrigateSource;
  let intake: RecordingIntake;
  let told: FrigateHealth[];
  let ahead = 0;
  const clock = () => epochMs(Date.now() + ahead);
  const known = new Set([CAMERA]);

  const sourceOf = (parts: Partial<FrigateSourceParts> = {}): FrigateSource =>
    createFrigateSource({
      url: broker.readerUrl(),
      instance: 'f',
      sourceId: sourceId('frigate'),
      cameraAt: (id) => (known.has(id) ? AT : null),
      intake,
      log,
      clock,
      onHealth: (health) => told.push(health),
      reconnectMs: 50,
      sweepEveryMs: 10,
      ...parts,
    });
  const connectFrigate = async (): Promise<MqttClient> => {
    const will = { topic: 'frigate/available', payload: Buffer.from('offline'), retain: true, qos: 0 as const };
    const client = await connectAsync(broker.publisherUrl, { will, reconnectPeriod: 0, protocolVersion: 4 });
    client.on('error', () => {});
    return client;
  };
  const publish = (topic: string, message: unknown, retain = false): Promise<unknown> =>
    frigate.publishAsync(`frigate/${topic}`, typeof message === 'string' ? message : JSON.stringify(message), { retain });
  const sourceStates = () =>
    intake.stored.flatMap((draft) => (draft.kind === 'source.state' ? [[draft.data.state, draft.data.reason]] : []));

  beforeEach(async () => {
    ahead = 0;
    told = [];
    intake = recordingIntake();
    broker = await start();
    frigate = await connectFrigate();
    await publish('available', 'online', true);
    source = sourceOf();
    source.start();
    await until(() => source.state().state === 'online');
  });
  afterEach(async () => {
    await source.stop();
    await frigate.endAsync(true);
    await broker.stop();
  });

  test('FRG1 FRG3 new, update, end, their review and plate are one event that grows', async () => {
    await publish('events', NEW);
    await publish('reviews', review('new'));
    await publish('tracked_object_update', LPR);
    await publish('events', UPDATE);
    await publish('events', END);
    await publish('reviews', review('end', { end_time: 1795313481.402 }));
    await until(() => intake.newest('camera-event.observed', `f:${EVENT_ID}`)?.data.phase === 'end');
    const events = intake.stored.filter((draft) => draft.kind === 'camera-event.observed');
    expect(new Set(events.map((draft) => draft.id))).toEqual(new Set([`f:${EVENT_ID}`]));
    expect(events.map((draft) => draft.data.phase)).toEqual(['new', 'update', 'update', 'update', 'end']);
    expect(events.at(-1)?.data).toMatchObject({ type: 'line-crossing', severity: 'medium', plate: '15A12345', endedAt: 1795313481402 });
    expect(intake.deliveries.at(-1)).toMatchObject({ channel: 'mqtt:frigate/events', source: 'frigate', drill: false });
    expect(source.state()).toMatchObject({ openEvents: 0, waiting: 0, dropped: 0 });
  });

  test('FRG2 a message delivered twice is a duplicate', async () => {
    await publish('events', NEW);
    await publish('events', UPDATE);
    await publish('events', NEW);
    await publish('events', UPDATE);
    await until(() => intake.duplicates.length === 2);
    expect(intake.stored.filter((draft) => draft.kind === 'camera-event.observed')).toHaveLength(2);
  });

  test('FRG4 FRG5 what is no entry is handed in with its reason, and what follows is not held up', async () => {
    await publish('events', event('new', { camera: 'lc-moi-09' }));
    await publish('events', '{"type":');
    await publish('events', event('new', { frame_time: 'now' }));
    await publish('events', NEW);
    await until(() => intake.newest('camera-event.observed', `f:${EVENT_ID}`) !== undefined);
    expect(intake.rejected).toMatchObject([
      { channel: 'mqtt:frigate/events', code: 'unknown-camera', pointer: '/after/camera' },
      { code: 'malformed' },
      { code: 'schema', pointer: '/after/frame_time' },
    ]);
    expect(source.state()).toMatchObject({ rejected: 3 });
  });

  test('FRG10 64 KiB and more is refused and counted, less is not', async () => {
    await publish('events', { ...NEW, pad: 'x'.repeat(65_536) });
    await publish('events', event('new', { pad: 'x'.repeat(60_000) }));
    await until(() => intake.newest('camera-event.observed', `f:${EVENT_ID}`) !== undefined);
    expect(intake.refused).toBe(1);
    const { received, handedIn, ignored, tooLarge } = source.state();
    expect(tooLarge).toBe(1);
    expect(received).toBe(handedIn + ignored + tooLarge);
  });

  test('FRG6 cameras: unknown until heard of, changes only, unknown when Frigate says farewell', async () => {
    await publish(`${CAMERA}/status/detect`, 'online');
    await publish(`${CAMERA}/status/detect`, 'online');
    await publish('stats', stats({ [CAMERA]: { camera_fps: 6 } }));
    await publish('available', 'stopped', true);
    await until(() => intake.newest('camera.state', CAMERA)?.data.state === 'unknown');
    const states = intake.stored.flatMap((draft) =>
      draft.kind === 'camera.state' ? [[draft.data.state, draft.data.reason, draft.data.fps]] : [],
    );
    expect(states).toEqual([
      ['live', null, null],
      ['degraded', 'slow-frames', 6],
      ['unknown', 'source-away', null],
    ]);
    expect(source.state()).toMatchObject({ state: 'offline', reason: 'frigate-stopped', version: '0.18.0-f0d69f7' });
  });

  test('FRG7 Frigate dies without a word: its will says so; it comes back: online', async () => {
    frigate.stream.destroy();
    await until(() => source.state().state === 'offline');
    expect(source.state().reason).toBe('frigate-stopped');
    frigate = await connectFrigate();
    await publish('available', 'online', true);
    await until(() => source.state().state === 'online');
    expect(sourceStates()).toEqual([
      ['online', null],
      ['offline', 'frigate-stopped'],
      ['online', null],
    ]);
  });

  test('FRG7 no statistics for two and a half minutes is silence, and cameras become unknown', async () => {
    await publish(`${CAMERA}/status/detect`, 'online');
    await publish('stats', stats());
    await until(() => source.state().lastStatsAt !== null);
    ahead += 151_000;
    await until(() => intake.newest('source.state', 'frigate')?.data.state === 'silent');
    await until(() => intake.newest('camera.state', CAMERA)?.data.state === 'unknown');
    await publish('stats', stats());
    await until(() => intake.newest('camera.state', CAMERA)?.data.state === 'live');
    expect(sourceStates().at(-1)).toEqual(['online', null]);
  });

  test('FRG7 of a Frigate that never spoke nothing is known, however long', async () => {
    const unheard: RecordingIntake = recordingIntake();
    let looks = 0;
    const counting = () => {
      looks += 1;
      return clock();
    };
    const other = sourceOf({ topicPrefix: 'frigate/other', intake: unheard, clock: counting, onHealth: () => {} });
    other.start();
    await until(() => other.state().connected);
    ahead += 400_000;
    looks = 0;
    await until(() => looks >= 3);
    expect(other.state()).toMatchObject({ state: 'unknown', lastMessageAt: null });
    expect(unheard.stored).toEqual([]);
    await other.stop();
  });

  test('FRG8 what the log has open and live from before a restart is closed, or unknown, when nobody speaks of it', async () => {
    await publish('events', NEW);
    await until(() => source.state().openEvents === 1);
    const data = intake.newest('camera-event.observed', `f:${EVENT_ID}`)?.data;
    if (!data) throw new Error('no event');
    await source.stop();
    ahead += 3_600_000;
    const shown = { state: 'live' as const, since: clock(), fps: 15, reason: null };
    source = sourceOf({
      resumed: {
        events: [{ id: `f:${EVENT_ID}`, data, heardAt: epochMs(0) }],
        cameras: new Map([[CAMERA, shown]]),
        state: { state: 'unknown', since: clock(), reason: 'stopped' },
      },
    });
    source.start();
    await until(() => source.state().state === 'online');
    expect(source.state().openEvents).toBe(1);
    ahead += 300_000;
    await until(() => intake.newest('camera-event.observed', `f:${EVENT_ID}`)?.data.phase === 'end');
    await until(() => intake.newest('camera.state', CAMERA)?.data.state === 'unknown');
  });

  test('FRG8 an event that is not heard of any more is closed', async () => {
    await publish('events', NEW);
    await until(() => source.state().openEvents === 1);
    ahead += 300_000;
    await until(() => intake.newest('camera-event.observed', `f:${EVENT_ID}`)?.data.phase === 'end');
    expect(source.state()).toMatchObject({ openEvents: 0, closedByTimeOut: 1 });
    expect(intake.deliveries.some((delivery) => delivery.channel === 'frigate:time-out')).toBe(true);
  });

  test('FRG9 what comes while the pipeline is down is stored when it is up again', async () => {
    intake.answer = { kind: 'down', retryAfterS: 0.05 };
    for (const message of [NEW, UPDATE, END]) await publish('events', message);
    await until(() => source.state().waiting > 0);
    intake.answer = null;
    await until(() => intake.newest('camera-event.observed', `f:${EVENT_ID}`)?.data.phase === 'end');
    expect(intake.stored.filter((draft) => draft.kind === 'camera-event.observed')).toHaveLength(3);
    expect(source.state()).toMatchObject({ waiting: 0, dropped: 0 });
  });

  if (name === 'Mosquitto')
    test('FRG7 the broker is killed and started again: the source comes back by itself and says so', async () => {
      await publish(`${CAMERA}/status/detect`, 'online');
      await until(() => intake.newest('camera.state', CAMERA) !== undefined);
      await broker.kill();
      await until(() => source.state().state === 'offline');
      expect(source.state()).toMatchObject({ connected: false, reason: 'broker-unreachable' });
      ahead += 6_000;
      await until(() => intake.newest('camera.state', CAMERA)?.data.state === 'unknown');
      await broker.start();
      await until(() => source.state().connected);
      expect(source.state()).toMatchObject({ state: 'unknown', reconnects: 1 });
      await frigate.endAsync(true);
      frigate = await connectFrigate();
      await publish('available', 'online', true);
      await publish(`${CAMERA}/status/detect`, 'online');
      await publish('events', NEW);
      await until(() => intake.newest('camera-event.observed', `f:${EVENT_ID}`) !== undefined);
      expect(intake.newest('camera.state', CAMERA)?.data.state).toBe('live');
      expect(sourceStates()).toEqual([
        ['online', null],
        ['offline', 'broker-unreachable'],
        ['unknown', 'starting'],
        ['online', null],
      ]);
      expect(told.map((health) => health.connected)).toContain(false);
    });

  if (name !== 'Mosquitto')
    test('FRG7 the built-in broker goes and comes: a source that may, comes back', async () => {
      await source.stop();
      source = sourceOf({ url: broker.publisherUrl });
      source.start();
      await until(() => source.state().state === 'online');
      await broker.kill();
      await until(() => source.state().state === 'offline');
      await broker.start();
      await until(() => source.state().connected);
      expect(source.state().reconnects).toBe(1);
    });

  test('FRG7 stopping says that nothing is known from here on', async () => {
    await source.stop();
    expect(sourceStates().at(-1)).toEqual(['unknown', 'stopped']);
  });

  // Mosquitto's own rights file lets everyone subscribe and then tells them nothing: there it ends in silence.
  if (name !== 'Mosquitto')
    test('FRG7 a source that may not read its topics says which', async () => {
      const errors: unknown[] = [];
      const refused = sourceOf({
        topicPrefix: 'zigbee',
        log: { ...log, error: (fields) => errors.push(fields.detail) },
        onHealth: () => {},
      });
      refused.start();
      await until(() => refused.state().reason === 'broker-refused');
      await refused.stop();
      expect(errors[0]).toMatch(/^not allowed to read zigbee\/events, /);
    });

  test('FRG7 a wrong password is told in the log once, and the source is offline, not dead', async () => {
    const warnings: string[] = [];
    const url = new URL(broker.readerUrl());
    url.password = 'wrong';
    const refused = sourceOf({ url: url.href, log: { ...log, warn: (_, message) => warnings.push(message) }, onHealth: () => {} });
    refused.start();
    await until(() => refused.state().reason === 'broker-unreachable');
    await until(() => warnings.length > 0);
    await refused.stop();
    expect(warnings).toEqual(['the broker cannot be reached or refuses']);
  });
});
