import type { CDPSession, Page } from 'playwright-core';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { type Bench, type BenchParts, type Figure, figure } from './bench.ts';
import { type Counts, CYCLE_S, type SoakPage, type Survivor } from './soak-wall/protocol.ts';
import { openSoakStage } from './soak-wall/stage.ts';
import { soakFixture } from './soak-wall/world.ts';
import { regression } from './statistics.ts';

/** Small, because there is no graphics card here: what the renderer takes is taken from the wall's thread. */
const VIEWPORT = { width: 320, height: 180 };
/** How many times as fast as a wall, and how much of the wall's time a frame of the screen covers at most, milliseconds. */
const PACE = { speed: 15, step: 1000 };
const QUICK_PACE = { speed: 60, step: 5000 };
const CYCLES = 3600 / CYCLE_S;
/** V8 goes on optimising for hours, and its code lies in the heap that is measured: here it compiles each function once and keeps that. */
const ENGINE = '--js-flags=--always-sparkplug --no-maglev --no-opt --no-flush-bytecode';
/** The first cycle is the engine's own: it compiles, and grows to its size. */
const WARM_CYCLES = 1;
const QUICK_CYCLES = 2;
/** Whoever left so long ago has had its time; seconds of the wall. */
const LEFT_S = 60;
const TRIES = 5;
/** What is told apart from nothing and is less than this would take a month to 36 MB. */
const GROWTH_MAX_KB_PER_H = 50;
const NOISE_MAX_KB_PER_H = 150;
const DOM_GROWTH_MAX_PER_H = 10;
/** The map's own and its overlay's: the one map of a display is kept on purpose, whatever scene is up. */
const CONTEXTS_OF_A_MAP = 2;
/** Of the script and its acts, in an hour: what was not lived through is no proof. */
const SCENES_LEAST = 12 * CYCLES;
const ENTRIES_LEAST = 8 * 3600;
const FRAMES_LEAST = 4 * 3600 * 0.9;
const REPORTS_LEAST = 600;

declare global {
  interface Window {
    soak: SoakPage;
  }
}

type Sample = { hours: number; kB: number; nodes: number; listeners: number; survivors: Survivor[]; counts: Counts };

/** An hour of a wall's life in minutes: whether anything of it is kept that is over. */
export const soakWall: Bench = {
  name: 'soak-wall',
  async run(parts) {
    const stage = await openSoakStage(soakFixture());
    const browser = await openChromium({ flags: [ENGINE] });
    try {
      const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage();
      const watch = watchConsole(page);
      const { speed, step } = parts.quick ? QUICK_PACE : PACE;
      await page.goto(`${stage.url}?speed=${speed}&step=${step}`);
      await page.waitForFunction(() => 'soak' in window);
      const samples = await live(page, parts);
      watch.assertClean();
      return figuresOf(samples, speed, parts);
    } finally {
      await browser.close();
      await stage.close();
    }
  },
};

async function live(page: Page, { quick, say }: BenchParts): Promise<Sample[]> {
  const cdp = await page.context().newCDPSession(page);
  const warm = WARM_CYCLES;
  const cycles = quick ? QUICK_CYCLES : CYCLES;
  const samples: Sample[] = [];
  for (let cycle = 1; cycle <= warm + cycles; cycle++) {
    // A second before the next turn: always the same scene is up, and stands there for half a minute.
    await page.evaluate((second) => window.soak.liveTo(second), cycle * CYCLE_S - 1);
    const sample = await sampleOf(page, cdp, (cycle * CYCLE_S) / 3600);
    const { kB, nodes, listeners, survivors, counts } = sample;
    say(
      `${cycle}: ${Math.round(kB)} kB, ${nodes} nodes, ${listeners} listeners, contexts ${JSON.stringify(counts.contexts)}, ` +
        `${counts.scenes} scenes, ${counts.left} left, ${survivors.length} of them there`,
    );
    for (const { name, leftSecondsAgo, objects } of survivors) say(`there: ${name}, left ${leftSecondsAgo} s ago, ${objects} objects`);
    if (cycle >= warm) samples.push(sample);
  }
  return samples;
}

