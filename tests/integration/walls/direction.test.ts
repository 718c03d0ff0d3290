import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../../server/app/server.ts';
import { createDisplayGlass } from '../../../server/store/display-glass.ts';
import type { WallOrder, WallOrderAnswer, WallStanding } from '../../../shared/contract/direction.ts';
import { PREPARE_EMERGENCY_MS, PREPARE_MS } from '../../../shared/contract/direction.ts';
import { eventually } from '../../chaos/eventually.ts';
import { glassReport } from '../../support/glass-report.ts';
import type { Known } from '../../support/principals.ts';
import { openWallCentre, type Said, type WallCentre } from './wall-centre.ts';

let centre: WallCentre;
let node: RunningServer;
let other: RunningServer;
let lan: Known;
let minh: Known;
beforeAll(async () => {
  centre = await openWallCentre();
  [node, other] = [await centre.node(), await centre.node()];
  [lan, minh] = [await centre.person('duty-officer'), await centre.person('shift-lead')];
});
afterAll(() => centre?.close());

const answerOf = ({ body }: Said): WallOrderAnswer => body as WallOrderAnswer;
const standing = async (wall: string, who = lan, at = node): Promise<WallStanding> =>
  (await centre.ask(at, who, 'GET', `/walls/v1/${wall}`)).body as WallStanding;
const SHOW = { order: 'show', scene: 'storm', forMs: 60_000, reason: 'Mưa lớn' } as const satisfies WallOrder;
const revisionsOf = async (wall: string): Promise<number[]> =>
  (await centre.entries('wall.directed')).filter(({ id }) => id === wall).map(({ data }) => data.revision);

