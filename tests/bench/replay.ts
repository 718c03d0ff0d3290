import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { setUpAdministrator } from '../support/administrator.ts';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { printedLinks } from '../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { type Bench, figure } from './bench.ts';
import { ensureBuilt } from './centre/built.ts';
import { cookiesOf } from './centre/cookies.ts';
import { type DrillLog, writeDrillDay } from './replay/drill-log.ts';
import { percentile } from './statistics.ts';

const LEAST = 500_000;
const FILLED = 'worlds of the past were folded anew';
const PATIENCE_MS = 900_000;

/** From an address that names a moment to the wall of that minute, painted, over a log of a whole drill day. */
export const replay: Bench = {
  name: 'replay',
  async run({ quick, say }) {
    await ensureBuilt(say);
    const folder = await mkdtemp(join(tmpdir(), 'ioc-bench-replay-'));
    const browser = await openChromium();
    let server: ServerProcess | null = null;
    try {
      const dataDir = join(folder, 'data');
      const day = await writeDrillDay(dataDir, quick ? 50_000 : LEAST, quick ? 0.06 : 0.32);
      say(`${day.entries} entries written`);
      server = await startServerProcess({ dataDir, env: { LOG_LEVEL: 'info' }, readyWithinMs: 120_000 });
      await untilFilled(server);
      say('worlds are kept by the policy of the node');
      const { cookie } = await setUpAdministrator(server.url, printedLinks(server).setUp);
      const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
      await context.addCookies(cookiesOf(cookie));
      const page = await context.newPage();
      const watch = watchConsole(page);
      await page.goto(`${server.url}/desk/replay`);
      await page.locator('.replay__glass .maplibregl-canvas').first().waitFor({ timeout: 60_000 });
      await sought(page, day.from + 3_600_000);
      // What was measured so far is not in the figure: the node forgets it when it is asked.
      await delayOf(server);
      const times: number[] = [];
      const bytes: number[] = [];
      page.on('response', (response) => {
        if (response.url().includes('/replay/v1/seek')) bytes.push(Number(response.headers()['content-length'] ?? 0));
      });
      for (const at of minutesOf(day, quick ? 8 : 60)) times.push(await sought(page, at));
      const after = await delayOf(server);
      watch.assertClean();
      say(`seeks: ${times.map((ms) => ms.toFixed(0)).join(' ')}`);
      const log = `${day.entries.toLocaleString('en')} entries`;
      return [
        figure({ figure: `seek to any minute of a drill day until painted, ${log}, p50`, value: percentile(times, 0.5), unit: 'ms' }),
        figure({
          figure: `seek to any minute of a drill day until painted, ${log}, p95`,
          value: percentile(times, 0.95),
          unit: 'ms',
          bound: { below: 1000 },
        }),
        figure({ figure: '… longest', value: percentile(times, 1), unit: 'ms' }),
        figure({ figure: '… size of a picture, p50', value: percentile(bytes, 0.5) / 1024, unit: 'KiB' }),
        figure({ figure: '… event loop delay of the node meanwhile, p99', value: after, unit: 'ms' }),
      ];
    } finally {
      await browser.close();
      await server?.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    }
  },
};

/** Minutes from all over the day, none twice, the same in every run. */
function minutesOf({ from, to }: DrillLog, count: number): number[] {
  const minutes = Math.floor((to - from) / 60_000) - 10;
  return Array.from({ length: count }, (_, i) => from + ((i * 7919 + 101) % minutes) * 60_000 + 30_000);
}

/** Milliseconds until the wall of the moment is on the glass: the picture decoded, drawn, and its frame behind it. */
async function sought(page: Page, at: number): Promise<number> {
  const begun = await page.evaluate((moment) => {
    const now = performance.now();
    history.pushState(null, '', `?at=${moment}`);
    window.dispatchEvent(new PopStateEvent('popstate'));
    return now;
  }, at);
  const shown = String(Math.floor(at / 1000) * 1000);
  await page.waitForFunction((moment) => document.querySelector<HTMLElement>('main.replay')?.dataset.moment === moment, shown, {
    polling: 'raf',
  });
  // The frame after the one in which it stands there: handed to the screen by then.
  return page.evaluate(
    (from) => new Promise<number>((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - from)))),
    begun,
  );
}

async function untilFilled(server: ServerProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!server.output().includes(FILLED)) {
    if (Date.now() > deadline) throw new Error(`the worlds were never folded:\n${server.output().slice(-2000)}`);
    await new Promise((again) => setTimeout(again, 250));
  }
}

/** As the node measures it itself. */
async function delayOf(server: ServerProcess): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  const found = /^\w*nodejs_eventloop_lag_p99_seconds\S* ([\d.e+-]+)$/m.exec(text)?.[1];
  if (found === undefined) throw new Error('the node does not tell how late its loop is');
  return Number(found) * 1000;
}
