import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser as Chromium, Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { invite, type SignedIn, setUpAdministrator } from '../../support/administrator.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { createPublisher, openAdministration } from '../../support/ingest-client.ts';
import { printedLinks, through } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { faultsOf, fill, tabTo } from '../login/at-the-desk.ts';

/** The control desk as built, a real wall beside it, two people, the built server with its drill, a real PostgreSQL. */

const SHOTS = process.env.SCREENSHOTS ?? null;
const WALL = 'Tường hiển thị';
let chromium: Chromium;
let server: ServerProcess;
let anh: SignedIn;
let binh: SignedIn;
let wall: Page;
/** The desk that one test leaves open for the next: a page with a map takes its time. */
let desk: Awaited<ReturnType<typeof openDesk>> | null = null;

beforeAll(async () => {
  // Pictures are of a drill; what is proven needs none, and leaves the machine to three pages with a map each.
  server = await startServerProcess({ env: { DRILL: SHOTS === null ? 'off' : 'auto' } });
  chromium = await openChromium();
  anh = await setUpAdministrator(server.url, printedLinks(server).setUp);
  binh = await invite(anh, { login: 'binh', name: 'Trần Văn Bình', role: 'shift-lead' });
  wall = await (await chromium.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  await wall.goto(printedLinks(server).wall);
  await onWall('standby');
}, 180_000);

const onWall = (scene: string) => wall.waitForSelector(`.picture[data-scene="${scene}"] .tile`, { timeout: 60_000 });

async function openDesk(person: SignedIn | null, path = '/desk/wall', size = { width: 1440, height: 900 }, origin = server.url) {
  const context = await chromium.newContext({ viewport: size, colorScheme: 'dark' });
  const pairs = person ? person.cookie.split('; ').map((pair) => pair.split('=') as [string, string]) : [];
  // Chromium takes a `__Host-` cookie from outside only as one of https.
  await context.addCookies(
    pairs.map(([name, value]) => ({ name, value, url: 'https://127.0.0.1/', secure: true, httpOnly: true, sameSite: 'Strict' as const })),
  );
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.goto(origin + path);
  return { page, watch, context };
}
const mirrored = (page: Page, scene: string) =>
  page.waitForSelector(`.mirror__picture .picture[data-scene="${scene}"] .tile`, { state: 'attached', timeout: 60_000 });
const said = (page: Page, text: string) => page.locator('.desk-banner', { hasText: text }).first().waitFor();
/** As a person does it: while the desk says that it is connected. */
async function press(page: Page, key: string): Promise<void> {
  await page.waitForSelector('.desk-head__clock[data-link="live"]');
  await page.keyboard.press(key);
}
const showByKeys = async (page: Page, search: string): Promise<void> => {
  await press(page, '/');
  await press(page, 'Control+A');
  await page.keyboard.type(search);
  await press(page, 'Enter');
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
  await press(page, 'Enter');
};
async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === null) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}

