import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../shared/rules/legibility.ts';
import { READY_SCENES, readyScene } from '../../shared/rules/ready-scenes.ts';
import { openStage, type Size, type Stage } from './stage.ts';

/** Every ready scene in the storm of the drill, on one picture and on the reference wall; `SCREENSHOTS`: a folder for their pictures. */

const SHOTS = process.env.SCREENSHOTS ?? null;
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const CHECK = new URL('../../client/screens/scenes/check-scene.ts', import.meta.url).pathname;
const WALLS = new URL('./reference-wall.ts', import.meta.url).pathname;

describe('LEGIB7 every ready scene can be published as it is', () => {
  test.each([
    { size: '2160p', query: 'drill=16:10&wall=1x1', wall: '1x1', groups: 1 },
    { size: '9x3', query: 'drill=16:10&wall=9x3&display=all', wall: '9x3', groups: 3 },
  ] as const)(
    'LEGIB7 at $size nothing is refused',
    async ({ size, query, wall, groups }) => {
      const { page, faults } = await stage.open(query, size as Size);
      const refused: string[] = [];
      for (const { id } of READY_SCENES) {
        const scene = readyScene(id, groups);
        await page.evaluate((scene) => window.stage.tell({ emergency: { scene, reason: 'x', since: 0 } } as never), id);
        await page.locator(`.picture[data-scene="${id}"], [data-scene="${id}"]`).first().waitFor();
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        const found: Finding[] = await page.evaluate(
          async ({ check, walls, scene, wall, groups }) => {
            const { checkScene } = await import(/* @vite-ignore */ `/@fs${check}`);
            const { geometryNamed } = await import(/* @vite-ignore */ `/@fs${walls}`);
            return checkScene(document.body, scene, { id: wall, name: null, geometry: geometryNamed(wall), groups });
          },
          { check: CHECK, walls: WALLS, scene, wall, groups },
        );
        refused.push(
          ...found
            .filter(({ verdict }) => verdict === 'refuse')
            .map(({ tile, kind, text, found: n, needed }) => `${id} ${tile} ${kind} ${text} ${n} of ${needed}`),
        );
        if (SHOTS !== null) {
          mkdirSync(SHOTS, { recursive: true });
          await page.screenshot({ path: join(SHOTS, `${id}-${size}.png`) });
        }
      }
      await page.close();
      expect(faults).toEqual([]);
      expect(refused).toEqual([]);
    },
    240_000,
  );
});