describe('DIR1 what people tell a wall', () => {
  test('a scene is shown for a while and taken back, and the wall says why', async () => {
    const wall = await centre.wall('thin');
    expect(await standing(wall)).toMatchObject({
      definition: null,
      direction: null,
      control: null,
      up: { scene: 'standby', why: { layer: 'default' } },
    });
    const before = Date.now();
    const shown = await centre.order(node, lan, wall, SHOW);
    expect(shown.status).toBe(200);
    expect(answerOf(shown)).toMatchObject({
      direction: { revision: 1, override: { scene: 'storm', reason: 'Mưa lớn' } },
      control: { holder: { id: lan.principal.id } },
    });
    const showAt = answerOf(shown).direction?.showAt ?? 0;
    expect(showAt).toBeGreaterThanOrEqual(before + PREPARE_MS);
    expect(showAt).toBeLessThanOrEqual(Date.now() + PREPARE_MS);
    expect(await standing(wall)).toMatchObject({ up: { scene: 'storm', revision: 0, why: { layer: 'override', reason: 'Mưa lớn' } } });
    expect(answerOf(await centre.order(node, lan, wall, { order: 'resume' })).direction).toMatchObject({ revision: 2, override: null });
    expect((await standing(wall)).up).toMatchObject({ scene: 'standby', why: { layer: 'default' } });
  });

  test('SWITCH10 a display that was slow to prepare is given the time', async () => {
    const slow = await centre.display('operators');
    const { table } = createDisplayGlass(centre.base);
    const now = Date.now();
    const { samples: _, ...report } = glassReport({ preparedMs: 2400 });
    const word = { connected: true, connectedAt: now, aliveAt: now, leftAt: null, heardAt: now, framesAt: now, lagMs: 0, report };
    await table.write([{ display: slow.principal.id, node: 'n', writtenAt: now, ...word }]);
    const said = answerOf(await centre.order(node, lan, slow.wall, SHOW)).direction?.showAt ?? 0;
    expect(said).toBeGreaterThanOrEqual(now + 3000);
    expect(said).toBeLessThanOrEqual(Date.now() + 3000);
    await table.write([{ display: slow.principal.id, node: 'n', writtenAt: now + 1, ...word, connected: false }]);
    const before = Date.now();
    const after = answerOf(await centre.order(node, lan, slow.wall, { ...SHOW, scene: 'traffic' })).direction?.showAt ?? 0;
    expect(after).toBeLessThanOrEqual(Date.now() + PREPARE_MS);
    expect(after).toBeGreaterThanOrEqual(before + PREPARE_MS);
  });

  test('DIR2 an emergency is over everything, needs no control, and is sooner', async () => {
    const wall = await centre.wall('emergency');
    await centre.order(node, lan, wall, SHOW);
    await centre.order(node, lan, wall, { order: 'freeze' });
    const before = Date.now();
    const said = await centre.order(node, minh, wall, { order: 'emergency', scene: 'security', reason: 'Cháy lớn' });
    expect(said.status).toBe(200);
    expect(answerOf(said)).toMatchObject({ direction: { frozenAt: null, replay: null }, control: { holder: { id: lan.principal.id } } });
    expect(answerOf(said).direction?.showAt).toBeGreaterThanOrEqual(before + PREPARE_EMERGENCY_MS);
    expect(answerOf(said).direction?.showAt).toBeLessThanOrEqual(Date.now() + PREPARE_EMERGENCY_MS);
    expect((await standing(wall)).up).toMatchObject({ scene: 'security', why: { layer: 'emergency', reason: 'Cháy lớn', until: null } });
    expect((await centre.order(node, minh, wall, { order: 'end-emergency' })).status).toBe(200);
    expect((await standing(wall)).up).toMatchObject({ scene: 'storm', why: { layer: 'override' } });
  });

  test('DIR3 what cannot be is told in words, and changes nothing', async () => {
    const wall = await centre.wall('faults');
    const unknown = await centre.order(node, lan, wall, { ...SHOW, scene: 'no-such' });
    expect(unknown).toMatchObject({
      status: 409,
      type: expect.stringContaining('application/problem+json'),
      body: { code: 'unknown-scene' },
    });
    expect(await centre.order(node, lan, wall, { order: 'replay', at: Date.now() + 60_000, speed: 1 })).toMatchObject({
      status: 409,
      body: { code: 'ahead' },
    });
    expect(await centre.order(node, lan, wall, { order: 'acknowledge', id: 'none' })).toMatchObject({
      status: 409,
      body: { code: 'nothing' },
    });
    expect(await centre.order(node, lan, wall, { order: 'full-tile', tile: 'no-such' })).toMatchObject({
      status: 409,
      body: { code: 'nothing' },
    });
    expect(await centre.order(node, lan, 'nowhere', SHOW)).toMatchObject({ status: 404 });
    const malformed = await centre.ask(node, lan, 'POST', `/walls/v1/${wall}/direction`, { order: 'show', scene: 'storm', forMs: 1 });
    expect(malformed).toMatchObject({ status: 422, body: { errors: [{ pointer: '/forMs' }] } });
    expect(await revisionsOf(wall)).toEqual([]);
    expect((await standing(wall)).control).toBeNull();
  });

  test('DIR5 a double click is one order', async () => {
    const wall = await centre.wall('twice');
    const both = await Promise.all([centre.order(node, lan, wall, SHOW), centre.order(node, lan, wall, SHOW)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(both.map((said) => answerOf(said).direction?.revision)).toEqual([1, 1]);
    expect(both.filter((said) => answerOf(said).seq === null)).toHaveLength(1);
    expect(answerOf(await centre.order(node, lan, wall, { order: 'unpin' })).seq).toBeNull();
    expect(await revisionsOf(wall)).toEqual([1]);
  });
});

describe('DIR4 two nodes at once', () => {
  test('nothing is lost and revisions are dense, in the order of the log', async () => {
    const wall = await centre.wall('both');
    await centre.order(node, lan, wall, { order: 'control', act: 'take' });
    const orders = Array.from({ length: 24 }, (_, i) =>
      centre.order(
        i % 2 ? node : other,
        lan,
        wall,
        i % 3 ? { order: 'banner', text: `Thông báo ${i}`, severity: 'low', forMs: 60_000 } : { ...SHOW, reason: `${i}` },
      ),
    );
    const said = await Promise.all(orders);
    expect(said.map(({ status }) => status)).toEqual(said.map(() => 200));
    expect(await revisionsOf(wall)).toEqual(said.map((_, i) => i + 1));
    expect(said.map((one) => answerOf(one).direction?.revision ?? 0).sort((a, b) => a - b)).toEqual(said.map((_, i) => i + 1));
    const last = (await centre.entries('wall.directed')).findLast(({ id }) => id === wall);
    expect(last?.data).toMatchObject({ banner: { severity: 'low' }, override: { scene: 'storm' } });
  });

  test('of two who both find a wall free, one has it and the other is told who', async () => {
    const wall = await centre.wall('race');
    const said = await Promise.all([centre.order(node, lan, wall, SHOW), centre.order(other, minh, wall, { ...SHOW, scene: 'traffic' })]);
    expect(said.map(({ status }) => status).sort()).toEqual([200, 409]);
    const [won, lost] = said[0]?.status === 200 ? [lan, said[1]] : [minh, said[0]];
    expect(lost?.body).toMatchObject({ code: 'control', holder: won.principal.name });
    expect(await revisionsOf(wall)).toEqual([1]);
  });
});

describe('CTRL6 the control over a restart', () => {
  test('direction and control are as they were, and the next order continues', async () => {
    const wall = await centre.wall('restart');
    await centre.order(node, lan, wall, SHOW);
    const again = await centre.node();
    const { direction, control } = await standing(wall, lan, again);
    expect(direction).toMatchObject({ revision: 1, override: { scene: 'storm' } });
    expect(control).toMatchObject({ holder: { id: lan.principal.id } });
    expect((await centre.order(again, minh, wall, { order: 'resume' })).body).toMatchObject({
      code: 'control',
      holder: lan.principal.name,
    });
    expect(answerOf(await centre.order(again, lan, wall, { order: 'resume' })).direction?.revision).toBe(2);
  });
});

describe('CTRL5 who is gone holds nothing', () => {
  test.each([
    ['a disabled account', 'update person set disabled_at = 1 where id = $1'],
    ['a signed-out session', `update person_session set ended_at = 1, ended_why = 'signed-out' where person = $1`],
    ['an account that may not any more', `update person set role = 'auditor' where id = $1`],
  ])('%s lets go by itself, and who asked has the wall', async (name, how) => {
    const wall = await centre.wall(`gone-${name.split(' ')[1]}`);
    const gone = await centre.person('duty-officer');
    await centre.order(node, gone, wall, SHOW);
    await centre.order(node, lan, wall, { order: 'control', act: 'request' });
    await centre.base.database.pool.query(how, [gone.principal.id]);
    await eventually('the control passes on', async () => (await standing(wall)).control?.holder?.id === lan.principal.id);
    expect((await standing(wall)).control?.request).toBeNull();
  });

  test('an order finds the wall free without waiting for that', async () => {
    const wall = await centre.wall('gone-now');
    const gone = await centre.person('duty-officer');
    await centre.order(node, gone, wall, SHOW);
    await centre.base.database.pool.query('update person set disabled_at = 1 where id = $1', [gone.principal.id]);
    expect(answerOf(await centre.order(node, lan, wall, { order: 'resume' })).control).toMatchObject({ holder: { id: lan.principal.id } });
  });
});

describe('DIR6 the audit', () => {
  test('has every order with who and what, and what was refused, before the log has it', async () => {
    const wall = await centre.wall('audited');
    await centre.order(node, lan, wall, SHOW);
    await centre.order(node, minh, wall, { order: 'freeze' });
    const { rows } = await centre.base.database.pool.query<{ actor_name: string; outcome: string; detail: Record<string, unknown> }>(
      `select actor_name, outcome, detail from audit.entry where action = 'wall:direct' and subject = $1 order by n`,
      [wall],
    );
    expect(rows).toMatchObject([
      {
        actor_name: lan.principal.name,
        outcome: 'done',
        detail: { order: 'show', scene: 'storm', reason: 'Mưa lớn', control: { holder: lan.principal.name } },
      },
      { actor_name: minh.principal.name, outcome: 'denied', detail: { order: 'freeze', why: 'control', holder: lan.principal.name } },
    ]);
    const [entry] = (await centre.entries('wall.directed')).filter(({ id }) => id === wall);
    expect(entry).toMatchObject({ actor: lan.principal.name, source: 'desk', drill: false, area: null, classification: 'public' });
  });
});
