import type { EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Delivery, Intake, ItemReceipt, Receipt, ReplayResult } from '../domain/intake/ports.ts';
import type { CommitResult, EntryLog, Quarantine } from '../domain/log/ports.ts';
import { createAdmission, type QueueLimits, type Waiting } from './admission.ts';
import type { Unit } from './assemble.ts';
import { createCommitter } from './commit-units.ts';
import { createRecentPast } from './recent-past.ts';
import { createRefusals } from './refusals.ts';
import { createReplay, type Reparse } from './replay.ts';
import { createTally, type PipelineStats, type PipelineTelemetry, receiptsBySource } from './stats.ts';

export type PipelineLimits = QueueLimits & {
  /** Facts in one transaction. */
  maxBatchFacts: number;
  /** The first of a batch waits this long for others, at least and at most; between them as long as a commit takes. */
  minTickMs: number;
  maxTickMs: number;
  /** How often a database that is down is tried. */
  probeMs: number;
  /** Ended camera events whose late messages this node still recognises. */
  maxEndedEvents: number;
  /** Rows of refusals kept in memory until they are in the ledger. */
  maxRefusalRows: number;
};
export const PIPELINE_LIMITS: PipelineLimits = {
  maxFacts: 20_000,
  maxBytes: 64 * 1024 * 1024,
  normalShare: 0.8,
  maxBatchFacts: 2_000,
  minTickMs: 5,
  maxTickMs: 20,
  probeMs: 500,
  maxEndedEvents: 20_000,
  maxRefusalRows: 10_000,
};

export type PipelineParts = {
  log: EntryLog;
  /** The live fold of the log; it may lag behind what was committed. */
  world: () => World;
  clock: () => EpochMs;
  /** Called with each commit before its publishers are answered: commit, then send, then acknowledge. */
  onCommitted: (result: CommitResult) => void;
  /** Handed in together, when quarantined items may be tried again. */
  replaying?: { quarantine: Quarantine; reparse: Reparse };
  telemetry?: PipelineTelemetry;
  limits?: Partial<PipelineLimits>;
};

export type Pipeline = Intake & {
  /** A quarantined item is parsed and decided again, its body as mended by a person if they did; `by` is who asked. */
  replay(id: string, by: string, mended?: Uint8Array): Promise<ReplayResult>;
  stats(): PipelineStats;
  /** Takes nothing more, commits what waits, writes what is left of the ledger. */
  close(): Promise<void>;
};

const LEDGER_MS = 1_000;

/**
 * The one orchestrator between the sources and the log. Deliveries wait in a bounded queue and commit together: while a
 * commit is under way, or for a tick of 5 to 20 ms; a severe one does not wait. Each is answered after its commit and never
 * before. Nothing is lost in silence: received = stored + duplicate + quarantined + refused + waiting (LOSS1).
 */
