/** Least squares through [ms, value]: the slope an hour, the standard deviation of what is left, and the mean. */
export function slopePerHour(points: readonly (readonly [ms: number, value: number])[]): { slope: number; noise: number; mean: number } {
  const n = points.length;
  const meanMs = points.reduce((sum, [ms]) => sum + ms, 0) / n;
  const mean = points.reduce((sum, [, value]) => sum + value, 0) / n;
  const spread = points.reduce((sum, [ms]) => sum + (ms - meanMs) ** 2, 0);
  const perMs = points.reduce((sum, [ms, value]) => sum + (ms - meanMs) * (value - mean), 0) / spread;
  const noise = Math.sqrt(points.reduce((sum, [ms, value]) => sum + (value - mean - perMs * (ms - meanMs)) ** 2, 0) / n);
  return { slope: perMs * 3_600_000, noise, mean };
}
