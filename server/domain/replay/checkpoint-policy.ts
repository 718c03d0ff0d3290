import type { EpochMs, Seq } from '../../../shared/model/ids.ts';

/** Which folded worlds are worth keeping: many of the days that are replayed most, few of those long ago (REPLAY3). */

export type Kept = { seq: Seq; at: EpochMs };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export const CHECKPOINT_POLICY = {
  /** Entries between two worlds of the last days: what a seek folds at most. */
  spacing: 5000,
  denseMs: 2 * DAY_MS,
  /** With more of them the spacing doubles until they are fewer: the disk is bounded however much comes. */
  denseMax: 600,
  hourlyMs: 14 * DAY_MS,
};
export type CheckpointPolicy = typeof CHECKPOINT_POLICY;

/** How far apart two worlds of this age stand: in entries, or in time. */
function apart(policy: CheckpointPolicy, spacing: number, ageMs: number): (from: Kept, to: Kept) => boolean {
  if (ageMs <= policy.denseMs) return (from, to) => to.seq - from.seq > spacing;
  const gap = ageMs <= policy.hourlyMs ? HOUR_MS : DAY_MS;
  return (from, to) => to.at - from.at > gap;
}

/** Whether another one is due at `next`, `last` being the newest that is kept; null: none is. */
export function isCheckpointDue(policy: CheckpointPolicy, last: Kept | null, next: Kept, now: number): boolean {
  return last === null ? next.seq >= policy.spacing : apart(policy, policy.spacing - 1, now - next.at)(last, next);
}

/**
 * Which of the kept are to be forgotten. `kept`: oldest first; the newest always stays, as a start begins there. One goes when its two
 * neighbours stand near enough without it, so doing it again changes nothing. `keepMs`: past that the log is no longer whole.
 */
export function expendable(policy: CheckpointPolicy, kept: readonly Kept[], now: number, keepMs: number): Seq[] {
  for (let spacing = policy.spacing; ; spacing *= 2) {
    const gone = thinned(policy, spacing, kept, now, keepMs);
    const forgotten = new Set(gone);
    const dense = kept.filter(({ seq, at }) => now - at <= policy.denseMs && !forgotten.has(seq)).length;
    if (dense <= policy.denseMax) return gone;
  }
}

function thinned(policy: CheckpointPolicy, spacing: number, kept: readonly Kept[], now: number, keepMs: number): Seq[] {
  const gone: Seq[] = [];
  let last: Kept | null = null;
  for (const [i, one] of kept.entries()) {
    const next = kept[i + 1];
    const age = now - one.at;
    if (next && (age > keepMs || (last && !apart(policy, spacing, age)(last, next)))) gone.push(one.seq);
    else last = one;
  }
  return gone;
}
