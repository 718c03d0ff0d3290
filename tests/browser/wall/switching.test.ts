import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WallDirected } from '../../../shared/contract/direction.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { openStage, type Stage } from '../../visual/stage.ts';

/** Real windows of one wall in a real browser, under the one clock of this machine. */

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const display = (position: number): Promise<{ page: Page; faults: string[] }> =>
  stage.open(`case=storm&clock=real&wall=9x3&display=${position}`, '1080p');

/** Notes at each frame which scene is on the glass, and when. */
const watch = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: { scene: string; at: number }[] = [];
    Object.assign(window, { seen });
    const look = (): void => {
      const scene = document.querySelector<HTMLElement>('.picture')?.dataset.scene ?? '';
      if (seen.at(-1)?.scene !== scene) seen.push({ scene, at: Date.now() });
      requestAnimationFrame(look);
    };
    look();
  });
const seenBy = (page: Page): Promise<{ scene: string; at: number }[]> => page.evaluate(() => (window as unknown as { seen: [] }).seen);
const tell = (page: Page, direction: Partial<WallDirected>): Promise<void> => page.evaluate((what) => window.stage.tell(what), direction);

test('SWITCH6 two displays change in the same moment, each says when it had painted it, and one that is opened later is right at once', async () => {
  const all = await Promise.all([display(1), display(3)]);
  await Promise.all(all.map(({ page }) => watch(page)));
  expect(await all[0]?.page.evaluate(() => window.stage.painted?.switchedAt ?? null)).toBeNull();

  const showAt = epochMs(Date.now() + 4000);
  const override = { scene: 'traffic', reason: null, since: showAt, until: epochMs(showAt + 3_600_000) };
  const direction = { revision: 1, showAt, override };
  for (const { page } of all) await tell(page, direction);
  // Ready before its moment, and not seen.
  for (const { page } of all) {
    await page.waitForSelector('.picture__coming', { state: 'attached' });
    expect(
      await page.$$eval('.picture__coming', (places) => places.every((place) => getComputedStyle(place).visibility === 'hidden')),
    ).toBe(true);
  }
  await Promise.all(
    all.map(({ page }) => page.waitForFunction(() => window.stage.painted?.scene === 'traffic' && window.stage.painted.switchedAt)),
  );

  const changes = await Promise.all(all.map(async ({ page }) => (await seenBy(page)).map(({ scene, at }) => ({ scene, ms: at - showAt }))));
  for (const change of changes) {
    expect(change.map(({ scene }) => scene)).toEqual(['standby', 'traffic']);
    expect(change[1]?.ms).toBeGreaterThanOrEqual(0);
  }
  const painted = await Promise.all(all.map(({ page }) => page.evaluate(() => window.stage.painted)));
  const skews = painted.map((report) => (report?.switchedAt ?? 0) - showAt);
  for (const report of painted)
    expect(report).toMatchObject({ direction: 1, scene: 'traffic', sceneRevision: 1, replaying: null, broken: [] });
  expect(Math.min(...skews)).toBeGreaterThanOrEqual(0);
  // The rule is a tenth of a second; two pages that paint in software on two shared cores are given three.
  expect(Math.max(...skews) - Math.min(...skews)).toBeLessThan(300);

  const late = await stage.open(
    `case=storm&clock=real&wall=9x3&display=2&direction=${encodeURIComponent(JSON.stringify(direction))}`,
    '1080p',
  );
  await watch(late.page);
  await late.page.waitForFunction(() => window.stage.painted?.scene === 'traffic');
  expect((await seenBy(late.page)).map(({ scene }) => scene)).toEqual(['traffic']);
  expect(await late.page.evaluate(() => window.stage.painted?.switchedAt ?? null)).toBeNull();
  for (const { page, faults } of [...all, late]) {
    expect(faults).toEqual([]);
    await page.close();
  }
});
