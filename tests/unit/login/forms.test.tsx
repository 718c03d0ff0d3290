import { act, cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Login } from '../../../client/screens/login/Login.tsx';
import { createSessionApi } from '../../../client/screens/login/session-api.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { answering, at, NOW, nobody, problem, show, someone } from './page.tsx';

const TOKEN = 'a1B2c3D4e5F6g7H8i9J0k1L2';
const PASSWORD = 'con đường gốm sứ ven sông';

beforeEach(() => {
  history.replaceState(null, '', '/login');
  localStorage.clear();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

function open(replies: Parameters<typeof answering>[0]) {
  const server = answering(replies);
  const go = vi.fn<(path: string) => void>();
  const words = show(<Login api={createSessionApi(server.fetch)} now={() => NOW} go={go} />);
  return { ...server, go, words };
}
const type = (label: string, value: string): void => void fireEvent.change(screen.getByLabelText(label), { target: { value } });
const press = (name: string): void => void fireEvent.click(screen.getByRole('button', { name }));
const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const signIn = (): void => {
  type('Tên đăng nhập', ' nhung.nt ');
  type('Mật khẩu', PASSWORD);
  press('Đăng nhập');
};

describe('LOGIN1 the token of a link', () => {
  it.each([
    ['setup', 'Thiết lập quản trị viên đầu tiên'],
    ['invite', 'Đặt mật khẩu cho tài khoản mới'],
    ['reset', 'Đặt lại mật khẩu'],
  ])('of %s leaves the address bar before anything is asked, and is not spent by opening it', async (purpose, title) => {
    history.replaceState(null, '', `/login#${purpose}=${TOKEN}`);
    const length = history.length;
    const { asked } = open({ '/session': [{ json: nobody }] });
    expect(location.href).not.toContain(TOKEN);
    expect(history.length).toBe(length);
    await heading(title);
    expect(JSON.stringify(asked)).not.toContain(TOKEN);
  });
  it('is sent with the new password, and a dead one is said to be dead', async () => {
    history.replaceState(null, '', `/login#reset=${TOKEN}`);
    const { asked } = open({ '/session': [{ json: nobody }], '/session/reset': [problem('link', 403)] });
    await heading('Đặt lại mật khẩu');
    type('Mật khẩu mới', PASSWORD);
    press('Lưu mật khẩu');
    expect((await screen.findByRole('alert')).textContent).toBe(
      'Liên kết không đúng, đã được dùng hoặc đã hết hạn. Hãy xin quản trị viên liên kết mới.',
    );
    expect(asked.at(-1)).toEqual({ method: 'POST', path: '/session/reset', body: { token: TOKEN, password: PASSWORD } });
  });
  it('opened on a page that stands already counts too', async () => {
    open({ '/session': [{ json: nobody }] });
    await heading('Đăng nhập');
    act(() => {
      history.replaceState(null, '', `/login#reset=${TOKEN}`);
      window.dispatchEvent(new Event('hashchange'));
    });
    await heading('Đặt lại mật khẩu');
    expect(location.hash).toBe('');
  });
});

describe('LOGIN2 from stage to stage', () => {
  it('password, then code, then to work', async () => {
    const { asked, go } = open({
      '/session': [{ json: nobody }],
      '/session/login': [{ json: at('totp') }],
      '/session/totp': [{ json: at('full', { person: someone('administrator') }) }],
    });
    await heading('Đăng nhập');
    signIn();
    await heading('Mã xác thực');
    type('Mã 6 chữ số', '123 456');
    press('Tiếp tục');
    await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith('/admin'));
    expect(asked.map(({ path, body }) => [path, body])).toEqual([
      ['/session', null],
      ['/session/login', { login: 'nhung.nt', password: PASSWORD }],
      ['/session/totp', { code: '123456' }],
    ]);
  });
  it('goes back to where the person came from', async () => {
    history.replaceState(null, '', '/login?next=/admin/sources');
    const { go } = open({
      '/session': [{ json: at('totp') }],
      '/session/totp': [{ json: at('full', { person: someone('administrator') }) }],
    });
    await heading('Mã xác thực');
    type('Mã 6 chữ số', '123456');
    press('Tiếp tục');
    await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith('/admin/sources'));
  });
  it('an expired password is changed with its reason, and asks for no current one', async () => {
    const { asked, go } = open({
      '/session': [{ json: at('password', { person: someone('duty-officer') }) }],
      '/session/password': [{ json: at('full', { person: someone('duty-officer') }) }],
    });
    await heading('Đổi mật khẩu');
    expect(screen.getByText(/ít nhất 3 tháng một lần/)).toBeTruthy();
    type('Mật khẩu mới', PASSWORD);
    press('Lưu mật khẩu');
    await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith('/desk/wall'));
    expect(asked.at(-1)?.body).toEqual({ next: PASSWORD });
  });
  it('a session that went away beneath a form leads back to the log-in, which says so', async () => {
    open({ '/session': [{ json: at('totp') }, { json: nobody }], '/session/totp': [problem('signed-out', 401)] });
    await heading('Mã xác thực');
    type('Mã 6 chữ số', '123456');
    press('Tiếp tục');
    await heading('Đăng nhập');
    expect(screen.getByText('Phiên đăng nhập đã hết hạn hoặc đã bị đóng. Hãy đăng nhập lại.')).toBeTruthy();
  });
  it('single sign-on is offered where there is one', async () => {
    open({ '/session': [{ json: { ...nobody, offers: { setUp: false, singleSignOn: true } } }] });
    expect((await screen.findByRole('link', { name: 'Đăng nhập một lần (SSO)' })).getAttribute('href')).toBe('/session/oidc/start');
    cleanup();
    open({ '/session': [{ json: nobody }] });
    await heading('Đăng nhập');
    expect(screen.queryByRole('link')).toBeNull();
  });
  it('before there is anybody the page says where the first link is', async () => {
    open({ '/session': [{ json: { ...nobody, offers: { setUp: true, singleSignOn: false } } }] });
    expect(await screen.findByText(/Hãy mở liên kết thiết lập mà máy chủ đã in ra/)).toBeTruthy();
  });
});

