import type { Arrival, CommitBatch, CommitResult, EntryLog, KnownKey, LedgerRow, Outcome } from '../../../server/domain/log/ports.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { fold, type World } from '../../../shared/rules/fold.ts';

/**
 * A log in memory, that a test can hold, break and poison: what the queue and the accounting do around a commit is tested
 * here, what PostgreSQL does is tested on PostgreSQL (tests/integration/ingest).
 */
export type MemoryLog = EntryLog & {
  entries: Entry[];
  batches: CommitBatch[];
  quarantined: CommitBatch['quarantined'];
  /** Commits wait until `release` is called, when held. */
  hold(): void;
  release(): void;
  /** What the next commits throw; null: they work. */
  breaks: ((batch: CommitBatch) => Error | null) | null;
  ledger(): LedgerRow[];
};

export function createMemoryLog(world: World | null = null): MemoryLog {
  const keys = new Map<string, Entry>();
  const rows = new Map<string, LedgerRow>();
  let gate: Promise<void> | null = null;
  let open: () => void = () => {};
  const row = (source: Arrival['entry']['source'], at: EpochMs): LedgerRow => {
    const minute = epochMs(at - (at % 60_000));
    const key = `${source}|${minute}`;
    const found = rows.get(key) ?? { source, minute, received: 0, stored: 0, duplicate: 0, quarantined: 0, refused: 0 };
    rows.set(key, found);
    return found;
  };
  const log: MemoryLog = {
    entries: [],
    batches: [],
    quarantined: [],
    breaks: null,
    hold() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    release() {
      gate = null;
      open();
    },
    ledger: () => [...rows.values()],
    async commit(batch): Promise<CommitResult> {
      await gate;
      const error = log.breaks?.(batch);
      if (error) throw error;
      log.batches.push(batch);
      const stored: Entry[] = [];
      const outcomes = batch.arrivals.map(({ entry, publisherKey }): Outcome => {
        const count = row(entry.source, entry.receivedAt);
        count.received++;
        const key = publisherKey === null ? null : `${entry.source} ${publisherKey}`;
        const first = key === null ? undefined : keys.get(key);
        if (first) {
          count.duplicate++;
          return { kind: 'duplicate', seq: first.seq };
        }
        count.stored++;
        const numbered = { ...entry, seq: seq(log.entries.length + 1) } as Entry;
        log.entries.push(numbered);
        stored.push(numbered);
        if (key !== null) keys.set(key, numbered);
        if (world) fold(world, numbered);
        return { kind: 'stored', seq: numbered.seq };
      });
      for (const item of batch.quarantined) {
        log.quarantined.push(item);
        const count = row(item.source, item.receivedAt);
        count.received++;
        count.quarantined++;
      }
      for (const { source, at, count } of batch.refused) {
        row(source, at).received += count;
        row(source, at).refused += count;
      }
      return { entries: stored, outcomes, committedAt: epochMs(0) };
    },
    async knownKeys(asked) {
      return asked.flatMap(({ source, key }): KnownKey[] => {
        const entry = keys.get(`${source} ${key}`);
        return entry ? [{ source, key, seq: entry.seq }] : [];
      });
    },
    head: async () => seq(log.entries.length),
    read: async (after, limit) => log.entries.slice(after, after + limit),
    seqAt: async () => seq(log.entries.length),
  };
  return log;
}
