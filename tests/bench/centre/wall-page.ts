import type { Page } from 'playwright-core';

const PATIENCE_MS = 120_000;

/**
 * Waits until a wall stands: its tiles placed, its link live, its map drawn, and that painted. Answers when the page says it was,
 * in milliseconds since 1970.
 */
export async function untilPainted(page: Page): Promise<number> {
  await page.waitForFunction(
    () => {
      const wall = document.querySelector<HTMLElement>('main.wall');
      return (
        wall?.dataset.link === 'live' && wall.querySelector('.wall__place') !== null && wall.querySelector('.maplibregl-canvas') !== null
      );
    },
    undefined,
    { timeout: PATIENCE_MS, polling: 'raf' },
  );
  return page.evaluate(
    () =>
      new Promise<number>((done) => {
        // The frame after the next one: the first has been handed to the screen by then.
        requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
      }),
  );
}
