import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RunningServer } from '../../../server/app/server.ts';
import type { SceneVersionList, WallStanding } from '../../../shared/contract/direction.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { WallDefined } from '../../../shared/contract/wall.ts';
import { ROLES } from '../../../shared/model/vocabulary.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { eventually } from '../../chaos/eventually.ts';
import type { Known } from '../../support/principals.ts';
import { openWallCentre, type WallCentre } from './wall-centre.ts';

let centre: WallCentre;
let node: RunningServer;
let other: RunningServer;
let minh: Known;
let hoa: Known;
beforeAll(async () => {
  centre = await openWallCentre();
  [node, other] = [await centre.node(), await centre.node()];
  [minh, hoa] = [await centre.person('shift-lead'), await centre.person('administrator')];
});
afterAll(() => centre?.close());

const scene = (id: string, more: Partial<Scene> = {}): Scene => ({
  id,
  name: 'Kịch bản thử',
  columns: 24,
  rows: 26,
  tiles: [{ id: 'clock', tile: 'clock', x: 0, y: 0, w: 24, h: 2, props: {} }],
  ...more,
});
const publish = (at: RunningServer, who: Known, one: Scene, basedOn: number, note: string | null = null) =>
  centre.ask(at, who, 'POST', `/scenes/v1/${one.id}`, { scene: one, basedOn, note });
const versions = async (id: string): Promise<SceneVersionList['versions']> =>
  ((await centre.ask(node, minh, 'GET', `/scenes/v1/${id}/versions`)).body as SceneVersionList).versions;

describe('DIR8 publishing a scene', () => {
  test('each publication is a revision with who, when and what; nobody overwrites another', async () => {
    expect((await centre.ask(node, minh, 'GET', '/scenes/v1/moi/versions')).status).toBe(404);
    expect(await publish(node, minh, scene('moi'), 0, 'Bản đầu')).toMatchObject({ status: 200, body: { revision: 1 } });
    expect(await publish(other, hoa, scene('moi', { name: 'Khác' }), 0)).toMatchObject({
      status: 409,
      type: expect.stringContaining('problem+json'),
      body: { code: 'overtaken', revision: 1, by: minh.principal.name },
    });
    expect(await publish(other, hoa, scene('moi', { name: 'Khác' }), 1)).toMatchObject({ status: 200, body: { revision: 2 } });
    // The second click of a double one.
    expect(await publish(node, hoa, scene('moi', { name: 'Khác' }), 1)).toMatchObject({ status: 200, body: { revision: 2, seq: null } });
    expect(await versions('moi')).toMatchObject([
      { revision: 2, by: hoa.principal.name, note: null, scene: { name: 'Khác' }, at: expect.any(Number) },
      { revision: 1, by: minh.principal.name, note: 'Bản đầu', scene: { name: 'Kịch bản thử' } },
    ]);
    const wall = await centre.wall('new-scene');
    expect((await centre.order(node, minh, wall, { order: 'show', scene: 'moi', forMs: 60_000 })).status).toBe(200);
    await eventually(
      'its revision',
      async () => ((await centre.ask(node, minh, 'GET', `/walls/v1/${wall}`)).body as WallStanding).up.revision === 2,
    );
  });

  test('of many at once on two nodes one wins each revision, and none is missing', async () => {
    const said = await Promise.all(
      Array.from({ length: 10 }, (_, i) => publish(i % 2 ? node : other, minh, scene('dua', { name: `Bản ${i}` }), 0)),
    );
    expect(said.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 9 }, () => 409)]);
    expect((await versions('dua')).map(({ revision }) => revision)).toEqual([1]);
  });

  test('what is wrong is told to the tile, and nothing is stored', async () => {
    const overlapping = scene('sai', { tiles: [...scene('sai').tiles, { id: 'map', tile: 'map', x: 3, y: 1, w: 4, h: 4, props: {} }] });
    expect(await publish(node, minh, overlapping, 0)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/scene/tiles/1', message: 'map overlaps clock' }] },
    });
    expect((await centre.ask(node, minh, 'POST', '/scenes/v1/khac', { scene: scene('sai'), basedOn: 0 })).body).toMatchObject({
      errors: [{ pointer: '/scene/id' }],
    });
    expect((await centre.entries('scene.published')).filter(({ id }) => id === 'sai' || id === 'khac')).toEqual([]);
  });
});

const DEFINITION: WallDefined = {
  name: 'Tường chính',
  geometry: {
    panels: { columns: 3, rows: 1, widthPx: 1920, heightPx: 1080, widthMm: 1210, heightMm: 680, gapXMm: 2, gapYMm: 2 },
    farthestSeatM: 8,
    displays: [{ position: 'A1', column: 0, row: 0, columns: 3, rows: 1 }],
  },
  default: { scenes: ['traffic'], dwellMs: 60_000 },
  schedule: [],
  dimming: [],
};

