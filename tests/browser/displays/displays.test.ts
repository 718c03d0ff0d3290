import axe from 'axe-core';
import type { BrowserContext, Browser as Chromium, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SignedIn, setUpAdministrator } from '../../support/administrator.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { printedLinks } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

/** A real wall without a token, a real administrator, the built client and server, a real PostgreSQL. */

const WALL = 'tuong-lon';
const CUT = /socket|ERR_|WebSocket|50\d|fetch|responded with a status/i;
let chromium: Chromium;
let db: TestDatabase;
let server: ServerProcess;
let proxy: TcpProxy;
let admin: SignedIn;

beforeAll(async () => {
  db = await testDatabase();
  server = await startServerProcess({ env: { DRILL: 'auto', DATABASE_URL: db.url } });
  proxy = await startTcpProxy(server.port);
  chromium = await openChromium({ webgl: false });
  admin = await setUpAdministrator(server.url, printedLinks(server).setUp);
  expect((await admin.browser.post('/admin/v1/walls', { id: WALL, name: 'Tường lớn' })).status).toBe(201);
  // A scene without a map: who may show a picture is proven here, and every page that draws a map takes seconds of both cores.
  const direct = async (order: object) => expect((await admin.browser.post(`/walls/v1/${WALL}/direction`, order)).status).toBe(200);
  await direct({ order: 'control', act: 'take' });
  await direct({ order: 'show', scene: 'visitors', forMs: 3_600_000 });
});
afterAll(() => proxy.close());

async function openWall(port = server.port, size = { width: 960, height: 540 }) {
  const context = await chromium.newContext({ viewport: size });
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.goto(`http://127.0.0.1:${port}/wall`);
  return { page, context, watch };
}
const codeOn = async (page: Page): Promise<string> => {
  await page.waitForSelector('[data-code]');
  return (await page.getAttribute('[data-code]', 'data-code')) ?? '';
};
const approve = (code: string, display: string, position: string) =>
  admin.browser.post(`/admin/v1/pairings/${code}/approve`, { display, name: `Màn hình ${position}`, wall: WALL, position });
/** A browser in which the administrator has signed in. Chromium takes a `__Host-` cookie from outside only as one of https. */
async function signIn(context: BrowserContext): Promise<void> {
  const pairs = admin.browser.cookie.split('; ').map((pair) => pair.split('=') as [string, string]);
  await context.addCookies(
    pairs.map(([name, value]) => ({ name, value, url: 'https://127.0.0.1/', secure: true, httpOnly: true, sameSite: 'Strict' as const })),
  );
}
const live = (page: Page) => page.waitForSelector('.wall[data-link="live"] .tile[data-state="live"]', { timeout: 30_000 });
const faultsOfAxe = async (page: Page): Promise<string[]> => {
  // What is read aloud while a button works names something that is gone a moment later.
  await page.waitForSelector('[data-live-announcer] [role="img"]', { state: 'detached' });
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
};

test.each([
  { width: 1920, height: 1080 },
  { width: 960, height: 540 },
])('PAIR11 a wall without a token shows its code at $width×$height, readable from the seats, and nothing to press', async (size) => {
  const { page, context, watch } = await openWall(server.port, size);
  expect(await codeOn(page)).toMatch(/^[B-Z]{4}-[B-Z]{4}$/);
  const text = (await page.textContent('body')) ?? '';
  for (const said of ['chưa được ghép', 'Quản trị → Màn hình', 'Mã còn hiệu lực']) expect(text).toContain(said);
  expect(await page.$$('button, input, a, form')).toEqual([]);
  const seen = await page.evaluate(() => {
    const u = Number.parseFloat(getComputedStyle(document.querySelector('main') as Element).getPropertyValue('--u'));
    const sizes = [...document.querySelectorAll('h1, p')].map(
      (element) => (Number.parseFloat(getComputedStyle(element).fontSize) * 0.74) / u,
    );
    const code = document.querySelector('[data-code]') as HTMLElement;
    const { left, right } = code.getBoundingClientRect();
    return {
      smallest: Math.min(...sizes),
      code: (Number.parseFloat(getComputedStyle(code).fontSize) * 0.74) / u,
      inside: left >= 0 && right <= innerWidth && code.scrollWidth <= code.clientWidth,
      overflow: [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight],
    };
  });
  // 1u is the cap height that is read from the farthest seat.
  expect(seen.smallest).toBeGreaterThan(0.99);
  expect(seen).toMatchObject({ code: expect.closeTo(8, 1), inside: true, overflow: [0, 0] });
  expect(await faultsOfAxe(page)).toEqual([]);
  watch.assertClean();
  await context.close();
});

test('PAIR11 PAIR5 approved at a desk it shows the picture without a touch; revoked while live it asks for a code within 2 s', async () => {
  const { page, context, watch } = await openWall();
  expect((await approve(await codeOn(page), 'wall-11', '11')).status).toBe(201);
  await live(page);
  const cookies = await context.cookies();
  expect(cookies.find(({ name }) => name === '__Host-ioc-display')).toMatchObject({
    httpOnly: true,
    secure: true,
    sameSite: 'Strict',
    path: '/',
  });
  const list = await admin.browser.get('/admin/v1/displays');
  expect(list.body.displays).toContainEqual(expect.objectContaining({ id: 'wall-11', state: 'online' }));

  await page.evaluate(() => {
    new MutationObserver(() => {
      if (document.querySelector('[data-pairing]'))
        Object.assign(window, { pairingShownAt: (window as { pairingShownAt?: number }).pairingShownAt ?? Date.now() });
    }).observe(document.body, { subtree: true, childList: true });
  });
  // The map asks for its next piece, and is nobody by then.
  const end = watch.expectFault(/401/);
  const revokedAt = Date.now();
  expect((await admin.browser.ask('DELETE', '/admin/v1/displays/wall-11')).status).toBe(204);
  await page.waitForSelector('[data-pairing]');
  const shownAt = await page.evaluate(() => (window as unknown as { pairingShownAt: number }).pairingShownAt);
  expect(shownAt - revokedAt).toBeLessThan(2000);
  await codeOn(page);
  expect(await page.textContent('h1')).toContain('đã được thu hồi');
  expect(page.url()).toContain('/wall');
  // A revoked browser is paired anew like any other.
  expect((await approve(await codeOn(page), 'wall-11', '11')).status).toBe(201);
  await live(page);
  end();
  watch.assertClean();
  await context.close();
});

