import type { Browser, Page } from 'playwright-core';
import { openDatabase } from '../../server/store/database.ts';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { deskOf, panelWall } from '../support/panel-wall.ts';
import { knownDisplayOf, knownPerson, knownWall } from '../support/principals.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { type Bench, type Figure, figure } from './bench.ts';
import { faultLog, startBenchPostgres } from './bench-postgres.ts';
import { ensureBuilt } from './centre/built.ts';
import { cookiesOf } from './centre/cookies.ts';
import { percentile } from './statistics.ts';

const COLUMNS = 3;
const ROWS = 2;
/** Two scenes with a map and two without, so that what is costly to show is among them. */
const SCENES = ['storm', 'standby', 'traffic', 'field-reports'] as const;
const SWITCHES = 40;
/** A small picture: there is no graphics card here, and six displays share two cores. */
const WINDOW = { width: 320, height: 180 };
const PATIENCE_MS = 60_000;

/**
 * One wall of six displays, six pages of a real Chromium: a desk shows one scene after another, and each page notes by the clock
 * of this machine when the next scene was handed to its screen. The skew of a switch is from the first display to the last.
 */
export const lockstep: Bench = {
  name: 'lockstep',
  async run({ quick, say }) {
    await ensureBuilt(say);
    const postgres = await startBenchPostgres();
    const url = await postgres.newDatabase();
    const database = openDatabase({ url, log: faultLog, max: 2 });
    const server = await startServerProcess({ env: { DATABASE_URL: url, DRILL: 'auto' } });
    const browser = await openChromium();
    try {
      const wall = { id: await knownWall(database, 'operators'), audience: 'operators' } as const;
      const { cookie } = await knownPerson(database, 'shift-lead', null);
      const desk = deskOf(server, cookie, wall.id);
      const definition = panelWall({ columns: COLUMNS, rows: ROWS, scene: 'standby' });
      await desk.define(definition);
      const pages: Page[] = [];
      const watches: { assertClean(): void }[] = [];
      for (const { position } of definition.geometry?.displays ?? []) {
        const { page, watch } = await openDisplay(browser, server, (await knownDisplayOf(database, wall, position)).cookie);
        pages.push(page);
        watches.push(watch);
      }
      await Promise.all(pages.map(settled));
      say(`${pages.length} displays stand`);
      const skews: number[] = [];
      const late: number[] = [];
      // The first round warms: each page compiles what its scenes draw with.
      for (let i = -SCENES.length; i < (quick ? SCENES.length : SWITCHES); i++) {
        const scene = SCENES.at(i % SCENES.length) as string;
        const orderedAt = Date.now();
        const showAt = await desk.show(scene);
        const shown = await Promise.all(pages.map((page) => shownAt(page, scene, orderedAt)));
        // A room is shown its next scene when the last one stands, minutes later.
        await Promise.all(pages.map(settled));
        if (i < 0) continue;
        skews.push(Math.max(...shown) - Math.min(...shown));
        late.push(...shown.map((at) => at - showAt));
      }
      for (const watch of watches) watch.assertClean();
      say(`skews ${skews.map((ms) => ms.toFixed(0)).join(' ')} ms`);
      const on = `${pages.length} displays, ${skews.length} switches`;
      return [
        figure({ figure: `first display to last, ${on}, p50`, value: percentile(skews, 0.5), unit: 'ms' }),
        figure({ figure: `first display to last, ${on}, p95`, value: percentile(skews, 0.95), unit: 'ms', bound: { below: 100 } }),
        figure({ figure: 'agreed moment to the glass, p50', value: percentile(late, 0.5), unit: 'ms' }),
        figure({ figure: 'agreed moment to the glass, p95', value: percentile(late, 0.95), unit: 'ms' }),
      ] satisfies Figure[];
    } finally {
      await browser.close();
      await server.stop();
      await database.close();
      await postgres.stop();
    }
  },
};

/**
 * Notes when each scene was first on the glass: the message comes when the rendering of the frame that changed it is behind it. Text,
 * because whatever compiles this file would leave traces of itself in a function that a page is to run.
 */
const NOTE_SCENES = `
  window.shown = {};
  let last;
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }) => { window.shown[data] = Date.now(); };
  const look = () => {
    const scene = document.querySelector('main.wall .picture')?.dataset.scene;
    if (scene === undefined || scene === last) return;
    last = scene;
    requestAnimationFrame(() => channel.port2.postMessage(scene));
  };
  window.busyAt = performance.now();
  new PerformanceObserver((list) => { for (const task of list.getEntries()) window.busyAt = task.startTime + task.duration; }).observe({ type: 'longtask' });
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-scene'] });
`;

/** A page whose main thread had no task of more than 50 ms for so long stands. */
const SETTLED_MS = 1500;
const settled = (page: Page): Promise<unknown> =>
  page.waitForFunction((ms) => performance.now() - (window as unknown as { busyAt: number }).busyAt > ms, SETTLED_MS, {
    timeout: PATIENCE_MS,
    polling: 250,
  });

async function openDisplay(browser: Browser, { url }: ServerProcess, cookie: string) {
  const context = await browser.newContext({ viewport: WINDOW });
  await context.addCookies(cookiesOf(cookie));
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.addInitScript({ content: NOTE_SCENES });
  await page.goto(`${url}/wall`);
  await page.waitForFunction(() => document.querySelector<HTMLElement>('main.wall')?.dataset.link === 'live', undefined, {
    timeout: PATIENCE_MS,
    polling: 'raf',
  });
  return { page, watch };
}

/** When a page had a scene on its glass that was asked for since, milliseconds since 1970. */
async function shownAt(page: Page, scene: string, since: number): Promise<number> {
  const answer = await page.waitForFunction(
    ([wanted, from]) => {
      const at = (window as unknown as { shown: Record<string, number> }).shown[wanted];
      return at !== undefined && at >= from ? at : false;
    },
    [scene, since] as const,
    { timeout: PATIENCE_MS, polling: 20 },
  );
  return (await answer.jsonValue()) as number;
}
