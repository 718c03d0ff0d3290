import type { EpochMs, SourceId } from '../../../shared/model/ids.ts';
import type { Delivery, DeliveryItem, Intake } from '../../domain/intake/ports.ts';
import type { SourceLog } from './source-log.ts';

/**
 * What waits between the broker and the pipeline. MQTT at QoS 0 cannot be told to wait, so while the pipeline is overloaded or
 * down messages wait here, in order, up to a bound; past it the oldest updates go first (the next one carries the whole truth
 * again), then other ordinary messages, then alarms. Every loss is counted, here and in the loss ledger.
 */

export type Parcel = {
  channel: string;
  receivedAt: EpochMs;
  item: DeliveryItem;
  /** `update`: a later message of the same subject says it again. */
  rank: 'update' | 'ordinary' | 'alarm';
};

type Waiting = Parcel & { order: number; subjects: string[]; counted: boolean };

export type Outbox = {
  push(parcel: Parcel): void;
  waiting(): number;
  /** Lost for want of room since the start. */
  dropped(): number;
  /** Waits for what is on its way, tries once more what waits, counts the rest as lost. Resolves in `graceMs` at most. */
  close(graceMs: number): Promise<void>;
};

export type OutboxParts = { sourceId: SourceId; intake: Intake; log: SourceLog; maxParcels: number; maxBytes: number };

const MAX_ROUND = 500;
const RETRY_AFTER_THROW_S = 1;

