import type { WallDirected } from '../../shared/contract/direction.ts';

/**
 * The directions of a wall that a display still needs, by revision: the one that holds and those agreed on for a moment to come. null
 * stands for "none was ever given". Empty: nothing was heard yet.
 */
export type Held = readonly (WallDirected | null)[];

const beginsAt = (direction: WallDirected | null): number => direction?.showAt ?? Number.NEGATIVE_INFINITY;
const revisionOf = (direction: WallDirected | null): number => direction?.revision ?? 0;

/** What a display holds once it has heard what the wall is told now. */
export function hear(held: Held, heard: WallDirected | null, now: number): Held {
  const newest = held.at(-1);
  if (newest !== undefined) {
    if (revisionOf(newest) === revisionOf(heard) && beginsAt(newest) === beginsAt(heard)) return held;
    // Another world, not a later one: the past, or a log that begins again.
    if (revisionOf(heard) <= revisionOf(newest)) return [heard];
  }
  // One that begins before another that was agreed on earlier takes its place.
  const before = held.filter((one) => beginsAt(one) < beginsAt(heard));
  return [...needed(before, now), heard];
}

/** Without what something newer has taken the place of already. */
function needed(held: Held, now: number): Held {
  const holds = held.findLastIndex((one) => beginsAt(one) <= now);
  return holds > 0 ? held.slice(holds) : held;
}

/** undefined: it joined between an agreement and its moment, and knows nothing that may be shown until then. */
export const shownAt = (held: Held, now: number): WallDirected | null | undefined => held.findLast((one) => beginsAt(one) <= now);

/** The next that is agreed on. */
export const comingAfter = (held: Held, now: number): WallDirected | undefined =>
  held.find((one): one is WallDirected => one !== null && one.showAt > now);