test('PAIR11 the server goes while the code is shown: the wall says so with its age, never a log-in page, and goes on by itself', async () => {
  const { page, context, watch } = await openWall(proxy.port);
  const code = await codeOn(page);
  const end = watch.expectFault(CUT);
  proxy.cutAll();
  proxy.hold(true);
  await page.waitForSelector('[data-pairing][data-link="down"] [role="alert"] time', { timeout: 15_000 });
  expect(await page.textContent('[role="alert"]')).toContain('Mất kết nối với máy chủ');
  expect(await page.$$('input, form')).toEqual([]);
  expect(page.url()).toContain('/wall');
  proxy.hold(false);
  await page.waitForSelector('[data-pairing][data-link="live"]', { timeout: 30_000 });
  expect(await codeOn(page)).toBe(code);
  expect((await approve(code, 'wall-12', '12')).status).toBe(201);
  await live(page);
  end();
  watch.assertClean();
  await context.close();
});

test('PAIR6 a display whose token is a day old has a new one once it is opened', async () => {
  const { page, context, watch } = await openWall();
  expect((await approve(await codeOn(page), 'wall-13', '13')).status).toBe(201);
  await live(page);
  const token = async () => (await context.cookies()).find(({ name }) => name === '__Host-ioc-display')?.value;
  const first = await token();
  await db.database.pool.query(`update display set token_at = token_at - 90000000 where id = 'wall-13'`);
  await page.reload();
  await live(page);
  await expect.poll(token, { timeout: 10_000 }).not.toBe(first);
  expect(
    await page.evaluate(async () => ((await (await fetch('/display/v1/self')).json()) as { tokenAgeMs: number }).tokenAgeMs),
  ).toBeLessThan(60_000);
  watch.assertClean();
  await context.close();
});

test('PAIR11 a person who is signed in sees the wall as a person, and its code when the session is over', async () => {
  const { page, context, watch } = await openWall();
  await codeOn(page);
  await signIn(context);
  await page.reload();
  await live(page);
  const end = watch.expectFault(/401/);
  await context.clearCookies();
  await page.reload();
  await codeOn(page);
  end();
  watch.assertClean();
  await context.close();
});

test('PAIR12 at the desk: the code of a scanned QR is let in, a taken place is asked about, a label is 70 × 30 mm, and a display is taken out after a question', async () => {
  const held = await admin.browser.post('/display/v1/pairings', {});
  expect((await approve(String(held.body.userCode), 'wall-19', '19')).status).toBe(201);
  const wall = await openWall();
  const context = await chromium.newContext({ viewport: { width: 1440, height: 900 } });
  await signIn(context);
  const desk = await context.newPage();
  const watch = watchConsole(desk);
  await desk.goto(`${server.url}/admin/displays#${await codeOn(wall.page)}`);
  await desk.getByText('127.0.0.1 xin ghép').waitFor();
  expect(await faultsOfAxe(desk)).toEqual([]);
  await desk.getByRole('button', { name: /Tường/ }).first().click();
  await desk.getByRole('option', { name: 'Tường lớn' }).click();
  await desk.getByLabel('Vị trí trên tường').fill('19');
  await desk.getByLabel('Tên gọi').fill('Màn hình cửa ra vào');
  await desk.getByLabel('Mã màn hình').fill('wall-20');
  const end = watch.expectFault(/409/);
  await desk.getByRole('button', { name: 'Cho phép hiển thị' }).click();
  await desk.getByRole('alertdialog').getByText('wall-19').waitFor();
  expect(await faultsOfAxe(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Thay bằng màn hình mới' }).click();
  await desk.getByText('Đã ghép “Màn hình cửa ra vào”').waitFor();
  end();
  await live(wall.page);

  await desk.getByRole('rowheader', { name: 'Màn hình cửa ra vào' }).click();
  await desk.getByRole('dialog').getByText('wall-20').first().waitFor();
  expect(await faultsOfAxe(desk)).toEqual([]);
  const pdf = (await desk.pdf({ preferCSSPageSize: true })).toString('latin1');
  // 70 × 30 mm in points.
  const boxes = [...pdf.matchAll(/\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/g)].map(([, width, height]) => [
    Math.round(Number(width)),
    Math.round(Number(height)),
  ]);
  expect(boxes).toEqual([[198, 85]]);
  await desk.getByRole('button', { name: 'Thu hồi màn hình' }).click();
  await desk.getByRole('alertdialog').getByRole('button', { name: 'Thu hồi', exact: true }).click();
  const endOfWall = wall.watch.expectFault(/401/);
  await wall.page.waitForSelector('[data-pairing]');
  endOfWall();
  await desk.getByRole('dialog').getByText('đã thu hồi').waitFor();
  watch.assertClean();
  wall.watch.assertClean();
  await Promise.all([context.close(), wall.context.close()]);
});
