import { afterEach, expect, test } from 'vitest';
import { runningDrills } from '../../../server/domain/drill/standing.ts';
import { standingOf } from '../../../server/domain/intake/standing.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { CAMERAS } from '../../chaos/centre.ts';
import { eventually, until } from '../../chaos/eventually.ts';
import { expectBalanced, expectSameTruth } from '../../chaos/truth.ts';
import { openWallDisplay, type WallDisplay } from '../../chaos/wall-display.ts';
import { askDatabase, embeddedUrl, readWrittenLog } from '../../chaos/written-log.ts';
import { startLoad } from '../../support/acknowledged-load.ts';
import { claimWall, createPublisher, openAdministration, type Publisher } from '../../support/ingest-client.ts';
import { freePort } from '../../support/mosquitto.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { cpuSecondsOf } from './terminal.ts';

let server: ServerProcess | undefined;
let wall: WallDisplay | undefined;
afterEach(async () => {
  wall?.close();
  await server?.stop();
  wall = undefined;
  server = undefined;
});

/** Of the process's own time: on a machine that others load it may well take longer by the clock. */
const PLAYS_WITHIN_CPU_S = 10;
const drillEntries = ({ slots }: World): Entry[] =>
  Object.values(slots).flatMap((slot) => [...slot.values()].filter((entry: Entry) => entry.drill && entry.kind !== 'drill.changed'));
const isPlaying = (world: World): boolean =>
  runningDrills(standingOf(world)).length === 1 &&
  world.slots['camera-event.observed'].size > 0 &&
  world.slots['indicator.valued'].size > 0;

/** A real source speaks until so many of its events are in the log: a measure of time that a slow machine stretches. */
async function speak(publisher: Publisher, name: string, events: number): Promise<void> {
  const load = startLoad({ publishers: [publisher], cameras: CAMERAS, perSecond: 40, name });
  await until('the real source is heard', () => load.acknowledged.size >= events);
  await load.finish();
  expect(load.faults).toEqual([]);
}

/** Which node runs the feeds is settled once the lock is held; what the holder then starts, it starts at once. */
const untilFeedsAreSettled = (dataDir: string): Promise<true> =>
  eventually('a node runs the feeds', async () => {
    const held = await askDatabase(embeddedUrl(dataDir), "select 1 from pg_locks where locktype = 'advisory' and granted");
    return held.length > 0;
  });

test('DRILL1, DRILL3 into an empty database the drill plays at once, all of it flagged; a real source ends it for good, on every screen', async () => {
  server = await startServerProcess({ env: { DRILL: 'auto' } });
  const administration = await openAdministration(server);
  const cookie = await claimWall(server);
  wall = openWallDisplay({ port: server.port, cookie });
  await until('the drill is on the wall', () => wall !== undefined && isPlaying(wall.world()));
  expect(cpuSecondsOf(server.pid)).toBeLessThan(PLAYS_WITHIN_CPU_S);

  const readLog = () => readWrittenLog(embeddedUrl(server?.dataDir ?? ''));
  const playing = await eventually('the drill goes on', async () => {
    const log = await readLog();
    return log.length > 3000 && log;
  });
  // The units of the city are facts, and so is how the wall that shows the drill does; everything else is play, and says so.
  expect(playing.filter(({ drill, source, kind }) => !drill && source !== 'reference' && kind !== 'display.state')).toEqual([]);
  expect(playing.filter(({ source, drill }) => source === 'reference' && drill)).toEqual([]);

  const issued = await administration.source('so-xay-dung');
  await until('the wall says that the drill is over', () => runningDrills(standingOf((wall as WallDisplay).world())).length === 0);
  expect(drillEntries(wall.world())).toEqual([]);
  expect([...wall.world().slots['drill.changed'].values()].map(({ data }) => data)).toMatchObject([
    { state: 'ended', reason: 'real-source' },
  ]);

  await administration.cameras(CAMERAS);
  const publisher = createPublisher(server, issued);
  await speak(publisher, 'that', 80);
  const after = (log: readonly Entry[]): Entry[] => log.filter(({ seq }) => seq > (issued.seq ?? 0));
  const spoken = after(await readLog()).filter(({ kind }) => kind !== 'drill.changed');
  expect(spoken.filter(({ drill, source }) => drill || source === 'drill')).toEqual([]);
  expect(spoken.length).toBeGreaterThan(80);
  await expectBalanced(administration, readLog);

  const { port, dataDir } = server;
  expect(await server.stop()).toBe(0);
  server = await startServerProcess({ port, dataDir, env: { DRILL: 'auto' } });
  await untilFeedsAreSettled(dataDir);
  await speak(publisher, 'lai', 80);
  const log = await readLog();
  expect(after(log).filter(({ source }) => source === 'drill')).toEqual([]);
  await expectSameTruth([wall], log);
  expect(drillEntries(wall.world())).toEqual([]);
});

test('DRILL2 kill -9 of the server does not end the drill: it goes on where it was', async () => {
  server = await startServerProcess({ env: { DRILL: 'auto' } });
  const { port, dataDir } = server;
  wall = openWallDisplay({ port, cookie: await claimWall(server) });
  await until('the drill is on the wall', () => wall !== undefined && isPlaying(wall.world()));
  const before = wall.connection.cursor();
  await server.kill9();
  server = await startServerProcess({ port, dataDir, env: { DRILL: 'auto' } });
  await until('it goes on', () => (wall?.connection.cursor() ?? 0) > before + 50);
  const log = await readWrittenLog(embeddedUrl(dataDir));
  expect(log.filter(({ kind }) => kind === 'drill.changed')).toHaveLength(1);
  expect(log.filter(({ source }) => source === 'reference').length).toBe(116);
});

test.each([
  ['DRILL=off', { DRILL: 'off' }, 0],
  // A broker is a real source from the start, even before it can be reached.
  ['MQTT_URL set', { DRILL: 'auto', MQTT_URL: 'mqtt://127.0.0.1' }, 116],
] as const)('DRILL6 with %s nothing plays', async (_, env, reference) => {
  const broker = 'MQTT_URL' in env ? { MQTT_URL: `${env.MQTT_URL}:${await freePort()}` } : {};
  server = await startServerProcess({ env: { ...env, ...broker } });
  const { dataDir } = server;
  const administration = await openAdministration(server);
  await untilFeedsAreSettled(dataDir);
  const issued = await administration.source('so-xay-dung');
  await administration.cameras(CAMERAS);
  await speak(createPublisher(server, issued), 'that', 60);
  const log = await readWrittenLog(embeddedUrl(dataDir));
  expect(log.filter(({ drill, source, kind }) => drill || source === 'drill' || kind === 'drill.changed')).toEqual([]);
  expect(log.filter(({ source }) => source === 'reference').length).toBe(reference);
});
