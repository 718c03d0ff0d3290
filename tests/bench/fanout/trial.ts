import { setTimeout as delay } from 'node:timers/promises';
import type { BenchPostgres } from '../bench-postgres.ts';
import { startWorker } from '../process/worker.ts';
import { type FanoutReaders, type FanoutServer, type ReaderMark, type ServerKind, type ServerMark, TICK_MS } from './protocol.ts';

export type TrialParts = {
  postgres: BenchPostgres;
  kind: ServerKind;
  readers: number;
  /** Different views that the readers take turns in; 1 unless told. */
  views?: number;
  /** Events a second. */
  rate: number;
  warmMs: number;
  windowMs: number;
  profileDir: string | null;
};

/** What one server did with one load over a steady window. */
export type Trial = {
  deliveriesPerS: number;
  /** CPU of the server's process, all of it, ingest too. */
  serverMicrosPerDelivery: number;
  readerMicrosPerDelivery: number;
  serverCpuShare: number;
  readerCpuShare: number;
  bytesPerDelivery: number;
  eventsPerS: number;
  /** The worst of the second half of the window: how far the slowest reader was behind what should have happened by then. */
  lagMs: number;
  /** How often an entry that came was looked at to say who may see it; null where nothing is projected. */
  looks: number | null;
  /** Kept up with the load: made what was due, was never far behind, cut no reader short. */
  held: boolean;
};

const LAG_MAX_MS = 1000;
const DRAIN_MS = 30_000;
const POLL_MS = 200;
/** Emits have calls enough to be compiled at their own rate; frames are few. */
const WARM_RATE = 5000;
const WARM_TICK_MS = 4;
const SETTLE_MS = 2000;

/**
 * One server process and one process of readers, new for each trial, over a new database of the same PostgreSQL.
 * @throws Error when an event is missing, comes twice or out of order: then there is no figure.
 */
export async function runTrial({ postgres, kind, readers, views = 1, rate, warmMs, windowMs, profileDir }: TrialParts): Promise<Trial> {
  const server = await startWorker<FanoutServer>('fanout/server.ts', profileDir);
  const audience = await startWorker<FanoutReaders>('fanout/readers.ts');
  try {
    const { port } = await server.call('open', { kind, url: await postgres.newDatabase(), views });
    await audience.call('connect', { kind, port, count: readers, views });
    // A server runs for months; what V8 does to compile it in its first minutes is not the price of a delivery. What runs once a
    // tick would take minutes to be compiled at twenty a second.
    // Many views make many frames of each tick, and compile at their own rate too.
    const warm = kind === 'plain' || views > 1 ? { rate, tickMs: TICK_MS } : { rate: Math.max(rate, WARM_RATE), tickMs: WARM_TICK_MS };
    await server.call('start', warm);
    await delay(warmMs);
    await drained(await server.call('drain'));
    await server.call('start', { rate, tickMs: TICK_MS });
    await delay(SETTLE_MS);
    const before = await marks();
    let last = before;
    let lagMs = 0;
    let lagged = 0;
    while (last.readers.atMs - before.readers.atMs < windowMs) {
      await delay(POLL_MS);
      last = await marks();
      lagged = Math.max(lagged, last.server.lagged);
      if (last.readers.atMs - before.readers.atMs > windowMs / 2) {
        lagMs = Math.max(lagMs, (1000 * (last.server.due - last.readers.slowest)) / rate);
      }
    }
    const head = await server.call('drain');
    await drained(head);
    const projected = kind === 'ours' ? await server.call('projections') : null;
    if (projected && projected.views !== views) throw new Error(`${views} views were asked for, ${projected.views} are looked through`);
    const delivered = last.readers.delivered - before.readers.delivered;
    const seconds = (last.readers.atMs - before.readers.atMs) / 1000;
    const serverMicros = last.server.cpuMicros - before.server.cpuMicros;
    const readerMicros = last.readers.cpuMicros - before.readers.cpuMicros;
    const serverSeconds = (last.server.atMs - before.server.atMs) / 1000;
    const eventsPerS = (last.server.head - before.server.head) / serverSeconds;
    return {
      deliveriesPerS: delivered / seconds,
      serverMicrosPerDelivery: serverMicros / delivered,
      readerMicrosPerDelivery: readerMicros / delivered,
      serverCpuShare: serverMicros / 1e6 / serverSeconds,
      readerCpuShare: readerMicros / 1e6 / seconds,
      bytesPerDelivery: (last.readers.bytes - before.readers.bytes) / delivered,
      eventsPerS,
      lagMs,
      looks: projected?.looks ?? null,
      held: eventsPerS > 0.97 * rate && lagMs < LAG_MAX_MS && lagged === 0,
    };
  } finally {
    await audience.stop();
    await server.stop();
  }

  async function marks(): Promise<{ server: ServerMark; readers: ReaderMark }> {
    const [of, by] = await Promise.all([server.call('mark'), audience.call('mark')]);
    return { server: of, readers: by };
  }

  /** Waits until every reader has all of the log, and proves that nothing was lost on the way. */
  async function drained(head: number): Promise<void> {
    const deadline = Date.now() + DRAIN_MS;
    for (;;) {
      const at = await audience.call('mark');
      if (at.slowest === head && at.newest === head) {
        if (at.connected !== readers || at.missing > 0 || (at.delivered !== head * readers && at.snapshots === 0)) {
          throw new Error(`${kind}: the counts do not add up at ${head}: ${JSON.stringify(at)}`);
        }
        if (kind !== 'plain' && at.checked === 0) throw new Error(`${kind}: no frame was looked into`);
        return;
      }
      if (Date.now() > deadline) throw new Error(`${kind}: not all readers came to ${head}: ${JSON.stringify(at)}`);
      await delay(POLL_MS);
    }
  }
}
