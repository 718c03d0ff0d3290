import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { type Bench, type BenchParts, type Figure, figure } from './bench.ts';
import { type DrawMode, type Legs, type PointsPage, type RunResult, UPDATES_PER_S } from './map/protocol.ts';
import { openPointsStage } from './map/stage.ts';
import { median, regression } from './statistics.ts';

/** Points, and updates of one round: with a hundred thousand the software renderer takes a second for each. */
const COUNTS = [
  { count: 10_000, updates: 20 },
  { count: 100_000, updates: 8 },
] as const;
const MODES = ['none', 'read', 'layer', 'geojson'] as const satisfies DrawMode[];
const ROUNDS = 6;
const QUICK_ROUNDS = 3;
const STILL_MS = 3000;
/** Small, because there is no graphics card here: what the renderer takes is not the main thread's, and only spreads the updates. */
const VIEWPORT = { width: 160, height: 90 };
const HEAP_POINTS = 10_000;
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
      for (const { count, updates } of COUNTS) {
        const { rounds, stillMs } = await measure(browser, stage.url, count, updates, parts);
        const points = `${count.toLocaleString('en')} points`;
        const unit = 'ms of the main thread';
        const whole = (mode: DrawMode): number => mean(rounds[mode].map(({ mainMs }) => mainMs));
        const drawing = difference(rounds.layer, rounds.none, `drawing ${points}`);
        figures.push(
          figure({ figure: `whole update, ${points}, frame to layer`, value: whole('layer'), unit }),
          figure({
            figure: `whole update, ${points}, frame to MapLibre's setData`,
            value: whole('geojson'),
            unit,
            ratioTo: 'the layer',
            ratio: whole('geojson') / whole('layer'),
          }),
          figure({ figure: `of it decoding and storing, ${points}`, value: whole('none'), unit }),
          figure({ figure: `of it drawing by the layer, ${points}`, value: drawing, unit }),
          figure({
            figure: `making entries of all rows, ${points}, when somebody reads them`,
            value: difference(rounds.read, rounds.none, `reading ${points}`),
            unit,
          }),
          figure({ figure: `a second in which nothing moves, ${points}`, value: stillMs, unit }),
          figure({
            figure: `updates drawn by the software renderer, ${points}, of ${UPDATES_PER_S} asked`,
            value: mean(rounds.layer.map(({ perS }) => perS)),
            unit: '/s',
          }),
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
  const context = await browser.newContext({ viewport: VIEWPORT });
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

type Round = { mainMs: number; perS: number };

/** All modes in turn, round by round, each on a page of its own: what the machine does besides falls on all of them alike. */
async function measure(
  browser: Browser,
  url: string,
  count: number,
  updates: number,
  { quick, say }: BenchParts,
): Promise<{ rounds: Record<DrawMode, Round[]>; stillMs: number }> {
  const rounds: Record<DrawMode, Round[]> = { none: [], read: [], layer: [], geojson: [] };
  const legs: Record<DrawMode, Legs[]> = { none: [], read: [], layer: [], geojson: [] };
  const opened: { mode: DrawMode; page: Opened }[] = [];
  for (const mode of MODES) opened.push({ mode, page: await open(browser, url, mode, count) });
  // In the first round everything compiles.
  for (let round = -1; round < (quick ? QUICK_ROUNDS : ROUNDS); round++) {
    for (const { mode, page } of opened) {
      const { result, mainMs } = await oneRound(page, updates);
      if (result.updates !== updates) throw new Error(`${result.updates} updates were made of ${updates}`);
      const drawn = mode === 'layer' || mode === 'geojson';
      if (drawn && result.pictures < updates) throw new Error(`${result.pictures} pictures were rendered of ${updates} updates`);
      if (round < 0) continue;
      rounds[mode].push({ mainMs, perS: (1000 * updates) / result.tookMs });
      legs[mode].push(...result.legs);
    }
  }
  // deck.gl looks sixty times a second whether there is something to draw; updates that are drawn slowly carry much of that.
  let stillMs = Number.NaN;
  for (const { mode, page } of opened) {
    if (mode === 'layer') stillMs = await stillSecond(page);
    await page.close();
    const leg = (name: keyof Legs): string => `${name} ${median(legs[mode].map((one) => one[name])).toFixed(2)}`;
    const parts = (['decode', 'table', 'fold', 'draw'] as const).map(leg).join(', ');
    const all = rounds[mode].map(({ mainMs }) => mainMs.toFixed(1)).join(', ');
    say(`${count} points, ${mode}: ms of the main thread an update, by round: ${all}; median by leg: ${parts}`);
  }
  return { rounds, stillMs };
}

async function stillSecond({ cdp }: Opened): Promise<number> {
  const before = await mainSeconds(cdp);
  const from = performance.now();
  await delay(STILL_MS);
  return (1_000_000 * ((await mainSeconds(cdp)) - before)) / (performance.now() - from);
}

async function oneRound({ page, cdp }: Opened, updates: number): Promise<{ result: RunResult; mainMs: number }> {
  await page.evaluate((n) => window.points.ready(n), updates);
  const before = await mainSeconds(cdp);
  const result = await page.evaluate((n) => window.points.run(n), updates);
  // What the last update left to do is its own.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return { result, mainMs: (1000 * ((await mainSeconds(cdp)) - before)) / updates };
}

/**
 * Mean of `more` less `less`, round by round, in milliseconds an update.
 * @throws Error when it is not told apart from nothing.
 */
function difference(more: readonly Round[], less: readonly Round[], what: string): number {
  const differences = more.map(({ mainMs }, i) => mainMs - (less[i]?.mainMs ?? Number.NaN));
  const value = mean(differences);
  const spread = differences.reduce((sum, one) => sum + (one - value) ** 2, 0) / (differences.length - 1);
  const error = Math.sqrt(spread / differences.length);
  if (!(value > 2 * error)) throw new Error(`${what}: ${value.toFixed(2)} ± ${(2 * error).toFixed(2)} ms is not told apart from nothing`);
  return value;
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
      // In a quick minute the engine still compiles, which is growth.
      ...(quick ? {} : { bound: { atMost: GROWTH_MAX_KB_PER_MIN } }),
    }),
  ];
}

const mean = (sample: readonly number[]): number => sample.reduce((sum, one) => sum + one, 0) / sample.length;
