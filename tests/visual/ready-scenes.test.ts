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
    { size: SHOTS === null ? '1080p' : '2160p', query: 'drill=16:10&wall=1x1', wall: '1x1', groups: 1 },
    { size: '9x3', query: 'drill=16:10&wall=9x3&display=all', wall: '9x3', groups: 3 },
  ] as const)(
    'LEGIB7 at $size nothing is refused',
    async ({ size, query, wall, groups }) => {
      const { page, faults } = await stage.open(query, size as Size);
      const refused: string[] = [];
      for (const [i, { id }] of READY_SCENES.entries()) {
        const scene = readyScene(id, groups);
        await page.evaluate(([scene, revision]) => window.stage.tell({ emergency: { scene, reason: 'x', since: 0 }, revision } as never), [
          id,
          i + 2,
        ] as const);
        await page.locator(`.picture[data-scene="${id}"], [data-scene="${id}"]`).first().waitFor();
        await page.waitForFunction(() => document.querySelector('.wall__place') && document.getAnimations().length === 0);
        // As text: the page imports it from the stage's server, untouched by what runs this test.
        const found: Finding[] = await page.evaluate(`(async () => {
        const { checkScene } = await import('/@fs${CHECK}');
        const { geometryNamed } = await import('/@fs${WALLS}');
        const look = { id: 'wall', name: null, geometry: geometryNamed('${wall}'), groups: ${groups} };
        return checkScene(document.body, ${JSON.stringify(scene)}, look);
      })()`);
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
