/** How old a value may be is its source's promise, not the screen's opinion (HP-12.1 "sống"). */
export type Freshness = 'fresh' | 'late' | 'stale' | 'unknown';

/**
 * Fresh within the expected interval plus its tolerance, late up to twice that, stale beyond; unknown when nothing was heard.
 * All in milliseconds; `ageMs` is now minus the moment the value speaks of.
 */
export function freshness(ageMs: number | null, expectedIntervalMs: number, toleranceMs: number): Freshness {
  if (ageMs === null) return 'unknown';
  const due = expectedIntervalMs + toleranceMs;
  if (ageMs <= due) return 'fresh';
  return ageMs <= 2 * due ? 'late' : 'stale';
}

/**
 * A link this long without a frame is no longer live. The server speaks at least once a second, so a cut shows within two
 * seconds of happening (LINK1).
 */
export const LINK_SILENCE_MS = 1900;
