import { setTimeout as delay } from 'node:timers/promises';
import type { Leg, NodeStatus } from '../../shared/contract/socket.ts';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { printedLinks } from '../support/printed-links.ts';
import { startServerProcess } from '../support/server-process.ts';
import { type Bench, type Figure, figure } from './bench.ts';
import { ensureBuilt } from './centre/built.ts';
import { startLoad } from './centre/load.ts';
import { registerPublisher } from './centre/publisher.ts';
import { cookieOf, statusOf } from './centre/status.ts';
import { untilPainted } from './centre/wall-page.ts';

const RATE = 200;
const BATCH = 5;
/** The server sums up the last minute; what came before it is not in the figure. */
const WINDOW_MS = 60_000;

const LEGS = [
  ['toReceived', 'source to received'],
  ['toCommitted', 'received to committed'],
  ['toSent', 'committed to sent'],
  ['toPainted', 'sent to painted'],
] as const;

/** From the event's arrival to the paint that shows it, as the displays prove it and the node sums it (GLASS1). */
export const glass: Bench = {
  name: 'glass',
  async run({ quick, say }) {
    await ensureBuilt(say);
    // With the drill: only a real start has a centre to show. It ends when the source is registered.
    const server = await startServerProcess({ env: { DRILL: 'auto' } });
    const browser = await openChromium();
    try {
      const context = await browser.newContext({ viewport: { width: 640, height: 360 } });
      const page = await context.newPage();
      const watch = watchConsole(page);
      await page.goto(printedLinks(server).wall);
      await untilPainted(page);
      const load = startLoad(await registerPublisher(server), RATE, BATCH);
      try {
        // The minute that is summed up must hold nothing of the drill, whose events speak of other times.
        await delay((quick ? 5000 : 20_000) + WINDOW_MS);
        const status = await statusOf(server, await cookieOf(page));
        await load.stop();
        watch.assertClean();
        say(JSON.stringify(status.glass));
        return figuresOf(status, load.seqs().length);
      } finally {
        await load.stop().catch(() => {});
      }
    } finally {
      await browser.close();
      await server.stop();
    }
  },
};

function figuresOf({ glass, displays, lagged }: NodeStatus, posted: number): Figure[] {
  if (displays.connected !== 1) throw new Error(`${displays.connected} displays report, not one`);
  if (lagged > 0) throw new Error('the wall was sent a snapshot instead of a backlog: it does not keep up');
  // Displays report each painted entry once; a minute of 200 a second is 12,000.
  const due = Math.min(posted, (0.8 * RATE * WINDOW_MS) / 1000);
  if (glass.samples < due) throw new Error(`only ${glass.samples} entries were reported as painted, of ${posted} posted`);
  const total = known('total', glass.total);
  const sum = LEGS.reduce((all, [name]) => all + known(name, glass[name]).p50, 0);
  const load = `${RATE} events/s`;
  return [
    figure({ figure: `received to painted, ${load}, p50`, value: total.p50, unit: 'ms' }),
    figure({ figure: `received to painted, ${load}, p95`, value: total.p95, unit: 'ms', bound: { below: 150 } }),
    ...LEGS.flatMap(([name, words]) => {
      const leg = known(name, glass[name]);
      return [
        figure({ figure: `… ${words}, p50`, value: leg.p50, unit: 'ms', ratioTo: 'all legs', ratio: sum > 0 ? leg.p50 / sum : 0 }),
        figure({ figure: `… ${words}, p95`, value: leg.p95, unit: 'ms' }),
      ];
    }),
    figure({ figure: 'entries reported as painted in the last minute', value: glass.samples, unit: 'entries' }),
  ];
}

function known(name: string, leg: Leg): { p50: number; p95: number } {
  if (leg === null) throw new Error(`nothing was measured of ${name}`);
  return leg;
}
