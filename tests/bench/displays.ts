import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '../../server/store/database.ts';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { knownDisplayOf, knownPerson, knownWall } from '../support/principals.ts';
import { printedLinks } from '../support/printed-links.ts';
import { startServerProcess } from '../support/server-process.ts';
import { type Bench, type Figure, figure } from './bench.ts';
import { faultLog, startBenchPostgres } from './bench-postgres.ts';
import { ensureBuilt } from './centre/built.ts';
import { startLoad } from './centre/load.ts';
import { registerPublisher } from './centre/publisher.ts';
import { cookieOf, statusOf } from './centre/status.ts';
import { untilPainted } from './centre/wall-page.ts';
import type { Watcher, Watchers, WatchersMark } from './displays/protocol.ts';
import { cpuMicrosOf } from './process/cpu.ts';
import { startWorker } from './process/worker.ts';

const DISPLAYS = 30;
const DESKS = 100;
const RATE = 500;
const BATCH = 10;
/** The node sums up its last minute of paints. */
const WINDOW_MS = 60_000;
/** It keeps 20,000 of them: at this rate, those of the last 40 s. */
const SAMPLES_LEAST = 20_000;

/**
 * A whole control room on one node: 30 displays that report what they paint, 100 desks that look on, and one real wall in Chromium
 * beside them, which alone hands in samples of when an event was on the glass. All of it shares this machine's cores.
 */
export const displays: Bench = {
  name: 'displays',
  async run({ quick, say }) {
    await ensureBuilt(say);
    const postgres = await startBenchPostgres();
    const url = await postgres.newDatabase();
    const database = openDatabase({ url, log: faultLog, max: 2 });
    // With the drill: only a real start has a centre to show. It ends when the source is registered.
    const server = await startServerProcess({ env: { DATABASE_URL: url, DRILL: 'auto' } });
    const browser = await openChromium();
    try {
      const wall = { id: await knownWall(database, 'operators'), audience: 'operators' } as const;
      const watchers: Watcher[] = [];
      for (let i = 0; i < DISPLAYS; i++)
        watchers.push({ cookie: (await knownDisplayOf(database, wall, `D${i + 1}`)).cookie, screen: 'wall' });
      for (let i = 0; i < DESKS; i++) watchers.push({ cookie: (await knownPerson(database, 'duty-officer', null)).cookie, screen: 'desk' });

      const page = await (await browser.newContext({ viewport: { width: 640, height: 360 } })).newPage();
      const watch = watchConsole(page);
      await page.goto(printedLinks(server).wall);
      await untilPainted(page);
      const room = await startWorker<Watchers>('displays/watchers.ts');
      await room.call('connect', { port: server.port, watchers });
      const load = startLoad(await registerPublisher(server, 'single'), RATE, BATCH);
      try {
        await delay(quick ? 5000 : 20_000);
        const before = { at: performance.now(), cpu: await cpuMicrosOf(server.pid), room: await room.call('mark') };
        await delay(quick ? 20_000 : WINDOW_MS);
        const after = { at: performance.now(), cpu: await cpuMicrosOf(server.pid), room: await room.call('mark') };
        const status = await statusOf(server, await cookieOf(page));
        await load.stop();
        watch.assertClean();
        checkRoom(before.room, after.room, load.acknowledged());
        const seconds = (after.at - before.at) / 1000;
        const total = status.glass.total;
        if (total === null || (!quick && status.glass.samples < SAMPLES_LEAST))
          throw new Error(`only ${status.glass.samples} entries were reported as painted: ${JSON.stringify(status.glass)}`);
        say(JSON.stringify({ glass: status.glass, displays: status.displays, lagged: status.lagged }));
        const load100 = `${DISPLAYS} displays, ${DESKS} desks and one real wall, ${RATE} events/s`;
        const share = (after.cpu - before.cpu) / 1e6 / seconds;
        return [
          figure({ figure: `server CPU, ${load100}`, value: 100 * share, unit: '% of a core' }),
          figure({
            figure: '… a delivery',
            value: (after.cpu - before.cpu) / (after.room.delivered - before.room.delivered),
            unit: 'µs',
          }),
          figure({ figure: '… received to painted on the real wall, p50', value: total.p50, unit: 'ms' }),
          figure({ figure: '… received to painted on the real wall, p95', value: total.p95, unit: 'ms' }),
          figure({
            figure: '… reports of displays taken in',
            value: (after.room.reports - before.room.reports) / seconds,
            unit: '/s',
          }),
        ] satisfies Figure[];
      } finally {
        await load.stop().catch(() => {});
      }
    } finally {
      await browser.close();
      await server.stop();
      await database.close();
      await postgres.stop();
    }
  },
};

/** @throws Error when somebody of the room lost something, was cut off, or stopped following. */
function checkRoom(before: WatchersMark, after: WatchersMark, acknowledged: number): void {
  if (after.connected !== DISPLAYS + DESKS) throw new Error(`${after.connected} of ${DISPLAYS + DESKS} are still there`);
  if (after.missing > 0) throw new Error(`${after.missing} entries are missing`);
  if (after.snapshots > before.snapshots) throw new Error(`${after.snapshots - before.snapshots} snapshots took the place of a backlog`);
  if (after.slowest < acknowledged - 10 * RATE) throw new Error(`a reader stands at ${after.slowest}, the log at ${acknowledged}`);
}