describe('LOGIN3 what is refused', () => {
  it.each([
    ['/session/login', problem('wrong', 401), 'Tên đăng nhập hoặc mật khẩu không đúng.'],
    ['/session/login', problem('malformed', 400), 'Máy chủ không đọc được nội dung đã gửi. Hãy kiểm tra lại các ô.'],
    ['/session/login', { status: 502, json: 'Bad gateway' }, 'Không kết nối được với máy chủ. Hãy kiểm tra mạng rồi thử lại.'],
  ])('%s answered with %o', async (path, reply, words) => {
    open({ '/session': [{ json: nobody }], [path]: [reply] });
    await heading('Đăng nhập');
    signIn();
    expect((await screen.findByRole('alert')).textContent).toBe(words);
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText('Mật khẩu')));
  });
  it('a code that was used already is told to wait for the next one; the same refusal twice is said twice', async () => {
    open({ '/session': [{ json: at('totp') }], '/session/totp': [problem('wrong', 401)] });
    await heading('Mã xác thực');
    type('Mã 6 chữ số', '000000');
    press('Tiếp tục');
    const first = await screen.findByRole('alert');
    expect(first.textContent).toBe('Mã không đúng hoặc đã được dùng. Hãy chờ mã tiếp theo trên điện thoại.');
    press('Tiếp tục');
    await waitFor(() => expect(first.isConnected).toBe(false));
    expect(screen.getByRole('alert').textContent).toBe(first.textContent);
  });
  it('waiting is counted down for the eye, and said once', async () => {
    open({ '/session': [{ json: nobody }], '/session/login': [problem('slow-down', 429, { retryAfterS: 30 })] });
    await heading('Đăng nhập');
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    signIn();
    await act(() => vi.advanceTimersByTimeAsync(0));
    const alert = screen.getByRole('alert');
    const [running, aloud] = [...alert.querySelectorAll('span')];
    expect(running?.textContent).toBe('Đã thử sai nhiều lần. Thử lại sau 30 giây.');
    await act(() => vi.advanceTimersByTimeAsync(12_000));
    expect(running?.textContent).toBe('Đã thử sai nhiều lần. Thử lại sau 18 giây.');
    expect(aloud?.textContent).toBe('Đã thử sai nhiều lần. Thử lại sau 30 giây.');
    await act(() => vi.advanceTimersByTimeAsync(18_000));
    expect(screen.getByText('Đã có thể thử lại.')).toBeTruthy();
  });
  it('an empty form is not sent, and each field says what it wants', async () => {
    const { asked } = open({ '/session': [{ json: nobody }] });
    await heading('Đăng nhập');
    press('Đăng nhập');
    expect(screen.getByText('Nhập tên đăng nhập.')).toBeTruthy();
    expect(screen.getByText('Nhập mật khẩu.')).toBeTruthy();
    expect(asked).toHaveLength(1);
  });
  it('a server that does not answer is said, and asked again by hand', async () => {
    const { asked } = open({});
    expect((await screen.findByRole('alert')).textContent).toContain('Không kết nối được với máy chủ.');
    press('Thử lại');
    await waitFor(() => expect(asked).toHaveLength(2));
  });
  it('a pressed button is pressed once', async () => {
    const { asked } = open({ '/session': [{ json: nobody }], '/session/login': [{ json: at('totp') }] });
    await heading('Đăng nhập');
    type('Tên đăng nhập', 'nhung.nt');
    type('Mật khẩu', PASSWORD);
    const form = screen.getByRole('button', { name: 'Đăng nhập' }).closest('form');
    if (!form) throw new Error('no form');
    fireEvent.submit(form);
    fireEvent.submit(form);
    await heading('Mã xác thực');
    expect(asked.filter(({ path }) => path === '/session/login')).toHaveLength(1);
  });
});

