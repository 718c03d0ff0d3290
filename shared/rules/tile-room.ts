import type { Scene } from '../contract/scene.ts';
import type { WallGeometry } from '../contract/wall.ts';
import { ARC_WANTED, type Finding, pixelsOf, type Sight, sightOf } from './legibility.ts';
import { canvasOf, cellsRect, sceneRect } from './wall-canvas.ts';

/**
 * What of a scene can be judged before anything is laid out: whether a tile has room for the least that it says, in letters that the
 * farthest seat reads, and whether a panel holds a line of it. What is too small here is too small on every glass.
 */

/** Room of a line: capitals, stacked marks and what reaches under the line; in units (`look.md`: a unit is 22′ of cap height). */
const LINE_U = 1.9;
/** A header, a line and what stands around them. */
const FRAMED_U = { w: 10, h: 4.5 };
const ONE_LINE_U = { w: 10, h: LINE_U };

/** The least room of each tile, in units; its manifest has it from here. */
export const LEAST_ROOM_U: Readonly<Record<string, { w: number; h: number }>> = {
  clock: ONE_LINE_U,
  ticker: ONE_LINE_U,
  notice: { w: 4, h: LINE_U },
  'camera-events': FRAMED_U,
  'field-reports': FRAMED_U,
  indicators: FRAMED_U,
  status: FRAMED_U,
  map: FRAMED_U,
};

/** Height of one 16:9 group of the reference wall, millimetres, and its farthest seat: how a scene without a wall is looked at. */
const GROUP = { widthPx: 1920, heightPx: 1080, heightMm: 3 * 684.9, farthestSeatM: 6 };

/** What cannot be read there whatever is laid out, one finding a tile. `geometry` null: one picture of the reference wall. */
export function roomOf(scene: Scene, geometry: WallGeometry | null): Finding[] {
  const canvas = geometry ? canvasOf(geometry) : { w: (GROUP.widthPx * scene.columns) / 24, h: GROUP.heightPx };
  const sight = sightOf(geometry, { heightPx: canvas.h, heightMm: GROUP.heightMm, farthestSeatM: GROUP.farthestSeatM });
  const on = sceneRect(canvas, scene);
  const uPx = pixelsOf(ARC_WANTED, sight);
  const cellPx = { w: on.w / scene.columns, h: on.h / scene.rows };
  return scene.tiles.flatMap((tile): Finding[] => {
    const least = LEAST_ROOM_U[tile.tile];
    if (!least) return [];
    const place = cellsRect(scene, on, tile);
    const needed = { w: least.w * uPx, h: least.h * uPx };
    const share = Math.min(place.w / needed.w, place.h / needed.h);
    const said = { tile: tile.id, verdict: 'refuse', text: '', count: 1 } as const;
    // What the gap hides of a line is a thin letter's part at most where it is this narrow (LEGIB3).
    const isCut = (h: number): boolean =>
      sight.gaps.y > uPx / 2 && tallestBetween(place.y, place.y + h * cellPx.h, sight) < LINE_U * uPx * (1 - SLACK);
    const isSmall = share < 1 - SLACK;
    if (!isSmall && !isCut(tile.h)) return [];
    const cells = { w: Math.max(tile.w, cellsFor(needed.w, cellPx.w)), h: Math.max(tile.h, cellsFor(needed.h, cellPx.h)) };
    while (isCut(cells.h) && cells.h < scene.rows) cells.h++;
    // Were its letters shrunk until they fit.
    if (isSmall) return [{ ...said, kind: 'too-small', found: ARC_WANTED * share, needed: ARC_WANTED, capPx: uPx, cells }];
    return [{ ...said, kind: 'across-seam', found: sight.gaps.y, needed: 0, capPx: null, cells }];
  });
}

const SLACK = 0.02;
const cellsFor = (px: number, cellPx: number): number => Math.ceil((px / cellPx) * (1 - SLACK));

/** The highest piece of a stretch that no gap between panels cuts, canvas pixels. */
function tallestBetween(top: number, bottom: number, { seams, gaps }: Sight): number {
  if (gaps.y === 0) return bottom - top;
  let tallest = 0;
  let from = top;
  for (const seam of seams.y) {
    if (seam + gaps.y / 2 <= from || seam - gaps.y / 2 >= bottom) continue;
    tallest = Math.max(tallest, seam - gaps.y / 2 - from);
    from = seam + gaps.y / 2;
  }
  return Math.max(tallest, bottom - from);
}
