import type { EpochMs, SourceId } from '../../shared/model/ids.ts';
import type { Delivery, ItemReceipt } from '../domain/intake/ports.ts';
import type { Unit } from './assemble.ts';

/** Since the start of this node, in facts: received = stored + duplicate + quarantined + refused + waiting + committing. */
export type PipelineTotals = {
  received: number;
  stored: number;
  duplicate: number;
  quarantined: number;
  refused: number;
  commits: number;
  failedCommits: number;
};
export type PipelineStats = PipelineTotals & {
  waiting: { facts: number; bytes: number };
  /** Refusals that are not in the ledger yet. */
  unwrittenRefusals: number;
  database: 'up' | 'down';
  downSince: EpochMs | null;
  tickMs: number;
};

export type CommitSample = {
  facts: number;
  /** Decide and commit together, milliseconds. */
  ms: number;
  /** How long the oldest of the batch had waited, milliseconds. */
  waitedMs: number;
  receipts: ReceiptCount[];
};
/** One source's items of one commit, by what became of them. */
export type ReceiptCount = { source: SourceId; channel: string; outcome: ItemReceipt['kind']; count: number };

/** Called by the pipeline for whoever keeps metrics and logs. */
export type PipelineTelemetry = {
  committed?: (sample: CommitSample) => void;
  failed?: (error: unknown) => void;
};

export function createTally() {
  const totals: PipelineTotals = { received: 0, stored: 0, duplicate: 0, quarantined: 0, refused: 0, commits: 0, failedCommits: 0 };
  return {
    received(facts: number) {
      totals.received += facts;
    },
    refused(facts: number) {
      totals.refused += facts;
    },
    failed() {
      totals.failedCommits++;
    },
    committed(delivery: Delivery, receipts: readonly ItemReceipt[]) {
      totals.commits++;
      receipts.forEach((receipt, i) => {
        const drafts = delivery.items[i]?.drafts;
        totals[receipt.kind] += drafts?.ok ? Math.max(1, drafts.value.length) : 1;
      });
    },
    totals: (): PipelineTotals => ({ ...totals }),
  };
}

export function receiptsBySource(units: readonly Unit[], receipts: readonly ItemReceipt[]): ReceiptCount[] {
  const counts = new Map<string, ReceiptCount>();
  units.forEach(({ waiting: { delivery } }, i) => {
    const outcome = receipts[i]?.kind;
    if (!outcome) return;
    const key = `${delivery.source} ${delivery.channel} ${outcome}`;
    const count = counts.get(key);
    if (count) count.count++;
    else counts.set(key, { source: delivery.source, channel: delivery.channel, outcome, count: 1 });
  });
  return [...counts.values()];
}
