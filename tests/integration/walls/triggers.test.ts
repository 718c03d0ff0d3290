import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../../server/app/server.ts';
import { createLog } from '../../../server/store/log.ts';
import { PREPARE_MS, type WallStanding } from '../../../shared/contract/direction.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import type { WallDefined } from '../../../shared/contract/wall.ts';
import { epochMs, sourceId } from '../../../shared/model/ids.ts';
import { eventually } from '../../chaos/eventually.ts';
import type { Known } from '../../support/principals.ts';
import { prelude } from '../../unit/domain/standing-fixture.ts';
import { openWallCentre, type WallCentre } from './wall-centre.ts';

let centre: WallCentre;
let node: RunningServer;
let other: RunningServer;
let hoa: Known;

beforeAll(async () => {
  centre = await openWallCentre();
  await say(...prelude.map(([kind, id, data, more]) => ({ kind, id, data, ...more })));
  hoa = await centre.person('shift-lead');
  [node, other] = [await centre.node(), await centre.node()];
});
afterAll(() => centre?.close());

async function say(...entries: object[]): Promise<void> {
  const now = epochMs(Date.now());
  const envelope = {
    ...{ area: null, classification: 'internal', occurredAt: now, receivedAt: now, source: sourceId('test'), actor: null, drill: false },
  };
  await createLog({ pool: centre.base.database.pool, clock: () => now }).commit({
    arrivals: entries.map((entry) => ({ entry: { ...envelope, ...entry } as NewEntry, publisherKey: null })),
    quarantined: [],
    refused: [],
  });
}
const gauge = (id: string, value: number, more: object = {}) => ({
  kind: 'sensor.observed',
  id,
  classification: 'public',
  data: { name: `Trạm ${id}`, measure: 'water-level', value, unit: 'cm', at: [106.7, 20.8], deviceState: 'ok' },
  ...more,
});
const event = (id: string, phase: 'new' | 'end') => ({
  kind: 'camera-event.observed',
  id,
  data: {
    ...{ cameraId: 'cam-1', type: 'crowd', severity: 'high', phase, startedAt: Date.now(), endedAt: null, at: [106.68, 20.86] },
    ...{ label: null, score: null, zones: [], plate: null, speedKmh: null, evidence: null },
  },
});
const CROWD = { by: 'camera-event', types: ['crowd'], atLeast: 'high' } as const;
const WATER = { by: 'sensor', measure: 'water-level', unit: 'cm', side: 'above', limit: 80 } as const;
const definition = (triggers: WallDefined['triggers']): WallDefined => ({
  ...{ name: 'Tường', geometry: null, default: { scenes: ['standby'], dwellMs: 60_000 }, schedule: [], dimming: [], triggers },
});
const trigger = (name: string, scene: string, cause: typeof CROWD | typeof WATER) => ({
  ...{ name, scene, cause, area: null, count: 1, delayMs: 0, holdMs: 10_000 },
});
const define = (wall: string, triggers: unknown) =>
  centre.ask(node, hoa, 'PUT', `/walls/v1/${wall}`, definition(triggers as WallDefined['triggers']));
const standing = async (wall: string, at = node): Promise<WallStanding> =>
  (await centre.ask(at, hoa, 'GET', `/walls/v1/${wall}`)).body as unknown as WallStanding;
const shows = (wall: string, scene: string, at = node) =>
  eventually(`${wall} shows ${scene}`, async () => {
    const { up } = await standing(wall, at);
    return up.scene === scene && up;
  });

