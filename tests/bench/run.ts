import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { stopServers } from '../support/server-process.ts';
import type { Bench, Figure } from './bench.ts';
import { displays } from './displays.ts';
import { fanout } from './fanout.ts';
import { glass } from './glass.ts';
import { ingest } from './ingest.ts';
import { lockstep } from './lockstep.ts';
import { map } from './map.ts';
import { stopWorkers } from './process/worker.ts';
import { reconnect } from './reconnect.ts';
import { replay } from './replay.ts';
import { type NamedFigure, tableOf, writeMarkdown } from './report.ts';
import { soakWall } from './soak-wall.ts';
import { start } from './start.ts';
import { views } from './views.ts';

/**
 * `npm run bench -- [--only NAME[,NAME]] [--json FILE] [--markdown FILE | --write] [--quick] [--profile FOLDER]`
 * One bench after another, never two at once. Exit code 1 when a bound does not hold or a bench could not be measured.
 */
const BENCHES: readonly Bench[] = [ingest, fanout, views, reconnect, glass, displays, lockstep, map, soakWall, replay, start];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    json: { type: 'string' },
    markdown: { type: 'string' },
    write: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});

const names = values.only?.split(',') ?? BENCHES.map(({ name }) => name);
const unknown = names.filter((name) => !BENCHES.some((bench) => bench.name === name));
if (unknown.length > 0) {
  console.error(`No such bench: ${unknown.join(', ')}. There are ${BENCHES.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const figures: NamedFigure[] = [];
const failed: string[] = [];
for (const bench of BENCHES.filter(({ name }) => names.includes(name))) {
  const startedAt = performance.now();
  const elapsed = (): string => `${((performance.now() - startedAt) / 1000).toFixed(0)} s`.padStart(6);
  const say = (line: string): void => console.error(`${elapsed()}  ${bench.name}: ${line}`);
  say('begins');
  try {
    const measured: Figure[] = await bench.run({ quick: values.quick, say, profileDir: values.profile ?? null });
    if (measured.length === 0) throw new Error('nothing was measured');
    figures.push(...measured.map((one) => ({ name: bench.name, ...one })));
  } catch (error) {
    failed.push(bench.name);
    console.error(`${bench.name} could not be measured: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  } finally {
    await stopWorkers();
    await stopServers();
  }
}

console.log(tableOf(figures));
if (values.json) await writeFile(values.json, `${JSON.stringify(figures, null, 2)}\n`);
const page = values.markdown ?? (values.write ? 'docs/performance.md' : null);
// The page has one table of one run: a part of it, or a run that failed, leaves the page as it is.
if (page && failed.length === 0 && names.length === BENCHES.length) await writeMarkdown(page, figures, values.quick);
else if (page) console.error(`${page} is left as it is: not every bench was measured`);
const broken = figures.filter(({ holds }) => !holds);
for (const { name, figure, bound } of broken) console.error(`${name}: ${figure} does not hold ${bound}`);
for (const name of failed) console.error(`${name}: not measured`);
process.exit(broken.length > 0 || failed.length > 0 ? 1 : 0);
