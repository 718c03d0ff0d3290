import type { AreaCode } from '../../../shared/model/ids.ts';
import type { Bounds, LngLat } from '../../../shared/model/units.ts';
import type { Standing } from '../intake/standing.ts';

/** The centre's own bounds; null before a centre is defined, when nothing can be outside of it. */
export function boundsOf(standing: Standing): Bounds | null {
  let bounds: Bounds | null = null;
  for (const centre of standing.each('centre.defined')) bounds = centre.data.bounds;
  return bounds;
}

/**
 * The commune-level unit whose centroid is nearest: boundaries may not be imported, and a place near a border belongs to
 * somebody. null when no unit is defined.
 */
export function nearestArea(standing: Standing, [lng, lat]: LngLat): AreaCode | null {
  const shrink = Math.cos((lat * Math.PI) / 180);
  let nearest: string | null = null;
  let best = Number.POSITIVE_INFINITY;
  for (const area of standing.each('area.defined')) {
    if (area.data.areaKind === 'province') continue;
    const dx = (area.data.at[0] - lng) * shrink;
    const dy = area.data.at[1] - lat;
    const distance = dx * dx + dy * dy;
    if (distance < best) {
      best = distance;
      nearest = area.id;
    }
  }
  return nearest as AreaCode | null;
}
