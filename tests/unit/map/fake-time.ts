import type { Later } from '../../../client/map/later.ts';

/** A clock that stands until it is told to go on, and what waits for it. */
export function createFakeTime(): { now: () => number; wait: Later; pass(ms: number): void } {
  const waiting = new Map<object, { at: number; action: () => void }>();
  let now = 0;
  return {
    now: () => now,
    wait(action, ms) {
      const key = {};
      waiting.set(key, { at: now + ms, action });
      return () => void waiting.delete(key);
    },
    pass(ms) {
      const until = now + ms;
      for (;;) {
        const next = [...waiting].filter(([, { at }]) => at <= until).toSorted(([, a], [, b]) => a.at - b.at)[0];
        if (!next) break;
        waiting.delete(next[0]);
        now = next[1].at;
        next[1].action();
      }
      now = until;
    },
  };
}
