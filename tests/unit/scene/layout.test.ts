import { describe, expect, it } from 'vitest';
import { boxOf, type Glass, glassOf, sceneOn, tilesArea } from '../../../client/scene/layout.ts';
import { cellsOverlap, GROUP } from '../../../shared/contract/scene.ts';
import type { WallGeometry } from '../../../shared/contract/wall.ts';
import { readyScene } from '../../../shared/rules/ready-scenes.ts';
import { referenceWall } from '../../../shared/rules/reference-wall.ts';
import {
  canvasOf,
  cellsRect,
  groupsAcross,
  intersection,
  partOf,
  type Rect,
  sceneRect,
  seamsOf,
} from '../../../shared/rules/wall-canvas.ts';

const WALLS: [string, WallGeometry][] = [
  ['3 displays', referenceWall(3, 1)],
  ['9 displays', referenceWall(9, 1)],
  ['27 displays', referenceWall(9, 3)],
];
const partsOf = (geometry: WallGeometry): Rect[] => geometry.displays.map((display) => partOf(geometry, display));
/** Each display as it is: its own graphics card, its own window. */
const glasses = (geometry: WallGeometry, px = 1): Glass[] =>
  geometry.displays.map((display) => {
    const { w, h } = partOf(geometry, display);
    return glassOf(geometry, display, { w: w * px, h: h * px });
  });

describe.each(WALLS)('CANVAS1 the reference wall on %s', (_, geometry) => {
  it('is 17,280 × 3,240 of panels and the gaps between them', () => {
    const gap = (3.5 * 1920) / 1209.6;
    const { w, h } = canvasOf(geometry);
    expect(w).toBeCloseTo(17_280 + 8 * gap, 6);
    expect(h).toBeCloseTo(3240 + 2 * gap, 6);
    expect(groupsAcross(geometry)).toBe(3);
    expect(seamsOf(geometry).x).toHaveLength(8);
    expect(canvasOf(referenceWall(3, 1, { gapXMm: 0, gapYMm: 0 }))).toEqual({ w: 17_280, h: 3240 });
  });

  it('is shown once: no two displays share a point, and what none shows is the gaps between them', () => {
    const parts = partsOf(geometry);
    for (const [i, part] of parts.entries()) for (const other of parts.slice(0, i)) expect(intersection(part, other)).toBeNull();
    const canvas = canvasOf(geometry);
    const shown = parts.reduce((sum, { w, h }) => sum + w * h, 0);
    const gap = (3.5 * 1920) / 1209.6;
    const columns = new Set(parts.map(({ x }) => Math.round(x))).size;
    const rows = parts.length / columns;
    expect(shown).toBeCloseTo((canvas.w - (columns - 1) * gap) * (canvas.h - (rows - 1) * gap), 3);
  });

  it.each([1, 0.5, 1 / 3])(
    'CANVAS2 a tile is of one size on all displays, and its parts lie on one line, in windows of %f of the pixels',
    (px) => {
      const scene = readyScene('standby', 3);
      if (!scene) throw new Error('no scene');
      const all = glasses(geometry, px);
      for (const cells of scene.tiles) {
        const sizes = new Set<string>();
        for (const glass of all) {
          const rect = cellsRect(scene, sceneOn(glass, tilesArea(glass, 2.25, true), scene), cells);
          const box = boxOf(glass, rect);
          if (!box) continue;
          // Where this display thinks the tile begins, as a point of the canvas.
          expect(Math.abs(glass.part.x + box.left / glass.scale - rect.x)).toBeLessThanOrEqual(0.5001 / glass.scale);
          expect(Math.abs(glass.part.y + box.top / glass.scale - rect.y)).toBeLessThanOrEqual(0.5001 / glass.scale);
          if (!box.part) continue;
          sizes.add(`${box.width} × ${box.height}`);
          const { full, x, y, w, h } = box.part;
          expect(full).toEqual({ w: box.width, h: box.height });
          expect(x >= 0 && y >= 0 && x + w <= full.w && y + h <= full.h).toBe(true);
          // All that is seen of it here, wherever the picture wanders to, is in its part.
          const margin = 0.3 * glass.u;
          expect(box.left + x <= -margin || x === 0).toBe(true);
          expect(box.left + x + w >= glass.part.w * glass.scale + margin || x + w === full.w).toBe(true);
        }
        expect(sizes.size).toBeLessThanOrEqual(1);
      }
    },
  );

  it('CANVAS4 one unit is the same length on every display: 22′ at the farthest seat', () => {
    for (const px of [1, 0.5]) {
      const units = new Set(glasses(geometry, px).map(({ u }) => u));
      expect(units.size).toBe(1);
      const [u = 0] = units;
      // 6 m, 22′: 38.4 mm of cap height; a panel's pixel is 0.63 mm.
      expect(u / px / (1080 / 680.4)).toBeCloseTo(38.4, 0);
    }
  });
});

describe('CANVAS3 the tiles of a scene on one screen', () => {
  it.each([
    [1920, 1080],
    [3840, 2160],
    [1366, 768],
    [1283, 717],
  ])('share their edges in whole pixels at %i × %i: no gap, none on another', (w, h) => {
    const scene = readyScene('storm', 1);
    if (!scene) throw new Error('no scene');
    const glass = glassOf(null, null, { w, h });
    const area = tilesArea(glass, 2.25, false);
    const boxes = scene.tiles.map((tile) => ({ tile, box: boxOf(glass, cellsRect(scene, sceneOn(glass, area, scene), tile)) }));
    for (const { tile, box } of boxes) {
      if (!box) throw new Error('a single screen shows every tile');
      for (const edge of [box.left, box.top, box.width, box.height]) expect(Number.isInteger(edge)).toBe(true);
      expect(box.left >= 0 && box.top >= 0 && box.left + box.width <= w && box.top + box.height <= h).toBe(true);
      const right = boxes.find((other) => other.tile.x === tile.x + tile.w && cellsOverlap({ ...other.tile, x: tile.x }, tile));
      if (right?.box) expect(right.box.left).toBe(box.left + box.width);
      const below = boxes.find((other) => other.tile.y === tile.y + tile.h && cellsOverlap({ ...other.tile, y: tile.y }, tile));
      if (below?.box) expect(below.box.top).toBe(box.top + box.height);
    }
  });

  it('fill a wall of their shape, and stand in the middle of another, never stretched', () => {
    const canvas = canvasOf(referenceWall(3, 1));
    expect(sceneRect(canvas, { columns: 72, rows: 26 })).toEqual({ x: 0, y: 0, ...canvas });
    const one = sceneRect(canvas, { columns: GROUP.columns, rows: GROUP.rows });
    expect(one.w / one.h).toBeCloseTo(16 / 9, 6);
    expect(one.x).toBeCloseTo((canvas.w - one.w) / 2, 6);
    const wide = sceneRect({ w: 1920, h: 1080 }, { columns: 72, rows: 26 });
    expect(wide.w / wide.h).toBeCloseTo(16 / 3, 6);
    expect(wide.y).toBeCloseTo((1080 - wide.h) / 2, 6);
  });

  it('fill a screen that nobody measured, whatever its shape', () => {
    const glass = glassOf(null, null, { w: 1080, h: 1920 });
    const area = tilesArea(glass, 0, false);
    expect(sceneOn(glass, area, { columns: 24, rows: 26 })).toBe(area);
  });
});
