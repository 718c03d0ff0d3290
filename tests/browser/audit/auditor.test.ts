import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContext, Browser as Chromium, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printedHash } from '../../../shared/contract/audit.ts';
import { dataFolder, tamper, trailOn } from '../../integration/audit/audit-centre.ts';
import { invite, type SignedIn, setUpAdministrator } from '../../support/administrator.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { ownServer } from '../../support/own-server.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';
import { printedLinks } from '../../support/printed-links.ts';
import { act } from '../../unit/audit/fixture.ts';

/** The auditor at a desk: the built client, the server as composed, a real PostgreSQL. */

let chromium: Chromium;
let db: TestDatabase;
let server: Awaited<ReturnType<typeof ownServer>>;
let auditor: SignedIn;

const SOME = [
  act({
    actor: 'p-lan',
    actorName: 'Trần Thị Lan',
    subject: { kind: 'field-report', id: 'PA-2611' },
    detail: { field: 'phone', area: '11311' },
  }),
  act({
    actor: 'p-lan',
    actorName: 'Trần Thị Lan',
    action: 'media:read',
    subject: { kind: 'camera', id: 'cam-017' },
    purpose: 'Xác minh vụ va chạm lúc 9 giờ',
  }),
  act({
    actor: 'p-duc',
    actorName: 'Vũ Minh Đức',
    action: 'media:read',
    subject: { kind: 'camera', id: 'cam-017' },
    outcome: 'denied',
    purpose: null,
  }),
];

beforeAll(async () => {
  db = await testDatabase();
  const before = await trailOn(db, { checkpointEveryMs: 0 });
  for (const one of SOME) await before.audit.record(one);
  await Promise.all(
    Array.from({ length: 130 }, (_, i) =>
      before.audit.record(act({ action: 'audience:switch', subject: { kind: 'wall', id: `tuong-${i}` }, purpose: null })),
    ),
  );
  await before.tend();
  await before.close();
  server = await ownServer(db.url);
  const { setUp } = printedLinks({ output: () => server.banner.join('\n') });
  const admin = await setUpAdministrator(server.origin, setUp);
  auditor = await invite(admin, { login: 'kiemsoat', name: 'Phạm Quốc Kiểm', role: 'auditor' });
  chromium = await openChromium({ webgl: false });
}, 90_000);
afterAll(() => server?.close());

