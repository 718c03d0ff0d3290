import type { WallDirected } from '../../shared/contract/direction.ts';
import { type DisplayRegion, type Panels, WallGeometry } from '../../shared/contract/wall.ts';

/** 55″ video wall panels, 1920 × 1080, 3.5 mm from picture to picture. */
const PANEL = { widthPx: 1920, heightPx: 1080, widthMm: 1209.6, heightMm: 680.4, gapXMm: 3.5, gapYMm: 3.5 };

/** The reference wall: 9 × 3 panels, 17,280 × 3,240; `across` × `down` displays, named row by row from 1. */
export function referenceWall(across: number, down: number, panel: Partial<Panels> = {}, farthestSeatM = 6): WallGeometry {
  const panels = { columns: 9, rows: 3, ...PANEL, ...panel };
  const [columns, rows] = [panels.columns / across, panels.rows / down];
  const displays: DisplayRegion[] = Array.from({ length: across * down }, (_, i) => ({
    position: String(i + 1),
    column: (i % across) * columns,
    row: Math.floor(i / across) * rows,
    columns,
    rows,
  }));
  return WallGeometry.parse({ panels, farthestSeatM, displays });
}

/** `9x3`: three displays of 3 × 3 panels; `9x3/27`: each panel a display; `1x1`: one large screen that was measured. Else: not measured. */
export function geometryNamed(name: string): WallGeometry | null {
  if (name === '9x3') return referenceWall(3, 1);
  if (name === '9x3/27') return referenceWall(9, 3);
  if (name === '1x1') return referenceWall(1, 1, { columns: 1, rows: 1, widthMm: 3628.8, heightMm: 2041.2 });
  return null;
}

export const NO_DIRECTION: Omit<WallDirected, 'showAt'> = {
  revision: 1,
  emergency: null,
  override: null,
  banner: null,
  pin: null,
  fullTile: null,
  frozenAt: null,
  replay: null,
};