export function createOutbox({ sourceId, intake, log, maxParcels, maxBytes }: OutboxParts): Outbox {
  /** Each oldest first; the order number merges them again. */
  const queues: Record<Parcel['rank'], Waiting[]> = { update: [], ordinary: [], alarm: [] };
  let nextOrder = 0;
  let bytes = 0;
  let dropped = 0;
  let droppedSaid = 0;
  let round: Promise<void> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let kicked = false;
  let closed = false;
  /** Closed, and nothing is tried again. */
  let abandoned = false;

  const count = (): number => queues.update.length + queues.ordinary.length + queues.alarm.length;
  const lose = (lost: Waiting): void => {
    dropped += 1;
    // An answer of "overloaded" has entered it in the ledger already.
    if (!lost.counted) intake.refuse(sourceId, 1);
  };
  const makeRoom = (): void => {
    while (count() > maxParcels || bytes > maxBytes) {
      const lost = queues.update.shift() ?? queues.ordinary.shift() ?? queues.alarm.shift();
      if (!lost) return;
      bytes -= lost.item.body.byteLength;
      lose(lost);
    }
  };

  const oldest = (from: Waiting[][]): Waiting[] => {
    const taken: Waiting[] = [];
    while (taken.length < MAX_ROUND) {
      let first: Waiting[] | null = null;
      for (const queue of from) {
        const head = queue[0];
        if (head && (!first?.[0] || head.order < first[0].order)) first = queue;
      }
      const next = first?.shift();
      if (!next) break;
      bytes -= next.item.body.byteLength;
      taken.push(next);
    }
    return taken;
  };

  /** While the pipeline asks for patience it still takes alarms: they do not wait for the retry. */
  const kick = (): void => {
    if (round || closed) return;
    const parcels = oldest(retry ? [queues.alarm] : Object.values(queues));
    if (parcels.length === 0) return;
    round = deliver(parcels).then((retryAfterS) => {
      round = null;
      if (retryAfterS === null) return kick();
      // Alarms refused while a retry is set wait for it too; setting it anew with each would put it off for ever.
      if (closed || retry) return;
      retry = setTimeout(() => {
        retry = null;
        kick();
      }, retryAfterS * 1000);
      retry.unref();
    });
  };

  /** @returns seconds to wait when something must be tried again. */
  const deliver = async (parcels: Waiting[]): Promise<number | null> => {
    const groups = groupOf(parcels);
    const answers = await Promise.all(groups.map(take));
    let retryAfterS: number | null = null;
    const storedUpTo = new Map<string, number>();
    for (let i = groups.length - 1; i >= 0; i -= 1) {
      const answer = answers[i] ?? null;
      for (const parcel of (groups[i] ?? []).toReversed()) {
        if (answer === null) {
          for (const subject of parcel.subjects) storedUpTo.set(subject, Math.max(parcel.order, storedUpTo.get(subject) ?? 0));
        } else {
          parcel.counted ||= answer.counted;
          retryAfterS = Math.max(retryAfterS ?? 0, answer.retryAfterS);
          if (abandoned) {
            lose(parcel);
            continue;
          }
          bytes += parcel.item.body.byteLength;
          queues[parcel.rank].unshift(parcel);
        }
      }
    }
    if (count() > 0) loseOvertaken(storedUpTo);
    makeRoom();
    sayLoss();
    return retryAfterS;
  };

  /** Stored after its successor, an older truth would win: an ended event would be open again. */
  const loseOvertaken = (storedUpTo: ReadonlyMap<string, number>): void => {
    for (const rank of ['update', 'ordinary', 'alarm'] as const) {
      queues[rank] = queues[rank].filter((parcel) => {
        const overtaken = parcel.subjects.length > 0 && parcel.subjects.every((subject) => parcel.order < (storedUpTo.get(subject) ?? -1));
        if (overtaken) {
          bytes -= parcel.item.body.byteLength;
          lose(parcel);
        }
        return !overtaken;
      });
    }
  };

  /** null: stored. `counted`: the pipeline entered it in the ledger as refused. */
  const take = async (group: Waiting[]): Promise<{ retryAfterS: number; counted: boolean } | null> => {
    const first = group[0];
    if (!first) return null;
    const delivery: Delivery = {
      source: sourceId,
      channel: first.channel,
      receivedAt: first.receivedAt,
      drill: false,
      items: group.map((parcel) => parcel.item),
      priority: first.rank === 'alarm' ? 'alarm' : 'normal',
    };
    try {
      const receipt = await intake.take(delivery);
      return receipt.kind === 'committed' ? null : { retryAfterS: receipt.retryAfterS, counted: true };
    } catch (error) {
      log.error({ err: error, source: sourceId, channel: first.channel }, 'the pipeline failed on a delivery; it is tried again');
      return { retryAfterS: RETRY_AFTER_THROW_S, counted: false };
    }
  };

  const sayLoss = (): void => {
    if (dropped === droppedSaid) return;
    log.warn(
      { source: sourceId, lost: dropped - droppedSaid, lostInAll: dropped, waiting: count() },
      'messages lost: the pipeline is behind',
    );
    droppedSaid = dropped;
  };

  return {
    push(parcel) {
      const { drafts } = parcel.item;
      const subjects = drafts.ok ? drafts.value.map((draft) => `${draft.kind} ${draft.id}`) : [];
      queues[parcel.rank].push({ ...parcel, order: nextOrder, subjects, counted: false });
      nextOrder += 1;
      bytes += parcel.item.body.byteLength;
      makeRoom();
      // At the end of this turn: what one read from the socket brought goes in one round.
      if (!round && !kicked) {
        kicked = true;
        queueMicrotask(() => {
          kicked = false;
          kick();
        });
      }
    },
    waiting: count,
    dropped: () => dropped,
    async close(graceMs) {
      closed = true;
      if (retry) clearTimeout(retry);
      retry = null;
      let timer: NodeJS.Timeout | null = null;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      const last = (async () => {
        if (round) await round;
        while (count() > 0) if ((await deliver(oldest(Object.values(queues)))) !== null) return;
      })();
      await Promise.race([last, late]);
      if (timer) clearTimeout(timer);
      abandoned = true;
      for (const queue of Object.values(queues)) for (const lost of queue.splice(0)) lose(lost);
      bytes = 0;
      sayLoss();
    },
  };
}

/** Neighbours of one channel, moment and priority make one delivery; a change starts the next, so order holds. */
function groupOf(parcels: readonly Waiting[]): Waiting[][] {
  const groups: Waiting[][] = [];
  for (const parcel of parcels) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const same =
      last &&
      last.channel === parcel.channel &&
      last.receivedAt === parcel.receivedAt &&
      (last.rank === 'alarm') === (parcel.rank === 'alarm');
    if (group && same) group.push(parcel);
    else groups.push([parcel]);
  }
  return groups;
}
