import type { Browser, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { Authenticator, PASSWORD } from '../../support/administrator.ts';
import { openChromium, type Watch, watchConsole } from '../../support/chromium.ts';
import { printedLinks } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { faultsOf, fill, heading, tabTo } from './at-the-desk.ts';

/** An administrator and a colleague, each at a desk of their own, on a real server. */

const LEAD = 'Nguyễn Thị Hồng Nhung';
let server: ServerProcess;
let browser: Browser;
let administrator: { page: Page; watch: Watch; phone: Authenticator };

async function visit(address: string): Promise<{ page: Page; watch: Watch }> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  const watch = watchConsole(page);
  await page.goto(address);
  return { page, watch };
}
/** From the authenticator's QR code to the end of the recovery codes. */
async function enrol(page: Page): Promise<Authenticator> {
  await heading(page, 'Cài mã xác thực trên điện thoại');
  const phone = new Authenticator((await page.locator('.login-secret').innerText()).replaceAll(' ', ''));
  await fill(page, 'Mã 6 chữ số', await phone.next());
  await page.keyboard.press('Enter');
  await heading(page, '10 mã khôi phục');
  await tabTo(page, 'Tôi đã cất các mã này ở nơi an toàn');
  await page.keyboard.press('Space');
  await tabTo(page, 'Tiếp tục');
  await page.keyboard.press('Enter');
  return phone;
}

beforeAll(async () => {
  server = await startServerProcess();
  browser = await openChromium({ webgl: false });
  const { page, watch } = await visit(printedLinks(server).setUp);
  await heading(page, 'Thiết lập quản trị viên đầu tiên');
  await fill(page, 'Họ và tên', 'Trần Văn Hậu');
  await fill(page, 'Tên đăng nhập', 'hau.tv');
  await fill(page, 'Mật khẩu mới', PASSWORD);
  await page.keyboard.press('Enter');
  administrator = { page, watch, phone: await enrol(page) };
  await page.waitForURL(/\/admin/);
});

describe('PEOPLE5 an account from its invitation to its end, with nothing for axe to find', () => {
  it('is invited at one desk and taken up at another, narrowed, and closed', async () => {
    const { page, watch } = administrator;
    await page.goto(`${server.url}/admin/people`);
    await page.getByRole('rowheader', { name: 'Trần Văn Hậu' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);

    await page.getByRole('button', { name: 'Thêm tài khoản' }).click();
    await page.getByLabel('Họ và tên').fill(LEAD);
    await page.getByLabel('Tên đăng nhập').fill('nhung.nt');
    await tabTo(page, 'Chọn vai trò');
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'Trưởng ca' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('option', { name: 'Trưởng ca' }).click();
    await page.getByRole('button', { name: 'Tạo và lấy liên kết mời' }).click();
    const link = await page.getByLabel('Liên kết', { exact: true }).inputValue();
    expect(link.startsWith(`${server.url}/login#invite=`)).toBe(true);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Xong' }).click();

    const desk = await visit(link);
    await heading(desk.page, 'Đặt mật khẩu cho tài khoản mới');
    expect(desk.page.url()).toBe(`${server.url}/login`);
    expect(await faultsOf(desk.page)).toEqual([]);
    await fill(desk.page, 'Mật khẩu mới', 'Sáu chiếc thuyền nan ngược sông Cấm');
    await desk.page.keyboard.press('Enter');
    await enrol(desk.page);
    await desk.page.waitForURL(/\/wall$/);
    await desk.page.goto(`${server.url}/login`);
    await heading(desk.page, LEAD);
    expect(await faultsOf(desk.page)).toEqual([]);
    desk.watch.assertClean();

    await page.getByRole('rowheader', { name: LEAD }).click();
    await heading(page, LEAD);
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sửa' }).click();
    await page.getByRole('button', { name: /Trưởng ca/ }).click();
    await page.getByRole('option', { name: 'Lãnh đạo' }).click();
    await page.getByRole('button', { name: 'Lưu thay đổi' }).click();
    const narrowing = page.getByRole('alertdialog', { name: `Thu hẹp quyền của ${LEAD}?` });
    await narrowing.getByText('Ghép, thu hồi màn hình').waitFor();
    await narrowing.getByText('1 phiên đang mở sẽ chỉ còn quyền mới.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await narrowing.getByRole('button', { name: 'Thu hẹp quyền' }).click();
    await page.getByText('Đã lưu thay đổi.').waitFor();
    await desk.page.reload();
    await desk.page.getByText('Vai trò: Lãnh đạo').waitFor();

    await page.getByRole('button', { name: 'Khóa tài khoản' }).click();
    const closing = page.getByRole('alertdialog', { name: `Khóa tài khoản của ${LEAD}?` });
    await closing.getByText('1 phiên đang mở sẽ đóng lại.').waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await closing.getByRole('button', { name: 'Khóa tài khoản' }).click();
    await page.getByText('Đã khóa tài khoản.').waitFor();
    await desk.page.reload();
    await heading(desk.page, 'Đăng nhập');
    watch.assertClean();
  });

  it('the table of rights is whole, and reached by the keyboard', async () => {
    const { page, watch } = administrator;
    await page.goto(`${server.url}/admin/rights`);
    await page.getByRole('rowheader', { name: 'Quản lý tài khoản' }).waitFor();
    expect(await page.getByRole('columnheader').allInnerTexts()).toContain('Kiểm soát viên');
    expect(await faultsOf(page)).toEqual([]);
    watch.assertClean();
  });
});
