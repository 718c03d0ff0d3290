export type Point = readonly [at: number, value: number | null];
type Place = [x: number, y: number];

export type Geometry = {
  /** Runs of known values; an unknown one breaks the line. */
  lines: Place[][];
  /** The newest value, when it is known. */
  dot: Place | null;
  /** null: no threshold, or one so far away that drawing it would flatten the line. */
  thresholdY: number | null;
};

/** How far beyond the range of the values, in ranges, a threshold may lie and still be drawn. */
const THRESHOLD_REACH = 1;

/** Least and greatest known value; null when none is known. */
export function rangeOf(points: readonly Point[]): [min: number, max: number] | null {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const [, value] of points) {
    if (value === null) continue;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  return min <= max ? [min, max] : null;
}

/** Pixels of a sparkline of `width` × `height` with `inset` free at every side; y grows downwards. */
export function sparklineGeometry(
  points: readonly Point[],
  threshold: number | null,
  width: number,
  height: number,
  inset: number,
): Geometry {
  const range = rangeOf(points);
  const first = points[0];
  const last = points.at(-1);
  if (!range || !first || !last) return { lines: [], dot: null, thresholdY: null };
  let [low, high] = range;
  const reach = (high - low) * THRESHOLD_REACH;
  const near = threshold !== null && threshold >= low - reach && threshold <= high + reach ? threshold : null;
  if (near !== null) {
    low = Math.min(low, near);
    high = Math.max(high, near);
  }
  const x = (at: number): number =>
    last[0] === first[0] ? width - inset : inset + ((at - first[0]) / (last[0] - first[0])) * (width - 2 * inset);
  // A line that never moved lies in the middle.
  const y = (value: number): number => (high === low ? height / 2 : height - inset - ((value - low) / (high - low)) * (height - 2 * inset));
  const lines: Place[][] = [];
  let run: Place[] | null = null;
  for (const [at, value] of points) {
    if (value === null) run = null;
    else {
      if (!run) {
        run = [];
        lines.push(run);
      }
      run.push([x(at), y(value)]);
    }
  }
  return { lines, dot: last[1] === null ? null : [x(last[0]), y(last[1])], thresholdY: near === null ? null : y(near) };
}
