import type { NewEntry } from '../../shared/contract/entry.ts';
import type { EpochMs, Seq } from '../../shared/model/ids.ts';
import { type DecisionContext, decide } from '../domain/intake/decide.ts';
import type { Draft, ItemReceipt, Rejection } from '../domain/intake/ports.ts';
import { aheadOf, type Standing } from '../domain/intake/standing.ts';
import type { Arrival, CommitBatch, Outcome, PublisherKey, QuarantineItem } from '../domain/log/ports.ts';
import type { Waiting } from './admission.ts';

/** One item of one waiting delivery: the smallest thing that stands or falls. */
export type Unit = { waiting: Waiting; index: number };

/** What a unit became: the places of its facts among the arrivals, or its refusal. */
type Fate = { kind: 'arrives'; facts: number[] } | { kind: 'quarantined'; id: string; rejection: Rejection };

export type Assembly = {
  batch: Omit<CommitBatch, 'refused'>;
  fates: Fate[];
  /** Publisher's keys of what was refused or would take something out of the picture: if they are known, it is a repeat. */
  doubtful: PublisherKey[];
};

export const keyOf = (source: string, key: string): string => `${source} ${key}`;

/**
 * Decides every unit in order, each on top of what the ones before it brought. Repeats are let through to the log as they
 * are: it alone knows a duplicate, and counts it.
 */
export function assemble(
  units: readonly Unit[],
  standing: Standing,
  known: ReadonlySet<string>,
  newId: (receivedAt: EpochMs) => string,
  condemned: Rejection | null = null,
): Assembly {
  const ahead = aheadOf(standing);
  const arrivals: Arrival[] = [];
  const quarantined: QuarantineItem[] = [];
  const doubtful: PublisherKey[] = [];
  const inBatch = new Set<string>();
  const isRepeat = (source: string, draft: Draft): boolean => {
    if (draft.publisherKey === null) return false;
    const key = keyOf(source, draft.publisherKey);
    return known.has(key) || inBatch.has(key);
  };

  const fates = units.map(({ waiting, index }): Fate => {
    const { delivery, replayOf } = waiting;
    const item = delivery.items[index];
    if (!item) throw new RangeError(`a delivery of ${delivery.items.length} items has no item ${index}`);
    const context: DecisionContext = { receivedAt: delivery.receivedAt, drill: delivery.drill, source: delivery.source };
    const drafts = condemned ? { ok: false as const, error: condemned } : item.drafts;
    if (drafts.ok && drafts.value.every((draft) => isRepeat(delivery.source, draft))) {
      const facts = drafts.value.map((draft) => arrivals.push({ entry: asSent(draft, context), publisherKey: draft.publisherKey }) - 1);
      return { kind: 'arrives', facts };
    }
    const decided = drafts.ok ? decideAll(ahead, drafts.value, context) : drafts;
    if (drafts.ok && (!decided.ok || decided.value.some((entries) => entries.length > 1))) {
      for (const { publisherKey } of drafts.value) if (publisherKey !== null) doubtful.push({ source: delivery.source, key: publisherKey });
    }
    if (!decided.ok) {
      const id = replayOf ?? newId(delivery.receivedAt);
      const { code, message, pointer } = decided.error;
      if (replayOf === null) {
        const { source, receivedAt, channel } = delivery;
        quarantined.push({ id, source, receivedAt, channel, body: item.body, reason: `${code}: ${message}`, pointer });
      }
      return { kind: 'quarantined', id, rejection: decided.error };
    }
    const facts = decided.value.map((entries, n) => {
      const publisherKey = drafts.ok ? (drafts.value[n]?.publisherKey ?? null) : null;
      if (publisherKey !== null) inBatch.add(keyOf(delivery.source, publisherKey));
      for (const entry of entries) {
        ahead.put(entry);
        const isFact = entry === entries.at(-1);
        // A withdrawal is a repeat whenever its fact is one.
        arrivals.push({ entry, publisherKey: isFact || publisherKey === null ? publisherKey : `${publisherKey}#withdrawn` });
      }
      return arrivals.length - 1;
    });
    return { kind: 'arrives', facts };
  });
  return { batch: { arrivals, quarantined }, fates, doubtful };
}

/** An item's facts, each decided on top of those before it; nothing of them stays when one is refused. */
function decideAll(
  ahead: Standing,
  drafts: readonly Draft[],
  context: DecisionContext,
): { ok: true; value: NewEntry[][] } | { ok: false; error: Rejection } {
  const decided: NewEntry[][] = [];
  const within = drafts.length > 1 ? aheadOf(ahead) : null;
  for (const draft of drafts) {
    const result = decide(within ?? ahead, draft, context);
    if (!result.ok) return result;
    if (within) for (const entry of result.value) within.put(entry);
    decided.push(result.value);
  }
  return { ok: true, value: decided };
}

/** A repeat as it was sent: the log has its first copy and will not store this one. */
const asSent = (draft: Draft, { receivedAt, source, drill }: DecisionContext): NewEntry =>
  ({
    kind: draft.kind,
    id: draft.id,
    area: draft.area ?? null,
    classification: draft.classification ?? 'internal',
    occurredAt: draft.occurredAt,
    receivedAt,
    source,
    actor: draft.actor ?? null,
    drill,
    data: draft.data,
  }) as NewEntry;

/** Each unit's receipt, once the log has answered. */
export function receiptOf(fate: Fate, outcomes: readonly Outcome[]): ItemReceipt {
  if (fate.kind === 'quarantined') return fate;
  const found = fate.facts.map((place) => {
    const outcome = outcomes[place];
    if (!outcome) throw new RangeError('the log answered for fewer arrivals than it was given');
    return outcome;
  });
  if (found.length > 0 && found.every((outcome) => outcome.kind === 'duplicate')) {
    return { kind: 'duplicate', seqs: found.map((outcome) => outcome.seq) };
  }
  return { kind: 'stored', seqs: found.flatMap((outcome): Seq[] => (outcome.seq === null ? [] : [outcome.seq])) };
}
