import type { Cells, SceneTile } from '../../contract/scene.ts';

/** Tiles of a layout, and where a severe event is brought (null: nowhere). */
export type Layout = { tiles: SceneTile[]; focus: Cells | null };
export type Plan = { id: string; name: string; one: Layout; wide: Layout };

export type Props = Record<string, unknown>;
type Place = readonly [x: number, y: number, w: number, h: number];

/** A tile whose upper left cell is x, y; named after its kind unless told otherwise. */
export const place = (tile: string, [x, y, w, h]: Place, props: Props = {}, id = tile): SceneTile => ({ id, tile, x, y, w, h, props });

/** Who and when: the first two rows of every scene. */
export const clock = (columns: number): SceneTile => place('clock', [0, 0, columns, 2]);
/** The day's news: the last row of nearly every scene. */
export const news = (columns: number): SceneTile => place('ticker', [0, 25, columns, 1], { columns: columns / 8 > 3 ? 6 : 3, max: 12 });

/** Where an event is brought: on one picture the lower right, on a wide wall the lower part of the right side; the alarms above stay. */
export const FOCUS: Cells = { x: 14, y: 11, w: 10, h: 14 };
export const WIDE_FOCUS: Cells = { x: 56, y: 11, w: 16, h: 14 };
