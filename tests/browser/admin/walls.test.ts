import axe from 'axe-core';
import type { Browser as Chromium, Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import { type SignedIn, setUpAdministrator } from '../../support/administrator.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { printedLinks } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';

/** A real wall, a real administrator beside it, the built client and server, a real PostgreSQL. */

/** The desk has no map, the wall has one: the smaller it is, the more of both cores is left to the rest. */
const WALL_SIZE = process.env.SHOTS ? { width: 1920, height: 1080 } : { width: 960, height: 540 };
let chromium: Chromium;
let atDesk: Chromium;
let server: ServerProcess;
let admin: SignedIn;

beforeAll(async () => {
  server = await startServerProcess({ env: { DRILL: 'auto' } });
  [chromium, atDesk] = await Promise.all([openChromium(), openChromium({ webgl: false })]);
  admin = await setUpAdministrator(server.url, printedLinks(server).setUp);
});

async function openDesk(path: string, colorScheme: 'dark' | 'light', size = { width: 1440, height: 900 }) {
  const context = await atDesk.newContext({ viewport: size, colorScheme });
  const pairs = admin.browser.cookie.split('; ').map((pair) => pair.split('=') as [string, string]);
  // Chromium takes a `__Host-` cookie from outside only as one of https.
  await context.addCookies(
    pairs.map(([name, value]) => ({ name, value, url: 'https://127.0.0.1/', secure: true, httpOnly: true, sameSite: 'Strict' as const })),
  );
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.goto(server.url + path);
  return { page, context, watch };
}

async function faultsOfAxe(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
}
const shot = async (page: Page, name: string): Promise<void> => {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
};

test('AUD3 with the keyboard alone the room is said at a desk; the wall shows who is in it, and what that room may see', async () => {
  const wallContext = await chromium.newContext({ viewport: WALL_SIZE });
  const wall = await wallContext.newPage();
  const onWall = watchConsole(wall);
  await wall.goto(printedLinks(server).wall);
  await wall.waitForSelector('.wall[data-link="live"] .tile[data-state="live"]', { timeout: 30_000 });
  expect(await wall.$('.wall__audience')).toBeNull();

  const { page, watch, context } = await openDesk('/admin/walls', 'dark');
  await page.waitForSelector('.walls-audience[data-selected]');
  const choices = await page.$$eval('.walls-audience', (buttons) => buttons.map(({ textContent }) => textContent));
  expect(choices).toHaveLength(4);
  expect(choices[0]).toContain('Được xem: công khai, nội bộ');
  expect(choices[2]).toContain('Được xem: công khai');
  expect(choices[2]).not.toContain('nội bộ');
  expect(choices[3]).toContain('không hiển thị');
  expect(await faultsOfAxe(page)).toEqual([]);
  await shot(page, 'walls-dark');

  // From the chosen one, two to the right: the visitors.
  await page.focus('.walls-audience[data-selected]');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.walls-audience[data-selected]:has-text("Khách tham quan")');
  await page.waitForSelector('.desk-banner:has-text("Khách tham quan")');
  await wall.waitForSelector('.wall__audience[data-audience="visitors"]');
  expect(await wall.textContent('.wall__audience')).toContain('Đang có khách');
  expect(await wall.textContent('.wall__audience')).toContain('chỉ hiển thị dữ liệu công khai');
  await wall.waitForSelector('.wall[data-link="live"]');
  expect(await wall.$$('.wall button, .wall input')).toEqual([]);
  await shot(wall, 'wall-visitors');
  await shot(page, 'walls-chosen');
  expect(await page.evaluate(() => document.activeElement?.className)).toContain('walls-audience');

  const light = await openDesk('/admin/revocation', 'light', { width: 1920, height: 1080 });
  await light.page.waitForSelector('text=chuyển sang khách tham quan');
  expect(await light.page.textContent('main')).toContain('Chậm nhất');
  expect(await faultsOfAxe(light.page)).toEqual([]);
  await shot(light.page, 'revocation-light');
  await light.page.goto(`${server.url}/admin/walls`);
  await light.page.waitForSelector('.walls-audience[data-selected]');
  expect(await faultsOfAxe(light.page)).toEqual([]);
  await shot(light.page, 'walls-light');

  for (const one of [watch, onWall, light.watch]) one.assertClean();
  for (const one of [context, wallContext, light.context]) await one.close();
});
