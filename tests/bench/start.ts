import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChromium } from '../support/chromium.ts';
import { type Bench, type Figure, figure } from './bench.ts';
import { ensureBuilt } from './centre/built.ts';
import { forgetCheckpoints, writeLongLog } from './start/long-log.ts';
import { COMMAND, npmStart, type Started } from './start/npm-start.ts';
import { median } from './statistics.ts';

/** An empty machine is seen within a minute of its install. */
const FIRST_PICTURE_MS = 60_000;

/** From `npm start` on a built tree to a painted wall, with nothing to show yet and with a long log behind it (START2). */
export const start: Bench = {
  name: 'start',
  async run({ quick, say }) {
    const rounds = quick ? 1 : 3;
    const entries = quick ? 50_000 : 1_000_000;
    const folders: string[] = [];
    const newFolder = async (): Promise<string> => {
      const folder = await mkdtemp(join(tmpdir(), 'ioc-bench-start-'));
      folders.push(folder);
      return join(folder, 'data');
    };
    const browser = await openChromium();
    try {
      await ensureBuilt(say);
      const empty: Started[] = [];
      for (let round = 0; round < rounds; round++) empty.push(await npmStart(browser, await newFolder()));
      say(`empty: ${inWords(empty)}`);
      const long = await newFolder();
      await writeLongLog(long, entries);
      say(`${entries} entries written`);
      const kept = await npmStart(browser, long);
      say(`with a checkpoint 10,000 entries old: ${inWords([kept])}`);
      // An orderly end leaves a checkpoint at the head.
      const orderly: Started[] = [];
      for (let round = 0; round < rounds; round++) orderly.push(await npmStart(browser, long));
      say(`after an orderly end: ${inWords(orderly)}`);
      await forgetCheckpoints(long);
      const without = await npmStart(browser, long);
      say(`without any checkpoint: ${inWords([without])}`);
      const log = `${entries.toLocaleString('en')} entries`;
      return [
        ...figuresOf('empty data folder', empty, true),
        ...figuresOf(`${log}, checkpoint 10,000 behind`, [kept], true),
        ...figuresOf(`${log}, ended in order`, orderly, true),
        ...figuresOf(`${log}, no checkpoint`, [without], false),
      ];
    } finally {
      await browser.close();
      for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
    }
  },
};

function figuresOf(what: string, started: readonly Started[], bound: boolean): Figure[] {
  return [
    figure({
      figure: `${COMMAND.join(' ').replace(' --silent', '')} to a painted wall, ${what}`,
      value: median(started.map(({ paintedMs }) => paintedMs)) / 1000,
      unit: 's',
      ...(bound ? { bound: { below: FIRST_PICTURE_MS / 1000 } } : {}),
    }),
    figure({
      figure: `… of that until the link is printed, ${what}`,
      value: median(started.map(({ linkMs }) => linkMs)) / 1000,
      unit: 's',
    }),
  ];
}

const inWords = (started: readonly Started[]): string =>
  started.map(({ linkMs, paintedMs }) => `link ${(linkMs / 1000).toFixed(1)} s, painted ${(paintedMs / 1000).toFixed(1)} s`).join('; ');
