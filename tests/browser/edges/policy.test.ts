import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RunningServer } from '../../../server/app/server.ts';
import { openChromium } from '../../support/chromium.ts';
import { ownServer } from '../../support/own-server.ts';
import { testDatabase } from '../../support/postgres.ts';
import { knownDisplay, knownPerson } from '../../support/principals.ts';

let server: RunningServer;
let context: BrowserContext;
let asDisplay: string;
let asAdministrator: string;
beforeAll(async () => {
  const { url, database } = await testDatabase();
  // With the drill there is a map on the wall, its worker and its marks.
  server = await ownServer(url, { DRILL: 'auto' });
  asDisplay = (await knownDisplay(database, 'operators')).cookie;
  asAdministrator = (await knownPerson(database, 'administrator', null)).cookie;
  context = await (await openChromium()).newContext({ viewport: { width: 1280, height: 720 } });
});
afterAll(async () => {
  await context?.close();
  await server?.close();
});

/** Opens a page as somebody and hears every complaint about the policy, wherever in the page it is raised. */
async function open(path: string, cookie: string | null): Promise<{ page: Page; broken: string[] }> {
  await context.clearCookies();
  const [name = '', value = ''] = cookie?.split('=') ?? [];
  if (cookie) {
    await context.addCookies([{ name, value, domain: '127.0.0.1', path: '/', secure: true, httpOnly: true, sameSite: 'Strict' }]);
  }
  const page = await context.newPage();
  const broken: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Permissions-Policy|Refused to/i.test(message.text())) broken.push(message.text());
  });
  await page.goto(`${server.origin}${path}`);
  return { page, broken };
}

test.each([
  ['/login', null, '#root input'],
  ['/wall', null, '#root > *'],
  ['/wall', 'display', 'canvas'],
  ['/admin', 'administrator', '#root main, #root nav'],
  ['/admin/people', 'administrator', '#root main, #root nav'],
  ['/ingest/try', 'administrator', '#root > *'],
] as const)('SEC14 the built %s (%s) breaks nothing of the policy', async (path, as, shows) => {
  const { page, broken } = await open(path, as === null ? null : as === 'display' ? asDisplay : asAdministrator);
  await page.locator(shows).first().waitFor({ state: 'attached' });
  // Whatever a press, a focus or a menu puts into the page comes with the first of them.
  for (const control of await page.locator('button:visible, input:visible, a:visible').all()) await control.focus();
  await page.keyboard.press('Tab');
  await page.waitForFunction(() => document.readyState === 'complete');
  expect(broken).toEqual([]);
  await page.close();
});

test('SEC14 the policy would be heard if it were broken', async () => {
  const { page, broken } = await open('/login', null);
  const blocked = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective));
        const script = document.createElement('script');
        script.textContent = 'window.broken = true';
        document.body.append(script);
      }),
  );
  expect(await blocked).toBe('script-src-elem');
  expect(await page.evaluate(() => 'broken' in window)).toBe(false);
  expect(broken.length).toBeGreaterThan(0);
  await page.close();
});

test('SEC14 no page of another frames us', async () => {
  const page = await context.newPage();
  await page.setContent(`<iframe src="${server.origin}/login"></iframe>`);
  const frame = page.frames().find((one) => one !== page.mainFrame());
  await expect.poll(() => frame?.url()).toMatch(/chrome-error/);
  await page.close();
});
