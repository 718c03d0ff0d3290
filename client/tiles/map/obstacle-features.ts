import type { Feature, Point } from 'geojson';
import type { LngLat } from '../../../shared/model/units.ts';
import type { Square } from '../../map/marks.ts';

/** Where the map writes no name, for its own collision index; sizes in CSS pixels. */
export function obstacleFeatures(
  squares: readonly Square[],
  unproject: (x: number, y: number) => LngLat | [number, number],
): Feature<Point>[] {
  return squares.map(({ x, y, size }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [...unproject(x, y)] },
    properties: { size: Math.round(size) },
  }));
}
