import { afterEach, expect, test } from 'vitest';
import { lockedBy } from '../../server/store/postgres-cluster.ts';
import { startLoad } from '../support/acknowledged-load.ts';
import { CAMERAS, type Centre, openCentre, SOURCE } from './centre.ts';
import { eventually, until } from './eventually.ts';
import { expectBalanced, expectKept, expectSameTruth, expectServersFold } from './truth.ts';
import { embeddedUrl, readWrittenLog } from './written-log.ts';

let centre: Centre | undefined;
afterEach(async () => {
  centre?.wall.close();
  await centre?.server.stop();
  centre = undefined;
});

/** `kill -9` of whatever postmaster holds the folder; false: none does. */
function killPostgres(dataDir: string): boolean {
  const pid = lockedBy(dataDir);
  if (pid === null) return false;
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

test('CHAOS2 kill -9 of PostgreSQL under load: 503 with Retry-After meanwhile, said on /ready and on the wall, then healed by itself', async () => {
  centre = await openCentre();
  const { server, publisher, wall, wallCookie, administration } = centre;
  const load = startLoad({ publishers: [publisher], cameras: CAMERAS, perSecond: 200, name: 'tai' });
  await until('the load runs', () => load.acknowledged.size > 150);

  // It comes back within a second: killed again each time until the wall, which is told once a second, has said it.
  const ready = await eventually('/ready says that the database is gone', async () => {
    killPostgres(server.dataDir);
    const response = await fetch(`${server.url}/ready`);
    return response.ok ? null : { status: response.status, body: await response.json() };
  });
  expect(ready).toEqual({ status: 503, body: { ready: false, problems: ['database'] } });
  await eventually('the wall and the publishers are told', async () => {
    killPostgres(server.dataDir);
    return wall.status()?.database === 'down' && load.answers.has('503');
  });
  // The process lives, and the picture with it.
  expect((await fetch(`${server.url}/live`)).status).toBe(200);
  await until('the wall is live', () => wall.links.at(-1) === 'live');

  await eventually('/ready again', async () => (await fetch(`${server.url}/ready`)).ok);
  const promised = load.acknowledged.size;
  await until('the load goes on', () => load.acknowledged.size > promised + 150);
  await load.finish();
  await until('the wall says that the database is back', () => wall.status()?.database === 'up');

  const readLog = () => readWrittenLog(embeddedUrl(server.dataDir));
  const log = await readLog();
  expectKept(log, SOURCE, [load]);
  await expectSameTruth([wall], log);
  expect(wall.resnapshots()).toBe(0);
  await expectServersFold(wall, { port: server.port, cookie: wallCookie });
  const rows = await expectBalanced(administration, readLog);
  // What was turned away stands in the ledger too, although nothing could be written while it was. An attempt that came to
  // nothing before its events were counted counts as one, or as none when not even its source could be looked up.
  const refused = rows.filter(({ source }) => source === SOURCE).reduce((total, row) => total + row.refused, 0);
  let [least, most] = [0, 0];
  for (const [detail, { events, attempts }] of load.turnedAway) {
    const byPipeline = detail === 'nothing of the request was stored';
    const isReplay = detail.startsWith('this very delivery was taken before');
    least += byPipeline ? events : isReplay ? attempts : 0;
    most += byPipeline ? events : attempts;
  }
  expect(most).toBeGreaterThan(0);
  expect(refused).toBeGreaterThanOrEqual(least);
  expect(refused).toBeLessThanOrEqual(most);
  expect([...load.answers.keys()].filter((answer) => !['200', '201', '409', '503', 'unreachable'].includes(answer))).toEqual([]);
});
