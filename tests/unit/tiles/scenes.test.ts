import { describe, expect, it } from 'vitest';
import { tileNamed } from '../../../client/tiles/registry.ts';
import { Scene } from '../../../shared/contract/scene.ts';
import { READY_SCENES, readyScene } from '../../../shared/rules/ready-scenes.ts';

const SCENES = READY_SCENES.flatMap(({ id }) => [1, 3].flatMap((groups) => readyScene(id, groups) ?? []));

describe.each(SCENES)('WALL7 scene $id, $columns columns wide', (scene) => {
  it('is a scene, names tiles that exist and gives them props that they take', () => {
    expect(Scene.safeParse(scene).success).toBe(true);
    expect(new Set(scene.tiles.map(({ id }) => id)).size).toBe(scene.tiles.length);
    for (const { tile, props } of scene.tiles) expect([tile, tileNamed(tile)?.props.safeParse(props).success]).toEqual([tile, true]);
  });
  it('covers every cell of its grid exactly once', () => {
    const cells = new Map<string, number>();
    for (const { x, y, w, h } of scene.tiles)
      for (let column = x; column < x + w; column++)
        for (let row = y; row < y + h; row++) cells.set(`${column},${row}`, (cells.get(`${column},${row}`) ?? 0) + 1);
    expect([...cells].filter(([, n]) => n > 1)).toEqual([]);
    expect(cells.size).toBe(scene.columns * scene.rows);
  });
});
