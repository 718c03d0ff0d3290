import type { EpochMs } from '../../shared/model/ids.ts';

/** One frame a view a tick. */
const TICK_MS = 50;
/** So long before its tick a frame may leave: what a commit just brought then goes out in the same turn, not in a timer's later one. */
const EARLY_MS = 15;
/** Silence is looked for with every tick, view by view: one that lets little through is silent while others are busy. And so long after the last. */
const LOOK_AFTER_MS = 250;

/** When frames leave. */
export type Ticker = {
  /** Something waits: it goes with the next tick, or at once when it is severe and takes along what waits (STREAM3). */
  came(isSevere: boolean): void;
  close(): void;
};

export function createTicker({ clock, send }: { clock: () => EpochMs; send: (now: EpochMs) => void }): Ticker {
  let next = 0;
  let tick: NodeJS.Timeout | null = null;

  function flush(): void {
    if (tick) clearTimeout(tick);
    tick = null;
    const now = clock();
    // One that left early leaves the next one where it was due, so that ticks stay 50 ms apart in the mean.
    next = Math.min(Math.max(next, now), now + EARLY_MS) + TICK_MS;
    look.refresh();
    send(now);
  }
  const look = setTimeout(() => {
    look.refresh();
    if (!tick) send(clock());
  }, LOOK_AFTER_MS);

  return {
    came(isSevere) {
      const wait = next - clock();
      if (isSevere || wait <= EARLY_MS) flush();
      else tick ??= setTimeout(flush, wait);
    },
    close() {
      clearTimeout(look);
      if (tick) clearTimeout(tick);
    },
  };
}
