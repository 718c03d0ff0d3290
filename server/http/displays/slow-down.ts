import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Counts what one asks for in a window; null: go on, else the whole seconds to wait. */
export type SlowDown = {
  take(key: string): Promise<number | null>;
  /** Whether it is over the limit already, without counting. */
  look(key: string): Promise<number | null>;
};

export function createSlowDown({ points, durationS }: { points: number; durationS: number }): SlowDown {
  const limiter = new RateLimiterMemory({ points, duration: durationS });
  const seconds = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));
  return {
    async take(key) {
      try {
        await limiter.consume(key);
        return null;
      } catch (refused) {
        if (refused instanceof RateLimiterRes) return seconds(refused);
        throw refused;
      }
    },
    async look(key) {
      const state = await limiter.get(key);
      return state !== null && state.consumedPoints >= points ? seconds(state) : null;
    },
  };
}
