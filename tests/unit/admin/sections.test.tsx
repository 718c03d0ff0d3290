import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AreasSection } from '../../../client/screens/admin/areas/AreasSection.tsx';
import { LedgerSection } from '../../../client/screens/admin/ledger/LedgerSection.tsx';
import { summed } from '../../../client/screens/admin/ledger/sums.ts';
import { QuarantineSection } from '../../../client/screens/admin/quarantine/QuarantineSection.tsx';
import { SourcesSection } from '../../../client/screens/admin/sources/SourcesSection.tsx';
import type { AreasImport } from '../../../shared/contract/areas.ts';
import { dayOf } from '../../../shared/rules/areas.ts';
import { personOf, show, stubServer } from './stage.tsx';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const ADMINISTRATOR = personOf('administrator');
const fill = (label: string | RegExp, value: string): void => {
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
};
const press = (name: string | RegExp): void => {
  fireEvent.click(screen.getByRole('button', { name }));
};

const SOURCE = {
  id: 'so-xay-dung',
  name: 'Sở Xây dựng',
  feed: 'http',
  drill: false,
  registeredAt: '2026-11-01T00:00:00Z',
  expectedIntervalMs: 30_000,
  toleranceMs: 90_000,
  state: 'silent',
  since: new Date(Date.now() - 240_000).toISOString(),
  reason: 'no-messages',
  lastMessageAt: new Date(Date.now() - 300_000).toISOString(),
};

