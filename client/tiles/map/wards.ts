import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { z } from 'zod';
import type { BoundariesImported } from '../../../shared/contract/entry-data.ts';
import { type Boundary, outlineOf, readBoundaries } from '../../map/boundaries.ts';
import { approximateCells } from '../../map/cells.ts';
import { loadLandParts, neighboursOf } from '../../map/land-parts.ts';
import { NEIGHBOURS, OUTLINE, WARDS } from '../../map/style.ts';
import type { WallMap } from '../../map/wall-map.ts';
import { frameOf, type Unit } from './picture.ts';

export type WardShapes = 'imported' | 'approximate' | 'failed';

const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
const feature = (geometry: Geometry, properties: Record<string, string> = {}): Feature => ({ type: 'Feature', geometry, properties });
const closed = (ring: readonly (readonly [number, number])[]): number[][] => [...ring, ...ring.slice(0, 1)].map(([x, y]) => [x, y]);

/** Draws the units' outlines: as imported, or made from their centroids where nothing was imported or it cannot be read. */
export async function drawWards(
  map: WallMap,
  units: readonly Unit[],
  imported: z.output<typeof BoundariesImported> | null,
  signal: AbortSignal,
): Promise<WardShapes> {
  const boundaries = imported ? await fetchBoundaries(imported.sha256, signal) : null;
  if (signal.aborted) return 'failed';
  if (boundaries) {
    map.setData(WARDS, collection(boundaries.map(({ code, geometry }) => feature(geometry, { code }))));
    map.setData(OUTLINE, collection([feature({ type: 'MultiLineString', coordinates: outlineOf(boundaries) })]));
    map.setData(NEIGHBOURS, collection([]));
    map.showBasemapBorders(false);
    return 'imported';
  }
  const cells = approximateCells(units);
  const frame = frameOf(units, [0, 0, 0, 0]);
  map.setData(WARDS, collection([...cells].map(([code, ring]) => feature({ type: 'Polygon', coordinates: [closed(ring)] }, { code }))));
  map.setData(OUTLINE, collection([]));
  map.showBasemapBorders(true);
  const neighbours = neighboursOf(units, await loadLandParts(), frame);
  if (!signal.aborted) {
    map.setData(NEIGHBOURS, collection(neighbours.map(({ ring }) => feature({ type: 'Polygon', coordinates: [closed(ring)] }))));
  }
  return imported ? 'failed' : 'approximate';
}

/** null when they cannot be had: the picture goes on with approximate ones, and says so. */
async function fetchBoundaries(sha256: string, signal: AbortSignal): Promise<Boundary[] | null> {
  try {
    const response = await fetch(`/map/boundaries/${sha256}.geojson`, { signal });
    if (!response.ok) return null;
    const { boundaries } = readBoundaries(await response.json());
    return boundaries.length > 0 ? boundaries : null;
  } catch (error) {
    // A network that fails and a body that is no JSON are expected; anything else is a bug.
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException) return null;
    throw error;
  }
}
