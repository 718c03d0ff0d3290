import type { DisplayState } from '../../../shared/contract/displays.ts';

/** A display speaks every second: five seconds of nothing are no hiccup, but may be a page that loads again. */
const ONLINE_MS = 5_000;
/** As long as its connection stands: a half-open one is found out within ten seconds, by heartbeats that are not answered. */
const CONNECTED_MS = 12_000;
/** A restart of the machine takes about so long; what is silent past it needs a person. */
const LATE_MS = 150_000;
/** Nobody comes for a quarter of an hour: somebody has switched it off. */
const SILENT_MS = 15 * 60_000;

export type SignOfLife = {
  /** The display's own last word (EpochMs of the server); null: it never gave one. */
  at: number | null;
  /** Whether its connection stands, as far as is known. */
  isConnected: boolean;
  /** When it said good-bye; null: it did not. */
  leftAt: number | null;
};

/**
 * What a display is called after its last sign of life: one rule for the register and for the glass (TRUTH1). What is sent to it, and
 * what it hands in when it is told to, is none.
 */
export function displayState({ at, isConnected, leftAt }: SignOfLife, now: number): DisplayState {
  if (at === null) return 'off';
  const age = now - at;
  if (age <= (isConnected ? CONNECTED_MS : ONLINE_MS)) return 'online';
  // Who goes and comes back within seconds has loaded its page again; who stays away was closed on purpose.
  if (leftAt !== null && leftAt >= at) return 'off';
  if (age <= LATE_MS) return 'late';
  return age <= SILENT_MS ? 'silent' : 'off';
}
