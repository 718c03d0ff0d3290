import { EXPOSURE_GRID, type ExposureCell } from '../../../shared/contract/glass.ts';
import type { Scene } from '../../../shared/contract/scene.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import { canvasOf, cellsRect, partOf, type Rect, sceneRect } from '../../../shared/rules/wall-canvas.ts';
import { regionOf } from './expectation.ts';

/**
 * What wears a panel, as far as a server can know it: how long the same tile of the same scene stood on the same part of a display.
 * `tiles`: `scene/tile`, once each. `cells`: row by row, hours by index into `tiles`, with what was let go counted in `other`.
 */
export type Exposure = { since: number; tiles: string[]; cells: { hours: [tile: number, hours: number][]; other: number }[] };

const HOUR_MS = 3_600_000;
/** Tiles that are told apart in a cell; the rest is counted together, so a row stays small for years. */
const TILES_PER_CELL = 6;
const round = (hours: number): number => Math.round(hours * 10_000) / 10_000;

export const emptyExposure = (since: number): Exposure => ({
  since,
  tiles: [],
  cells: Array.from({ length: EXPOSURE_GRID.columns * EXPOSURE_GRID.rows }, () => ({ hours: [], other: 0 })),
});

/** Which tile of a scene stands on each cell of a display; null: none. `fullTile`: the one that has the whole wall. */
export function tilesOnCells(
  scene: Scene,
  { geometry, position, fullTile }: { geometry: WallGeometry | null; position: string; fullTile: string | null },
): (string | null)[] {
  const canvas = geometry === null ? { w: 16_000, h: 9_000 } : canvasOf(geometry);
  const region = regionOf(geometry, position);
  const part: Rect = geometry !== null && region !== null ? partOf(geometry, region) : { x: 0, y: 0, ...canvas };
  const on = sceneRect(canvas, scene);
  const whole = scene.tiles.find(({ id }) => id === fullTile);
  const rects = scene.tiles.map((tile) => ({ id: tile.id, rect: cellsRect(scene, on, tile) }));
  const { columns, rows } = EXPOSURE_GRID;
  return Array.from({ length: columns * rows }, (_, i) => {
    const x = part.x + ((i % columns) + 0.5) * (part.w / columns);
    const y = part.y + (Math.floor(i / columns) + 0.5) * (part.h / rows);
    if (whole) return whole.id;
    return rects.find(({ rect }) => x >= rect.x && x < rect.x + rect.w && y >= rect.y && y < rect.y + rect.h)?.id ?? null;
  });
}

/** With `ms` more of a scene's tiles at a light of `level` (0 to 1). */
export function exposed(before: Exposure, scene: string, on: readonly (string | null)[], ms: number, level: number): Exposure {
  const tiles = [...before.tiles];
  const indexOf = (key: string): number => {
    const known = tiles.indexOf(key);
    return known >= 0 ? known : tiles.push(key) - 1;
  };
  const more = (ms / HOUR_MS) * level;
  const cells = before.cells.map((cell, i) => {
    const tile = on[i] ?? null;
    if (tile === null) return cell;
    const index = indexOf(`${scene}/${tile}`);
    const had = cell.hours.find(([one]) => one === index);
    const hours = cell.hours.filter((one) => one !== had).concat([[index, (had?.[1] ?? 0) + more]]);
    if (hours.length <= TILES_PER_CELL) return { ...cell, hours };
    // The shortest goes, but not the one that stands there now: it would never get anywhere.
    const least = hours.slice(0, -1).reduce((a, b) => (b[1] < a[1] ? b : a));
    return { hours: hours.filter((one) => one !== least), other: cell.other + least[1] };
  });
  return compact({ since: before.since, tiles, cells });
}

/** Without the names that no cell speaks of any more. */
function compact({ since, tiles, cells }: Exposure): Exposure {
  const used = [...new Set(cells.flatMap(({ hours }) => hours.map(([tile]) => tile)))].toSorted((a, b) => a - b);
  if (used.length === tiles.length) return { since, tiles, cells };
  const place = new Map(used.map((tile, i) => [tile, i]));
  return {
    since,
    tiles: used.map((tile) => tiles[tile] ?? ''),
    cells: cells.map(({ hours, other }) => ({ hours: hours.map(([tile, at]) => [place.get(tile) ?? 0, at] as [number, number]), other })),
  };
}

/** Each cell with the tile that stood there longest. */
export function exposureCells({ tiles, cells }: Exposure): (ExposureCell | null)[] {
  return cells.map(({ hours, other }) => {
    const [first, ...rest] = hours;
    if (!first) return null;
    const [tile, longest] = rest.reduce((a, b) => (b[1] > a[1] ? b : a), first);
    const [scene = '', name = ''] = (tiles[tile] ?? '').split('/');
    const lit = hours.reduce((sum, [, one]) => sum + one, other);
    return { scene, tile: name, hours: round(longest), lit: round(lit) };
  });
}
