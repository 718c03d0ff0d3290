/** A canvas that stays lost this long will not come back by itself. */
export const LOST_LIMIT_MS = 10_000;

export type Watchdog = { report(canvas: 'map' | 'overlay', state: 'lost' | 'restored'): void; close(): void };

/** Calls `giveUp` once when either canvas stays lost for `LOST_LIMIT_MS`: a wall reloads itself, nobody is there to do it (MAP4). */
export function createWatchdog(giveUp: () => void): Watchdog {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const restored = (canvas: string): void => {
    clearTimeout(timers.get(canvas));
    timers.delete(canvas);
  };
  return {
    report(canvas, state) {
      if (state === 'restored') restored(canvas);
      else if (!timers.has(canvas)) timers.set(canvas, setTimeout(giveUp, LOST_LIMIT_MS));
    },
    close() {
      for (const canvas of [...timers.keys()]) restored(canvas);
    },
  };
}
