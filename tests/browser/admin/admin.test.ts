import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Browser as Chromium, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SourceIssued } from '../../../shared/contract/ingest-admin.ts';
import { reportPost, send, signed } from '../../integration/ingest/ingest-centre.ts';
import { openChromium, type Watch, watchConsole } from '../../support/chromium.ts';
import { ownServer } from '../../support/own-server.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { type Known, knownPerson } from '../../support/principals.ts';
import { faultsOf, fill, focused, heading, tabTo } from '../login/at-the-desk.ts';

/** The administration as built, the server as composed with its drill, a real PostgreSQL, and a keyboard. */

const SHOTS = process.env.SCREENSHOTS ?? null;
let chromium: Chromium;
let server: Awaited<ReturnType<typeof ownServer>>;
let db: TestDatabase;
let administrator: Known;

beforeAll(async () => {
  db = await testDatabase();
  server = await ownServer(db.url, { DRILL: 'auto' });
  administrator = await knownPerson(db.database, 'administrator', null);
  chromium = await openChromium({ webgl: false });
}, 90_000);
afterAll(() => server?.close());

type Opened = { context: BrowserContext; page: Page; watch: Watch };
async function open(path: string, size = { width: 1440, height: 900 }, known = administrator): Promise<Opened> {
  const context = await chromium.newContext({ viewport: size, colorScheme: 'light' });
  const [name = '', value = ''] = known.cookie.split('=');
  // Chromium takes a `__Host-` cookie from outside only as one of https.
  await context.addCookies([{ name, value, url: 'https://127.0.0.1/', secure: true, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.goto(server.origin + path);
  return { context, page, watch };
}
async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === null) return;
  mkdirSync(SHOTS, { recursive: true });
  const { width = 0 } = page.viewportSize() ?? {};
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(SHOTS, `${name}-${width}-${colorScheme}.png`) });
  }
}
const overflowOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
const ask = (path: string, body: unknown): Promise<Response> =>
  fetch(`${server.origin}/admin/v1${path}`, {
    method: 'POST',
    headers: { origin: server.origin, cookie: administrator.cookie, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const SECTIONS = [
  ['areas', 'Đơn vị hành chính', '[role="treegrid"] [role="row"]'],
  ['sources', 'Nguồn dữ liệu', '[role="grid"] [role="rowheader"]'],
  ['quarantine', 'Dữ liệu chờ sửa', '[role="grid"]'],
  ['ledger', 'Đối soát dữ liệu', '[role="grid"] [role="rowheader"]'],
] as const;

describe('ADMIN9 the administration in a browser', () => {
  test.each([
    { width: 1440, height: 900 },
    { width: 1920, height: 1080 },
  ])('axe finds nothing and nothing runs out of the picture at $width×$height, in either room', async (size) => {
    for (const [id, title, filled] of SECTIONS) {
      const { context, page, watch } = await open(`/admin/${id}`, size);
      await heading(page, title);
      await page.locator(filled).first().waitFor();
      await page.getByText('DIỄN TẬP').first().waitFor();
      expect([id, await faultsOf(page)]).toEqual([id, []]);
      expect([id, await overflowOf(page)]).toEqual([id, 0]);
      await shoot(page, id);
      watch.assertClean();
      await context.close();
    }
  });

  test('from section to section by keyboard, past the navigation by its first link, in the other language', async () => {
    const { context, page, watch } = await open('/admin/areas');
    await heading(page, 'Đơn vị hành chính');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Đến nội dung chính');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('admin-main');
    await tabTo(page, 'Đối soát dữ liệu');
    await page.keyboard.press('Enter');
    await heading(page, 'Đối soát dữ liệu');
    expect(page.url()).toMatch(/\/admin\/ledger$/);
    await tabTo(page, 'English');
    await page.keyboard.press('Enter');
    await heading(page, 'Loss ledger');
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await page.goBack();
    await heading(page, 'Areas');
    watch.assertClean();
    await context.close();
  });

  test('the tree opens, is walked and told by arrow keys; a search finds without marks; a day of before the units is empty', async () => {
    const { context, page, watch } = await open('/admin/areas');
    const rows = page.locator('[role="treegrid"] [role="row"]');
    await rows.nth(114).waitFor();
    await tabTo(page, 'Tìm theo tên hoặc mã');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => rows.count()).toBe(1);
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => rows.count()).toBe(115);
    await fill(page, 'Tìm theo tên hoặc mã', 'do son');
    await expect.poll(() => rows.allTextContents()).toEqual(['Phường Đồ Sơn11455 · Phường', 'Phường Nam Đồ Sơn11737 · Phường']);
    await fill(page, 'Tìm theo tên hoặc mã', '');
    await page.keyboard.press('Backspace');
    await fill(page, 'Tại ngày', '30/06/2025');
    await page.getByText('Không có đơn vị nào có hiệu lực tại ngày này.').waitFor();
    watch.assertClean();
    await context.close();
  });

  test('a table is chosen, shown with its faults, mended, stored, and what became of a district is told', async () => {
    const { context, page, watch } = await open('/admin/areas');
    await heading(page, 'Đơn vị hành chính');
    const head = 'code,name,level,parent,lng,lat,valid_from,valid_to,made_of';
    const rows = [
      '31,Thành phố Hải Phòng,thành phố,,106.6,20.87,1955-05-13,2025-06-30,',
      '304,Quận Hải An,quận,31,106.75,20.83,2003-05-05,2025-06-30,',
      '11410,Phường Đằng Lâm,phường,304,106.73,20.83,2003-05-05,2025-06-30,',
      '11413,Phường Hải An,phường,31,106.7381,20.8093,2025-07-01,,11410',
    ];
    const file = (lines: string[]) => ({ name: 'don-vi.csv', mimeType: 'text/csv', buffer: Buffer.from([head, ...lines].join('\n')) });
    const input = page.locator('input[type="file"]');
    await input.setInputFiles(file(rows.map((row) => row.replace('2003-05-05', '1900-01-01').replace('quận', 'khu vực'))));
    await page.getByText('“khu vực” không phải là loại đơn vị', { exact: false }).waitFor();
    await input.setInputFiles(file(rows.map((row) => row.replace('304,Q', '305,Q'))));
    await page.getByText('Không có đơn vị mã 304 để trực thuộc.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.locator('.area-import').scrollIntoViewIfNeeded();
    await shoot(page, 'areas-faults');
    await input.setInputFiles(file(rows));
    await page.getByText('4 dòng hợp lệ: thêm 2 đơn vị, sửa 2 đơn vị', { exact: false }).waitFor();
    await tabTo(page, 'Ghi vào hệ thống');
    await page.keyboard.press('Enter');
    await page.getByText('Đã ghi: thêm 2 đơn vị, sửa 2 đơn vị', { exact: false }).waitFor();
    await fill(page, 'Tại ngày', '01/06/2024');
    await page.getByText('Quận Hải An').waitFor();
    await fill(page, 'Tìm theo tên hoặc mã', 'dang lam');
    await page.locator('[role="treegrid"]').getByText('Phường Đằng Lâm').click();
    await page.getByText('toàn bộ nay thuộc Phường Hải An (11413)').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.evaluate(() => scrollTo(0, 0));
    await shoot(page, 'areas-then');
    watch.assertClean();
    await context.close();
  });

  test('a source is registered by keyboard, its secrets shown once, and revoked after a question', async () => {
    const { context, page, watch } = await open('/admin/sources');
    await heading(page, 'Nguồn dữ liệu');
    await fill(page, 'Mã nguồn', 'so-y-te');
    await fill(page, 'Tên', 'Sở Y tế');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('alertdialog');
    await dialog.waitFor();
    const token = await dialog.getByRole('textbox', { name: 'Mã truy cập' }).inputValue();
    expect(token.length).toBeGreaterThanOrEqual(22);
    expect(await faultsOf(page)).toEqual([]);
    await shoot(page, 'sources-issued');
    await page.keyboard.press('Escape');
    await dialog.waitFor();
    await tabTo(page, 'Tôi đã lưu lại');
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.content()).not.toContain(token);
    // The focus goes back to where it was before anything else is done with it.
    await expect.poll(() => focused(page)).toBe('Tên');
    // Into the table, which is one stop of Tab, and along the row to its last cell.
    await page
      .locator('[role="row"]')
      .filter({ has: page.getByRole('rowheader', { name: 'Sở Y tế' }) })
      .focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Thu hồi: Sở Y tế');
    await page.keyboard.press('Enter');
    await page.getByRole('alertdialog').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await shoot(page, 'sources-revoke');
    await tabTo(page, 'Thu hồi');
    await page.keyboard.press('Enter');
    await page.getByText('Đã thu hồi nguồn Sở Y tế.').waitFor();
    watch.assertClean();
    await context.close();
  });

  test('a quarantined report is opened, its fault seen, mended and replayed by keyboard', async () => {
    const publisher = (await (await ask('/sources', { id: 'so-xay-dung', name: 'Sở Xây dựng' })).json()) as SourceIssued;
    const faulty = reportPost({ reportId: 'q-1', severity: 'rất cao' });
    expect((await send({ url: server.origin }, 'field-reports', signed(publisher, faulty))).status).toBe(422);
    const { context, page, watch } = await open('/admin/quarantine');
    const waiting = page.getByRole('rowheader', { name: 'so-xay-dung' });
    await waiting.waitFor();
    await page.locator('[role="row"]').filter({ has: waiting }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.locator('mark').textContent()).toBe('"severity": "rất cao"');
    expect(await faultsOf(page)).toEqual([]);
    await shoot(page, 'quarantine-item');
    const mended = dialog.getByLabel('Nội dung gửi lại');
    const before = await mended.inputValue();
    await mended.fill(before.replace('rất cao', 'high'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await dialog.getByText('Đã ghi vào nhật ký', { exact: false }).waitFor();
    await page.keyboard.press('Escape');
    await waiting.waitFor({ state: 'detached' });
    watch.assertClean();
    await context.close();
  });

  test('who may not have a section gets neither it nor a word of it', async () => {
    const auditor = await knownPerson(db.database, 'auditor', null);
    const { context, page } = await open('/admin/sources', undefined, auditor);
    await page.getByText('Không có mục này, hoặc', { exact: false }).waitFor();
    expect(await page.getByRole('link', { name: 'Nguồn dữ liệu' }).count()).toBe(0);
    await context.close();
  });
});
