import type { Bounds } from '../../../shared/model/units.ts';

export type Point = readonly [x: number, y: number];
export type Ring = Point[];

/** Keeps the side where `side(p) >= 0`; `side` must be linear in p. An open ring in, an open ring out (Sutherland–Hodgman). */
export function clipByLine(ring: readonly Point[], side: (p: Point) => number): Ring {
  const kept: Ring = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i] as Point;
    const b = ring[(i + 1) % ring.length] as Point;
    const da = side(a);
    const db = side(b);
    if (da >= 0) kept.push(a);
    if (da >= 0 !== db >= 0) {
      const t = da / (da - db);
      kept.push([a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]);
    }
  }
  return kept;
}

/** A closed ring cut to a box, closed again; null when nothing is left. */
export function clipRing(ring: readonly Point[], [west, south, east, north]: Bounds): Ring | null {
  let open: Ring = ring.slice(0, -1);
  open = clipByLine(open, (p) => p[0] - west);
  open = clipByLine(open, (p) => east - p[0]);
  open = clipByLine(open, (p) => p[1] - south);
  open = clipByLine(open, (p) => north - p[1]);
  if (open.length < 3) return null;
  return [...open, open[0] as Point];
}

export function clipPolygons(polygons: readonly (readonly Point[])[][], bounds: Bounds): Ring[][] {
  const kept: Ring[][] = [];
  for (const [outer, ...holes] of polygons) {
    const shell = outer && clipRing(outer, bounds);
    if (!shell) continue;
    const rings = [shell];
    for (const hole of holes) {
      const cut = clipRing(hole, bounds);
      if (cut) rings.push(cut);
    }
    kept.push(rings);
  }
  return kept;
}
