import { type Bench, type BenchParts, type Figure, figure } from './bench.ts';
import { type BenchPostgres, startBenchPostgres } from './bench-postgres.ts';
import { KINDS, type ServerKind } from './fanout/protocol.ts';
import { runTrial, type Trial } from './fanout/trial.ts';
import { median } from './statistics.ts';

const READERS = 100;
const RATE = 1000;

const NAMES: Record<ServerKind, string> = {
  ours: 'one log, 50 ms frames',
  plain: 'plain Socket.IO emit',
  ws: 'bare ws, frames pre-encoded',
};

/** Loads in the order they are tried: readers × events a second. A server that did not hold one is not tried with a heavier one twice. */
const LADDERS: Record<ServerKind, readonly (readonly [readers: number, rate: number])[]> = {
  plain: [
    [100, 1000],
    [100, 1500],
    [100, 2000],
    [400, 400],
  ],
  ours: [
    [400, 5000],
    [600, 8000],
    [800, 10_000],
    [1000, 12_000],
    [1200, 14_000],
    [1500, 15_000],
  ],
  ws: [
    [600, 8000],
    [800, 10_000],
    [1000, 12_000],
    [1200, 14_000],
    [1500, 15_000],
  ],
};
const FAILURES_MAX = 2;

/** What a delivery costs, and how many there can be, beside emits and beside the bare transport (STREAM3). */
export const fanout: Bench = {
  name: 'fanout',
  async run(parts) {
    const postgres = await startBenchPostgres();
    try {
      return [...(await steady(parts, postgres)), ...(await saturation(parts, postgres))];
    } finally {
      await postgres.stop();
    }
  },
};

async function steady({ quick, say, profileDir }: BenchParts, postgres: BenchPostgres): Promise<Figure[]> {
  const trials: Record<ServerKind, Trial[]> = { ours: [], plain: [], ws: [] };
  // Taken in turns, so that what else the machine does meets all three alike.
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    for (const kind of KINDS) {
      const parts = {
        postgres,
        kind,
        readers: READERS,
        rate: RATE,
        warmMs: quick ? 4000 : 15_000,
        windowMs: quick ? 3000 : 10_000,
        profileDir,
      };
      const trial = await runTrial(parts);
      say(`${RATE}/s × ${READERS}, ${NAMES[kind]}: ${inWords(trial)}`);
      if (!trial.held && !quick) throw new Error(`${NAMES[kind]} did not hold ${RATE} events/s × ${READERS} readers`);
      trials[kind].push(trial);
    }
  }
  const micros = (kind: ServerKind): number => median(trials[kind].map((trial) => trial.serverMicrosPerDelivery));
  const load = `${RATE} events/s × ${READERS} readers`;
  return [
    figure({ figure: `server CPU a delivery, ${load}, ${NAMES.ws}`, value: micros('ws'), unit: 'µs' }),
    figure({
      figure: `server CPU a delivery, ${load}, ${NAMES.ours}`,
      value: micros('ours'),
      unit: 'µs',
      ratioTo: NAMES.ws,
      ratio: micros('ours') / micros('ws'),
      ratioBound: { atMost: 1.5 },
    }),
    figure({
      figure: `server CPU a delivery, ${load}, ${NAMES.plain}`,
      value: micros('plain'),
      unit: 'µs',
      ratioTo: NAMES.ours,
      ratio: micros('plain') / micros('ours'),
      ratioBound: { atLeast: 10 },
    }),
    figure({
      figure: `readers' CPU a delivery, ${load}, ${NAMES.ours}`,
      value: median(trials.ours.map((trial) => trial.readerMicrosPerDelivery)),
      unit: 'µs',
      ratioTo: "the server's",
      ratio: median(trials.ours.map((trial) => trial.readerMicrosPerDelivery)) / micros('ours'),
      ratioBound: { below: 1 },
    }),
  ];
}

/**
 * Ours and bare ws count only with loads that they held; plain emits count with whatever they delivered, falling behind or not.
 */
async function saturation({ quick, say }: BenchParts, postgres: BenchPostgres): Promise<Figure[]> {
  const best: Record<ServerKind, { trial: Trial; load: string } | null> = { ours: null, plain: null, ws: null };
  for (const kind of ['plain', 'ours', 'ws'] as const) {
    let failures = 0;
    for (const [readers, rate] of quick ? LADDERS[kind].slice(0, 2) : LADDERS[kind]) {
      const trial = await runTrial({
        postgres,
        kind,
        readers,
        rate,
        warmMs: quick ? 3000 : 6000,
        windowMs: quick ? 3000 : 8000,
        profileDir: null,
      });
      say(`${rate}/s × ${readers}, ${NAMES[kind]}: ${inWords(trial)}`);
      const counts = trial.held || kind === 'plain';
      if (counts && trial.deliveriesPerS > (best[kind]?.trial.deliveriesPerS ?? 0)) best[kind] = { trial, load: `${rate}/s × ${readers}` };
      if (!trial.held && ++failures >= FAILURES_MAX) break;
    }
  }
  const most = (kind: ServerKind): { perS: number; load: string } => {
    const found = best[kind];
    if (!found) throw new Error(`${NAMES[kind]} held no load at all`);
    return { perS: found.trial.deliveriesPerS, load: found.load };
  };
  const [ours, plain, ws] = [most('ours'), most('plain'), most('ws')];
  return [
    figure({ figure: `most deliveries, ${NAMES.plain} (${plain.load})`, value: plain.perS, unit: '/s' }),
    figure({
      figure: `most deliveries, ${NAMES.ours} (${ours.load})`,
      value: ours.perS,
      unit: '/s',
      ratioTo: NAMES.plain,
      ratio: ours.perS / plain.perS,
      ratioBound: { atLeast: 50 },
    }),
    figure({
      figure: `most deliveries, ${NAMES.ws} (${ws.load})`,
      value: ws.perS,
      unit: '/s',
      ratioTo: NAMES.ours,
      ratio: ws.perS / ours.perS,
    }),
  ];
}

const inWords = (trial: Trial): string =>
  `${Math.round(trial.deliveriesPerS).toLocaleString('en')} deliveries/s, server ${trial.serverMicrosPerDelivery.toFixed(3)} µs each` +
  ` (${Math.round(100 * trial.serverCpuShare)} % of a core; readers ${Math.round(100 * trial.readerCpuShare)} %),` +
  ` ${trial.bytesPerDelivery.toFixed(0)} B each, behind ${Math.round(trial.lagMs)} ms${trial.held ? '' : ', did not hold'}`;
