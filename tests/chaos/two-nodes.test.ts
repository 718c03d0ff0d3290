import { afterEach, expect, test } from 'vitest';
import { startLoad } from '../support/acknowledged-load.ts';
import { claimWall, createPublisher, openAdministration } from '../support/ingest-client.ts';
import { testDatabase } from '../support/postgres.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../support/tcp-proxy.ts';
import { CAMERAS, SOURCE } from './centre.ts';
import { until } from './eventually.ts';
import { expectBalanced, expectKept, expectSameTruth, expectServersFold } from './truth.ts';
import { openWallDisplay, type WallDisplay } from './wall-display.ts';
import { readWrittenLog } from './written-log.ts';

const CLIENTS = 60;
const isOfFirst = (client: number): boolean => client % 2 === 1;

let nodes: ServerProcess[] = [];
let proxies: TcpProxy[] = [];
let walls: WallDisplay[] = [];
afterEach(async () => {
  for (const wall of walls) wall.close();
  await Promise.all(proxies.map((proxy) => proxy.close()));
  await Promise.all(nodes.map((node) => node.stop()));
  nodes = [];
  proxies = [];
  walls = [];
});

/** Two equal nodes, each behind a balancer of its own. */
async function openTwoNodes(url: string, env: Record<string, string> = {}) {
  const [first, second] = await Promise.all([
    startServerProcess({ env: { DATABASE_URL: url, ...env } }),
    startServerProcess({ env: { DATABASE_URL: url, ...env } }),
  ]);
  nodes = [first, second];
  const [ofFirst, ofSecond] = await Promise.all([startTcpProxy(first.port), startTcpProxy(second.port)]);
  proxies = [ofFirst, ofSecond];
  return { first, second, ofFirst, ofSecond };
}

const areLive = (): boolean => walls.every(({ links }) => links.at(-1) === 'live');

test('SEQ7 two nodes under load, one killed with -9: its 30 of 60 clients go on at the other from their cursors, 0 lost, 0 doubled', async () => {
  const { url } = await testDatabase();
  const { first, second, ofFirst, ofSecond } = await openTwoNodes(url);
  const administration = await openAdministration(second);
  const issued = await administration.source(SOURCE);
  await administration.cameras(CAMERAS);
  const cookie = await claimWall(first);
  walls = Array.from({ length: CLIENTS }, (_, i) => openWallDisplay({ port: (isOfFirst(i) ? ofFirst : ofSecond).port, cookie }));
  await until('every display is live', areLive);
  await until('the other node knows the cameras too', () =>
    walls.every((wall) => wall.world().slots['camera.registered'].size === CAMERAS.length),
  );

  const toFirst = createPublisher(first, issued);
  const toSecond = createPublisher(second, issued);
  const loads = [
    startLoad({ publishers: [toFirst, toSecond], cameras: CAMERAS, perSecond: 100, name: 'mot' }),
    startLoad({ publishers: [toSecond, toFirst], cameras: CAMERAS, perSecond: 100, name: 'hai' }),
  ];
  const kept = (): number => loads.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
  await until('both nodes take load', () => loads.every(({ acknowledged }) => acknowledged.size > 100));

  await first.kill9();
  ofFirst.target(second.port);
  ofFirst.cutAll();
  const before = kept();
  await until('the load goes on', () => kept() > before + 300);
  await Promise.all(loads.map((load) => load.finish()));
  await until('every display is live again', areLive);

  const readLog = () => readWrittenLog(url);
  const log = await readLog();
  expectKept(log, SOURCE, loads);
  await expectSameTruth(walls, log);
  // From the cursor: nobody's picture was replaced.
  expect(walls.map((wall) => wall.resnapshots())).toEqual(walls.map(() => 0));
  expect(walls.filter(({ links }, i) => isOfFirst(i) && !links.includes('down'))).toEqual([]);
  await expectServersFold(walls[0] as WallDisplay, { port: second.port, cookie });
  await expectBalanced(administration, readLog);
});

test('NODE2 the drill runs on exactly one node and moves when that dies', async () => {
  const { url } = await testDatabase();
  const { first, second, ofFirst } = await openTwoNodes(url, { DRILL: 'auto' });
  const cookie = await claimWall(first);
  const wall = openWallDisplay({ port: ofFirst.port, cookie });
  walls = [wall];
  const isRunner = (node: ServerProcess): boolean => node.output().includes('the drill is prepared');
  await until('one of them plays', () => isRunner(first) || isRunner(second));
  const runner = isRunner(first) ? first : second;
  const other = isRunner(first) ? second : first;
  ofFirst.target(other.port);
  ofFirst.cutAll();
  await until('the wall follows at the other node', () => wall.links.at(-1) === 'live' && wall.links.includes('down'));
  const early = wall.connection.cursor();
  await until('it follows the play', () => wall.connection.cursor() > early + 20);
  expect(isRunner(other)).toBe(false);

  await runner.kill9();
  await until('the other takes over', () => isRunner(other));
  const late = wall.connection.cursor();
  await until('it plays on', () => wall.connection.cursor() > late + 20);

  await other.stop();
  const log = await readWrittenLog(url);
  // One beginning, one telling of what the city is made of, nothing twice.
  expect(log.filter(({ kind }) => kind === 'drill.changed')).toHaveLength(1);
  expect(log.filter(({ source }) => source === 'reference')).toHaveLength(116);
  const openings = log.flatMap((entry) => (entry.kind === 'camera-event.observed' && entry.data.phase === 'new' ? [entry.id] : []));
  expect(openings.length).toBe(new Set(openings).size);
  expect(log.findIndex((entry, i) => entry.seq !== i + 1)).toBe(-1);
  expect(wall.doubled()).toEqual([]);
  expect(wall.lost(log.slice(0, wall.connection.cursor()))).toEqual([]);
});
