import type { Delivery, Receipt } from '../domain/intake/ports.ts';

/** A delivery that waits for its commit. */
export type Waiting = {
  delivery: Delivery;
  /** Facts in it, at least one an item; what the queue is bounded by, with `bytes`. */
  facts: number;
  bytes: number;
  severe: boolean;
  /** Milliseconds of a monotonic clock. */
  since: number;
  /** Set for a quarantined item on its second try: refused again, it stays where it is. */
  replayOf: string | null;
  resolve: (receipt: Receipt) => void;
};

export type QueueLimits = {
  maxFacts: number;
  maxBytes: number /** Share of both that normal deliveries may fill, 0 to 1. */;
  normalShare: number;
};

export type Admission = {
  /** False: there is no room for it. `displaced` were let go for it and must be refused. */
  admit(next: Waiting): { admitted: boolean; displaced: Waiting[] };
  /** The oldest deliveries, at most so many facts unless the first alone has more. */
  take(maxFacts: number): Waiting[];
  readonly oldest: Waiting | null;
  readonly facts: number;
  readonly bytes: number;
  readonly severe: boolean;
};

/**
 * The bounded queue before the log. It keeps one order, so that an alarm never overtakes what its own source sent before it;
 * priority decides only who is refused: normal deliveries leave a share free, and the newest of them give way to an alarm,
 * so camera alarms are refused last (LOAD1).
 */
export function createAdmission({ maxFacts, maxBytes, normalShare }: QueueLimits): Admission {
  let queue: Waiting[] = [];
  let facts = 0;
  let bytes = 0;
  let severe = 0;

  const count = (waiting: Waiting, sign: 1 | -1): void => {
    facts += sign * waiting.facts;
    bytes += sign * waiting.bytes;
    if (waiting.severe) severe += sign;
  };
  const fits = (next: Waiting, share: number): boolean => facts + next.facts <= maxFacts * share && bytes + next.bytes <= maxBytes * share;

  /** Lets the newest normal deliveries go until there is room; none when even all of them would not be enough. */
  const displaceFor = (next: Waiting): Waiting[] => {
    const displaced: Waiting[] = [];
    let freeFacts = maxFacts - facts;
    let freeBytes = maxBytes - bytes;
    for (let i = queue.length - 1; i >= 0 && (freeFacts < next.facts || freeBytes < next.bytes); i--) {
      const candidate = queue[i];
      if (candidate?.delivery.priority !== 'normal') continue;
      displaced.push(candidate);
      freeFacts += candidate.facts;
      freeBytes += candidate.bytes;
    }
    if (freeFacts < next.facts || freeBytes < next.bytes) return [];
    const leaving = new Set(displaced);
    queue = queue.filter((waiting) => !leaving.has(waiting));
    for (const waiting of displaced) count(waiting, -1);
    return displaced;
  };

  return {
    admit(next) {
      const alarm = next.delivery.priority === 'alarm';
      // An empty queue takes even what is larger than the bound: it could never be delivered otherwise.
      let admitted = queue.length === 0 || fits(next, alarm ? 1 : normalShare);
      let displaced: Waiting[] = [];
      if (!admitted && alarm) {
        displaced = displaceFor(next);
        admitted = displaced.length > 0;
      }
      if (admitted) {
        queue.push(next);
        count(next, 1);
      }
      return { admitted, displaced };
    },
    take(most) {
      let end = 0;
      let sum = 0;
      for (const waiting of queue) {
        if (end > 0 && sum + waiting.facts > most) break;
        sum += waiting.facts;
        count(waiting, -1);
        end++;
      }
      return queue.splice(0, end);
    },
    get oldest() {
      return queue[0] ?? null;
    },
    get facts() {
      return facts;
    },
    get bytes() {
      return bytes;
    },
    get severe() {
      return severe > 0;
    },
  };
}