describe('LEGIB8 what cannot be read is not published', () => {
  test('whatever was posted; the tile and the size that passes are named; what was measured is kept, with whom', async () => {
    const small = scene('nho', { tiles: [{ id: 'bang', tile: 'field-reports', x: 0, y: 0, w: 2, h: 1, props: {} }] });
    const said = await publish(node, minh, { ...small, columns: 24, rows: 26 }, 0);
    expect(said).toMatchObject({
      status: 422,
      body: { code: 'unreadable', errors: [{ pointer: '/scene/tiles/0', tile: 'bang', kind: 'too-small', cells: { w: 3, h: 3 } }] },
    });
    expect((await centre.entries('scene.published')).filter(({ id }) => id === 'nho')).toEqual([]);

    const post = (basedOn: number, measured: unknown) =>
      centre.ask(node, minh, 'POST', '/scenes/v1/do', { scene: scene('do'), basedOn, measured });
    expect((await post(0, { on: 'single', doubted: 2 })).status).toBe(200);
    expect((await post(1, { on: 'elsewhere', doubted: 0 })).status).toBe(422);
    expect((await centre.ask(node, minh, 'POST', '/scenes/v1/do', { scene: scene('do'), basedOn: 1 })).status).toBe(200);
    expect((await versions('do')).map(({ measured }) => measured)).toEqual([null, { on: 'single', doubted: 2, by: minh.principal.name }]);
  });
});

describe('DIR11 set-up of a wall', () => {
  test('a wall of the register without one works as a single screen; with one it shows what that says', async () => {
    const wall = await centre.wall('defined');
    const read = async (): Promise<WallStanding> => (await centre.ask(node, minh, 'GET', `/walls/v1/${wall}`)).body as WallStanding;
    expect(await read()).toMatchObject({ name: `Tường ${wall}`, definition: null, up: { scene: 'standby' } });
    expect((await centre.ask(node, hoa, 'PUT', `/walls/v1/${wall}`, DEFINITION)).status).toBe(200);
    await eventually('it is defined', async () => (await read()).definition !== null);
    expect(await read()).toMatchObject({ definition: DEFINITION, up: { scene: 'traffic', why: { layer: 'default' } } });
    expect((await centre.ask(node, hoa, 'PUT', `/walls/v1/${wall}`, DEFINITION)).body).toEqual({ seq: null });
    expect(await centre.entries('wall.defined')).toMatchObject([{ id: wall, actor: hoa.principal.name, classification: 'public' }]);
  });

  test('a wall that the register does not have, a scene that there is not and panels covered twice are refused in words', async () => {
    const wall = await centre.wall('wrong');
    expect((await centre.ask(node, hoa, 'PUT', '/walls/v1/nowhere', DEFINITION)).status).toBe(404);
    expect(
      await centre.ask(node, hoa, 'PUT', `/walls/v1/${wall}`, { ...DEFINITION, default: { scenes: ['no-such'], dwellMs: 60_000 } }),
    ).toMatchObject({
      status: 422,
      body: { code: 'unknown-scene' },
    });
    const displays = ['A1', 'A2'].map((position) => ({ position, column: 0, row: 0, columns: 1, rows: 1 }));
    const twice = { ...DEFINITION, geometry: { ...DEFINITION.geometry, displays } };
    expect(await centre.ask(node, hoa, 'PUT', `/walls/v1/${wall}`, twice)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/geometry/displays/1', message: 'A2 and A1 cover the same panels' }] },
    });
  });
});

describe('DIR12 rights by role', () => {
  test('each role reads, directs, defines and publishes exactly as the table says', async () => {
    const wall = await centre.wall('rights');
    for (const role of ROLES) {
      const who = await centre.person(role);
      const { may } = RIGHTS[role];
      const asked = {
        'wall:read': await centre.ask(node, who, 'GET', `/walls/v1/${wall}`),
        'wall:direct': await centre.order(node, who, wall, { order: 'emergency', scene: 'security', reason: role }),
        'wall:define': await centre.ask(node, who, 'PUT', `/walls/v1/${wall}`, { ...DEFINITION, name: role }),
        'scene:publish': await publish(node, who, scene(`cua-${role}`), 0),
      };
      for (const [action, { status }] of Object.entries(asked)) expect(status, `${role} ${action}`).toBe(action in may ? 200 : 403);
    }
    const display = await centre.display('operators');
    expect((await centre.order(node, display, wall, { order: 'resume' })).status).toBe(403);
  });
});