describe('the control desk', () => {
  test('DESK1 who is not signed in comes to the log-in page and from there back', async () => {
    const { page, context } = await openDesk(null);
    await page.waitForURL(/\/login\?next=\/desk\/wall$/);
    await context.close();
  });

  test('DESK2 a scene that is shown stands on the wall and in its mirror, with why and until when, and is taken back by one key', async () => {
    const { page, watch, context } = await openDesk(anh);
    await mirrored(page, 'standby');
    await showByKeys(page, 'mua bao');
    await onWall('storm');
    await mirrored(page, 'storm');
    await said(page, `${WALL}: đã đưa kịch bản lên tường`);
    expect(await page.textContent('.why')).toContain('do người điều khiển chọn');
    await page.locator('.log li', { hasText: 'Nguyễn Thị Ánh đưa kịch bản lên tường: Mưa bão' }).waitFor();
    await page.waitForFunction(() => /Tôi đang điều khiển/.test(document.querySelector('.wall-block__who')?.textContent ?? ''));
    await shoot(page, 'shown');
    await tabTo(page, 'English');
    await press(page, 'u');
    await onWall('standby');
    await mirrored(page, 'standby');
    await said(page, 'đã hoàn tác');

    // A scene is carried onto a wall without a mouse too.
    await page.getByLabel('Tìm kịch bản').fill('');
    await page.locator('.scene', { hasText: 'Giao ban' }).first().focus();
    await page.getByRole('button', { name: /Kéo Giao ban|Drag Giao ban/ }).focus();
    await press(page, 'Enter');
    await page.waitForSelector('.mirror[data-drop-target]');
    await press(page, 'Enter');
    await onWall('briefing');
    await mirrored(page, 'briefing');
    await page.locator('.scene', { hasText: 'Thường trực' }).first().dragTo(page.locator('.mirror').first());
    await onWall('standby');
    await press(page, 'r');
    await page.waitForFunction(() => /mặc định/.test(document.querySelector('.why')?.textContent ?? ''));
    await press(page, 'h');
    await page.locator('.control', { hasText: 'Chưa ai giữ quyền điều khiển' }).waitFor();
    watch.assertClean();
    await context.close();
  });

  test('DESK3 one person at a time runs the wall: another asks, is answered, and has it; meanwhile only what would be done is offered', async () => {
    const [a, b] = [await openDesk(anh), await openDesk(binh)];
    await mirrored(a.page, 'standby');
    await mirrored(b.page, 'standby');
    await press(a.page, 't');
    await b.page.locator('.control', { hasText: 'Nguyễn Thị Ánh đang giữ' }).waitFor();
    const freeze = b.page.locator('button[data-key="z"]');
    expect(await freeze.isDisabled()).toBe(true);
    expect(await b.page.locator('button[data-key="e"]').isDisabled()).toBe(false);
    await press(b.page, 't');
    await a.page.locator('.control__request', { hasText: 'Trần Văn Bình đang xin' }).waitFor();
    expect(await a.page.textContent('.control__clock')).toMatch(/còn \d+ giây để trả lời/);
    expect(await b.page.textContent('.control__request')).toMatch(/chờ trả lời thêm \d+ giây/);
    await shoot(a.page, 'asked');
    await press(a.page, 'g');
    await b.page.locator('.control[data-standing="mine"]').waitFor();
    await a.page.locator('.control', { hasText: 'Trần Văn Bình đang giữ' }).waitFor();
    expect(await freeze.isDisabled()).toBe(false);
    expect(await a.page.locator('button[data-key="z"]').isDisabled()).toBe(true);
    await press(b.page, 'h');
    for (const { watch, context } of [a, b]) {
      watch.assertClean();
      await context.close();
    }
  });

  test('DESK8 emergency, banner, full tile, freeze and replay by the keyboard alone; what is past is framed, on the desk and on the wall', async () => {
    const { page, watch, context } = await openDesk(binh);
    await mirrored(page, 'standby');
    await press(page, 'e');
    await page.getByRole('alertdialog').waitFor();
    await press(page, 'Enter');
    await page.getByText('Cần điền mục này.').first().waitFor();
    await fill(page, 'Lý do', 'Vỡ đê sông Hóa');
    await press(page, 'Enter');
    await page.waitForSelector('.why[data-layer="emergency"]');
    await wall.locator('.picture', { hasText: 'Vỡ đê sông Hóa' }).waitFor();
    await press(page, 'e');
    await tabTo(page, 'Kết thúc khẩn cấp');
    await press(page, 'Enter');
    await page.waitForSelector('.why[data-layer="default"]');

    await press(page, 'b');
    await fill(page, 'Nội dung', 'Họp giao ban lúc 8 giờ');
    await press(page, 'Enter');
    await wall.locator('.picture', { hasText: 'Họp giao ban lúc 8 giờ' }).waitFor();
    await press(page, 'b');
    await wall.waitForFunction(() => !document.body.textContent?.includes('Họp giao ban lúc 8 giờ'));

    await press(page, 'f');
    await page.waitForSelector('.mirror__pick');
    await tabTo(page, 'Phóng toàn tường: Bản đồ điều hành');
    await shoot(page, 'picking');
    await press(page, 'Enter');
    await wall.waitForFunction(() => document.querySelectorAll('.picture .wall__place').length === 1);
    await press(page, 'f');
    await wall.waitForFunction(() => document.querySelectorAll('.picture .wall__place').length > 3);

    await press(page, 'z');
    await page.waitForSelector('.mirror[data-frame="frozen"]');
    await wall.waitForSelector('[data-past="freeze"]');
    await press(page, 'z');
    await page.waitForSelector('.mirror[data-frame="live"]');

    await press(page, 'x');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, 'Xem lại');
    await press(page, 'Enter');
    await page.waitForSelector('.mirror[data-frame="past"]');
    await wall.waitForSelector('[data-past="replay"]');
    await page.locator('.mirror-band--past', { hasText: 'XEM LẠI' }).waitFor();
    await shoot(page, 'replay');
    await press(page, 'q');
    await page.locator('.force[data-force="replay"]', { hasText: 'đang dừng' }).waitFor();
    await press(page, 'l');
    await page.waitForSelector('.mirror[data-frame="live"]');
    await wall.waitForFunction(() => document.querySelector('[data-past]') === null);
    watch.assertClean();
    desk = { page, watch, context };
  });

  test('TRUTH9 SWITCH8 FOCUS2 AUD1 at the desk: a picture on demand, a pin, an event that is taken, who is in the room', async () => {
    const { page, watch, context } = desk ?? (await openDesk(binh));
    await mirrored(page, 'standby');
    // Asked for until it is there: 404 says that it is not yet.
    const isHere = watch.expectFault(/\/captures\//);
    await press(page, 'm');
    await page.locator('.capture img[alt^="Ảnh chụp"]').waitFor();
    isHere();
    expect(await page.textContent('.capture figcaption')).toContain('không chứng minh màn hình đang hoạt động');
    expect(await page.evaluate(() => document.querySelector<HTMLImageElement>('.capture img')?.naturalWidth)).toBeGreaterThan(600);

    await press(page, 'p');
    await fill(page, 'Tên xã, phường hoặc tọa độ (vĩ độ; kinh độ)', '20,8651; 106,6838');
    await press(page, 'Enter');
    await page.locator('.force[data-force="pin"]', { hasText: '20,8651; 106,6838' }).waitFor();
    await wall.locator('.picture__focus', { hasText: '20,8651; 106,6838' }).waitFor();

    const { source, cameras } = await openAdministration(server, anh.cookie);
    const publisher = createPublisher(server, await source('camera-ai'));
    await cameras(['cau-rao']);
    const began = new Date().toISOString();
    const fire = { eventId: 'fire-1', cameraId: 'cau-rao', type: 'fire', severity: 'critical', occurredAt: began };
    expect(await publisher.post('camera-events', [fire], 'fire-1')).toMatchObject({ kind: 'answered', status: 201 });
    // What is critical and in nobody's hands goes before what is pinned.
    await page.locator('.force[data-force="focus"]', { hasText: 'Sự việc nghiêm trọng, chưa ai nhận' }).waitFor();
    await wall.locator('.picture__focus', { hasText: 'Camera cau-rao' }).waitFor();
    await press(page, 'k');
    await page.locator('.force[data-force="focus"]', { hasText: 'Sự việc nghiêm trọng, đã có người nhận' }).waitFor();
    await wall.locator('.picture__focus', { hasText: '20,8651; 106,6838' }).waitFor();
    await press(page, 'n');
    await page.locator('.force[data-force="pin"]').waitFor({ state: 'detached' });

    await press(page, 'a');
    await page.getByRole('dialog').waitFor();
    await page.getByRole('radio', { name: /Khách tham quan/ }).focus();
    await page.keyboard.press('Space');
    await tabTo(page, 'Áp dụng');
    await page.keyboard.press('Enter');
    await said(page, 'đã đổi người xem');
    // Before guests the event is not there, on the wall and in its mirror.
    await wall.waitForFunction(() => !document.body.textContent?.includes('cau-rao'));
    await mirrored(page, 'standby');
    await press(page, 'a');
    await page
      .getByRole('radio', { name: /Cán bộ trực/ })
      .first()
      .focus();
    await page.keyboard.press('Space');
    await tabTo(page, 'Áp dụng');
    await page.keyboard.press('Enter');
    await wall.waitForFunction(() => document.body.textContent?.includes('cau-rao'));
    await press(page, 'h');
    watch.assertClean();
    await context.close();
  });

  test.each([
    { width: 1440, height: 900 },
    { width: 1920, height: 1080 },
  ])('DESK9 axe finds nothing and nothing runs out of the picture at $width×$height, in either room', async (size) => {
    const { page, watch, context } = await openDesk(anh, '/desk/wall', size);
    await mirrored(page, 'standby');
    await page.waitForSelector('.display-row');
    expect(await faultsOf(page)).toEqual([]);
    expect(
      await page.evaluate(() => [document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]),
    ).toEqual([0, 0]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, `desk-${size.width}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await shoot(page, `desk-${size.width}-light`);
    await page.goto(`${server.url}/desk/wall/setup`);
    await page.getByRole('button', { name: '9×3 tấm, 3 màn hình' }).click();
    expect(await faultsOf(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
    await shoot(page, `setup-${size.width}`);
    watch.assertClean();
    await context.close();
  });

  test('DESK10 while the link is cut the desk says so and offers nothing that would not be done', async () => {
    const proxy = await startTcpProxy(server.port);
    const { page, context } = await openDesk(
      anh,
      '/desk/wall',
      { width: 1440, height: 900 },
      through(server.url, proxy.port).replace(/\/$/, ''),
    );
    await mirrored(page, 'standby');
    proxy.hold(true);
    await page.locator('.desk-banner--wrong', { hasText: 'Mất kết nối với máy chủ' }).waitFor();
    await page.waitForSelector('.mirror[data-frame="cut"]');
    expect(await page.locator('.acts--grid button:not([disabled])').count()).toBe(0);
    await shoot(page, 'cut');
    proxy.hold(false);
    await page.waitForSelector('.mirror[data-frame="live"]', { timeout: 20_000 });
    await context.close();
    await proxy.close();
  });

  test('DESK7 a wall that is set up at the desk is drawn by its displays, each with its state as shape and word', async () => {
    const { page, watch, context } = await openDesk(anh, '/desk/wall/setup');
    await page.getByRole('button', { name: '9×3 tấm, 3 màn hình' }).click();
    await page.locator('.setup-follows', { hasText: '17.' }).waitFor();
    await page.getByRole('button', { name: 'Lưu', exact: true }).click();
    await said(page, 'Đã lưu');
    await page.goto(`${server.url}/desk/wall`);
    await mirrored(page, 'standby');
    await expect.poll(() => page.locator('.mirror__display').count()).toBe(3);
    expect(await page.locator('.mirror__display').allTextContents()).toEqual(['1-1chưa ghép', '1-2chưa ghép', '1-3chưa ghép']);
    await shoot(page, 'three-displays');
    watch.assertClean();
    await context.close();
  });
});
