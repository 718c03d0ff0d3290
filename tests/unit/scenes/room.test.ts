import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TILES } from '../../../client/tiles/registry.ts';
import { Scene } from '../../../shared/contract/scene.ts';
import { READY_SCENES, readyScene } from '../../../shared/rules/ready-scenes.ts';
import { referenceWall } from '../../../shared/rules/reference-wall.ts';
import { LEAST_ROOM_U, roomOf } from '../../../shared/rules/tile-room.ts';

const sceneOf = (tile: string, [x, y, w, h]: readonly [number, number, number, number], columns = 24): Scene =>
  Scene.parse({ id: 'thu', name: 'Thử', columns, rows: 26, tiles: [{ id: `o-${tile}`, tile, x, y, w, h, props: {} }] });

describe('LEGIB8 what the server judges without a layout', () => {
  test('every tile that there is says how much room it needs, and every ready scene has it', () => {
    expect(Object.keys(LEAST_ROOM_U).sort()).toEqual(TILES.map(({ name }) => name).sort());
    for (const { id } of READY_SCENES)
      for (const [groups, geometry] of [
        [1, null],
        [3, referenceWall()],
      ] as const) {
        const scene = readyScene(id, groups);
        expect(scene && roomOf(scene, geometry), id).toEqual([]);
      }
  });

  test('what is too small is refused by name, and the size that is named passes', () => {
    expect(roomOf(sceneOf('field-reports', [0, 0, 10, 1]), null)).toMatchObject([
      { tile: 'o-field-reports', kind: 'too-small', verdict: 'refuse', cells: { w: 10, h: 3 } },
    ]);
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(LEAST_ROOM_U)),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 0, max: 20 }),
        fc.constantFrom(1, 3),
        (tile, w, h, y, groups) => {
          const geometry = groups === 3 ? referenceWall(3, 1, { gapYMm: 60 }) : null;
          const [found] = roomOf(sceneOf(tile, [0, y, w, h], 24 * groups), geometry);
          if (!found?.cells) return;
          const { cells } = found;
          if (y + cells.h > 26) return;
          expect([cells.w, cells.h]).not.toEqual([w, h]);
          expect(roomOf(sceneOf(tile, [0, y, cells.w, cells.h], 24 * groups), geometry)).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('a line that a gap between panels cuts is refused, one beside the gap is not', () => {
    const wide = referenceWall(3, 1, { gapYMm: 120 });
    // 26 rows over three panels: the first gap lies in the ninth row.
    expect(roomOf(sceneOf('ticker', [0, 8, 72, 1], 72), wide)).toMatchObject([{ tile: 'o-ticker', kind: 'across-seam', capPx: null }]);
    expect(roomOf(sceneOf('ticker', [0, 4, 72, 1], 72), wide)).toEqual([]);
    expect(roomOf(sceneOf('ticker', [0, 8, 72, 3], 72), wide)).toEqual([]);
  });
});
