import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { READY_SCENES, readyScene } from '../../shared/rules/ready-scenes.ts';
import { unlikeKept } from './kept-pictures.ts';
import { openStage, type Stage, twoFrames } from './stage.ts';
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
/** Those without a map last: to make one anew takes seconds. */
const hasMap = ({ id }: { id: string }): boolean => readyScene(id, 1)?.tiles.some(({ tile }) => tile === 'map') ?? false;
const SCENES = [...READY_SCENES].sort((a, b) => Number(hasMap(b)) - Number(hasMap(a)));

let stage: Stage;
beforeAll(async () => {
  if (SHOTS !== null) mkdirSync(SHOTS, { recursive: true });
  stage = await openStage({ flags: FLAGS });
});
afterAll(() => stage.close());

const WALLS = [
  { title: '3840 × 2160', size: '2160p', display: '1x1', kept: { width: 960, height: 540 } },
  { title: 'the reference wall, at a third of its 17,280 × 3,240', size: '9x3', display: '9x3', kept: { width: 1440, height: 270 } },
] as const;

describe.each(WALLS)('$title', ({ size, display, kept }) => {
  let page: Page;
  let faults: string[];
  let screenshot: () => Promise<Buffer>;
  let revision = 1;
  beforeAll(async () => {
    ({ page, faults } = await stage.open(`drill=${HOUR}&wall=${display}&display=all&map&still`, size));
    const devtools = await page.context().newCDPSession(page);
    screenshot = async () => {
      const { data } = await devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
      return Buffer.from(data, 'base64');
    };
  });
  afterAll(() => page.close());

  test.each(SCENES)('LEGIB7 SCENE9 $id can be published as it is, and looks as it was kept', async ({ id }) => {
    await page.evaluate(
      ([direction, number, before]) => {
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
    // A machine that is busy may paint late.
    const endsAt = performance.now() + LATE_MS;
    const unlike = await vi.waitUntil(
      async () => {
        await page.evaluate(() => window.stage.still?.draw());
        await twoFrames(page);
        const picture = await screenshot();
        if (SHOTS !== null) writeFileSync(join(SHOTS, `${id}-${size}.png`), picture);
        const seen = await unlikeKept(`${display}/${id}`, picture, kept);
        return seen === null || performance.now() > endsAt ? { seen } : null;
      },
      { timeout: 60_000, interval: 300 },
    );
    expect(faults).toEqual([]);
    expect(found.filter(({ verdict }) => verdict === 'refuse')).toEqual([]);
    expect(unlike.seen).toBeNull();
  });
});
