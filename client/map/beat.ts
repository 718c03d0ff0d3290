/** Frames for deck.gl's own loop, as its animation loop asks for them. */
export type FrameProvider = {
  requestAnimationFrame(callback: (time: number) => void): number;
  cancelAnimationFrame(id: number): void;
};

/** What changed is on the glass after the first of these; the others are for what a layer does in its turn (a picture that came). */
const FRAMES = 4;
const PARKED = -1;

/**
 * deck.gl's loop asks for a frame for ever, 60 a second, and in each looks through all layers and submits to the graphics card, if
 * anything changed or not: 30 to 40 ms of every second of a still map. Here it gets frames only while there is something to do, and
 * is parked until somebody wakes it (PART8).
 */
export function createBeat(isBusy: () => boolean): { provider: FrameProvider; wake(): void; isParked(): boolean } {
  let left = FRAMES;
  let id = 0;
  let parked: ((time: number) => void) | null = null;
  return {
    provider: {
      requestAnimationFrame(callback) {
        if (left > 0) left--;
        else if (!isBusy()) {
          parked = callback;
          return PARKED;
        }
        id = requestAnimationFrame(callback);
        return id;
      },
      cancelAnimationFrame() {
        // There is one loop, and it may have been woken since it was told its number.
        parked = null;
        cancelAnimationFrame(id);
      },
    },
    wake() {
      left = FRAMES;
      if (!parked) return;
      id = requestAnimationFrame(parked);
      parked = null;
    },
    isParked: () => parked !== null,
  };
}