describe('TRIG3 a wall whose triggers are raised', () => {
  test('TRIG1 shows the first that is due, on every node, says why; the cause gone it stays for its hold, and another node goes on', async () => {
    const wall = await centre.wall('triggers');
    const set = await define(wall, [trigger('Ngập', 'storm', WATER), trigger('Đông người', 'security', CROWD)]);
    expect(set.status).toBe(200);
    await say(event('crowd-1', 'new'));
    expect((await shows(wall, 'security')).why).toMatchObject({
      layer: 'triggered',
      reason: 'Đông người',
      until: null,
      trigger: { name: 'Đông người', cause: { kind: 'camera-event.observed', id: 'crowd-1', value: null } },
    });
    await say(gauge('t-1', 82));
    expect((await shows(wall, 'storm')).why.trigger).toMatchObject({ name: 'Ngập', cause: { id: 't-1', value: 82 }, count: 1 });
    await shows(wall, 'storm', other);

    // What a person orders stands over it.
    await centre.order(node, hoa, wall, { order: 'show', scene: 'traffic', forMs: 60_000 });
    await shows(wall, 'traffic');
    await centre.order(node, hoa, wall, { order: 'resume' });
    await shows(wall, 'storm');

    await node.close();
    node = other;
    await say(gauge('t-1', 60));
    const held = await eventually('it is held', async () => {
      const { up, at } = await standing(wall);
      return up.why.until !== null && { up, at };
    });
    expect(held.up.scene).toBe('storm');
    expect((held.up.why.until ?? 0) - held.at).toBeLessThanOrEqual(10_000);
    await shows(wall, 'security');
    await say(event('crowd-1', 'end'));
    await shows(wall, 'standby');

    const entries = (await centre.entries('wall.triggered')).filter(({ id }) => id === wall);
    for (const { receivedAt, data } of entries)
      for (const one of data.raised)
        if (one.since >= receivedAt - 1000 && one.until === null) expect(one.from).toBeGreaterThan(one.since + PREPARE_MS - 50);
    expect(entries.every(({ classification, drill, actor }) => classification === 'public' && !drill && actor === null)).toBe(true);
    expect(entries.length).toBeLessThan(12);
  });

  test('TRIG5 a room of visitors is brought nothing for what it may not know', async () => {
    const [guests, own] = [await centre.wall('guests', 'visitors'), await centre.wall('own')];
    for (const wall of [guests, own]) await define(wall, [trigger('Đông người', 'security', CROWD), trigger('Ngập', 'storm', WATER)]);
    await say(event('crowd-2', 'new'));
    await shows(own, 'security');
    await say(gauge('t-2', 90));
    await shows(guests, 'storm');
    const names = (await centre.entries('wall.triggered'))
      .filter(({ id }) => id === guests)
      .flatMap(({ data }) => data.raised.map(({ name }) => name));
    expect(new Set(names)).toEqual(new Set(['Ngập']));
    await say(event('crowd-2', 'end'), gauge('t-2', 10));
  });

  test('a trigger of a scene that there is not is refused', async () => {
    const wall = await centre.wall('unknown');
    expect(await define(wall, [trigger('Ngập', 'no-such', WATER)])).toMatchObject({ status: 422, body: { code: 'unknown-scene' } });
  });
});

describe('TRIG7 a wall that nobody set up', () => {
  test('brings the storm scene up for a drill, not for real gauges, and the end of the drill takes it away', async () => {
    const wall = await centre.wall('unset');
    const drill = (state: 'running' | 'ended') => ({
      ...{ kind: 'drill.changed', id: 'drill', drill: true, classification: 'public', data: { state, name: 'Diễn tập', reason: null } },
    });
    const minuteAgo = { receivedAt: epochMs(Date.now() - 61_000) };
    const gauges = (name: string, more: object) =>
      Array.from({ length: 5 }, (_, i) => gauge(`${name}-${i}`, 215, { ...minuteAgo, ...more }));
    await say(drill('running'), ...gauges('play', { drill: true }));
    expect((await shows(wall, 'storm')).why.trigger).toMatchObject({ name: 'Mực nước vượt báo động', count: 5 });
    expect((await centre.entries('wall.triggered')).filter(({ id }) => id === wall).at(-1)?.drill).toBe(true);
    await say(drill('ended'), ...gauges('real', {}));
    await shows(wall, 'standby');
    const after = await centre.wall('after');
    await define(after, [trigger('Ngập', 'storm', WATER)]);
    await shows(after, 'storm');
    expect((await standing(wall)).up.scene).toBe('standby');
  });
});
