import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { READY_SCENES, readyScene } from '../../shared/rules/ready-scenes.ts';
import { unlikeKept } from './kept-pictures.ts';
import { openStage, SIZES, type Stage, twoFrames } from './stage.ts';
import { momentOf } from './worlds.ts';

/**
 * Every ready scene in the storm of the drill, on one picture and on the reference wall, drawn once: for what the legibility check
 * says, and for its picture. `SCREENSHOTS`: a folder for the pictures in full size.
 */
const SHOTS = process.env.SCREENSHOTS ?? null;
/** For Chromium, to see what another one would paint. */
const FLAGS = process.env.CHROMIUM_FLAGS?.split(' ') ?? [];
const LATE_MS = 3000;
const HOUR = '16:10';
const AT = momentOf(HOUR);
const OVERRIDE = { reason: 'Xem từng cảnh', since: 0, until: momentOf('18:00') };
const hasMap = (id: string): boolean => readyScene(id, 1)?.tiles.some(({ tile }) => tile === 'map') ?? false;
const [WITH_MAP, WITHOUT] = [READY_SCENES.filter(({ id }) => hasMap(id)), READY_SCENES.filter(({ id }) => !hasMap(id))];
/** On a wide wall all domains stand alike: two of them, one that cameras see and one that they do not, are looked at for all. */
const WIDE_LIKE_OTHERS = READY_SCENES.map(({ id }) => id).filter(
  (id) => id.startsWith('domain-') && id !== 'domain-traffic' && id !== 'domain-citizen',
);

/** One page for all, and one map: to make another takes seconds, so that scenes without one stand at the beginning and at the end. */
const WALLS = [
  {
    wall: '1x1',
    title: '3840 × 2160',
    size: '2160p',
    kept: { width: 960, height: 540 },
    scenes: [...WITHOUT, ...WITH_MAP],
    unseen: [] as string[],
  },
  {
    wall: '9x3',
    title: 'the reference wall, at a third of its 17,280 × 3,240',
    size: '9x3',
    kept: { width: 1440, height: 270 },
    scenes: [...WITH_MAP, ...WITHOUT],
    unseen: WIDE_LIKE_OTHERS,
  },
] as const;

let stage: Stage;
let page: Page;
let faults: string[];
let screenshot: () => Promise<Buffer>;
let revision = 1;
beforeAll(async () => {
  if (SHOTS !== null) mkdirSync(SHOTS, { recursive: true });
  stage = await openStage({ flags: FLAGS });
  const [{ wall, size }] = WALLS;
  ({ page, faults } = await stage.open(`drill=${HOUR}&wall=${wall}&display=all&scene=${WITHOUT[0]?.id}&map&still`, size));
  const devtools = await page.context().newCDPSession(page);
  screenshot = async () => {
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
    return Buffer.from(data, 'base64');
  };
});
afterAll(() => stage.close());

describe.each(WALLS)('$title', ({ wall, size, kept, scenes, unseen }) => {
  beforeAll(async () => {
    await page.evaluate(() => window.stage.still?.hide());
    await page.setViewportSize(SIZES[size]);
    await page.evaluate((name) => window.stage.hang(name), wall);
  });

  test.each(scenes)('LEGIB7 SCENE9 $id can be published as it is, and looks as it was kept', async ({ id }) => {
    await page.evaluate(
      ([direction, number, before]) => {
        window.stage.still?.hide();
        window.stage.setNow(before);
        window.stage.tell({ override: direction, revision: number } as never);
      },
      [{ ...OVERRIDE, scene: id }, ++revision, AT - 1000] as const,
    );
    await page.waitForFunction((scene) => document.querySelector(`.picture[data-scene="${scene}"]`) && window.stage.still?.rests(), id);
    // Legends count once a second: the second that is shown turns when all that they count is there.
    await page.evaluate((at) => window.stage.setNow(at), AT);
    await page.waitForFunction(() => window.stage.still?.rests());
    const found = await page.evaluate((scene) => window.stage.check(scene), id);
    expect(faults).toEqual([]);
    expect(found.filter(({ verdict }) => verdict === 'refuse')).toEqual([]);
    if (SHOTS === null && unseen.includes(id)) return;
    // A machine that is busy may paint late.
    const endsAt = performance.now() + LATE_MS;
    const unlike = await vi.waitUntil(
      async () => {
        await page.evaluate(() => window.stage.still?.draw());
        await twoFrames(page);
        const picture = await screenshot();
        if (SHOTS !== null) writeFileSync(join(SHOTS, `${id}-${size}.png`), picture);
        const seen = unseen.includes(id) ? null : await unlikeKept(`${wall}/${id}`, picture, kept);
        return seen === null || performance.now() > endsAt ? { seen } : null;
      },
      { timeout: 60_000, interval: 300 },
    );
    expect(unlike.seen).toBeNull();
  });
});
