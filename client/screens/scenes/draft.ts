import { type Cells, cellsOverlap, type Scene, type SceneTile } from '../../../shared/contract/scene.ts';

/**
 * A scene while it is worked on: pure changes, each of which leaves it whole. What would leave the grid or lie over a neighbour is
 * refused and changes nothing; so a draft can be published at every moment.
 */

export type Step = { dx: number; dy: number };
/** null: there is no room for it. */
export type Changed = Scene | null;

const fits = (scene: Pick<Scene, 'columns' | 'rows'>, { x, y, w, h }: Cells): boolean =>
  x >= 0 && y >= 0 && w >= 1 && h >= 1 && x + w <= scene.columns && y + h <= scene.rows;

const isFree = (scene: Scene, cells: Cells, but: string | null): boolean =>
  fits(scene, cells) && scene.tiles.every((tile) => tile.id === but || !cellsOverlap(tile, cells));

const withTile = (scene: Scene, id: string, change: Partial<SceneTile>): Scene => ({
  ...scene,
  tiles: scene.tiles.map((tile) => (tile.id === id ? { ...tile, ...change } : tile)),
});

const cellsOf = ({ x, y, w, h }: Cells): Cells => ({ x, y, w, h });

/** A tile at another place, of another size or both. */
export function placeTile(scene: Scene, id: string, cells: Cells): Changed {
  return isFree(scene, cells, id) ? withTile(scene, id, cellsOf(cells)) : null;
}

export function moveTile(scene: Scene, id: string, { dx, dy }: Step): Changed {
  const tile = scene.tiles.find((one) => one.id === id);
  return tile ? placeTile(scene, id, { ...cellsOf(tile), x: tile.x + dx, y: tile.y + dy }) : null;
}

/** Its lower right corner moves. */
export function resizeTile(scene: Scene, id: string, { dx, dy }: Step): Changed {
  const tile = scene.tiles.find((one) => one.id === id);
  return tile ? placeTile(scene, id, { ...cellsOf(tile), w: tile.w + dx, h: tile.h + dy }) : null;
}

export const removeTile = (scene: Scene, id: string): Scene => ({ ...scene, tiles: scene.tiles.filter((tile) => tile.id !== id) });

export const setProps = (scene: Scene, id: string, props: SceneTile['props']): Scene => withTile(scene, id, { props });

/** An id that no tile has yet: the kind's name, then with a number. */
function newId(scene: Scene, tile: string): string {
  const taken = new Set(scene.tiles.map(({ id }) => id));
  if (!taken.has(tile)) return tile;
  for (let n = 2; ; n++) if (!taken.has(`${tile}-${n}`)) return `${tile}-${n}`;
}

/**
 * A new tile in the first free place from the upper left: in its usual size, or else in the largest smaller one of the same shape.
 */
export function addTile(scene: Scene, tile: string, size: { w: number; h: number }): { scene: Scene; id: string } | null {
  for (let share = 1; share > 0.2; share -= 0.1) {
    const w = Math.max(1, Math.min(scene.columns, Math.round(size.w * share)));
    const h = Math.max(1, Math.min(scene.rows, Math.round(size.h * share)));
    for (let y = 0; y + h <= scene.rows; y++)
      for (let x = 0; x + w <= scene.columns; x++) {
        const cells = { x, y, w, h };
        if (!isFree(scene, cells, null)) continue;
        const id = newId(scene, tile);
        return { scene: { ...scene, tiles: [...scene.tiles, { id, tile, ...cells, props: {} }] }, id };
      }
  }
  return null;
}

/** The focus zone may lie over tiles, but within the grid; null: none. */
export function setFocus(scene: Scene, focus: Cells | null): Changed {
  return focus === null || fits(scene, focus) ? { ...scene, focus: focus && cellsOf(focus) } : null;
}

/** A scene of nothing but its grid. `groups`: 16:9 pictures across. */
export const emptyScene = (id: string, name: string, groups: number): Scene => ({
  id,
  name,
  columns: 24 * groups,
  rows: 26,
  tiles: [],
  focus: null,
});
