import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openChromium, watchConsole } from '../support/chromium.ts';
import { printedLinks } from '../support/printed-links.ts';
import { startServerProcess, stopServers } from '../support/server-process.ts';
import { slopePerHour } from './slope.ts';

/**
 * `npm run soak -- --minutes 60`: the built wall on a built server that plays the drill, watched for heap slope, age on the glass
 * and complaints. Ends with a table; exit 1 when memory grows beyond noise, a link was lost or the browser complained.
 */
const { values } = parseArgs({ options: { minutes: { type: 'string', default: '60' } } });
const minutes = Number(values.minutes);
if (!(minutes > 0 && minutes <= 24 * 60)) throw new Error('--minutes wants a number up to 1440');

const SAMPLE_MS = 10_000;
/** The first part of a run fills caches and shader programs; the slope is taken of the rest. */
const WARM_UP_SHARE = 0.25;
const GROWTH_MAX_SHARE = 0.1;

type Sample = { atMs: number; pageHeapMb: number; serverRssMb: number; live: boolean };

const rssMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? Number.NaN) / 1024;

const server = await startServerProcess({ env: { DRILL: 'auto' } });
const browser = await openChromium();
const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
const watch = watchConsole(page);
await page.goto(printedLinks(server).wall);
await page.waitForSelector('.wall[data-link="live"]', { timeout: 60_000 });
const devtools = await page.context().newCDPSession(page);

const samples: Sample[] = [];
const start = Date.now();
while (Date.now() - start < minutes * 60_000) {
  await delay(SAMPLE_MS);
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  samples.push({
    atMs: Date.now() - start,
    pageHeapMb: usedSize / 1024 / 1024,
    serverRssMb: rssMb(server.pid),
    live: (await page.getAttribute('.wall', 'data-link')) === 'live',
  });
}
const faults = watch.faults();
await browser.close();
await stopServers();

const settled = samples.filter(({ atMs }) => atMs > WARM_UP_SHARE * minutes * 60_000);
const judge = (name: string, value: (sample: Sample) => number) => {
  const points = settled.map((sample): [number, number] => [sample.atMs, value(sample)]);
  const { slope, noise, mean } = slopePerHour(points);
  const growth = slope * (minutes / 60) * (1 - WARM_UP_SHARE);
  // Within the scatter of the samples, or under a tenth of what is in use.
  const holds = growth <= Math.max(2 * noise, GROWTH_MAX_SHARE * mean);
  return { figure: name, 'mean MB': mean.toFixed(1), 'MB an hour': slope.toFixed(2), 'scatter MB': noise.toFixed(2), holds };
};
const rows = [
  judge('page heap after collection', ({ pageHeapMb }) => pageHeapMb),
  judge('server memory', ({ serverRssMb }) => serverRssMb),
];
console.table(rows);
const dark = samples.filter(({ live }) => !live).length;
console.log(`${samples.length} samples, ${dark} of them without a live link, ${faults.length} complaints of the browser`);
for (const fault of faults) console.log(fault);
process.exit(rows.every(({ holds }) => holds) && dark === 0 && faults.length === 0 && settled.length > 2 ? 0 : 1);
