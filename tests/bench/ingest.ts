import { setTimeout as delay } from 'node:timers/promises';
import { startServerProcess } from '../support/server-process.ts';
import { type Bench, type BenchParts, type Figure, figure } from './bench.ts';
import { startBenchPostgres } from './bench-postgres.ts';
import { ensureBuilt } from './centre/built.ts';
import { startLoad } from './centre/load.ts';
import { registerPublisher } from './centre/publisher.ts';
import { bareCopy } from './ingest/bare-copy.ts';
import type { PipelineWorker, Sustained } from './ingest/protocol.ts';
import { startWorker } from './process/worker.ts';
import { percentile } from './statistics.ts';

const SUSTAINED = 5000;
const ORDINARY = 1000;
/** What makes batches as large as the pipeline lets them be, and refuses nothing. */
const WAITING = 6000;
const HTTP_BATCH = 100;

/** From a delivery to its receipt, which is given only after the commit; and how far that is from a bare COPY (LOG1, LOSS1). */
export const ingest: Bench = {
  name: 'ingest',
  run: async (parts) => [...(await throughPipeline(parts)), ...(await overHttp(parts))],
};

async function throughPipeline({ quick, say, profileDir }: BenchParts): Promise<Figure[]> {
  const ms = quick ? 5000 : 20_000;
  const postgres = await startBenchPostgres();
  try {
    const url = await postgres.newDatabase();
    const worker = await startWorker<PipelineWorker>('ingest/worker.ts', profileDir);
    await worker.call('open', { url });
    await worker.call('sustain', { rate: SUSTAINED, ms: quick ? 1000 : 5000 });
    const ordinary = await worker.call('sustain', { rate: ORDINARY, ms });
    say(inWords(ORDINARY, ordinary));
    const sustained = await worker.call('sustain', { rate: SUSTAINED, ms });
    say(inWords(SUSTAINED, sustained));
    const most = await worker.call('flatOut', { waiting: WAITING, ms: quick ? 3000 : 10_000 });
    const perS = (most.rows * 1000) / most.ms;
    say(`flat out: ${Math.round(perS)} rows/s`);
    await worker.stop();
    const copied = await bareCopy(url, most.firstSeq, most.lastSeq);
    const copiedPerS = (copied.rows * 1000) / copied.ms;
    for (const one of [ordinary, sustained]) {
      if (one.stored + one.turnedAway !== one.sent)
        throw new Error(`${one.sent} were sent, ${one.stored} stored, ${one.turnedAway} turned away`);
    }
    return [
      figure({ figure: `to committed at ${ORDINARY}/s, p50`, value: ordinary.p50Ms, unit: 'ms' }),
      figure({ figure: `to committed at ${ORDINARY}/s, p99`, value: ordinary.p99Ms, unit: 'ms', bound: { below: 250 } }),
      figure({
        figure: `sustained for ${ms / 1000} s at ${SUSTAINED}/s, none turned away`,
        value: (sustained.stored * 1000) / sustained.tookMs,
        unit: 'events/s',
        // Up to the last receipt, which comes a commit after the last delivery.
        bound: { atLeast: SUSTAINED * 0.97 },
      }),
      figure({ figure: `turned away at ${SUSTAINED}/s`, value: sustained.turnedAway, unit: 'events', bound: { atMost: 0 } }),
      figure({ figure: `to committed at ${SUSTAINED}/s, p50`, value: sustained.p50Ms, unit: 'ms' }),
      figure({ figure: `to committed at ${SUSTAINED}/s, p99`, value: sustained.p99Ms, unit: 'ms' }),
      figure({ figure: `CPU of the node at ${SUSTAINED}/s`, value: sustained.cpuShare * 100, unit: '% of a core' }),
      figure({ figure: 'bare COPY of the same rows', value: copiedPerS, unit: 'rows/s' }),
      figure({
        figure: 'most through the pipeline (decided, keyed, counted, folded)',
        value: perS,
        unit: 'events/s',
        ratioTo: 'bare COPY',
        ratio: perS / copiedPerS,
      }),
    ];
  } finally {
    await postgres.stop();
  }
}

/** The whole node, its own PostgreSQL beside it, fed by signed requests of NDJSON. */
async function overHttp({ quick, say }: BenchParts): Promise<Figure[]> {
  await ensureBuilt(say);
  const server = await startServerProcess();
  try {
    const publisher = await registerPublisher(server, 'single');
    const load = startLoad(publisher, SUSTAINED, HTTP_BATCH);
    await delay(quick ? 1000 : 5000);
    load.takeLatencies();
    const before = load.seqs().length;
    const startedAt = performance.now();
    await delay(quick ? 3000 : 20_000);
    const stored = load.seqs().length - before;
    const seconds = (performance.now() - startedAt) / 1000;
    const latencies = load.takeLatencies();
    await load.stop();
    say(`HTTP: ${Math.round(stored / seconds)} events/s, p99 ${Math.round(percentile(latencies, 0.99))} ms, ${load.unsent()} not taken`);
    if (new Set(load.seqs()).size !== load.seqs().length) throw new Error('two events were given one number');
    return [
      figure({
        figure: `HTTP NDJSON, ${HTTP_BATCH} a request, at ${SUSTAINED}/s`,
        value: stored / seconds,
        unit: 'events/s',
        bound: { atLeast: SUSTAINED * 0.97 },
      }),
      figure({ figure: `HTTP NDJSON at ${SUSTAINED}/s, request to 2xx, p50`, value: percentile(latencies, 0.5), unit: 'ms' }),
      figure({ figure: `HTTP NDJSON at ${SUSTAINED}/s, request to 2xx, p99`, value: percentile(latencies, 0.99), unit: 'ms' }),
    ];
  } finally {
    await server.stop();
  }
}

const inWords = (rate: number, { p50Ms, p99Ms, maxMs, turnedAway, cpuShare }: Sustained): string =>
  `${rate}/s: p50 ${p50Ms.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms, longest ${maxMs.toFixed(0)} ms, ${turnedAway} turned away, CPU ${Math.round(cpuShare * 100)} %`;
