import type { DisplayState } from '../../../shared/contract/displays.ts';

/** A live glass reports every second or two and is written down every ten: half a minute of nothing is not a hiccup. */
const ONLINE_MS = 30_000;
/** A restart of the machine takes about so long; what is silent past it needs a person. */
const LATE_MS = 150_000;

/** What a display is called after its last sign of life. Both in EpochMs of the server; null: it never gave one. */
export function displayState(seenAt: number | null, now: number): DisplayState {
  if (seenAt === null) return 'silent';
  const age = now - seenAt;
  return age <= ONLINE_MS ? 'online' : age <= LATE_MS ? 'late' : 'silent';
}