async function open(query = '', size = { width: 1440, height: 900 }, colorScheme: 'light' | 'dark' = 'light') {
  const context = await chromium.newContext({ viewport: size, colorScheme, acceptDownloads: true });
  await signIn(context);
  const page = await context.newPage();
  const watch = watchConsole(page);
  await page.goto(`${server.origin}/admin/audit${query}`);
  await page.waitForSelector('.audit-chain dl').catch(async (error: Error) => {
    throw new Error(`${error.message}\n${watch.faults().join('\n')}\n${await page.textContent('body')}`);
  });
  await page.waitForSelector('.audit-entries .desk-row');
  return { context, page, watch };
}
/** Chromium takes a `__Host-` cookie from outside only as one of https. */
async function signIn(context: BrowserContext): Promise<void> {
  const pairs = auditor.cookie.split('; ').map((pair) => pair.split('=') as [string, string]);
  await context.addCookies(
    pairs.map(([name, value]) => ({ name, value, url: 'https://127.0.0.1/', secure: true, httpOnly: true, sameSite: 'Strict' as const })),
  );
}
const faultsOfAxe = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`);
  });
};
const rows = (page: Page): Promise<string[]> =>
  page.$$eval('.audit-entries .desk-row', (found) => found.map((row) => (row as HTMLElement).innerText.replaceAll(/\s+/g, ' ')));
/** Of the rows once they are as many as told: what was asked for has come. */
const rowsWhen = async (page: Page, count: number): Promise<string[]> => {
  await page.waitForFunction((wanted) => document.querySelectorAll('.audit-entries .desk-row').length === wanted, count);
  return rows(page);
};
const PICTURES = process.env.PICTURES;

describe('AUDIT15 the auditor’s screen', () => {
  test.each([
    { width: 1440, height: 900, scheme: 'light' },
    { width: 1920, height: 1080, scheme: 'dark' },
  ] as const)(
    'AUDIT15 tells the chain’s state and every act in words at $width×$height, and axe finds nothing',
    async ({ width, height, scheme }) => {
      const { page, watch, context } = await open('', { width, height }, scheme);
      const { rows: found } = await db.database.pool.query(
        "select n, encode(hash, 'hex') as hash from audit.checkpoint order by n desc limit 1",
      );
      expect(await page.textContent('.audit-hash')).toBe(printedHash(found[0].hash));
      expect(await page.textContent('.audit-chain')).toContain('từ mục');
      expect(await page.textContent('.audit-chain')).not.toContain('can thiệp');
      await page.getByText('tài khoản Phạm Quốc Kiểm').first().waitFor();
      expect((await rows(page)).length).toBe(100);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      expect(await faultsOfAxe(page)).toEqual([]);
      if (PICTURES) {
        mkdirSync(PICTURES, { recursive: true });
        await page.screenshot({ path: join(PICTURES, `auditor-${width}-${scheme}.png`) });
      }
      watch.assertClean();
      await context.close();
    },
  );

  test('AUDIT15 who saw this camera, and why: by its address, by its fields, by a person’s name, from the keyboard alone', async () => {
    const { page, watch, context } = await open('?subjectKind=camera&subject=cam-017');
    const seen = await rowsWhen(page, 2);
    expect(seen[0]).toMatch(/Vũ Minh Đức Bị từ chối ?Xem hình ảnh, video camera cam-017/);
    expect(seen[1]).toMatch(/Trần Thị Lan Xem hình ảnh, video camera cam-017 Xác minh vụ va chạm lúc 9 giờ/);

    // The table is one stop; arrows go from row to row and from cell to cell.
    await page.getByRole('button', { name: 'Xuất CSV để đọc' }).focus();
    for (const key of ['Tab', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label')?.startsWith('Trần Thị Lan'));
    await page.keyboard.press('Enter');
    await page.getByText('PA-2611').waitFor();
    expect((await rowsWhen(page, 2)).join()).toContain('Mở dữ liệu đang che: số điện thoại phản ánh PA-2611 Gọi lại cho người phản ánh');
    await page.getByRole('button', { name: 'Xem tất cả mọi người' }).press('Enter');
    await rowsWhen(page, 100);

    await page.getByLabel('Từ khóa').fill('va chạm');
    await page.keyboard.press('Enter');
    expect(await rowsWhen(page, 1)).toEqual([expect.stringContaining('cam-017')]);
    await page.getByRole('button', { name: 'Xóa điều kiện' }).press('Enter');
    await rowsWhen(page, 100);
    await page.getByRole('button', { name: 'Xem các mục cũ hơn' }).press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('.audit-entries .desk-row').length > 130);
    expect((await rows(page)).at(-1)).toMatch(/^1 .*Trần Thị Lan/);
    watch.assertClean();
    await context.close();
  });

  test('AUDIT15 what was tampered with stands on the screen, with its number', async () => {
    await tamper(db, "update audit.entry set purpose = 'Khác' where n = 2");
    auditor = { ...auditor };
    const { page, watch, context } = await open();
    await page.getByRole('button', { name: 'Kiểm tra toàn bộ' }).press('Enter');
    await page.getByText('Mục 2 đã bị sửa.').waitFor();
    expect(await faultsOfAxe(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: join(PICTURES, 'auditor-tampered.png') });
    watch.assertClean();
    await context.close();
  });

  test('SEC20 an export asks for password and code, then saves what audit:verify can check', async () => {
    await db.database.pool.query('update person_session set proven_at = 0');
    const { page, watch, context } = await open();
    const end = watch.expectFault(/403|401/);
    await page.getByRole('button', { name: 'Xuất JSON để kiểm chứng' }).press('Enter');
    const asked = page.getByRole('dialog');
    await asked.waitFor();
    expect(await faultsOfAxe(page)).toEqual([]);
    if (PICTURES) await page.screenshot({ path: join(PICTURES, 'auditor-prove.png') });
    await asked.getByLabel('Mật khẩu').fill('Sai mật khẩu rồi');
    await asked.getByLabel('Mã 6 chữ số').fill('000000');
    await asked.getByRole('button', { name: 'Xác nhận', exact: true }).press('Enter');
    await page.getByText('Mật khẩu hoặc mã không đúng.').waitFor();
    await asked.getByLabel('Mật khẩu').fill(auditor.password);
    await asked.getByLabel('Mã 6 chữ số').fill(await auditor.authenticator.next());
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      asked.getByRole('button', { name: 'Xác nhận', exact: true }).press('Enter'),
    ]);
    end();
    const file = join(dataFolder(), 'export.json');
    await download.saveAs(file);
    expect(download.suggestedFilename()).toMatch(/^audit-[\d-]+\.json$/);
    const { entries } = JSON.parse(readFileSync(file, 'utf8'));
    expect(entries.at(-1)).toMatchObject({ action: 'audit:export', actorName: 'Phạm Quốc Kiểm' });
    writeFileSync(file, '');
    watch.assertClean();
    await context.close();
  });
});
