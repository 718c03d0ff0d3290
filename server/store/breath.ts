import type { Breath } from '../domain/replay/ports.ts';

/** How long work of many steps may hold the event loop; live frames leave every 50 ms. */
const TURN_MS = 6;

/** A turn on this process's event loop, begun now. */
export function breath(): Breath {
  let since = performance.now();
  return {
    isDue: () => performance.now() - since >= TURN_MS,
    async take() {
      await new Promise<void>((resume) => setImmediate(resume));
      since = performance.now();
    },
  };
}
