import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../../server/app/server.ts';
import { createLog } from '../../../server/store/log.ts';
import type { WallFocused, WallStanding } from '../../../shared/contract/direction.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import { epochMs, sourceId } from '../../../shared/model/ids.ts';
import { eventually } from '../../chaos/eventually.ts';
import type { Known } from '../../support/principals.ts';
import { prelude } from '../../unit/domain/standing-fixture.ts';
import { openEyes } from './eyes.ts';
import { openWallCentre, type WallCentre } from './wall-centre.ts';

let centre: WallCentre;
let node: RunningServer;
let other: RunningServer;
let lan: Known;
let wall: string;
let visitors: Known & { wall: string };
let operators: Known & { wall: string };

beforeAll(async () => {
  centre = await openWallCentre();
  await say(...prelude.map(([kind, id, data, more]) => ({ kind, id, data, ...more })));
  wall = await centre.wall('focus');
  [operators, visitors] = [await centre.display('operators'), await centre.display('visitors')];
  lan = await centre.person('duty-officer');
  [node, other] = [await centre.node(), await centre.node()];
});
afterAll(() => centre?.close());

async function say(...entries: object[]): Promise<void> {
  const now = epochMs(Date.now());
  const envelope = {
    area: null,
    classification: 'internal',
    occurredAt: now,
    receivedAt: now,
    source: sourceId('test'),
    actor: null,
    drill: false,
  };
  await createLog({ pool: centre.base.database.pool, clock: () => now }).commit({
    arrivals: entries.map((entry) => ({ entry: { ...envelope, ...entry } as NewEntry, publisherKey: null })),
    quarantined: [],
    refused: [],
  });
}
const event = (id: string, phase: 'new' | 'end' = 'new', more: object = {}) => ({
  kind: 'camera-event.observed',
  id,
  data: {
    ...{
      cameraId: 'cam-1',
      type: 'fire',
      severity: 'critical',
      phase,
      startedAt: Date.now(),
      endedAt: null,
      at: [106.68, 20.86],
      label: null,
    },
    ...{ score: null, zones: [], plate: null, speedKmh: null, evidence: null },
  },
  ...more,
});
const focusOf = async (id = wall, at = node): Promise<WallFocused | null> =>
  ((await centre.ask(at, lan, 'GET', `/walls/v1/${id}`)).body as WallStanding).focus;
const shows = (id: string, of = wall, at = node) =>
  eventually(`${of} shows ${id}`, async () => {
    const focus = await focusOf(of, at);
    return focus?.incident?.id === id && focus;
  });

describe('FOCUS1 a severe event is brought to the walls', () => {
  test('FOCUS2 the first stays till somebody has it, the second waits; FOCUS6 whichever node runs next goes on with it', async () => {
    await say(event('fire'));
    expect(await shows('fire')).toMatchObject({ cameras: ['cam-1'], acknowledged: false, waiting: 0 });
    await say(event('flood'));
    await eventually('it waits', async () => (await focusOf())?.waiting === 1);
    expect((await focusOf())?.incident?.id).toBe('fire');

    // The node that ran it goes; the other one knows what stood there.
    await node.close();
    node = other;
    const had = await centre.order(node, lan, wall, { order: 'acknowledge', id: 'fire' });
    expect(had.status).toBe(200);
    expect(await shows('flood', wall, node)).toMatchObject({ waiting: 0, acknowledged: false, done: [{ id: 'fire', critical: true }] });
    expect(await centre.order(node, lan, wall, { order: 'acknowledge', id: 'fire' })).toMatchObject({
      status: 409,
      body: { code: 'nothing' },
    });
    const told = (await centre.entries('wall.focused')).filter(({ id }) => id === wall).map(({ data }) => data.incident?.id);
    expect(told.filter((id, i) => id !== told[i - 1])).toEqual(['fire', 'flood']);
  });

  test('FOCUS4 what is withdrawn gives the zone back', async () => {
    await say(
      ...['fire', 'flood'].map((id) => ({ kind: 'entity.withdrawn', id, data: { kind: 'camera-event.observed', reason: 'test' } })),
    );
    await eventually('the zone is free', async () => (await focusOf(wall, node))?.incident === null);
  });

  test('DIR10 a display told to visitors gets what its wall is directed to and no focus; its wall is brought nothing', async () => {
    const [guest, own] = [openEyes(node.port, visitors), openEyes(node.port, operators)];
    expect(await Promise.all([guest.turnedAway, own.turnedAway])).toEqual([null, null]);
    const id = `fire-${randomUUID().slice(0, 8)}`;
    await say(event(id));
    await shows(id, operators.wall, node);
    for (const display of [visitors, operators])
      await centre.order(node, lan, display.wall, { order: 'show', scene: 'storm', forMs: 60_000 });
    await eventually('both are told', async () =>
      [guest, own].every(({ entries }) => entries.some(({ kind }) => kind === 'wall.directed')),
    );
    await eventually('operators see it', async () =>
      own.entries.some((entry) => entry.kind === 'wall.focused' && entry.data.incident?.id === id),
    );
    expect(
      guest.entries.filter(({ kind }) => kind === 'wall.focused' || kind === 'wall.controlled' || kind === 'camera-event.observed'),
    ).toEqual([]);
    expect(await focusOf(visitors.wall, node)).toBeNull();
    guest.close();
    own.close();
  });
});

describe('DIR9 a desk looks at a wall as its room does', () => {
  test('it sees what both may see, and who is let in changes with who is in the room', async () => {
    const officer = await centre.person('camera-desk');
    const id = `plate-${randomUUID().slice(0, 8)}`;
    await say(event(id, 'new', { classification: 'police' }), event(`${id}-open`));
    const [own, mirror] = [openEyes(node.port, officer), openEyes(node.port, officer, operators.wall)];
    expect(await Promise.all([own.turnedAway, mirror.turnedAway])).toEqual([null, null]);
    const sees = ({ entries }: typeof own, what: string): boolean => entries.some((entry) => entry.id === what);
    await eventually('both have a picture', async () => sees(own, `${id}-open`) && sees(mirror, `${id}-open`));
    expect([sees(own, id), sees(mirror, id)]).toEqual([true, false]);
    expect(mirror.views[0]).toMatchObject({ audience: 'operators', classifications: ['internal', 'public'], personal: { plate: 'none' } });

    const switched = await centre.ask(node, lan, 'POST', `/admin/v1/walls/${operators.wall}/audience`, { audience: 'visitors' });
    expect(switched.status).toBe(200);
    await eventually('the mirror is of visitors', async () => mirror.views.at(-1)?.audience === 'visitors' && !sees(mirror, `${id}-open`));
    expect(mirror.views.at(-1)).toMatchObject({ classifications: ['public'], personal: { name: 'masked', plate: 'none' } });
    expect(own.views).toHaveLength(1);
    own.close();
    mirror.close();
  });

  test('a wall that is not there, a person who may not and a display are turned away, and it is in the audit', async () => {
    for (const [who, of] of [
      [lan, 'nowhere'],
      [await centre.person('handling-unit'), wall],
      [visitors, operators.wall],
    ] as const) {
      const eyes = openEyes(node.port, who, of);
      expect(await eyes.turnedAway, `${who.principal.role} ${of}`).toBe('forbidden');
      eyes.close();
    }
    await eventually('three refusals', async () => {
      const { rows } = await centre.base.database.pool.query(
        `select 1 from audit.entry where subject like 'mirror:%' and outcome = 'denied'`,
      );
      return rows.length === 3;
    });
  });
});
