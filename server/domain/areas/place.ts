import type { AreaCode, EpochMs } from '../../../shared/model/ids.ts';
import type { Bounds, LngLat } from '../../../shared/model/units.ts';
import { dayOf, lowestUnits } from '../../../shared/rules/areas.ts';
import type { Standing } from '../intake/standing.ts';

/** The centre's own bounds; null before a centre is defined, when nothing can be outside of it. */
export function boundsOf(standing: Standing): Bounds | null {
  let bounds: Bounds | null = null;
  for (const centre of standing.each('centre.defined')) bounds = centre.data.bounds;
  return bounds;
}

/**
 * The unit of the lowest level whose centroid is nearest, of those that stand on the day of `at`, or, where nobody knows of that day,
 * on the day of `now`: boundaries may not be imported, and a place near a border belongs to somebody. null when no unit is defined.
 */
export function nearestArea(standing: Standing, [lng, lat]: LngLat, at: EpochMs, now: EpochMs): AreaCode | null {
  let units = lowestUnits(standing.each('area.defined'), dayOf(at));
  if (units.size === 0) units = lowestUnits(standing.each('area.defined'), dayOf(now));
  const shrink = Math.cos((lat * Math.PI) / 180);
  let nearest: AreaCode | null = null;
  let best = Number.POSITIVE_INFINITY;
  for (const [code, { at: middle }] of units) {
    const dx = (middle[0] - lng) * shrink;
    const dy = middle[1] - lat;
    const distance = dx * dx + dy * dy;
    if (distance < best) {
      best = distance;
      nearest = code;
    }
  }
  return nearest;
}
