import { decide } from '../../../server/domain/intake/decide.ts';
import type { Delivery, Intake, ItemReceipt, Receipt } from '../../../server/domain/intake/ports.ts';
import { standingOf } from '../../../server/domain/intake/standing.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { KINDS } from '../../../shared/contract/entry-data.ts';
import { type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, type World } from '../../../shared/rules/fold.ts';

export type DrillIntake = Intake & {
  world: World;
  entries: Entry[];
  deliveries: Delivery[];
  /** What the next deliveries are answered instead of being taken. */
  refusals: Receipt[];
  duplicates: number;
  quarantined: string[];
};

/** The intake's decisions over a world in memory, with the schemas of the contract checked on top; keyed like the log. */
export function createDrillIntake(): DrillIntake {
  const world = emptyWorld();
  const keys = new Set<string>();
  const intake: DrillIntake = {
    world,
    entries: [],
    deliveries: [],
    refusals: [],
    duplicates: 0,
    quarantined: [],
    refuse() {},
    async take(delivery) {
      const refusal = intake.refusals.shift();
      if (refusal) return refusal;
      intake.deliveries.push(delivery);
      const items = delivery.items.map((item): ItemReceipt => {
        if (!item.drafts.ok) throw new Error('the drill hands in drafts only');
        const seqs = [];
        for (const draft of item.drafts.value) {
          const key = draft.publisherKey === null ? null : `${delivery.source} ${draft.publisherKey}`;
          if (key !== null && keys.has(key)) {
            intake.duplicates++;
            continue;
          }
          const decided = decide(standingOf(world), draft, {
            receivedAt: delivery.receivedAt,
            drill: delivery.drill,
            source: delivery.source,
          });
          if (!decided.ok) {
            intake.quarantined.push(`${draft.kind} ${draft.id}: ${decided.error.message}`);
            return { kind: 'quarantined', id: draft.id, rejection: decided.error };
          }
          if (key !== null) keys.add(key);
          for (const entry of decided.value) {
            KINDS[entry.kind].data.parse(entry.data);
            const numbered = { ...entry, seq: seq(world.seq + 1) } as Entry;
            intake.entries.push(numbered);
            fold(world, numbered);
            seqs.push(numbered.seq);
          }
        }
        return seqs.length > 0 ? { kind: 'stored', seqs } : { kind: 'duplicate', seqs: [null] };
      });
      return { kind: 'committed', items };
    },
  };
  return intake;
}

/** A clock that moves when somebody waits, and says when it has come to a moment. */
export function createStoryClock(start: number) {
  let now = start;
  const watchers: { until: number; reached: () => void }[] = [];
  return {
    now: (): EpochMs => epochMs(now),
    set(to: number) {
      now = to;
    },
    async wait(ms: number, signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      now += ms;
      for (const watcher of watchers) if (now >= watcher.until) watcher.reached();
      // Whoever watches gets a turn before the story goes on.
      await new Promise((resolve) => setImmediate(resolve));
      signal.throwIfAborted();
    },
    reaching: (until: number): Promise<void> => new Promise((reached) => watchers.push({ until, reached })),
  };
}
