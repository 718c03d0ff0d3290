import { type Later, later } from '../../map/later.ts';

/** Marks of ordinary things come within this; critical and high ones with the next frame. */
export const GATHER_MS = 200;

/** When the marks are drawn again: what is grave at once, the rest at most every `GATHER_MS` (decision 005). */
export type Gather = {
  /** Something came. */
  tell(grave: boolean): void;
  /** The marks are being drawn: whatever was told before is in them. */
  drawn(): void;
  close(): void;
};

type Parts = {
  /** Asks for the marks with the next frame. */
  draw: () => void;
  /** Milliseconds, of any beginning. */
  clock?: () => number;
  wait?: Later;
};

export function createGather({ draw, clock = () => performance.now(), wait = later }: Parts): Gather {
  let drawnAt = Number.NEGATIVE_INFINITY;
  let stop: (() => void) | null = null;
  const close = (): void => {
    stop?.();
    stop = null;
  };
  return {
    tell(grave) {
      if (grave) draw();
      else stop ??= wait(draw, Math.max(0, drawnAt + GATHER_MS - clock()));
    },
    drawn() {
      close();
      drawnAt = clock();
    },
    close,
  };
}
