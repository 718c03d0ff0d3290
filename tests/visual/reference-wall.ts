import type { WallDirected } from '../../shared/contract/direction.ts';
import type { WallGeometry } from '../../shared/contract/wall.ts';
import { referenceWall } from '../../shared/rules/reference-wall.ts';

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