async function sampleOf(page: Page, cdp: CDPSession, hours: number): Promise<Sample> {
  let survivors: Survivor[] = [];
  // What the first collection sets free, the next one takes; who is told of it is told in the page's own turn.
  for (let i = 0; i < TRIES; i++) {
    await page.evaluate(() => window.soak.rest());
    await cdp.send('HeapProfiler.collectGarbage');
    await cdp.send('HeapProfiler.collectGarbage');
    await page.evaluate(() => window.soak.rest());
    survivors = await page.evaluate((since) => window.soak.survivors(since), LEFT_S);
    if (i > 0 && survivors.length === 0) break;
  }
  await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  const counts = await page.evaluate(() => window.soak.counts());
  return { hours, kB: usedSize / 1024, nodes, listeners: jsEventListeners, survivors, counts };
}

function figuresOf(samples: readonly Sample[], speed: number, { quick, say }: BenchParts): Figure[] {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last) throw new Error('nothing was sampled');
  const lived = last.hours - first.hours;
  const least = (what: string, of: (counts: Counts) => number, perHour: number): void => {
    const made = of(last.counts) - of(first.counts);
    if (made < perHour * lived) throw new Error(`only ${made} ${what} in ${lived.toFixed(2)} hours of a wall: nothing was shown of it`);
  };
  least('scenes on the glass', ({ scenes }) => scenes, SCENES_LEAST);
  least('entries', ({ entries }) => entries, ENTRIES_LEAST);
  least('frames', ({ frames }) => frames, FRAMES_LEAST);
  least('reports of what was painted', ({ reports }) => reports, quick ? 1 : REPORTS_LEAST);
  const more = Math.max(...samples.map(({ counts }) => counts.held)) - first.counts.held;
  if (more > 0) throw new Error(`the picture holds ${more} entries or values more than an hour before: growth is what was heard`);
  const slope = (of: (sample: Sample) => number) => regression(samples.map((sample) => [sample.hours, of(sample)] as const));
  const [heap, nodes, listeners] = [slope(({ kB }) => kB), slope((one) => one.nodes), slope((one) => one.listeners)];
  const most = (of: (sample: Sample) => number): number => Math.max(...samples.map(of));
  const left = last.counts.left - first.counts.left;
  say(
    `heap ${Math.round(first.kB)} kB, slope ${heap.slope.toFixed(0)} ± ${(2 * heap.error).toFixed(0)} kB an hour over ${samples.length} samples, ` +
      `${JSON.stringify(last.counts)}`,
  );
  if (!quick && 2 * heap.error > NOISE_MAX_KB_PER_H)
    throw new Error(`the slope is only known to ± ${Math.round(2 * heap.error)} kB an hour: the machine is too noisy`);
  const hour = `${lived.toFixed(lived < 1 ? 2 : 0)} h of a wall at up to ${speed}×`;
  const beyond = ({ slope, error }: { slope: number; error: number }): number => Math.max(0, slope - 2 * error);
  return [
    figure({ figure: `heap after forced collections, ${hour}`, value: first.kB / 1024, unit: 'MiB' }),
    figure({ figure: `heap slope by least squares, ${hour}`, value: heap.slope, unit: 'kB/h' }),
    figure({
      figure: `heap growth beyond noise (slope less two standard errors of ${heap.error.toFixed(0)} kB/h)`,
      value: beyond(heap),
      unit: 'kB/h',
      // In a quick run the engine still compiles, which is growth.
      ...(quick ? {} : { bound: { atMost: GROWTH_MAX_KB_PER_H } }),
    }),
    figure({
      figure: `of ${left} tiles, focus zones and lines that left, alive ${LEFT_S} s later`,
      value: most(({ survivors }) => survivors.length),
      unit: 'places',
      bound: { atMost: 0 },
    }),
    figure({
      figure: `DOM nodes, growth beyond noise on ${first.nodes.toLocaleString('en')}`,
      value: beyond(nodes),
      unit: '/h',
      ...(quick ? {} : { bound: { atMost: DOM_GROWTH_MAX_PER_H } }),
    }),
    figure({
      figure: `event listeners, growth beyond noise on ${first.listeners.toLocaleString('en')}`,
      value: beyond(listeners),
      unit: '/h',
      ...(quick ? {} : { bound: { atMost: DOM_GROWTH_MAX_PER_H } }),
    }),
    figure({
      figure: 'WebGL contexts, those given back and not collected among them, at most',
      value: most(({ counts }) => counts.contexts.live + counts.contexts.lost),
      unit: 'contexts',
      bound: { atMost: CONTEXTS_OF_A_MAP },
    }),
  ];
}
