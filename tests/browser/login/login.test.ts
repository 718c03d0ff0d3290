import type { Browser, Page } from 'playwright-core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Authenticator, PASSWORD } from '../../support/administrator.ts';
import { openChromium, type Watch, watchConsole } from '../../support/chromium.ts';
import { printedLinks } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { faultsOf, fill, focused, heading, tabTo } from './at-the-desk.ts';

/** A real server that was never started before, the built pages, and a person with a keyboard and a phone. */

const NAME = 'Trần Văn Hậu';
const LOGIN = 'hau.tv';
/** A refusal is an answer that is not 2xx, which the browser notes as well. */
const REFUSED = /status of 401|response: 401/;

let server: ServerProcess;
let browser: Browser;
let phone: Authenticator;
let recoveryCodes: string[] = [];
const open: Page[] = [];

beforeAll(async () => {
  server = await startServerProcess();
  browser = await openChromium({ webgl: false });
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((page) => page.context().close()));
});

async function visit(address: string, size = { width: 1440, height: 900 }): Promise<{ page: Page; watch: Watch }> {
  const context = await browser.newContext({ viewport: size, colorScheme: 'dark' });
  const page = await context.newPage();
  open.push(page);
  const watch = watchConsole(page);
  await page.goto(address);
  return { page, watch };
}
describe('LOGIN7 by the keyboard alone, with nothing for axe to find and a quiet console', () => {
  it('the printed link sets up the first administrator: account, authenticator, recovery codes, and in', async () => {
    const { page, watch } = await visit(printedLinks(server).setUp);
    await heading(page, 'Thiết lập quản trị viên đầu tiên');
    expect(page.url()).toBe(`${server.url}/login`);
    expect(await focused(page)).toBe('Họ và tên');
    expect(await faultsOf(page)).toEqual([]);

    await page.keyboard.press('Enter');
    await page.getByText('Nhập họ và tên.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await fill(page, 'Họ và tên', NAME);
    await fill(page, 'Tên đăng nhập', LOGIN);
    await fill(page, 'Mật khẩu mới', PASSWORD);
    await page.keyboard.press('Enter');

    await heading(page, 'Cài mã xác thực trên điện thoại');
    expect(await focused(page)).toBe('Mã 6 chữ số');
    expect(await faultsOf(page)).toEqual([]);
    phone = new Authenticator((await page.locator('.login-secret').innerText()).replaceAll(' ', ''));
    await page.keyboard.type(await phone.next());
    await page.keyboard.press('Enter');

    await heading(page, '10 mã khôi phục');
    expect(await faultsOf(page)).toEqual([]);
    recoveryCodes = await page.locator('.login-codes code').allInnerTexts();
    expect(new Set(recoveryCodes).size).toBe(10);
    await tabTo(page, 'Tôi đã cất các mã này ở nơi an toàn');
    await page.keyboard.press('Space');
    await tabTo(page, 'Tiếp tục');
    await page.keyboard.press('Enter');

    await page.waitForURL(/\/admin/);
    await page.locator('.admin-person').getByText(NAME).waitFor();
    watch.assertClean();
  });

  it('signs in again: a wrong password, a wrong code and a used one are refused in words, the right ones lead to work', async () => {
    const { page, watch } = await visit(`${server.url}/login`);
    await heading(page, 'Đăng nhập');
    expect(await faultsOf(page)).toEqual([]);
    const unexpected = watch.expectFault(REFUSED);
    await fill(page, 'Tên đăng nhập', LOGIN);
    await fill(page, 'Mật khẩu', 'không phải mật khẩu này');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Tên đăng nhập hoặc mật khẩu không đúng.').waitFor();
    expect(await focused(page)).toBe('Mật khẩu');
    expect(await faultsOf(page)).toEqual([]);
    await fill(page, 'Mật khẩu', PASSWORD);
    await page.keyboard.press('Enter');

    await heading(page, 'Mã xác thực');
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.type('000000');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Mã không đúng hoặc đã được dùng.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    const code = await phone.next();
    await fill(page, 'Mã 6 chữ số', code);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/admin/);

    await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    await tabTo(page, 'Đăng xuất');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/login$/);
    await heading(page, 'Đăng nhập');
    await fill(page, 'Tên đăng nhập', LOGIN);
    await fill(page, 'Mật khẩu', PASSWORD);
    await page.keyboard.press('Enter');
    await heading(page, 'Mã xác thực');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Mã không đúng hoặc đã được dùng.').waitFor();
    unexpected();
    watch.assertClean();
  });

  it('a recovery code stands in for the phone, once', async () => {
    const { page, watch } = await visit(`${server.url}/login`);
    const [code = ''] = recoveryCodes;
    const withCode = async (): Promise<void> => {
      await heading(page, 'Đăng nhập');
      await fill(page, 'Tên đăng nhập', LOGIN);
      await fill(page, 'Mật khẩu', PASSWORD);
      await page.keyboard.press('Enter');
      await heading(page, 'Mã xác thực');
      await tabTo(page, 'Không có điện thoại: dùng mã khôi phục');
      await page.keyboard.press('Enter');
      await heading(page, 'Mã khôi phục');
      expect(await focused(page)).toBe('Mã khôi phục');
      await page.keyboard.type(code.toUpperCase());
      await page.keyboard.press('Enter');
    };
    await withCode();
    await page.waitForURL(/\/admin/);
    await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    await tabTo(page, 'Đăng xuất');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/login$/);

    const unexpected = watch.expectFault(REFUSED);
    await withCode();
    await page.getByRole('alert').getByText('Mã khôi phục không đúng hoặc đã được dùng.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    unexpected();
    watch.assertClean();
  });
});

describe('LOGIN8 the language stays with the browser', () => {
  it('over a reload', async () => {
    const { page, watch } = await visit(`${server.url}/login`);
    await heading(page, 'Đăng nhập');
    await page.getByRole('button', { name: 'English' }).click();
    await heading(page, 'Sign in');
    await page.reload();
    await heading(page, 'Sign in');
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await faultsOf(page)).toEqual([]);
    watch.assertClean();
  });
});

describe('LOGIN9 from the phone to the wide screen', () => {
  it.each([
    [360, 640],
    [768, 1024],
    [1920, 1080],
  ])('nothing is cut off at %i × %i', async (width, height) => {
    const { page, watch } = await visit(`${server.url}/login`, { width, height });
    await heading(page, 'Đăng nhập');
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(beyond).toBe(0);
    const button = await page.getByRole('button', { name: 'Đăng nhập' }).boundingBox();
    expect(button?.height).toBeGreaterThanOrEqual(40);
    watch.assertClean();
  });
});
