import { afterEach, expect, test } from 'vitest';
import { startLoad } from '../support/acknowledged-load.ts';
import { startServerProcess } from '../support/server-process.ts';
import { CAMERAS, type Centre, openCentre, SOURCE } from './centre.ts';
import { until } from './eventually.ts';
import { expectBalanced, expectKept, expectSameTruth, expectServersFold } from './truth.ts';
import { embeddedUrl, readWrittenLog } from './written-log.ts';

let centre: Centre | undefined;
afterEach(async () => {
  centre?.wall.close();
  await centre?.server.stop();
  centre = undefined;
});

const DEATHS = {
  'kill -9': (server: Centre['server']) => server.kill9(),
  async SIGTERM(server: Centre['server']) {
    expect(await server.stop()).toBe(0);
  },
} as const;

test.each(Object.keys(DEATHS) as (keyof typeof DEATHS)[])(
  'CHAOS1 %s of the server under load: everything acknowledged is there once, the wall heals without a touch',
  async (death) => {
    centre = await openCentre();
    const { server, publisher, wall, wallCookie, administration } = centre;
    const load = startLoad({ publishers: [publisher], cameras: CAMERAS, perSecond: 200, name: 'tai' });
    await until('the load runs', () => load.acknowledged.size > 150);

    await DEATHS[death](server);
    await until('the wall says that the link is lost', () => wall.links.at(-1) === 'down');
    const promised = load.acknowledged.size;
    centre.server = await startServerProcess({ port: server.port, dataDir: server.dataDir });
    await until('the load goes on', () => load.acknowledged.size > promised + 150);
    await load.finish();

    const readLog = () => readWrittenLog(embeddedUrl(server.dataDir));
    const log = await readLog();
    expectKept(log, SOURCE, [load]);
    await expectSameTruth([wall], log);
    await until('the wall is live again', () => wall.links.at(-1) === 'live');
    expect(wall.resnapshots()).toBe(0);
    await expectServersFold(wall, { port: server.port, cookie: wallCookie });
    await expectBalanced(administration, readLog);
    expect([...load.answers.keys()].filter((answer) => !['200', '201', '409', '503', 'unreachable'].includes(answer))).toEqual([]);
  },
);
