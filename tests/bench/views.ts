import { type Bench, type BenchParts, type Figure, figure } from './bench.ts';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { ensureBuilt } from './centre/built.ts';
import { runTrial, type Trial } from './fanout/trial.ts';
import { median } from './statistics.ts';
import { type Handshakes, measureHandshakes } from './views/handshakes.ts';

const PEOPLE = 100;
const RATE = 1000;

/** Who looks through what: one shared view, a view each, and two readers to each of those views. */
const CASES = {
  shared: { readers: PEOPLE, views: 1, words: `${PEOPLE} readers of one view` },
  sharedTwice: { readers: 2 * PEOPLE, views: 1, words: `${2 * PEOPLE} readers of one view` },
  each: { readers: PEOPLE, views: PEOPLE, words: `${PEOPLE} readers, a view each` },
  eachTwice: { readers: 2 * PEOPLE, views: PEOPLE, words: `${2 * PEOPLE} readers, two to each of ${PEOPLE} views` },
} as const;
type Case = keyof typeof CASES;

/** What different rights cost: at the door, and for every entry that is delivered (VIEW3). */
export const views: Bench = {
  name: 'views',
  async run(parts) {
    await ensureBuilt(parts.say);
    const postgres = await startBenchPostgres();
    try {
      return [...(await doors(parts, postgres)), ...(await frames(parts, postgres))];
    } finally {
      await postgres.stop();
    }
  },
};

async function doors({ quick, say }: BenchParts, postgres: BenchPostgres): Promise<Figure[]> {
  const rounds: { one: Handshakes[]; all: Handshakes[] } = { one: [], all: [] };
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const parts = { url: await postgres.newDatabase(), people: PEOPLE, windowMs: quick ? 2000 : 10_000 };
    const { one, all } = await measureHandshakes(parts);
    say(`handshakes: ${Math.round(one.perS)}/s of one principal, ${Math.round(all.perS)}/s of ${PEOPLE}`);
    rounds.one.push(one);
    rounds.all.push(all);
  }
  const of = (who: 'one' | 'all', what: keyof Handshakes): number => median(rounds[who].map((round) => round[what]));
  return [
    figure({ figure: 'handshakes to the first picture, one principal over and over', value: of('one', 'perS'), unit: '/s' }),
    figure({
      figure: `handshakes to the first picture, ${PEOPLE} principals with ${PEOPLE} area sets`,
      value: of('all', 'perS'),
      unit: '/s',
      ratioTo: 'one principal',
      ratio: of('all', 'perS') / of('one', 'perS'),
    }),
    figure({ figure: `server CPU a handshake, ${PEOPLE} principals`, value: of('all', 'serverMicros') / 1000, unit: 'ms' }),
  ];
}

async function frames({ quick, say, profileDir }: BenchParts, postgres: BenchPostgres): Promise<Figure[]> {
  const trials: Record<Case, Trial[]> = { shared: [], sharedTwice: [], each: [], eachTwice: [] };
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    for (const [name, { readers, views: count, words }] of Object.entries(CASES) as [Case, (typeof CASES)[Case]][]) {
      const trial = await runTrial({
        postgres,
        kind: 'ours',
        readers,
        views: count,
        rate: RATE,
        warmMs: quick ? 4000 : 15_000,
        windowMs: quick ? 3000 : 10_000,
        profileDir,
      });
      say(`${RATE}/s, ${words}: server ${trial.serverMicrosPerDelivery.toFixed(3)} µs a delivery, ${trial.looks} looks at an entry`);
      if (!trial.held && !quick) throw new Error(`${words}: ${RATE} events/s did not hold`);
      trials[name].push(trial);
    }
  }
  const micros = (name: Case): number => median(trials[name].map((trial) => trial.serverMicrosPerDelivery));
  /** CPU for one entry, for all readers together. */
  const whole = (name: Case): number => micros(name) * CASES[name].readers;
  const looks = (name: Case): number => {
    const counted = new Set(trials[name].map((trial) => trial.looks));
    const [only] = counted;
    if (counted.size !== 1 || typeof only !== 'number') throw new Error(`${name}: looks at an entry differ from run to run`);
    return only;
  };
  return [
    figure({ figure: `server CPU a delivery, ${RATE} events/s, ${CASES.shared.words}`, value: micros('shared'), unit: 'µs' }),
    figure({
      figure: `server CPU a delivery, ${RATE} events/s, ${CASES.each.words}`,
      value: micros('each'),
      unit: 'µs',
      ratioTo: 'one view',
      ratio: micros('each') / micros('shared'),
    }),
    figure({
      figure: `looks at an entry by views, ${CASES.eachTwice.words}`,
      value: looks('eachTwice'),
      unit: 'looks',
      ratioTo: 'one reader to each view',
      ratio: looks('eachTwice') / looks('each'),
      ratioBound: { atMost: 1 },
    }),
    figure({
      figure: `server CPU an entry for ${PEOPLE} more readers, of ${PEOPLE} views that were there`,
      value: whole('eachTwice') - whole('each'),
      unit: 'µs',
      ratioTo: `the ${PEOPLE} first ones`,
      ratio: (whole('eachTwice') - whole('each')) / whole('each'),
      ratioBound: { below: 0.5 },
    }),
    figure({
      figure: `server CPU an entry for ${PEOPLE} more readers of one view`,
      value: whole('sharedTwice') - whole('shared'),
      unit: 'µs',
    }),
  ];
}
