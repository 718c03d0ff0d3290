import { type DisplayRegion, type Panels, WallGeometry } from '../contract/wall.ts';

/** 55″ video wall panels, 1920 × 1080, 3.5 mm from picture to picture. */
const PANEL = { widthPx: 1920, heightPx: 1080, widthMm: 1209.6, heightMm: 680.4, gapXMm: 3.5, gapYMm: 3.5 };

/**
 * The reference wall, as one Vietnamese centre has it: 9 × 3 panels of 55″, 17,280 × 3,240, the farthest seat at six metres.
 * `across` × `down` displays of whole panels, named row by row from 1. `panel`: what is another there.
 */
export function referenceWall(across = 3, down = 1, panel: Partial<Panels> = {}): WallGeometry {
  const panels = { columns: 9, rows: 3, ...PANEL, ...panel };
  const [columns, rows] = [panels.columns / across, panels.rows / down];
  const displays: DisplayRegion[] = Array.from({ length: across * down }, (_, i) => ({
    position: String(i + 1),
    column: (i % across) * columns,
    row: Math.floor(i / across) * rows,
    columns,
    rows,
  }));
  return WallGeometry.parse({ panels, farthestSeatM: 6, displays });
}
