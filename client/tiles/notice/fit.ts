/** Sizes of a wall's text, in `u` of cap height, and the one that a tile has room for. */
export const NOTICE_SIZES = ['fit', '1', '1.5', '2.5', '4', '8'] as const;
export type NoticeSize = (typeof NOTICE_SIZES)[number];

const STEPS = [8, 4, 2.5, 1.5, 1] as const;
/** Under one unit nothing should be, but what is cut off is worse; the check before publication refuses what is too small. */
const SMALLEST = 0.1;

/** The largest step at which `fits` says yes; when none does, the largest size below one unit that does, to a twentieth. */
export function fittingSize(fits: (u: number) => boolean): number {
  const step = STEPS.find(fits);
  if (step !== undefined) return step;
  let [low, high] = [SMALLEST, 1];
  while (high - low > 0.05) {
    const middle = (low + high) / 2;
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}
