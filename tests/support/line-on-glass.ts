import sharp from 'sharp';

/** A boundary in the open sea of the dark map, followed over the glass: what is brighter than water. */

export type Point = [x: number, y: number];

const WATER = 15;
const SEEN = 12;
/** What the edge of a picture cuts off of a line is no middle of it. */
const CUT_OFF = 6;

/** Where the line stands in a picture, column by column, as its middle; picture pixels. Only rows `from` up to `to` are looked at. */
export async function lineIn(picture: Buffer, { from, to }: { from: number; to: number }): Promise<Point[]> {
  const { data, info } = await sharp(picture).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const points: Point[] = [];
  for (let x = 0; x < info.width; x++) {
    let weight = 0;
    let sum = 0;
    for (let y = Math.max(0, from); y < Math.min(info.height, to); y++) {
      const bright = (data[info.channels * (y * info.width + x)] ?? 0) - WATER;
      if (bright < SEEN) continue;
      weight += bright;
      sum += bright * (y + 0.5);
    }
    if (weight > 0) points.push([x + 0.5, sum / weight]);
  }
  return points;
}

/** Least squares, without what the picture's edge cut off. */
export function straight(points: readonly Point[]): (x: number) => number {
  const kept = points.slice(CUT_OFF, -CUT_OFF);
  const n = kept.length;
  const mx = kept.reduce((sum, [x]) => sum + x, 0) / n;
  const my = kept.reduce((sum, [, y]) => sum + y, 0) / n;
  const slope = kept.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0) / kept.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return (x) => my + slope * (x - mx);
}

/** The line, and not the ground that is still being drawn. */
export function isStraight(points: readonly Point[]): boolean {
  if (points.length < 60) return false;
  const line = straight(points);
  return points.slice(CUT_OFF, -CUT_OFF).every(([x, y]) => Math.abs(line(x) - y) < 1);
}
