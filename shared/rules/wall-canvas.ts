import type { Cells, Scene } from '../contract/scene.ts';
import { GROUP } from '../contract/scene.ts';
import type { DisplayRegion, WallGeometry } from '../contract/wall.ts';

/**
 * A wall as one picture. Its canvas is measured in panel pixels and reaches behind the gaps between the panels, so that a line which
 * crosses a seam goes on where the eye expects it; each display shows its own rectangle of it.
 */
export type Rect = { x: number; y: number; w: number; h: number };

/** Canvas pixels per millimetre, across and down; panels have square pixels or nearly so. */
const pitch = ({ panels }: WallGeometry) => ({ x: panels.widthPx / panels.widthMm, y: panels.heightPx / panels.heightMm });

/** The whole canvas, in panel pixels, gaps among them. */
export function canvasOf(geometry: WallGeometry): { w: number; h: number } {
  const { panels } = geometry;
  const gap = gapsOf(geometry);
  return {
    w: panels.columns * panels.widthPx + (panels.columns - 1) * gap.x,
    h: panels.rows * panels.heightPx + (panels.rows - 1) * gap.y,
  };
}

/** What a gap between two panels hides of the canvas, in pixels. */
export function gapsOf(geometry: WallGeometry): { x: number; y: number } {
  const scale = pitch(geometry);
  return { x: geometry.panels.gapXMm * scale.x, y: geometry.panels.gapYMm * scale.y };
}

/**
 * The part of the canvas that a display shows. One that covers several panels shows the gaps within it too only where its graphics
 * card hides them; what is compensated here are the seams between displays.
 */
export function partOf(geometry: WallGeometry, region: DisplayRegion): Rect {
  const { panels } = geometry;
  const gap = gapsOf(geometry);
  return {
    x: region.column * (panels.widthPx + gap.x),
    y: region.row * (panels.heightPx + gap.y),
    w: region.columns * panels.widthPx + (region.columns - 1) * gap.x,
    h: region.rows * panels.heightPx + (region.rows - 1) * gap.y,
  };
}

/** Where panels end, on the canvas: no text should lie across these. Each is the middle of a gap. */
export function seamsOf(geometry: WallGeometry): { x: number[]; y: number[] } {
  const { panels } = geometry;
  const gap = gapsOf(geometry);
  const seams = (count: number, size: number, between: number): number[] =>
    Array.from({ length: count - 1 }, (_, i) => (i + 1) * (size + between) - between / 2);
  return { x: seams(panels.columns, panels.widthPx, gap.x), y: seams(panels.rows, panels.heightPx, gap.y) };
}

/** How many 16:9 picture groups a wall is wide: as many columns of 24 has a scene that was made for it. */
export function groupsAcross(geometry: WallGeometry | null): number {
  if (!geometry) return 1;
  const { w, h } = canvasOf(geometry);
  return Math.max(1, Math.round(w / h / (16 / 9)));
}

/**
 * Where a scene lies on a canvas: whole, if it was made for a wall of this shape; else as wide as its own columns ask for, in the
 * middle, never stretched.
 */
export function sceneRect(canvas: { w: number; h: number }, scene: Pick<Scene, 'columns' | 'rows'>): Rect {
  const wanted = (scene.columns / GROUP.columns) * (GROUP.rows / scene.rows) * (16 / 9) * canvas.h;
  // A tenth off is the bezels' and a projector's business; a third off is another wall.
  if (Math.abs(wanted / canvas.w - 1) < 0.25) return { x: 0, y: 0, w: canvas.w, h: canvas.h };
  if (wanted < canvas.w) return { x: (canvas.w - wanted) / 2, y: 0, w: wanted, h: canvas.h };
  const h = (canvas.w / wanted) * canvas.h;
  return { x: 0, y: (canvas.h - h) / 2, w: canvas.w, h };
}

/** A rectangle of cells on the canvas, in pixels. */
export function cellsRect(scene: Pick<Scene, 'columns' | 'rows'>, on: Rect, { x, y, w, h }: Cells): Rect {
  const [column, row] = [on.w / scene.columns, on.h / scene.rows];
  return { x: on.x + x * column, y: on.y + y * row, w: w * column, h: h * row };
}

/** What two rectangles share; null: nothing. */
export function intersection(a: Rect, b: Rect): Rect | null {
  const x = Math.max(a.x, b.x);
  const y = Math.max(a.y, b.y);
  const w = Math.min(a.x + a.w, b.x + b.w) - x;
  const h = Math.min(a.y + a.h, b.y + b.h) - y;
  return w > 0 && h > 0 ? { x, y, w, h } : null;
}