describe('LOGIN4 passwords', () => {
  const setUp = async (replies: Parameters<typeof answering>[0] = {}) => {
    history.replaceState(null, '', `/login#setup=${TOKEN}`);
    const opened = open({ '/session': [{ json: nobody }], ...replies });
    await heading('Thiết lập quản trị viên đầu tiên');
    return opened;
  };
  it('rules stand there before anything is typed, and how much is missing while it is', async () => {
    await setUp();
    const field = screen.getByLabelText('Mật khẩu mới');
    const described = (field.getAttribute('aria-describedby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    expect(described.join(' ')).toContain('Ít nhất 12 ký tự');
    expect(described.join(' ')).toContain('Không chứa tên đăng nhập');
    expect(screen.queryByText(/Còn thiếu/)).toBeNull();
    type('Mật khẩu mới', 'chín ký tự');
    expect(screen.getByText('Còn thiếu 2 ký tự.')).toBeTruthy();
    type('Mật khẩu mới', PASSWORD);
    expect(screen.queryByText(/Còn thiếu/)).toBeNull();
  });
  it('every fault that the server found is said at once, beside the field, until it is changed', async () => {
    await setUp({ '/session/setup': [problem('password', 422, { faults: ['common', 'context'] })] });
    type('Họ và tên', 'Nguyễn Thị Hồng Nhung');
    type('Tên đăng nhập', 'Nhung.NT');
    type('Mật khẩu mới', 'nhung.nt@2026');
    press('Tiếp tục');
    expect(await screen.findByText('Mật khẩu này quá phổ biến, dễ bị đoán.')).toBeTruthy();
    expect(screen.getByText('Mật khẩu chứa tên đăng nhập, họ tên hoặc tên Trung tâm.')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(document.activeElement).toBe(screen.getByLabelText('Mật khẩu mới'));
    type('Mật khẩu mới', PASSWORD);
    expect(screen.queryByText('Mật khẩu này quá phổ biến, dễ bị đoán.')).toBeNull();
  });
  it('a login in use is said beside its field; it is sent in lower case', async () => {
    const { asked } = await setUp({ '/session/setup': [problem('taken', 409)] });
    type('Họ và tên', 'Nguyễn Thị Hồng Nhung');
    type('Tên đăng nhập', 'Nhung.NT');
    type('Mật khẩu mới', PASSWORD);
    press('Tiếp tục');
    expect(await screen.findByText('Tên đăng nhập này đã có người dùng. Hãy chọn tên khác.')).toBeTruthy();
    expect(asked.at(-1)?.body).toEqual({ token: TOKEN, name: 'Nguyễn Thị Hồng Nhung', login: 'nhung.nt', password: PASSWORD });
  });
  it('can be looked at, pasted, and kept by a password manager', async () => {
    open({ '/session': [{ json: nobody }] });
    await heading('Đăng nhập');
    const field = screen.getByLabelText<HTMLInputElement>('Mật khẩu');
    expect([field.type, field.autocomplete]).toEqual(['password', 'current-password']);
    press('Hiện mật khẩu');
    expect(field.type).toBe('text');
    press('Ẩn mật khẩu');
    expect(field.type).toBe('password');
    expect(fireEvent.paste(field, { clipboardData: { getData: () => PASSWORD } })).toBe(true);
  });
  it('a locked Caps is said while one types', async () => {
    open({ '/session': [{ json: nobody }] });
    await heading('Đăng nhập');
    fireEvent.keyDown(screen.getByLabelText('Mật khẩu'), { key: 'A', modifierCapsLock: true });
    expect(screen.getByText('Phím Caps Lock đang bật.')).toBeTruthy();
    fireEvent.keyUp(screen.getByLabelText('Mật khẩu'), { key: 'a' });
    expect(screen.queryByText('Phím Caps Lock đang bật.')).toBeNull();
  });
});

describe('LOGIN5 enrolment', () => {
  const OFFER = { otpauthUri: 'otpauth://totp/IOC:nhung.nt?secret=JBSWY3DPEHPK3PXP&issuer=IOC', secret: 'JBSWY3DPEHPK3PXP' };
  const CODES = Array.from({ length: 10 }, (_, i) => `abcde-0000${i}`);
  it('shows the key as a picture and as text, then ten codes that must be kept before one goes on', async () => {
    const { asked, go } = open({
      '/session': [{ json: at('enrol') }],
      '/session/enrol': [{ json: OFFER }],
      '/session/enrol/confirm': [
        problem('wrong', 401),
        { json: { ...at('full', { person: someone('shift-lead') }), recoveryCodes: CODES } },
      ],
    });
    await heading('Cài mã xác thực trên điện thoại');
    expect(screen.getByRole('img', { name: 'Mã QR để thêm tài khoản vào ứng dụng xác thực' })).toBeTruthy();
    expect(screen.getByText('JBSW Y3DP EHPK 3PXP')).toBeTruthy();
    type('Mã 6 chữ số', '111111');
    press('Xác nhận');
    expect((await screen.findByRole('alert')).textContent).toContain('kiểm tra giờ trên điện thoại');
    press('Xác nhận');
    await heading('10 mã khôi phục');
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(CODES);
    expect(screen.getByText(/Nguyễn Thị Hồng Nhung · .* · Thứ Hai, 23\/11\/2026/)).toBeTruthy();
    press('Tiếp tục');
    expect(go).not.toHaveBeenCalled();
    fireEvent.click(screen.getByRole('checkbox', { name: 'Tôi đã cất các mã này ở nơi an toàn' }));
    press('Tiếp tục');
    await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith('/desk/wall'));
    // One offer: a second one would make what was scanned worthless.
    expect(asked.filter(({ path }) => path === '/session/enrol')).toHaveLength(1);
  });
  it('a clipboard that is not there is said, not passed over', async () => {
    open({
      '/session': [{ json: at('enrol') }],
      '/session/enrol': [{ json: OFFER }],
      '/session/enrol/confirm': [{ json: { ...at('full', { person: someone('leader') }), recoveryCodes: CODES } }],
    });
    await heading('Cài mã xác thực trên điện thoại');
    type('Mã 6 chữ số', '111111');
    press('Xác nhận');
    await heading('10 mã khôi phục');
    press('Sao chép');
    expect(await screen.findByText('Trình duyệt không cho sao chép, hãy in hoặc chép tay.')).toBeTruthy();
  });
});

describe('LOGIN6 what a person must know', () => {
  it('stands there after the log-in and before the work, with the way to do something about it', async () => {
    const expires = epochMs(NOW + 5 * 86_400_000);
    const full = at('full', {
      person: someone('duty-officer'),
      passwordExpiresAt: expires,
      warnings: [
        { kind: 'password-expires', at: expires },
        { kind: 'recovery-codes-low', left: 2 },
      ],
    });
    const { asked, go } = open({
      '/session': [{ json: at('totp') }],
      '/session/totp': [{ json: full }],
      '/session/password': [problem('wrong', 401), { json: { ...full, warnings: [] } }],
    });
    await heading('Mã xác thực');
    type('Mã 6 chữ số', '123456');
    press('Tiếp tục');
    expect(await screen.findByText('Mật khẩu hết hạn sau 5 ngày, ngày 28/11/2026.')).toBeTruthy();
    expect(screen.getByText('Chỉ còn 2 mã khôi phục. Hãy cài lại để nhận bộ mã mới.')).toBeTruthy();
    expect(go).not.toHaveBeenCalled();
    press('Đổi mật khẩu');
    await heading('Đổi mật khẩu');
    type('Mật khẩu hiện tại', 'nhầm rồi');
    type('Mật khẩu mới', PASSWORD);
    press('Lưu mật khẩu');
    expect((await screen.findByRole('alert')).textContent).toBe('Mật khẩu hiện tại không đúng.');
    press('Lưu mật khẩu');
    await waitFor(() => expect(go).toHaveBeenCalledExactlyOnceWith('/desk/wall'));
    expect(asked.at(-1)?.body).toEqual({ current: 'nhầm rồi', next: PASSWORD });
  });
});

describe('LOGIN8 the language', () => {
  it('is Vietnamese; English by a switch, with what was typed still there, and the choice stays', async () => {
    open({ '/session': [{ json: nobody }] });
    await heading('Đăng nhập');
    type('Tên đăng nhập', 'nhung.nt');
    press('English');
    await heading('Sign in');
    expect(screen.getByLabelText<HTMLInputElement>('Login name').value).toBe('nhung.nt');
    expect(document.documentElement.lang).toBe('en');
    expect(localStorage.getItem('ioc.language')).toBe('en');
    press('Tiếng Việt');
    await heading('Đăng nhập');
  });
});
