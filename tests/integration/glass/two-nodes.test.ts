import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createConnection } from '../../../client/connection/connection.ts';
import { createServerClock } from '../../../client/connection/server-clock.ts';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import type { RunningServer } from '../../../server/app/server.ts';
import { type DisplayStateReported, WallExposure, WallGlass } from '../../../shared/contract/glass.ts';
import type { GlassReport } from '../../../shared/contract/socket.ts';
import { seq } from '../../../shared/model/ids.ts';
import { glassReport } from '../../support/glass-report.ts';
import { ownServer } from '../../support/own-server.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { type Known, knownDisplayOf, knownPerson, knownWall } from '../../support/principals.ts';

/** Two whole nodes on one database: the display is connected to the first, the desk asks the second. */

let store: TestDatabase;
let first: RunningServer;
let second: RunningServer;
let officer: Known;
let leader: Known;
let wallDisplay: Known;
let wall: string;
const opened: { close(): void }[] = [];

beforeAll(async () => {
  store = await testDatabase();
  first = await ownServer(store.url);
  second = await ownServer(store.url);
  officer = await knownPerson(store.database, 'shift-lead', null);
  leader = await knownPerson(store.database, 'leader', null);
  wall = await knownWall(store.database, 'operators');
  wallDisplay = await knownDisplayOf(store.database, { id: wall, audience: 'operators' }, 'A1');
});
afterAll(async () => {
  for (const one of opened) one.close();
  await first?.close();
  await second?.close();
});

/** A display without glass: it paints what it is told to say that it paints. */
function openDisplay(node: RunningServer, who: Known, said: () => Partial<GlassReport> = () => ({})) {
  const world = createWorldStore({ schedule: (publish) => setImmediate(publish) });
  const clock = createServerClock(Date.now);
  const connection = createConnection({
    url: node.origin,
    headers: { cookie: who.cookie, origin: node.origin },
    screen: 'wall',
    clock,
    sink: {
      frame: (frame) => world.applyFrame(frame),
      snapshot: (snapshot) => world.replace(snapshot),
      link() {},
      welcome() {},
      view() {},
      status() {},
      clockOffset() {},
    },
  });
  let frames = 0;
  let isPainting = true;
  const timer = setInterval(() => {
    if (!isPainting) return;
    connection.report(glassReport({ frames: ++frames, paintedAt: clock.now(), ...said() }));
  }, 200);
  const one = {
    world,
    connection,
    paints(now: boolean) {
      isPainting = now;
    },
    /** As a process that is killed: nothing is said, the connection breaks off. */
    kill() {
      clearInterval(timer);
      connection.cut();
      // What would reconnect is gone with its process.
      connection.close();
    },
    close() {
      clearInterval(timer);
      connection.close();
    },
  };
  opened.push(one);
  return one;
}

const ask = (node: RunningServer, { cookie }: Known, path: string, init: RequestInit = {}) =>
  fetch(`${node.origin}${path}`, { ...init, headers: { cookie, origin: node.origin, ...init.headers } });
