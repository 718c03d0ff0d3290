import { setTimeout as delay } from 'node:timers/promises';
import { type Seq, seq } from '../../shared/model/ids.ts';
import type { Attempt, Publisher } from './ingest-client.ts';

/**
 * Camera events at a bounded rate, each tried until it is acknowledged, always under the same id: what a careful publisher
 * does over a server that may vanish at any moment. It knows exactly what it was promised.
 */
export type AcknowledgedLoad = {
  /** Publisher's id → the number in the log that its 2xx named. The event's own id is the same text. */
  readonly acknowledged: ReadonlyMap<string, Seq>;
  /** How often each answer came: "201", "503", "unreachable"… */
  readonly answers: ReadonlyMap<string, number>;
  /** Events that were turned away, and the attempts that held them, by the refusal's own words. */
  readonly turnedAway: ReadonlyMap<string, { events: number; attempts: number }>;
  /** What should not have happened: an item refused, an answer without `Retry-After` where it is owed. */
  readonly faults: readonly string[];
  /** Makes no new event, and resolves when every one that was made is acknowledged. */
  finish(): Promise<void>;
};

export type LoadParts = {
  /** Each lane starts at one of them and goes on to the next when it cannot be reached. */
  publishers: readonly Publisher[];
  cameras: readonly string[];
  perSecond: number;
  /** Put before every id, so that two loads on one log stay apart. */
  name: string;
  giveUpAfterMs?: number;
};

const LANES = 8;
const SIZES = [1, 3, 8];
const UNREACHABLE_RETRY_MS = 100;
/** Of a lane's deliveries every so many: the first answer is lost on the way, so that a repeat is certain. */
const LOSES_EVERY = 12;
/** The last is for the police alone: a wall must not get it. */
const TYPES = ['object', 'congestion', 'stopping', 'object', 'weapon'] as const;

export function startLoad({ publishers, cameras, perSecond, name, giveUpAfterMs = 60_000 }: LoadParts): AcknowledgedLoad {
  const acknowledged = new Map<string, Seq>();
  const answers = new Map<string, number>();
  const turnedAway = new Map<string, { events: number; attempts: number }>();
  const faults: string[] = [];
  let made = 0;
  let finishing = false;

  const eventOf = (id: string, n: number) => ({
    id,
    eventId: id,
    cameraId: cameras[n % cameras.length],
    type: TYPES[n % TYPES.length],
    severity: n % 50 === 0 ? 'critical' : 'low',
    phase: n % 3 === 0 ? 'end' : 'new',
    occurredAt: new Date().toISOString(),
  });

  const note = (attempt: Attempt): void => {
    const what = attempt.kind === 'unreachable' ? attempt.kind : String(attempt.status);
    answers.set(what, (answers.get(what) ?? 0) + 1);
  };

  /** @returns milliseconds to wait before the next attempt; null when all is acknowledged. */
  const heed = (attempt: Attempt, ids: readonly string[]): number | null => {
    note(attempt);
    if (attempt.kind === 'unreachable') return UNREACHABLE_RETRY_MS;
    if (attempt.kind === 'refused') {
      const { events, attempts } = turnedAway.get(attempt.detail) ?? { events: 0, attempts: 0 };
      turnedAway.set(attempt.detail, { events: events + ids.length, attempts: attempts + 1 });
      // An earlier attempt of this very second was stored and its answer lost: a later signature asks for the outcome.
      if (attempt.status === 409) return 1000;
      const isPatience = attempt.status === 429 || attempt.status === 503;
      if (!isPatience || !attempt.retryAfterS) faults.push(`${attempt.status} (Retry-After ${attempt.retryAfterS}): ${attempt.detail}`);
      return (attempt.retryAfterS ?? 1) * 1000;
    }
    for (const item of attempt.answer.items) {
      const id = ids[item.index] ?? '';
      if (item.outcome === 'quarantined') faults.push(`${id}: ${item.error.message}`);
      else if (item.seq === null) faults.push(`${id} is known under no number`);
      else acknowledged.set(id, seq(item.seq));
    }
    return null;
  };

  async function lane(index: number): Promise<void> {
    const startedAt = Date.now();
    let at = index;
    for (let sent = 0, round = 0; !finishing; round++) {
      const first = made;
      const size = SIZES[(index + round) % SIZES.length] ?? 1;
      made += size;
      const ids = Array.from({ length: size }, (_, i) => `${name}-${first + i}`);
      const events = ids.map((id, i) => eventOf(id, first + i));
      const deadline = Date.now() + giveUpAfterMs;
      for (let n = 1; ; n++) {
        const publisher = publishers[at % publishers.length] as Publisher;
        const attempt = await publisher.post('camera-events', events, `${name}-delivery-${first}`);
        if (attempt.kind === 'unreachable') at++;
        const isLost = n === 1 && round % LOSES_EVERY === LOSES_EVERY - 1;
        const waitMs = heed(isLost ? { kind: 'unreachable', cause: 'its answer was lost' } : attempt, ids);
        if (waitMs === null) break;
        if (Date.now() > deadline) {
          faults.push(`${ids[0]} was never acknowledged in ${n} attempts`);
          return;
        }
        await delay(waitMs);
      }
      sent += size;
      const dueAt = startedAt + (sent * 1000 * LANES) / perSecond;
      if (dueAt > Date.now()) await delay(dueAt - Date.now());
    }
  }

  const lanes = Array.from({ length: LANES }, (_, index) => lane(index));
  return {
    acknowledged,
    answers,
    turnedAway,
    faults,
    async finish() {
      finishing = true;
      await Promise.all(lanes);
    },
  };
}
