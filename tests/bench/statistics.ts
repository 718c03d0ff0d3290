/** Value below which the share (0 to 1) of the sample lies, by nearest rank. @throws Error on an empty sample. */
export function percentile(sample: ArrayLike<number>, share: number): number {
  const sorted = Float64Array.from(sample).sort();
  const value = sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))];
  if (value === undefined) throw new Error('nothing was sampled');
  return value;
}

export const median = (sample: ArrayLike<number>): number => percentile(sample, 0.5);

/** Least squares over [x, y]; `error` is the standard error of the slope. @throws Error on fewer than three points. */
export function regression(points: readonly (readonly [x: number, y: number])[]): { slope: number; error: number } {
  const n = points.length;
  if (n < 3) throw new Error(`a slope needs three points, not ${n}`);
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const residue = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(residue / (n - 2) / spread) };
}
