import type { Delivery, Draft, Receipt } from '../../../server/domain/intake/ports.ts';
import { createPipeline, type Pipeline } from '../../../server/pipeline/pipeline.ts';
import { referenceDelivery } from '../../../server/sources/reference/reference-entries.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { createLog } from '../../../server/store/log.ts';
import { createTail } from '../../../server/store/tail.ts';
import { createLiveLog } from '../../../server/stream/live-log.ts';
import { BEFORE_FIRST, type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { emptyWorld } from '../../../shared/rules/fold.ts';
import { answer, cpuMicros } from '../process/answer.ts';
import { percentile } from '../statistics.ts';
import { cameraDrafts, cameraEventData, cameras, SOURCE } from '../workload.ts';
import type { PipelineWorker } from './protocol.ts';

/** The node's way of an event: delivery, decision, group commit, tail, fold. Only doors and displays are missing. */

const clock = (): EpochMs => epochMs(Date.now());
const fault = (data: object, message: string): void => console.error(message, data);
const encoder = new TextEncoder();

let pipeline: Pipeline | null = null;
let head: () => number = () => 0;
let sent = 0;

const opened = (): Pipeline => {
  if (!pipeline) throw new Error('open first');
  return pipeline;
};

/** One message of one camera event, with the publisher's own id, as it comes from a broker. */
function nextDelivery(): Delivery {
  const now = clock();
  const i = sent++;
  const { eventId, data } = cameraEventData(i, now);
  const draft: Draft = { kind: 'camera-event.observed', id: `${SOURCE}:${eventId}`, occurredAt: now, publisherKey: `m-${i}`, data };
  return {
    source: SOURCE,
    channel: 'bench:camera-events',
    receivedAt: now,
    drill: false,
    priority: data.severity === 'high' ? 'alarm' : 'normal',
    items: [{ body: encoder.encode(JSON.stringify(draft)), drafts: ok([draft]) }],
  };
}

const isStored = (receipt: Receipt): boolean => receipt.kind === 'committed' && receipt.items.every((item) => item.kind === 'stored');

answer({
  async open({ url }) {
    const database = openDatabase({ url, log: { info: () => {}, warn: fault, error: fault } });
    const log = createLog({ pool: database.pool, clock });
    const live = createLiveLog(emptyWorld());
    const tail = createTail({
      log,
      database,
      after: BEFORE_FIRST,
      onEntries: (entries) => entries.forEach(live.take),
      onState: () => {},
      diagnostics: { info: () => {}, warn: fault, error: fault },
    });
    pipeline = createPipeline({ log, world: live.world, clock, onCommitted: tail.offer });
    head = live.head;
    const receipts = [await pipeline.take(referenceDelivery(clock()))];
    const drafts = cameraDrafts(clock());
    receipts.push(
      await pipeline.take({
        source: SOURCE,
        channel: 'bench:cameras',
        receivedAt: clock(),
        drill: false,
        priority: 'normal',
        items: drafts.map((draft) => ({ body: encoder.encode(JSON.stringify(draft)), drafts: ok([draft]) })),
      }),
    );
    if (!receipts.every(isStored))
      throw new Error(`the ${cameras.length} cameras could not be registered: ${JSON.stringify(receipts).slice(0, 500)}`);
  },

  async sustain({ rate, ms }) {
    const intake = opened();
    const total = Math.round((rate * ms) / 1000);
    const latencies = new Float64Array(total);
    const cpuBefore = cpuMicros();
    const startedAt = performance.now();
    let made = 0;
    let stored = 0;
    let turnedAway = 0;
    let answered = 0;
    await new Promise<void>((done) => {
      const deliver = (): void => {
        const i = made++;
        const at = performance.now();
        void intake.take(nextDelivery()).then((receipt) => {
          latencies[i] = performance.now() - at;
          if (isStored(receipt)) stored++;
          else turnedAway++;
          if (++answered === total) done();
        });
      };
      const tick = (): void => {
        const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate));
        while (made < due) deliver();
        if (made < total) setTimeout(tick, 1);
      };
      tick();
    });
    const tookMs = performance.now() - startedAt;
    return {
      sent: total,
      stored,
      turnedAway,
      p50Ms: percentile(latencies, 0.5),
      p99Ms: percentile(latencies, 0.99),
      maxMs: percentile(latencies, 1),
      tookMs,
      cpuShare: (cpuMicros() - cpuBefore) / 1000 / tookMs,
    };
  },

  async flatOut({ waiting, ms }) {
    const intake = opened();
    const firstSeq = head() + 1;
    const startedAt = performance.now();
    const publisher = async (): Promise<void> => {
      while (performance.now() - startedAt < ms) {
        if (!isStored(await intake.take(nextDelivery()))) throw new Error('an event was not stored');
      }
    };
    await Promise.all(Array.from({ length: waiting }, publisher));
    const took = performance.now() - startedAt;
    return { rows: head() - firstSeq + 1, ms: took, firstSeq, lastSeq: head() };
  },
} satisfies PipelineWorker);
