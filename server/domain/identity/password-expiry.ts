import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import type { Role } from '../../../shared/model/vocabulary.ts';

const DAY_MS = 86_400_000;
const WARNED_MS = 14 * DAY_MS;
const EXPIRES_AFTER_MONTHS = 3;
/** Việt Nam has one zone and no summer time. */
const ZONE_MS = 7 * 3_600_000;

/** Who operates or administers the centre: their passwords change within 3 months (AG-13). The others read and answer, and keep theirs. */
const EXPIRING: ReadonlySet<Role> = new Set(['administrator', 'duty-officer', 'shift-lead', 'camera-desk', 'data-steward']);

/**
 * When a password set at `setAt` is no longer enough to sign in with: the same day of the third month after, at the same time in
 * Việt Nam, or that month's last day. null: never, for this role.
 */
export function passwordExpiresAt(role: Role, setAt: EpochMs): EpochMs | null {
  if (!EXPIRING.has(role)) return null;
  const there = new Date(setAt + ZONE_MS);
  const [year, month] = [there.getUTCFullYear(), there.getUTCMonth() + EXPIRES_AFTER_MONTHS];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDay = (setAt + ZONE_MS) % DAY_MS;
  return epochMs(Date.UTC(year, month, Math.min(there.getUTCDate(), lastDay)) + timeOfDay - ZONE_MS);
}

/** Whether the owner is told of it now; from the moment itself on too, for the session that runs goes on. */
export const isWarnedOf = (expiresAt: EpochMs, now: EpochMs): boolean => now >= expiresAt - WARNED_MS;
