import type { LngLat } from '../../shared/model/units.ts';
import { clipByLine, type Ring } from './basemap/clip.ts';

/** A unit of which only the middle and the size are known. */
export type Site = { code: string; at: LngLat; areaKm2: number };

const KM_PER_DEGREE = 111.32;
const CIRCLE_POINTS = 48;

/**
 * Approximate outlines from centroids: the power diagram of circles of each unit's own area (a Voronoi diagram in which a
 * large unit gets more), each cell no farther from its centroid than a compact unit could reach. Open rings in degrees, by code.
 * Quadratic in the number of sites, which a province keeps in the hundreds.
 */
export function approximateCells(sites: readonly Site[]): Map<string, Ring> {
  const cells = new Map<string, Ring>();
  const kmPerLng = KM_PER_DEGREE * Math.cos(((sites[0]?.at[1] ?? 0) * Math.PI) / 180);
  const flat = sites.map(({ code, at, areaKm2 }) => ({
    code,
    x: at[0] * kmPerLng,
    y: at[1] * KM_PER_DEGREE,
    radius: Math.sqrt(areaKm2 / Math.PI),
  }));
  for (const site of flat) {
    const reach = Math.min(1.75 * site.radius, site.radius + 4.5);
    let cell: Ring = Array.from({ length: CIRCLE_POINTS }, (_, i) => {
      const angle = (2 * Math.PI * i) / CIRCLE_POINTS;
      return [site.x + reach * Math.cos(angle), site.y + reach * Math.sin(angle)] as const;
    });
    for (const other of flat) {
      const dx = other.x - site.x;
      const dy = other.y - site.y;
      // Two units on one spot: no line parts them, and the first keeps the place.
      if (other === site || dx * dx + dy * dy < 1e-9) continue;
      if (Math.hypot(dx, dy) > 2 * reach + other.radius) continue;
      // A large unit beside a small one must not take the small one's own middle.
      const most = (dx * dx + dy * dy) / 2;
      const lead = Math.min(most, Math.max(-most, other.radius ** 2 - site.radius ** 2));
      const limit = (other.x ** 2 + other.y ** 2 - site.x ** 2 - site.y ** 2 - lead) / 2;
      cell = clipByLine(cell, ([x, y]) => limit - (x * dx + y * dy));
    }
    cells.set(
      site.code,
      cell.map(([x, y]) => [x / kmPerLng, y / KM_PER_DEGREE] as const),
    );
  }
  return cells;
}
