import type { Box } from '../../map/marks.ts';
import { type Room, roomOf } from '../../map/palette.ts';
import type { Lay } from '../../map/wall-map.ts';
import type { Part } from '../../ui/part.ts';
import { unitOf } from '../../ui/unit.ts';

/** What the page says of a map tile: sizes in CSS pixels of the tile as it was laid out, however it is scaled on the glass. */

/** Beside the city there is room for the legend in the corner of the sea; in a narrower tile it is a strip under the map. */
export const LEGEND_U = 36;
const CITY_ASPECT = 1.2;

export type Look = { u: number; room: Room; side: boolean };
export function lookOf(body: HTMLElement): Look {
  const u = unitOf(body);
  return { u, room: roomOf(body), side: body.clientWidth >= CITY_ASPECT * body.clientHeight + LEGEND_U * u };
}

/** The whole map's size, and what of it stands in the part of the tile that this display shows: whole pixels, at least one. */
export function layOf(stage: HTMLElement, part: Part | null): Lay {
  const full = { width: stage.clientWidth, height: stage.clientHeight };
  const tile = stage.closest('.tile');
  if (!part || !tile) return { full, part: { x: 0, y: 0, w: full.width, h: full.height } };
  const scale = scaleOf(stage);
  const [mine, whole] = [stage.getBoundingClientRect(), tile.getBoundingClientRect()];
  const across = span(part.x - (mine.left - whole.left) / scale, part.w, full.width);
  const down = span(part.y - (mine.top - whole.top) / scale, part.h, full.height);
  return { full, part: { x: across.from, y: down.from, w: across.size, h: down.size } };
}

function span(from: number, size: number, most: number): { from: number; size: number } {
  const first = Math.max(0, Math.min(most - 1, Math.floor(from)));
  const last = Math.max(first + 1, Math.min(most, Math.ceil(from + size)));
  return { from: first, size: last - first };
}

/** A preview is the same tile, drawn smaller. */
function scaleOf(element: HTMLElement): number {
  const { width } = element.getBoundingClientRect();
  return element.offsetWidth > 0 && width > 0 ? width / element.offsetWidth : 1;
}

/** Boxes of what stands over the map, from the stage's top left, in whole pixels outwards. */
export function boxesOf(stage: HTMLElement, covers: readonly (Element | null)[]): Box[] {
  const origin = stage.getBoundingClientRect();
  const scale = scaleOf(stage);
  return covers.flatMap((cover) => {
    const box = cover?.getBoundingClientRect();
    if (!box || box.width === 0) return [];
    return [
      {
        left: Math.floor((box.left - origin.left) / scale),
        top: Math.floor((box.top - origin.top) / scale),
        right: Math.ceil((box.right - origin.left) / scale),
        bottom: Math.ceil((box.bottom - origin.top) / scale),
      },
    ];
  });
}
