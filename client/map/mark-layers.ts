import type { Layer } from '@deck.gl/core';
import { IconLayer, TextLayer } from '@deck.gl/layers';
import type { LngLat } from '../../shared/model/units.ts';
import type { CameraState } from '../../shared/model/vocabulary.ts';
import { cameraIcon, type MarkIcons, markIcon } from './mark-icons.ts';
import { MARK_SIZE_U, type PlacedMark } from './marks.ts';
import { type Palette, rgba } from './palette.ts';

/** An icon fills the middle of its cell: the cell is this much larger than the mark. */
const CELL_PER_MARK = 128 / 112;

export type MarkLayerParts = { icons: MarkIcons; palette: Palette; u: number };

/** Abnormal things, most severe on top, with "×3" beside a mark that folded others. */
export function markLayers(placed: readonly PlacedMark[], { icons, palette, u }: MarkLayerParts): Layer[] {
  const folded = placed.filter(({ count }) => count > 1);
  return [
    new IconLayer<PlacedMark>({
      id: 'marks',
      data: [...placed],
      iconAtlas: icons.atlas as never,
      iconMapping: icons.mapping,
      getIcon: ({ mark }) => markIcon(mark.form, mark.severity),
      getPosition: ({ mark }) => [mark.at[0], mark.at[1]],
      getSize: ({ mark }) => MARK_SIZE_U[mark.severity] * u * CELL_PER_MARK,
      sizeUnits: 'pixels',
      pickable: true,
    }),
    new TextLayer<PlacedMark>({
      id: 'mark-counts',
      data: folded,
      characterSet: '×0123456789.',
      fontFamily: '"Be Vietnam Pro", sans-serif',
      fontWeight: 600,
      fontSettings: { sdf: true, fontSize: 64, buffer: 8, radius: 16 },
      getText: ({ count }) => `×${count}`,
      getPosition: ({ mark }) => [mark.at[0], mark.at[1]],
      getPixelOffset: ({ mark }) => [(MARK_SIZE_U[mark.severity] * u) / 2 + u * 0.25, (-MARK_SIZE_U[mark.severity] * u) / 2 + u * 0.4],
      getTextAnchor: 'start',
      getAlignmentBaseline: 'center',
      getSize: u / 0.74,
      getColor: [...rgba(palette.text)],
      outlineColor: [...rgba(palette.water)],
      outlineWidth: 6,
    }),
  ];
}

export type BlindCamera = { id: string; at: LngLat; state: Exclude<CameraState, 'live'> };

export function cameraLayer(cameras: readonly BlindCamera[], { icons, u }: MarkLayerParts): Layer {
  return new IconLayer<BlindCamera>({
    id: 'blind-cameras',
    data: [...cameras],
    iconAtlas: icons.atlas as never,
    iconMapping: icons.mapping,
    getIcon: ({ state }) => cameraIcon(state),
    getPosition: ({ at }) => [at[0], at[1]],
    // Poor pictures are many in any rain; one that is gone is worth a look.
    getSize: ({ state }) => u * (state === 'degraded' ? 1.3 : 1.9),
    sizeUnits: 'pixels',
  });
}
