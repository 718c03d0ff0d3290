import { until as untilWithin } from '../support/stream-harness.ts';

/** Waits for a state that must be asked for; `what` names it when it never comes. The last failure to ask is told with it. */
export async function eventually<T>(what: string, ask: () => Promise<T | false | null | undefined>, timeoutMs = 30_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let failure: unknown = null;
  while (Date.now() < deadline) {
    try {
      const found = await ask();
      if (found) return found;
      failure = null;
    } catch (error) {
      failure = error;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`never: ${what}`, { cause: failure });
}

/** Waits for a state that can be looked at. Longer than a quiet machine needs: processes are started and killed meanwhile. */
export const until = (what: string, holds: () => boolean, timeoutMs = 40_000): Promise<void> => untilWithin(what, holds, timeoutMs);
