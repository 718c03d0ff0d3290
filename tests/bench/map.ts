import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { type Bench, type BenchParts, type Figure, figure } from './bench.ts';
import { type DrawMode, type Legs, type PointsPage, type RunResult, UPDATES_PER_S } from './map/protocol.ts';
import { openPointsStage } from './map/stage.ts';
import { median, regression } from './statistics.ts';

const COUNTS = [10_000, 100_000] as const;
/** Less than this is not told apart from nothing. */
const LEAST_MS = 0.1;
const HEAP_POINTS = 10_000;
/** What the engine's own bookkeeping may add: a leak of one point an update would be far more. */
const WARM_UPDATES = 1200;
const WARM_MINUTES_MAX = 5;
const NOISE_MAX_KB_PER_MIN = 100;
const GROWTH_MAX_KB_PER_MIN = 20;

declare global {
  interface Window {
    points: PointsPage;
  }
}

/** What a moving point costs the thread that also draws everything else, and whether anything of it is kept (MAP1). */
export const map: Bench = {
  name: 'map',
  async run(parts) {
    const stage = await openPointsStage();
    const browser = await openChromium({ flags: ['--js-flags=--expose-gc'] });
    try {
      const figures: Figure[] = [];
      for (const count of COUNTS) {
        const ground = await measure(browser, stage.url, 'none', count, parts);
        const layer = await measure(browser, stage.url, 'layer', count, parts);
        const geojson = await measure(browser, stage.url, 'geojson', count, parts);
        const points = `${count.toLocaleString('en')} points`;
        const drawing = (of: { mainMs: number }): number => Math.max(LEAST_MS, of.mainMs - ground.mainMs);
        figures.push(
          figure({
            figure: `drawing an update, ${points}, typed rows to a deck.gl layer`,
            value: drawing(layer),
            unit: 'ms of the main thread',
          }),
          figure({
            figure: `drawing an update, ${points}, MapLibre setData`,
            value: drawing(geojson),
            unit: 'ms of the main thread',
            ratioTo: 'the layer',
            ratio: drawing(geojson) / drawing(layer),
          }),
          figure({ figure: `decoding and folding an update, ${points}`, value: ground.mainMs, unit: 'ms of the main thread' }),
          figure({ figure: `whole update, ${points}, frame to layer`, value: layer.mainMs, unit: 'ms of the main thread' }),
          figure({ figure: `updates a second, ${points}, of ${UPDATES_PER_S} asked`, value: layer.perS, unit: '/s' }),
        );
      }
      figures.push(...(await heap(browser, stage.url, parts)));
      return figures;
    } finally {
      await browser.close();
      await stage.close();
    }
  },
};

type Opened = { page: Page; cdp: CDPSession; close(): Promise<void> };

async function open(browser: Browser, url: string, mode: DrawMode, count: number): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 640, height: 360 } });
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.goto(url);
  await page.waitForFunction(() => 'points' in window);
  await page.evaluate(([mode, count]) => window.points.prepare(mode, count), [mode, count] as const);
  const cdp = await context.newCDPSession(page);
  // CPU of the thread and not time on the clock: what else the machine does is not counted.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return {
    page,
    cdp,
    async close() {
      watch.assertClean();
      await context.close();
    },
  };
}

/** Seconds of CPU that the page's main thread has spent in tasks so far. */
async function mainSeconds(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const found = metrics.find(({ name }) => name === 'TaskDuration');
  if (!found) throw new Error('Chromium does not say what its main thread does');
  return found.value;
}

async function measure(
  browser: Browser,
  url: string,
  mode: DrawMode,
  count: number,
  { quick, say }: BenchParts,
): Promise<{ mainMs: number; perS: number }> {
  const updates = (quick ? 200_000 : 1_000_000) / count > 50 ? 50 : quick ? 10 : 30;
  const { page, cdp, close } = await open(browser, url, mode, count);
  await page.evaluate((n) => window.points.run(n), Math.ceil(updates / 3));
  const before = await mainSeconds(cdp);
  const result: RunResult = await page.evaluate((n) => window.points.run(n), updates);
  // What the last update left to do is its own.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const mainMs = ((await mainSeconds(cdp)) - before) * 1000;
  await close();
  if (result.updates !== updates) throw new Error(`${result.updates} updates were made of ${updates}`);
  const leg = (name: keyof Legs): number => median(result.legs.map((legs) => legs[name]));
  const legs: Legs = { decode: leg('decode'), table: leg('table'), fold: leg('fold'), draw: leg('draw') };
  const perS = (1000 * updates) / result.tookMs;
  say(
    `${count} points, ${mode}: ${(mainMs / updates).toFixed(1)} ms of the main thread an update, ${perS.toFixed(1)} a second; median by leg ${JSON.stringify(legs, (_, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(2)) : value))}`,
  );
  return { mainMs: mainMs / updates, perS };
}

async function heap(browser: Browser, url: string, { quick, say }: BenchParts): Promise<Figure[]> {
  const minutes = quick ? 1 : 10;
  const everyMs = quick ? 4000 : 20_000;
  const { page, cdp, close } = await open(browser, url, 'layer', HEAP_POINTS);
  let updates = 0;
  const move = async (ms: number): Promise<void> => {
    await page.evaluate(() => window.points.begin());
    await delay(ms);
    updates += await page.evaluate(() => window.points.end());
  };
  // The first thousand updates are the engine's own: it compiles, and grows to its size.
  for (let i = 0; i < WARM_MINUTES_MAX * 6 && updates < (quick ? 100 : WARM_UPDATES); i++) await move(10_000);
  updates = 0;
  const samples: [minute: number, kB: number][] = [];
  const begun = performance.now();
  while (performance.now() - begun < minutes * 60_000) {
    // Still for a moment, and twice: what the first round sets free, the second one takes.
    for (let i = 0; i < 2; i++) await cdp.send('HeapProfiler.collectGarbage');
    const { usedSize } = await cdp.send('Runtime.getHeapUsage');
    samples.push([(performance.now() - begun) / 60_000, usedSize / 1024]);
    await move(everyMs);
  }
  await close();
  const { slope, error } = regression(samples);
  const first = samples[0]?.[1] ?? Number.NaN;
  say(
    `heap ${Math.round(first)} kB, slope ${slope.toFixed(1)} ± ${(2 * error).toFixed(1)} kB a minute over ${samples.length} samples and ${updates} updates`,
  );
  if (updates < minutes * 60 * 2) throw new Error(`only ${updates} updates in ${minutes} minutes: nothing was shown of the heap`);
  if (!quick && 2 * error > NOISE_MAX_KB_PER_MIN)
    throw new Error(`the slope is only known to ± ${Math.round(2 * error)} kB a minute: the machine is too noisy`);
  const points = `${HEAP_POINTS.toLocaleString('en')} points, ${minutes} min`;
  return [
    figure({ figure: `heap after a forced collection, ${points}`, value: first / 1024, unit: 'MiB' }),
    figure({ figure: `heap slope by least squares, ${points}`, value: slope, unit: 'kB/min' }),
    figure({
      figure: `heap growth beyond noise (slope less two standard errors of ${error.toFixed(1)} kB/min)`,
      value: Math.max(0, slope - 2 * error),
      unit: 'kB/min',
      bound: { atMost: GROWTH_MAX_KB_PER_MIN },
    }),
  ];
}
