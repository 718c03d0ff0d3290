import { type Later, later } from './later.ts';

/** A canvas that stays lost this long will not come back by itself. */
export const LOST_LIMIT_MS = 10_000;

export type Watchdog = { report(canvas: 'map' | 'overlay', state: 'lost' | 'restored'): void; close(): void };

/** Calls `giveUp` once when either canvas stays lost for `LOST_LIMIT_MS`: a wall reloads itself, nobody is there to do it (MAP4). */
export function createWatchdog(giveUp: () => void, wait: Later = later): Watchdog {
  const waiting = new Map<string, () => void>();
  const stop = (canvas: string): void => {
    waiting.get(canvas)?.();
    waiting.delete(canvas);
  };
  const close = (): void => {
    for (const canvas of [...waiting.keys()]) stop(canvas);
  };
  const bark = (): void => {
    close();
    giveUp();
  };
  return {
    report(canvas, state) {
      if (state === 'restored') stop(canvas);
      else if (!waiting.has(canvas)) waiting.set(canvas, wait(bark, LOST_LIMIT_MS));
    },
    close,
  };
}