export function createPipeline(parts: PipelineParts): Pipeline {
  const { log, world, clock, onCommitted } = parts;
  const limits: PipelineLimits = { ...PIPELINE_LIMITS, ...parts.limits };
  const queue = createAdmission(limits);
  const refusals = createRefusals(limits.maxRefusalRows);
  const tally = createTally();
  const past = createRecentPast(world, limits.maxEndedEvents);
  let committing = false;
  let closing = false;
  let downSince: EpochMs | null = null;
  let commitMs = 0;
  let factsPerS = 0;
  let timer: { handle: NodeJS.Timeout; dueAt: number } | null = null;
  const settled: (() => void)[] = [];

  const commitUnits = createCommitter({
    log,
    standing: past.standing,
    onCommitted(result, ms) {
      commitMs = commitMs === 0 ? ms : commitMs * 0.8 + ms * 0.2;
      past.remember(result.entries);
      if (result.entries.length === 0) return;
      try {
        onCommitted(result);
      } catch (error) {
        // It is committed, whatever a reader of it does: its publishers are answered all the same.
        parts.telemetry?.failed?.(error);
      }
    },
  });

  const retryAfterS = (): number => {
    if (downSince !== null) return Math.max(1, Math.ceil(limits.probeMs / 1000));
    return Math.min(30, Math.max(1, Math.ceil(queue.facts / Math.max(factsPerS, 1_000))));
  };
  const turnAway = ({ delivery, facts, resolve }: Waiting, kind: 'overloaded' | 'down'): void => {
    refusals.add(delivery.source, delivery.receivedAt, facts);
    tally.refused(facts);
    resolve({ kind, retryAfterS: retryAfterS() });
  };

  const schedule = (inMs: number): void => {
    if (committing) return;
    const dueAt = performance.now() + inMs;
    if (timer) {
      if (timer.dueAt <= dueAt) return;
      clearTimeout(timer.handle);
    }
    timer = { dueAt, handle: setTimeout(() => void flush(), inMs) };
  };
  const tickMs = (): number => Math.min(limits.maxTickMs, Math.max(limits.minTickMs, commitMs));
  const scheduleNext = (): void => {
    if (committing) return;
    if (downSince !== null) {
      if (!closing) schedule(limits.probeMs);
    } else if (queue.oldest) {
      const waited = performance.now() - queue.oldest.since;
      schedule(closing || queue.severe || queue.facts >= limits.maxBatchFacts ? 0 : Math.max(0, tickMs() - waited));
    } else if (refusals.pending > 0) schedule(closing ? 0 : LEDGER_MS);
    if (timer === null && closing) for (const done of settled.splice(0)) done();
  };

  const flush = async (): Promise<void> => {
    timer = null;
    committing = true;
    const batch = downSince === null ? queue.take(limits.maxBatchFacts) : [];
    const refused = refusals.take();
    const units: Unit[] = batch.flatMap((waiting) => waiting.delivery.items.map((_, index): Unit => ({ waiting, index })));
    const startedAt = performance.now();
    try {
      const receipts = await commitUnits(units, refused);
      downSince = null;
      const facts = batch.reduce((sum, waiting) => sum + waiting.facts, 0);
      const ms = performance.now() - startedAt;
      if (facts > 0) factsPerS = factsPerS * 0.8 + (facts / Math.max(ms, 1)) * 200;
      answer(batch, receipts);
      parts.telemetry?.committed?.({
        facts,
        ms,
        waitedMs: batch[0] ? startedAt - batch[0].since : 0,
        receipts: receiptsBySource(units, receipts),
      });
    } catch (error) {
      refusals.restore(refused);
      downSince ??= clock();
      tally.failed();
      for (const waiting of [...batch, ...queue.take(Number.POSITIVE_INFINITY)]) turnAway(waiting, 'down');
      parts.telemetry?.failed?.(error);
    } finally {
      committing = false;
    }
    scheduleNext();
  };

  const answer = (batch: readonly Waiting[], receipts: readonly ItemReceipt[]): void => {
    let next = 0;
    for (const { delivery, resolve } of batch) {
      const items = receipts.slice(next, next + delivery.items.length);
      next += delivery.items.length;
      tally.committed(delivery, items);
      resolve({ kind: 'committed', items });
    }
  };

  const enter = (delivery: Delivery, replayOf: string | null): Promise<Receipt> => {
    const { facts, bytes, severe } = weigh(delivery);
    tally.received(facts);
    return new Promise((resolve) => {
      const waiting: Waiting = { delivery, facts, bytes, severe, since: performance.now(), replayOf, resolve };
      if (closing || downSince !== null) {
        turnAway(waiting, 'down');
      } else if (delivery.items.length === 0) {
        resolve({ kind: 'committed', items: [] });
      } else {
        const { admitted, displaced } = queue.admit(waiting);
        for (const refused of admitted ? displaced : [waiting]) turnAway(refused, 'overloaded');
      }
      scheduleNext();
    });
  };

  return {
    take: (delivery) => enter(delivery, null),
    refuse(source, count) {
      tally.received(count);
      tally.refused(count);
      refusals.add(source, clock(), count);
      scheduleNext();
    },
    replay: createReplay({ ...(parts.replaying ? { replaying: parts.replaying } : {}), enter, world, clock }),
    stats: () => ({
      ...tally.totals(),
      waiting: { facts: queue.facts, bytes: queue.bytes },
      unwrittenRefusals: refusals.pending,
      database: downSince === null ? 'up' : 'down',
      downSince,
      tickMs: tickMs(),
    }),
    close() {
      closing = true;
      return new Promise((done) => {
        settled.push(done);
        if (timer) clearTimeout(timer.handle);
        timer = null;
        scheduleNext();
      });
    },
  };
}

const SEVERE = new Set(['critical', 'high']);

/** What a delivery weighs in the queue, and whether it may not wait. */
function weigh({ items, priority, bytes }: Delivery): { facts: number; bytes: number; severe: boolean } {
  let facts = 0;
  let size = bytes ?? 0;
  let severe = false;
  for (const item of items) {
    if (bytes === undefined) size += item.body.byteLength;
    if (!item.drafts.ok) {
      facts++;
      continue;
    }
    facts += Math.max(1, item.drafts.value.length);
    if (priority === 'alarm' && !severe) {
      severe = item.drafts.value.some((draft) => 'severity' in draft.data && SEVERE.has(draft.data.severity));
    }
  }
  return { facts, bytes: size, severe };
}
