import { GROUP, type Scene } from '../../shared/contract/scene.ts';
import type { DisplayRegion, WallGeometry } from '../../shared/contract/wall.ts';
import { canvasOf, groupsAcross, intersection, partOf, type Rect, sceneRect } from '../../shared/rules/wall-canvas.ts';
import type { Part } from '../ui/part.ts';
import { PANEL_GROUP_HEIGHT_MM, unitPx } from '../ui/unit.ts';

/** Rows at the top and at the bottom of a canvas that belong to no tile, in `u`. */
export const BAND_U = 2.25;
export const FOOT_U = 1.75;
/** The walk against burn-in stays within this margin: no tile is ever cut by the edge of the wall. */
export const DRIFT_U = 0.3;
/** A frame around a display, over its edge. */
export const FRAME_U = 0.4;

export type Size = { w: number; h: number };

/** A canvas as one display shows it. */
export type Glass = {
  /** The whole wall, and what of it is here; canvas pixels. */
  canvas: Size;
  part: Rect;
  /** CSS pixels to one of the canvas. */
  scale: number;
  /** CSS pixels: one unit, and a line that is one or more whole device pixels wide. */
  u: number;
  hairline: number;
  /** 16:9 pictures that the wall is wide. */
  groups: number;
  /** What stays free along the edges of the wall, in `u`: room to wander, and for a frame. */
  edgeU: number;
  /** Whether the wall is as large as its window, whatever that is. */
  isWindow: boolean;
};

/** The seats of a wall that nobody measured. */
export const FARTHEST_SEAT_M = 6;

/**
 * How a wall is drawn into `size` CSS pixels: its `region`, or all of it (null), as wide as the room is; a wall without geometry is
 * one 16:9 group of the reference wall, as large as the window. `u` follows from the millimetres of the wall and its farthest seat.
 */
export function glassOf(geometry: WallGeometry | null, region: DisplayRegion | null, size: Size, seats: Partial<Seats> = {}): Glass {
  const canvas = geometry ? canvasOf(geometry) : size;
  const part = geometry && region ? partOf(geometry, region) : { x: 0, y: 0, ...canvas };
  const scale = region ? size.w / part.w : Math.min(size.w / part.w, size.h / part.h);
  const exact = geometry
    ? scale * unitPx({ heightPx: geometry.panels.heightPx, heightMm: geometry.panels.heightMm, farthestSeatM: geometry.farthestSeatM })
    : unitPx({
        // A window narrower than 16:9 shows the same picture smaller; a wider one is several groups side by side.
        heightPx: Math.min(size.h, (size.w * 9) / 16),
        heightMm: seats.heightMm ?? PANEL_GROUP_HEIGHT_MM,
        farthestSeatM: seats.farthestSeatM ?? FARTHEST_SEAT_M,
      });
  const u = Math.max(0.25, Math.round(exact * 4) / 4);
  // Whole pixels: a line of 1.01 falls between two of them here and there, and is gone.
  return {
    canvas,
    part,
    scale,
    u,
    hairline: Math.max(1, Math.round(u / 20)),
    groups: groupsAcross(geometry),
    edgeU: DRIFT_U,
    isWindow: geometry === null,
  };
}
export type Seats = { farthestSeatM: number; heightMm: number };

/** Where tiles may stand: the canvas without the margin that the picture wanders in, the bands below that (`bandsU` high) and the foot. */
export function tilesArea({ canvas, scale, u, edgeU }: Glass, bandsU: number, hasFoot: boolean): Rect {
  const margin = (edgeU * u) / scale;
  const top = (bandsU * u) / scale;
  const bottom = hasFoot ? (FOOT_U * u) / scale : 0;
  return { x: margin, y: top + margin, w: canvas.w - 2 * margin, h: canvas.h - top - bottom - 2 * margin };
}

/** Where a scene lies in its area: all of it, if it was made for a wall of this shape; a scene for one picture fills any single screen. */
export function sceneOn({ canvas, isWindow }: Glass, area: Rect, scene: Pick<Scene, 'columns' | 'rows'>): Rect {
  if (isWindow && scene.columns / scene.rows < (1.5 * GROUP.columns) / GROUP.rows) return area;
  const whole = sceneRect(canvas, scene);
  if (whole.w === canvas.w && whole.h === canvas.h) return area;
  const on = sceneRect(area, scene);
  return { ...on, x: on.x + area.x, y: on.y + area.y };
}

/** CSS pixels from the upper left of the display. `part`: what of it is here, when it goes on elsewhere. */
export type Box = { left: number; top: number; width: number; height: number; part: Part | null };

/**
 * Where a rectangle of the canvas stands on a display, in whole pixels; null: not here at all. Neighbours share their edges. What
 * spans displays has the same size on each of them, so that it is laid out alike and the parts fit.
 */
export function boxOf({ part, scale, u }: Glass, rect: Rect): Box | null {
  // As far as the picture wanders, more is drawn than is seen.
  const margin = Math.ceil(DRIFT_U * u) + 1;
  const spare = margin / scale;
  const seen = { x: part.x - spare, y: part.y - spare, w: part.w + 2 * spare, h: part.h + 2 * spare };
  const shared = intersection(seen, rect);
  if (!shared) return null;
  const left = Math.round((rect.x - part.x) * scale);
  const top = Math.round((rect.y - part.y) * scale);
  // A thousandth of a pixel is arithmetic, not another display.
  const isWhole = Math.abs(shared.w - rect.w) * scale < 0.001 && Math.abs(shared.h - rect.h) * scale < 0.001;
  if (isWhole) {
    const right = Math.round((rect.x + rect.w - part.x) * scale);
    const bottom = Math.round((rect.y + rect.h - part.y) * scale);
    return { left, top, width: right - left, height: bottom - top, part: null };
  }
  const full = { w: Math.round(rect.w * scale), h: Math.round(rect.h * scale) };
  const width = Math.round(part.w * scale);
  const height = Math.round(part.h * scale);
  const x = Math.max(0, -margin - left);
  const y = Math.max(0, -margin - top);
  const w = Math.min(full.w, width + margin - left) - x;
  const h = Math.min(full.h, height + margin - top) - y;
  return w > 0 && h > 0 ? { left, top, width: full.w, height: full.h, part: { full, x, y, w, h } } : null;
}
