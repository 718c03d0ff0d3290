import { COORDINATE_SYSTEM, type Layer } from '@deck.gl/core';
import { ScatterplotLayer } from '@deck.gl/layers';
import type { PointColumns } from './point-buffer.ts';

export type PointLayerOptions = { id: string; pickable?: boolean; strokePx?: number };

/** Points as one draw call from typed arrays: no accessor runs, nothing is built per point. */
export function pointLayer(columns: PointColumns, { id, pickable = false }: PointLayerOptions): Layer {
  return new ScatterplotLayer({
    id,
    data: {
      length: columns.length,
      attributes: {
        getPosition: { value: columns.positions, size: 2 },
        getFillColor: { value: columns.colours, size: 4, normalized: true },
        getRadius: { value: columns.radii, size: 1 },
      },
    },
    coordinateSystem: COORDINATE_SYSTEM.LNGLAT_OFFSETS,
    coordinateOrigin: [columns.origin[0], columns.origin[1], 0],
    radiusUnits: 'pixels',
    pickable,
  });
}
