import type { Layer } from '@deck.gl/core';
import { IconLayer, ScatterplotLayer, TextLayer } from '@deck.gl/layers';
import type { LngLat } from '../../shared/model/units.ts';
import type { CameraState } from '../../shared/model/vocabulary.ts';
import { cameraIcon, type MarkIcons, markIcon } from './mark-icons.ts';
import { MARK_SIZE_U, type Mark, type PlacedMark, type Project } from './marks.ts';
import { type Palette, rgba } from './palette.ts';

/** An icon fills the middle of its cell: the cell is this much larger than the mark. */
const CELL_PER_MARK = 128 / 112;

/** From a mark's edge to the middle of its count. */
const COUNT_BELOW_U = 0.55;

export type MarkLayerParts = { icons: MarkIcons; palette: Palette; u: number };

/** Abnormal things, most severe on top, with "×3" under a mark that folded others. */
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
      getPixelOffset: ({ mark }) => [0, (MARK_SIZE_U[mark.severity] * u) / 2 + u * COUNT_BELOW_U],
      getTextAnchor: 'middle',
      getAlignmentBaseline: 'center',
      getSize: u / 0.74,
      getColor: [...rgba(palette.text)],
      outlineColor: [...rgba(palette.water)],
      outlineWidth: 6,
    }),
  ];
}

/** What is low: small dots under everything else, events solid, reports hollow. */
export function quietLayer(marks: readonly Mark[], { palette, u }: Omit<MarkLayerParts, 'icons'>): Layer {
  const colour = rgba(palette.severity.low, 0.5);
  const none = rgba(palette.severity.low, 0);
  return new ScatterplotLayer<Mark>({
    id: 'quiet-marks',
    data: [...marks],
    getPosition: ({ at }) => [at[0], at[1]],
    getRadius: (MARK_SIZE_U.low * u) / 2,
    radiusUnits: 'pixels',
    getFillColor: ({ form }) => [...(form === 'report' ? none : colour)],
    stroked: true,
    getLineColor: [...colour],
    getLineWidth: u / 9,
    lineWidthUnits: 'pixels',
  });
}

export type BlindCamera = { id: string; at: LngLat; state: Exclude<CameraState, 'live'> };

const GRAVITY: Record<BlindCamera['state'], number> = { offline: 0, unknown: 1, degraded: 2 };

/** Those that stand clear of marks and of each other, the worst first; the legend counts all, so none is lost without a word. */
export function thinCameras(cameras: readonly BlindCamera[], marks: readonly PlacedMark[], project: Project, u: number): BlindCamera[] {
  const shown: { x: number; y: number }[] = [];
  return (
    [...cameras]
      // By id among equals: every display of a wall leaves out the same ones.
      .sort((a, b) => GRAVITY[a.state] - GRAVITY[b.state] || (a.id < b.id ? -1 : 1))
      .filter(({ at }) => {
        const { x, y } = project(at);
        if (marks.some((mark) => Math.hypot(mark.x - x, mark.y - y) < (MARK_SIZE_U[mark.mark.severity] * u) / 2 + u / 2)) return false;
        if (shown.some((other) => Math.hypot(other.x - x, other.y - y) < 1.5 * u)) return false;
        shown.push({ x, y });
        return true;
      })
  );
}

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