describe('ADMIN5 sources', () => {
  it('are listed with feed, state, last message and promise', async () => {
    stubServer(() => ({ body: { items: [SOURCE] } }));
    show(<SourcesSection person={ADMINISTRATOR} />);
    const row = (await screen.findAllByRole('row')).at(-1);
    expect(row?.textContent).toBe('Sở Xây dựng so-xay-dung API (HTTP)im lặng 4 phútcách đây 5 phútmỗi 30 giây, cho phép trễ 1 phútThu hồi');
  });

  it('a token and a secret are told once, and gone when they are put away', async () => {
    const calls = stubServer(({ method }) =>
      method === 'POST'
        ? { status: 201, body: { source: 'so-y-te', token: 'T0KEN', signingSecret: 'whsec_S3CRET', seq: 7 } }
        : { body: { items: [] } },
    );
    show(<SourcesSection person={ADMINISTRATOR} />);
    await screen.findByRole('button', { name: 'Đăng ký và cấp mã' });
    press('Đăng ký và cấp mã');
    expect(await screen.findByText(/Mã nguồn gồm 1–40/)).toBeTruthy();
    expect(calls.some(({ method }) => method === 'POST')).toBe(false);
    fill('Mã nguồn', 'so-y-te');
    fill('Tên', 'Sở Y tế');
    fill('Gửi ít nhất mỗi (giây)', '120');
    press('Đăng ký và cấp mã');
    const dialog = await screen.findByRole('alertdialog');
    expect(within(dialog).getByLabelText<HTMLInputElement>('Mã truy cập').value).toBe('T0KEN');
    expect(within(dialog).getByLabelText<HTMLInputElement>('Khóa ký').value).toBe('whsec_S3CRET');
    const posted = calls.find(({ method }) => method === 'POST');
    expect(JSON.parse(String(posted?.body))).toEqual({ id: 'so-y-te', name: 'Sở Y tế', expectedIntervalMs: 120_000, toleranceMs: 60_000 });
    // A stray Escape must not lose what is never told again.
    fireEvent.keyDown(dialog, { key: 'Escape' });
    expect(screen.getByRole('alertdialog')).toBeTruthy();
    press('Tôi đã lưu lại');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(document.body.innerHTML).not.toContain('T0KEN');
  });

  it('revoking asks first; only the answer does it', async () => {
    const calls = stubServer(({ method }) => (method === 'DELETE' ? { status: 204 } : { body: { items: [SOURCE] } }));
    show(<SourcesSection person={ADMINISTRATOR} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Thu hồi: Sở Xây dựng' }));
    expect((await screen.findByRole('alertdialog')).textContent).toContain('Thu hồi nguồn Sở Xây dựng?');
    press('Hủy');
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(calls.some(({ method }) => method === 'DELETE')).toBe(false);
    fireEvent.click(screen.getByRole('button', { name: 'Thu hồi: Sở Xây dựng' }));
    await screen.findByRole('alertdialog');
    press('Thu hồi');
    expect(await screen.findByText('Đã thu hồi nguồn Sở Xây dựng.')).toBeTruthy();
    expect(calls.filter(({ method }) => method === 'DELETE')).toMatchObject([{ path: '/admin/v1/sources/so-xay-dung' }]);
  });

  it('who may only read is offered neither', async () => {
    stubServer(() => ({ body: { items: [SOURCE] } }));
    show(<SourcesSection person={personOf('duty-officer')} />);
    await screen.findByText('Sở Xây dựng', { exact: false });
    expect(screen.queryByRole('button', { name: /Thu hồi|Đăng ký/ })).toBeNull();
  });
});

const item = (n: number, more: object = {}) => ({
  id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
  source: 'so-xay-dung',
  channel: 'http:field-reports',
  receivedAt: new Date(Date.now() - 60_000).toISOString(),
  reason: 'expected one of critical, high',
  pointer: '/severity',
  body: { text: '{"reportId":"r1","severity":"rất cao"}' },
  replayed: null,
  ...more,
});
const openRow = async (): Promise<HTMLElement> => {
  const row = (await screen.findAllByRole('row')).at(1);
  if (!row) throw new Error('no row');
  row.focus();
  fireEvent.keyDown(row, { key: 'Enter' });
  fireEvent.keyUp(row, { key: 'Enter' });
  return screen.findByRole('dialog');
};

describe('ADMIN6 quarantine', () => {
  it('shows an item with its fault marked, replays it mended, and says what is still wrong', async () => {
    let stored = false;
    const calls = stubServer(({ method }) => {
      if (method === 'GET') return { body: { items: stored ? [] : [item(1)] } };
      if (!stored) {
        stored = true;
        return {
          status: 422,
          body: { status: 422, errors: [{ index: 0, error: { code: 'schema', pointer: '/summary', message: 'missing' } }] },
        };
      }
      return { status: 201, body: { outcome: 'stored', seqs: [42] } };
    });
    show(<QuarantineSection person={ADMINISTRATOR} />);
    const dialog = await openRow();
    expect(dialog.querySelector('mark')?.textContent).toBe('"severity": "rất cao"');
    fireEvent.change(within(dialog).getByLabelText('Nội dung gửi lại'), { target: { value: '{"mended":1}' } });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Gửi lại' }));
    expect(await within(dialog).findByText('Vẫn chưa hợp lệ tại /summary: missing')).toBeTruthy();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Gửi lại' }));
    expect(await within(dialog).findByText(/Đã ghi vào nhật ký \(số 42\)/)).toBeTruthy();
    const posts = calls.filter(({ method }) => method === 'POST');
    expect(posts.map(({ path, body }) => [path, body])).toEqual(
      Array.from({ length: 2 }, () => [`/admin/v1/quarantine/${item(1).id}/replay`, '{"mended":1}']),
    );
    expect(await screen.findByText('Không có bản tin nào chờ sửa.')).toBeTruthy();
  });

  it('replays what was not touched without a body: byte for byte as it came', async () => {
    const calls = stubServer(({ method }) =>
      method === 'GET' ? { body: { items: [item(1)] } } : { body: { outcome: 'duplicate', seqs: [1] } },
    );
    show(<QuarantineSection person={ADMINISTRATOR} />);
    const dialog = await openRow();
    fireEvent.click(within(dialog).getByRole('button', { name: 'Gửi lại nguyên văn' }));
    expect(await within(dialog).findByText(/đã có trong nhật ký/)).toBeTruthy();
    expect(calls.find(({ method }) => method === 'POST')?.body).toBeUndefined();
  });

  it('goes on to the next page where this one ended, and shows what is no text as what it is', async () => {
    const page = Array.from({ length: 50 }, (_, n) => item(n));
    const calls = stubServer(({ path }) => ({
      body: { items: path.includes('before') ? [item(99, { body: { base64: 'AP8=' } })] : page },
    }));
    show(<QuarantineSection person={personOf('shift-lead')} />);
    fireEvent.click(await screen.findByRole('button', { name: 'Trang sau' }));
    expect(await screen.findByText('Trang 2')).toBeTruthy();
    await waitFor(() => expect(screen.getAllByRole('row')).toHaveLength(2));
    expect(calls.at(-1)?.path).toContain(`before=${page.at(-1)?.id}`);
    expect(screen.queryByRole('button', { name: 'Trang sau' })).toBeNull();
    const dialog = await openRow();
    expect(dialog.textContent).toContain('AP8=');
    // A shift lead reads, and mends nothing.
    expect(within(dialog).queryByRole('button', { name: /Gửi lại/ })).toBeNull();
    expect(within(dialog).queryByLabelText('Nội dung gửi lại')).toBeNull();
  });
});

describe('ADMIN7 the ledger', () => {
  const row = (minute: string, source: string, [received, stored, duplicate, quarantined, refused]: number[]) => ({
    minute,
    source,
    received: received ?? 0,
    stored: stored ?? 0,
    duplicate: duplicate ?? 0,
    quarantined: quarantined ?? 0,
    refused: refused ?? 0,
  });
  it('sums by minute, hour and day of Việt Nam, and one minute’s surplus hides no other’s loss', () => {
    const rows = [
      row('2026-11-22T16:59:00Z', 'a', [10, 9, 0, 0, 0]),
      row('2026-11-22T16:58:00Z', 'a', [10, 11, 0, 0, 0]),
      row('2026-11-22T17:00:00Z', 'a', [5, 1, 1, 1, 2]),
    ];
    expect(summed(rows, 'day').map(({ at, received, off }) => [new Date(at).toISOString(), received, off])).toEqual([
      ['2026-11-22T17:00:00.000Z', 5, 0],
      ['2026-11-21T17:00:00.000Z', 20, 2],
    ]);
    expect(summed(rows, 'hour').map(({ off }) => off)).toEqual([0, 2]);
    expect(summed(rows, 'minute')).toHaveLength(3);
  });

  it('says that it balances, with the sum, or which row does not', async () => {
    const now = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
    let rows = [row(now, 'camera', [1205, 1200, 2, 2, 1])];
    stubServer(() => ({ body: { rows, names: { camera: 'Frigate khu vực cảng' } } }));
    const { unmount } = show(<LedgerSection />);
    expect(await screen.findByText('Khớp: 1.205 nhận được = 1.200 đã ghi + 2 trùng + 2 chờ sửa + 1 từ chối.')).toBeTruthy();
    unmount();
    rows = [...rows, row(now, 'so-y-te', [10, 7, 0, 0, 0])];
    show(<LedgerSection />);
    expect((await screen.findByRole('alert')).textContent).toContain('1 dòng không khớp, tổng chênh lệch 3 bản tin');
    const cells = screen.getAllByRole('row').map(({ textContent }) => textContent);
    expect(cells.filter((text) => text?.includes('lệch 3'))).toHaveLength(1);
    expect(cells.filter((text) => text?.endsWith('khớp'))).toHaveLength(1);
    expect(cells.filter((text) => text?.includes('Frigate khu vực cảng camera'))).toHaveLength(1);
    expect(cells.filter((text) => text?.includes('Nguồn đã gỡ so-y-te'))).toHaveLength(1);
  });
});

const period = (name: string, parent: string | null, validFrom: string, validTo: string | null, from: string[] = []) => ({
  name,
  areaKind: parent === null ? 'province' : 'ward',
  parent,
  at: [106.7, 20.8],
  areaKm2: 12.5,
  validFrom,
  validTo,
  from,
});
const AREAS = {
  items: [
    {
      code: '31',
      periods: [period('Thành phố Hải Phòng', null, '1955-05-13', '2025-06-30'), period('Thành phố Hải Phòng', null, '2025-07-01', null)],
    },
    { code: '304', periods: [{ ...period('Quận Hải An', '31', '2003-05-05', '2025-06-30'), areaKind: 'district' }] },
    { code: '11407', periods: [period('Phường Cát Bi', '304', '2003-05-05', '2025-06-30')] },
    { code: '11413', periods: [period('Phường Hải An', '31', '2025-07-01', null, ['11407'])] },
    { code: '11914', periods: [{ ...period('Đặc khu Cát Hải', '31', '2025-07-01', null), areaKind: 'special-zone' }] },
  ],
};
const rowsOf = (): (string | null)[] =>
  within(screen.getByRole('treegrid'))
    .getAllByRole('row')
    .map(({ textContent }) => textContent);

describe('ADMIN8 areas', () => {
  it('show the tree of today, and of any other day with what became of a unit', async () => {
    stubServer(() => ({ body: AREAS }));
    show(<AreasSection person={personOf('leader')} />);
    await screen.findByRole('treegrid');
    expect(screen.getByLabelText<HTMLInputElement>('Tại ngày').value).toBe(dayOf(Date.now()).split('-').reverse().join('/'));
    expect(rowsOf()).toEqual([
      'Thành phố Hải Phòng31 · Tỉnh, thành phố · 2',
      'Phường Hải An11413 · Phường',
      'Đặc khu Cát Hải11914 · Đặc khu',
    ]);
    fill('Tại ngày', '31/06/2024');
    expect(screen.getByText('Ngày chưa đúng; hãy ghi ngày/tháng/năm.')).toBeTruthy();
    expect(rowsOf()).toHaveLength(3);
    fill('Tại ngày', '1/6/2024');
    await waitFor(() => expect(rowsOf()).toEqual(['Thành phố Hải Phòng31 · Tỉnh, thành phố · 1', 'Quận Hải An304 · Quận, huyện · 1']));
    fill('Tìm theo tên hoặc mã', 'cat bi');
    await waitFor(() => expect(rowsOf()).toEqual(['Phường Cát Bi11407 · Phường']));
    expect(screen.getByText('Tìm thấy 1 đơn vị')).toBeTruthy();
    fireEvent.click(screen.getByText('Phường Cát Bi'));
    const facts = (await screen.findByRole('heading', { level: 2, name: 'Phường Cát Bi' })).parentElement;
    expect(facts?.textContent).toContain('Thành phố Hải Phòng');
    expect(facts?.textContent).toContain('05/05/2003 đến hết 30/06/2025');
    expect(facts?.textContent).toContain('toàn bộ nay thuộc Phường Hải An (11413)');
    // Who may not change the hierarchy is not offered to.
    expect(screen.queryByRole('button', { name: 'Chọn tệp CSV' })).toBeNull();
  });

  const choose = async (text: string): Promise<void> => {
    await screen.findByRole('button', { name: 'Chọn tệp CSV' });
    const input = document.querySelector<HTMLInputElement>('input[type="file"]');
    if (!input) throw new Error('no file input');
    fireEvent.change(input, { target: { files: [new File([text], 'don-vi.csv', { type: 'text/csv' })] } });
  };
  const RESULT: AreasImport = { rows: 2, stored: false, added: [], changed: [], unchanged: 0, faults: [], faultCount: 0 };

  it('a faulty table is told row by row in words, and cannot be stored', async () => {
    const faults = [
      { row: 3, column: 'parent', code: 'unknown-parent', found: '99', message: '' },
      { row: 4, column: 'valid_from', code: 'overlap', found: '2025-07-01 – …', message: '' },
    ];
    stubServer(({ method }) => ({ body: method === 'POST' ? { ...RESULT, faults, faultCount: 7 } : AREAS }));
    show(<AreasSection person={ADMINISTRATOR} />);
    await choose('code');
    expect(await screen.findByText(/Bảng có 7 lỗi\. Chưa ghi dòng nào/)).toBeTruthy();
    expect(screen.getByText('Không có đơn vị mã 99 để trực thuộc.')).toBeTruthy();
    expect(screen.getByText('Chồng lên thời kỳ 2025-07-01 – … của chính đơn vị này.')).toBeTruthy();
    expect(screen.getByText('… và 5 lỗi khác')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Ghi vào hệ thống' })).toBeNull();
  });

  it('a clean one is shown first and stored when told to, and the tree is asked for anew', async () => {
    const clean = { ...RESULT, added: ['12001'], changed: ['31'] };
    const calls = stubServer(({ method, path }) => {
      if (method === 'GET') return { body: AREAS };
      return path.includes('preview') ? { body: clean } : { status: 201, body: { ...clean, stored: true } };
    });
    show(<AreasSection person={ADMINISTRATOR} />);
    await choose('code,name');
    expect(await screen.findByText(/2 dòng hợp lệ: thêm 1 đơn vị, sửa 1 đơn vị/)).toBeTruthy();
    expect(calls.filter(({ method }) => method === 'POST')).toHaveLength(1);
    press('Ghi vào hệ thống');
    expect(await screen.findByText(/Đã ghi: thêm 1 đơn vị, sửa 1 đơn vị/)).toBeTruthy();
    expect(calls.filter(({ method }) => method === 'POST').map(({ path }) => path)).toEqual([
      '/admin/v1/areas/import?preview=true',
      '/admin/v1/areas/import',
    ]);
    await waitFor(() => expect(calls.filter(({ method }) => method === 'GET')).toHaveLength(2));
  });
});