async function glassOf(node: RunningServer, who: Known = officer) {
  const answer = await ask(node, who, `/walls/v1/${wall}/glass`);
  const body: unknown = await answer.json();
  expect(answer.status, JSON.stringify(body)).toBe(200);
  return WallGlass.parse(body);
}
const theDisplay = async (node: RunningServer) => (await glassOf(node)).displays[0];
const soon = <T>(look: () => Promise<T> | T, timeout = 15_000): Promise<T> => vi.waitFor(look, { timeout, interval: 100 });
const command = (node: RunningServer, body: unknown, position = 'A1', who = officer) =>
  ask(node, who, `/walls/v1/${wall}/displays/${position}/command`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
const states = async (): Promise<DisplayStateReported[]> => {
  const { rows } = await store.database.pool.query<{ data: DisplayStateReported }>(
    `select data from log_entry where kind = 'display.state' and id = $1 order by seq`,
    [wallDisplay.principal.id],
  );
  return rows.map(({ data }) => data);
};

test('TRUTH3 any node answers for a display that another one hears, and one node alone writes what became of it', async () => {
  const screen = openDisplay(first, wallDisplay);
  await soon(async () => expect(await theDisplay(second)).toMatchObject({ state: 'online', faults: [], painted: { scene: 'standby' } }));
  const [here, there] = await Promise.all([theDisplay(first), theDisplay(second)]);
  expect(there).toMatchObject({
    display: wallDisplay.principal.id,
    position: 'A1',
    expected: { scene: 'standby', revision: 0 },
    painted: { scene: 'standby', revision: 0 },
    window: { width: 1920, height: 1080, ratio: 1 },
    node: here?.node,
  });
  expect((await glassOf(second)).switch).toBeNull();

  // The compositor stands, the connection lives: both nodes call the picture frozen, the log once.
  screen.paints(false);
  const stoodAt = Date.now();
  await soon(async () => expect((await states()).at(-1)).toMatchObject({ state: 'online', faults: ['frozen'] }));
  expect(Date.now() - stoodAt).toBeLessThan(6_000);
  expect(await theDisplay(second)).toMatchObject({ state: 'online', faults: ['frozen'] });
  screen.paints(true);
  await soon(async () => expect((await states()).at(-1)).toMatchObject({ state: 'online', faults: [] }));
  const told = (await states()).map(({ state, faults }) => [state, ...faults].join(' '));
  expect(told.filter((one, i) => one === told[i - 1])).toEqual([]);
  expect(told.filter((one) => one.includes('frozen'))).toHaveLength(1);

  // One row for each display, however long it reports.
  const { rows } = await store.database.pool.query(`select relpersistence, (select count(*)::int from display_glass) as count
    from pg_class where relname = 'display_glass'`);
  expect(rows).toEqual([{ relpersistence: 'u', count: 1 }]);
  screen.close();
});

test('TRUTH5 how far a tile is behind is found on every node; a wall that is unknown is a 404', async () => {
  const other = await knownDisplayOf(store.database, { id: wall, audience: 'operators' }, 'B1');
  const screen = openDisplay(first, other, () => ({ tiles: [{ tile: 'walls', seq: seq(0), kinds: ['display.state'] }] }));
  await soon(async () => {
    const late = (await glassOf(second)).displays.find(({ position }) => position === 'B1');
    expect(late).toMatchObject({ state: 'online', faults: ['late-tiles'], lateTiles: [{ tile: 'walls' }] });
    expect(late?.lateTiles[0]?.behindMs).toBeGreaterThan(5_000);
  });
  screen.close();
  await store.database.pool.query(`update display set revoked_at = 1 where id = $1`, [other.principal.id]);
  expect((await ask(second, officer, '/walls/v1/nowhere/glass')).status).toBe(404);
  expect((await ask(second, officer, '/walls/v1/nowhere/exposure')).status).toBe(404);
});

const picture = (width = 2400, height = 1200) =>
  sharp({ create: { width, height, channels: 3, background: '#123456' } })
    .jpeg()
    .withMetadata({ exif: { IFD0: { Copyright: 'hidden' } } })
    .toBuffer();
const handIn = (capture: string, body: Uint8Array, who: Known = wallDisplay, type = 'image/jpeg') =>
  ask(first, who, `/display/v1/captures/${capture}`, { method: 'POST', headers: { 'content-type': type }, body: Buffer.from(body) });
type Display = ReturnType<typeof openDisplay>;
const commandsFor = ({ world }: Display) => [...world.world().slots['display.commanded'].values()].map(({ data }) => data);

test('TRUTH9 a picture is asked for at one node, taken by the display of another, drawn anew, and seen by who may', async () => {
  const screen = openDisplay(first, wallDisplay);
  const answer = await command(second, { command: 'capture' });
  expect(answer.status).toBe(202);
  const { capture } = (await answer.json()) as { capture: string };
  await soon(() => expect(commandsFor(screen)).toMatchObject([{ wall, position: 'A1', command: 'capture', capture }]));
  const look = (who: Known) => ask(second, who, `/walls/v1/${wall}/captures/${capture}`);
  expect((await look(officer)).status).toBe(404);

  expect((await handIn(capture, Buffer.from('no picture'))).status).toBe(415);
  expect(
    (
      await handIn(
        capture,
        await sharp(await picture(10, 10))
          .png()
          .toBuffer(),
      )
    ).status,
  ).toBe(415);
  expect((await handIn(capture, await picture(), wallDisplay, 'image/png')).status).toBe(415);
  expect((await handIn(capture, new Uint8Array(5 * 1024 * 1024))).status).toBe(413);
  expect((await handIn('never-asked-for', await picture())).status).toBe(404);
  expect((await handIn(capture, await picture(), officer)).status).toBe(401);
  expect((await handIn(capture, await picture())).status).toBe(204);

  const seen = await look(officer);
  expect(seen.headers.get('content-type')).toBe('image/jpeg');
  const bytes = Buffer.from(await seen.arrayBuffer());
  expect(await sharp(bytes).metadata()).toMatchObject({ format: 'jpeg', width: 1920, height: 960 });
  expect(bytes.includes('hidden')).toBe(false);
  // What the wall masks it shows masked to everybody: a leader may look as well.
  expect((await look(leader)).status).toBe(200);
  const { rows } = await store.database.pool.query(
    `select actor, outcome from audit.entry where action = 'wall:read' and detail->>'capture' = $1 order by n`,
    [capture],
  );
  expect(rows).toEqual([officer, leader].map(({ principal }) => ({ actor: principal.id, outcome: 'done' })));
  screen.close();
});

test('TRUTH9 of each display only the newest few pictures are kept', async () => {
  const screen = openDisplay(first, wallDisplay);
  for (let i = 0; i < 7; i++) {
    const { capture } = (await (await command(first, { command: 'capture' })).json()) as { capture: string };
    await soon(() => expect(commandsFor(screen)[0]?.capture).toBe(capture));
    expect((await handIn(capture, await picture(32, 18))).status).toBe(204);
  }
  const { rows } = await store.database.pool.query('select count(*)::int from display_capture');
  expect(rows).toEqual([{ count: 5 }]);
  screen.close();
});

test('TRUTH8 what a display is told stands in the log and the audit; who may not tell is refused, and so is what is no command', async () => {
  expect((await command(first, { command: 'reload' }, 'A1', leader)).status).toBe(403);
  expect((await command(first, { command: 'format' })).status).toBe(422);
  expect((await command(first, { command: 'reload' }, 'Z9')).status).toBe(404);
  const answer = await command(first, { command: 'reload' });
  expect([answer.status, await answer.json()]).toEqual([202, { capture: null }]);
  const { rows } = await store.database.pool.query(
    `select actor, data->>'command' as command from log_entry where kind = 'display.commanded' order by seq desc limit 1`,
  );
  expect(rows).toEqual([{ actor: officer.principal.name, command: 'reload' }]);
});

test('TRUTH2 neither a command nor a picture is a sign of life: a killed display is late, whatever is sent to it and from it', async () => {
  const screen = openDisplay(first, wallDisplay);
  await soon(async () => expect(await theDisplay(second)).toMatchObject({ state: 'online', faults: [] }));
  const { capture } = (await (await command(second, { command: 'capture' })).json()) as { capture: string };
  await soon(() => expect(commandsFor(screen)[0]?.capture).toBe(capture));
  screen.kill();
  await soon(async () => {
    await handIn(capture, await picture(32, 18));
    await command(first, { command: 'reload' });
    expect(await theDisplay(second)).toMatchObject({ state: 'late', faults: [] });
  });
  await soon(async () => expect((await states()).at(-1)).toMatchObject({ state: 'late' }));
  const heardAt = (await theDisplay(second))?.heardAt;
  await handIn(capture, await picture(32, 18));
  await command(first, { command: 'reload' });
  for (const node of [first, second]) expect(await theDisplay(node)).toMatchObject({ state: 'late', heardAt });
});

test('TRUTH1 a page that is closed on purpose is off seconds later, on every node', async () => {
  const screen = openDisplay(first, wallDisplay);
  await soon(async () => expect(await theDisplay(second)).toMatchObject({ state: 'online' }));
  screen.close();
  await soon(async () => expect(await theDisplay(second)).toMatchObject({ state: 'off', node: null }));
  const register = (await (await ask(second, officer, '/admin/v1/displays')).json()) as { displays: { id: string; state: string }[] };
  expect(register.displays.find(({ id }) => id === wallDisplay.principal.id)?.state).toBe('off');
});

test('TRUTH10 the estimate of what wears a panel says that it is one', async () => {
  const answer = await ask(second, leader, `/walls/v1/${wall}/exposure`);
  const exposure = WallExposure.parse(await answer.json());
  expect(exposure).toMatchObject({ wall, estimate: true, columns: 16, rows: 9, displays: [{ position: 'A1', cells: [] }] });
});
