import type { Feature, Point } from 'geojson';
import type { LngLat } from '../../../shared/model/units.ts';
import type { Square } from '../../map/marks.ts';
import { formatNumber } from '../../ui/format.ts';
import { mapName, type Unit } from './picture.ts';
import type { WardMeasure } from './ward-measure.ts';

/** The names of the units as the map's own labels, the abnormal ones with their figure and placed first, then the larger units. */
export function nameFeatures(units: readonly Unit[], measure: WardMeasure, language: Parameters<typeof formatNumber>[2]): Feature<Point>[] {
  return units.map((unit) => {
    const { value = null, severity = null } = measure.byCode.get(unit.code) ?? {};
    const figure = severity && value !== null ? `\n${formatNumber(value, measure.decimals, language)} ${measure.unit}`.trimEnd() : '';
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [unit.at[0], unit.at[1]] },
      properties: {
        label: `${mapName(unit.name)}${figure}`,
        abnormal: severity !== null,
        order: (severity === null ? 0 : -10_000) - unit.areaKm2,
      },
    };
  });
}

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
