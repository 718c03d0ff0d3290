import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import inEnglish from '../../../client/app/messages/en.json';
import inVietnamese from '../../../client/app/messages/vi.json';
import { PeopleSection } from '../../../client/screens/admin/people/PeopleSection.tsx';
import { isLoss, lossOf, plain, standingOf } from '../../../client/screens/admin/people/person-facts.ts';
import { RightsSection } from '../../../client/screens/admin/people/RightsSection.tsx';
import type { PersonListing } from '../../../shared/contract/people.ts';
import { CLASSIFICATIONS, PERSONAL_FIELDS, ROLES } from '../../../shared/model/vocabulary.ts';
import { ACTIONS, RIGHTS } from '../../../shared/rules/rights.ts';
import { type Asked, answering, NOW, problem, show } from './page.tsx';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const listing = (id: string, name: string, more: Partial<PersonListing> = {}): PersonListing => ({
  id,
  login: id,
  name,
  role: 'shift-lead',
  areas: null,
  unit: null,
  oidcSubject: null,
  createdAt: new Date(NOW - 9e9).toISOString(),
  disabledAt: null,
  invited: false,
  hasSecondFactor: true,
  recoveryCodesLeft: 10,
  passwordExpiresAt: new Date(NOW + 9e9).toISOString(),
  sessions: 2,
  lastSeenAt: new Date(NOW - 240_000).toISOString(),
  ...more,
});
const NHUNG = listing('nhung.nt', 'Nguyễn Thị Hồng Nhung');
const DUC = listing('duc.pv', 'Phạm Văn Đức', { role: 'camera-desk', areas: ['11299'], sessions: 0, lastSeenAt: null });
const period = (name: string) => ({
  name,
  areaKind: 'ward',
  parent: null,
  at: [106.6, 20.8],
  areaKm2: null,
  validFrom: '2025-07-01',
  validTo: null,
  from: [],
});
const AREAS = {
  items: [
    { code: '11299', periods: [period('Phường Hồng Bàng')] },
    { code: '11302', periods: [period('Phường Lê Chân')] },
  ],
};

function open(replies: Parameters<typeof answering>[0] = {}, role: 'administrator' | 'auditor' = 'administrator'): Asked[] {
  const server = answering({
    'GET /admin/v1/people': [{ json: { people: [NHUNG, DUC] } }],
    '/admin/v1/areas': [{ json: AREAS }],
    ...replies,
  });
  vi.stubGlobal('fetch', server.fetch);
  show(<PeopleSection person={{ role }} now={() => NOW} />);
  return server.asked;
}
const press = (name: string, where: HTMLElement = document.body): void => void fireEvent.click(within(where).getByRole('button', { name }));
const view = async (name: string): Promise<void> => {
  fireEvent.click(await screen.findByText(name));
  await screen.findByRole('heading', { level: 1, name });
};
const changes = (asked: Asked[]) => asked.filter(({ method }) => method !== 'GET');

describe('PEOPLE1 the list', () => {
  it('says of each account who it is, what it may, how it stands and when it was last here', async () => {
    open();
    const row = (await screen.findByText('Nguyễn Thị Hồng Nhung')).closest('tr');
    expect([...(row?.children ?? [])].map(({ textContent }) => textContent)).toEqual([
      'Nguyễn Thị Hồng Nhung',
      'nhung.nt',
      'Trưởng ca',
      '–',
      'Toàn Trung tâm',
      'hoạt động',
      'cách đây 4 phút',
      '07/03/2027',
    ]);
    await waitFor(() => expect(screen.getByText('Phạm Văn Đức').closest('tr')?.textContent).toContain('Phường Hồng Bàng'));
    expect(screen.getByText('Phạm Văn Đức').closest('tr')?.textContent).toContain('chưa lần nào');
  });
  it('is searched without marks too', async () => {
    open();
    await screen.findByText('Phạm Văn Đức');
    fireEvent.change(screen.getByLabelText('Tìm theo họ tên hoặc tên đăng nhập'), { target: { value: 'pham van duc' } });
    expect(screen.queryByText('Nguyễn Thị Hồng Nhung')).toBeNull();
    expect(screen.getByText('Phạm Văn Đức')).toBeTruthy();
    expect(plain('Đặng Thị Ước')).toBe('dang thi uoc');
  });
  it.each([
    [{ disabledAt: '2026-11-01T00:00:00Z', invited: true }, 'disabled'],
    [{ invited: true, hasSecondFactor: false }, 'invited'],
    [{ passwordExpiresAt: new Date(NOW - 1).toISOString() }, 'expired'],
    [{ hasSecondFactor: false }, 'no-second-factor'],
    [{ hasSecondFactor: false, oidcSubject: 'sub-1' }, 'active'],
    [{ passwordExpiresAt: null }, 'active'],
  ] as const)('%o is %s', (more, standing) => {
    expect(standingOf({ ...NHUNG, ...more }, NOW)).toBe(standing);
  });
  it('shows an auditor everything and lets nothing be done', async () => {
    open({}, 'auditor');
    await view('Nguyễn Thị Hồng Nhung');
    expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual(['Về danh sách']);
  });
});

describe('PEOPLE2 what takes rights away is asked first', () => {
  const none = new Map<string, string | null>();
  it('a role that may less, areas that are fewer, the whole centre that is none any more', () => {
    const lead = { role: 'shift-lead', areas: null } as const;
    expect(lossOf(lead, { role: 'leader', areas: null }, none)).toMatchObject({
      personal: [...PERSONAL_FIELDS],
      areas: [],
      classifications: [],
    });
    expect(lossOf(lead, { role: 'leader', areas: null }, none).actions).toContain('display:manage');
    expect(lossOf(lead, { role: 'shift-lead', areas: ['11299'] }, none).areas).toBe('all');
    expect(lossOf({ role: 'camera-desk', areas: null }, { role: 'shift-lead', areas: null }, none).classifications).toEqual([
      'police',
      'personal',
    ]);
  });
  it('nothing when everything stays: for no role against itself, for units within what is given now', () => {
    for (const role of ROLES) expect(isLoss(lossOf({ role, areas: ['11299'] }, { role, areas: ['11299'] }, none))).toBe(false);
    const parentOf = new Map([['11299', '31']]);
    expect(isLoss(lossOf({ role: 'leader', areas: ['11299'] }, { role: 'leader', areas: ['31'] }, parentOf))).toBe(false);
    expect(lossOf({ role: 'leader', areas: ['31'] }, { role: 'leader', areas: ['11299'] }, parentOf).areas).toEqual(['31']);
    const ring = new Map([
      ['a', 'b'],
      ['b', 'a'],
    ]);
    expect(lossOf({ role: 'leader', areas: ['a'] }, { role: 'leader', areas: ['c'] }, ring).areas).toEqual(['a']);
  });
  it('disabling says how many sessions close; nothing is sent before the answer', async () => {
    const asked = open({ 'PATCH /admin/v1/people/nhung.nt': [{ json: { ...NHUNG, disabledAt: new Date(NOW).toISOString() } }] });
    await view('Nguyễn Thị Hồng Nhung');
    press('Khóa tài khoản');
    const question = await screen.findByRole('alertdialog', { name: 'Khóa tài khoản của Nguyễn Thị Hồng Nhung?' });
    expect(question.textContent).toContain('2 phiên đang mở sẽ đóng lại.');
    press('Hủy', question);
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(changes(asked)).toEqual([]);
    press('Khóa tài khoản');
    press('Khóa tài khoản', await screen.findByRole('alertdialog'));
    await waitFor(() => expect(changes(asked)).toEqual([{ method: 'PATCH', path: '/admin/v1/people/nhung.nt', body: { disabled: true } }]));
    expect(await screen.findByText('Đã khóa tài khoản.')).toBeTruthy();
  });
  it('narrowing the areas names what goes; a change that takes nothing is not asked', async () => {
    const asked = open({ 'PATCH /admin/v1/people/nhung.nt': [{ json: NHUNG }] });
    await view('Nguyễn Thị Hồng Nhung');
    press('Sửa');
    fireEvent.change(screen.getByLabelText('Họ và tên'), { target: { value: 'Nguyễn Thị Nhung' } });
    press('Lưu thay đổi');
    await screen.findByText('Đã lưu thay đổi.');
    expect(changes(asked)).toHaveLength(1);
    press('Sửa');
    fireEvent.click(screen.getByRole('checkbox', { name: 'Toàn Trung tâm' }));
    press('Lưu thay đổi');
    expect(screen.getByText('Chọn ít nhất một đơn vị, hoặc toàn Trung tâm.')).toBeTruthy();
    fireEvent.click(screen.getByRole('option', { name: 'Phường Lê Chân' }));
    press('Lưu thay đổi');
    const question = await screen.findByRole('alertdialog', { name: 'Thu hẹp quyền của Nguyễn Thị Hồng Nhung?' });
    expect(question.textContent).toContain('Chỉ còn các đơn vị đã chọn, không còn toàn Trung tâm');
    expect(question.textContent).toContain('2 phiên đang mở sẽ chỉ còn quyền mới.');
    press('Thu hẹp quyền', question);
    await waitFor(() => expect(changes(asked)).toHaveLength(2));
    expect(changes(asked).at(-1)?.body).toMatchObject({ role: 'shift-lead', areas: ['11302'] });
  });
  it('the last administrator stays, and the refusal says why', async () => {
    open({ 'PATCH /admin/v1/people/nhung.nt': [problem('last-administrator', 409)] });
    await view('Nguyễn Thị Hồng Nhung');
    press('Khóa tài khoản');
    press('Khóa tài khoản', await screen.findByRole('alertdialog'));
    expect((await screen.findByRole('alert')).textContent).toBe('Phải còn ít nhất một quản trị viên đang hoạt động.');
  });
  it('removing a second factor asks for a fresh proof, and then does it', async () => {
    const factor = 'POST /admin/v1/people/nhung.nt/reset-second-factor';
    const asked = open({
      [factor]: [problem('prove', 403), { json: { ...NHUNG, hasSecondFactor: false } }],
      '/session/prove': [{ json: {} }],
    });
    await view('Nguyễn Thị Hồng Nhung');
    press('Gỡ mã xác thực');
    press('Gỡ mã xác thực', await screen.findByRole('alertdialog'));
    fireEvent.change(await screen.findByLabelText('Mật khẩu của bạn'), { target: { value: 'của tôi' } });
    fireEvent.change(screen.getByLabelText('Mã 6 chữ số'), { target: { value: '123 456' } });
    press('Xác nhận');
    expect(await screen.findByText('Đã gỡ mã xác thực.')).toBeTruthy();
    expect(changes(asked).map(({ path }) => path)).toEqual([
      '/admin/v1/people/nhung.nt/reset-second-factor',
      '/session/prove',
      '/admin/v1/people/nhung.nt/reset-second-factor',
    ]);
    expect(changes(asked)[1]?.body).toEqual({ password: 'của tôi', code: '123456' });
  });
});

describe('PEOPLE3 links are shown once', () => {
  const LINK = 'https://ioc.example.vn/login#invite=a1B2c3D4e5F6g7H8i9J0k1L2';
  it('after a new account, with until when; gone when the page goes on', async () => {
    const issued = {
      person: listing('moi', 'Vũ Thị Mới', { invited: true }),
      link: LINK,
      expiresAt: new Date(NOW + 86_400_000).toISOString(),
    };
    const asked = open({ 'POST /admin/v1/people': [problem('taken', 409), { status: 201, json: issued }] });
    await screen.findByText('Phạm Văn Đức');
    press('Thêm tài khoản');
    press('Tạo và lấy liên kết mời');
    for (const said of ['Nhập họ và tên.', 'Chọn một vai trò.']) expect(screen.getByText(said)).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Họ và tên'), { target: { value: 'Vũ Thị Mới' } });
    fireEvent.change(screen.getByLabelText('Tên đăng nhập'), { target: { value: 'Moi.VT' } });
    fireEvent.click(screen.getByRole('button', { name: /Vai trò/ }));
    fireEvent.click(await screen.findByRole('option', { name: /Cán bộ trực/ }));
    press('Tạo và lấy liên kết mời');
    expect((await screen.findByRole('alert')).textContent).toBe('Tên đăng nhập hoặc mã SSO này đã có người dùng.');
    press('Tạo và lấy liên kết mời');
    const field = await screen.findByLabelText<HTMLInputElement>('Liên kết');
    expect(field.value).toBe(LINK);
    expect(screen.getByText(/trước 14:05 Thứ Ba, 24\/11\/2026/)).toBeTruthy();
    expect(changes(asked).at(-1)?.body).toEqual({
      login: 'moi.vt',
      name: 'Vũ Thị Mới',
      role: 'duty-officer',
      unit: null,
      areas: null,
      oidcSubject: null,
    });
    press('Xong');
    await screen.findByText('Phạm Văn Đức');
    expect(document.body.innerHTML).not.toContain(LINK);
  });
  it('a reset link is asked first', async () => {
    const path = 'POST /admin/v1/people/nhung.nt/reset-link';
    const asked = open({
      [path]: [{ status: 201, json: { link: LINK.replace('invite', 'reset'), expiresAt: new Date(NOW).toISOString() } }],
    });
    await view('Nguyễn Thị Hồng Nhung');
    press('Liên kết đặt lại mật khẩu');
    expect(changes(asked)).toEqual([]);
    press('Tạo liên kết', await screen.findByRole('alertdialog'));
    expect((await screen.findByLabelText<HTMLInputElement>('Liên kết')).value).toContain('#reset=');
  });
});

describe('PEOPLE4 the table of rights', () => {
  it('has a cell for every role and right, as the server has it', async () => {
    vi.stubGlobal('fetch', answering({ '/admin/v1/roles': [{ json: { roles: ROLES.map((role) => ({ role, ...RIGHTS[role] })) } }] }).fetch);
    show(<RightsSection />);
    const table = await screen.findByRole('table');
    const cells = (name: string): string[] =>
      within(within(table).getByRole('rowheader', { name }).closest('tr') ?? table)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent ?? '');
    const { action, exposure } = inVietnamese.vocabulary;
    for (const right of ACTIONS.filter((one) => ROLES.some((role) => RIGHTS[role].may[one]))) {
      const [what = '', how = ''] = right.split(':');
      const words = (action as Record<string, Record<string, string>>)[what]?.[how] ?? 'no words';
      const expected = ROLES.map((role) => ({ centre: 'toàn bộ', areas: 'địa bàn', none: '–không' })[RIGHTS[role].may[right] ?? 'none']);
      expect([right, cells(words)]).toEqual([right, expected]);
    }
    expect(cells('khuôn mặt')).toEqual(
      ROLES.map((role) => (RIGHTS[role].personal.face === 'none' ? '–không' : exposure[RIGHTS[role].personal.face])),
    );
    expect(cells('nghiệp vụ công an')).toEqual(ROLES.map((role) => (RIGHTS[role].classifications.includes('police') ? 'có' : '–không')));
  });
});

describe.each([
  ['vi', inVietnamese],
  ['en', inEnglish],
] as const)('WORD2 rights have words in %s', (_, { vocabulary }) => {
  it('every role, action, classification and personal field', () => {
    expect(Object.keys(vocabulary.role)).toEqual(expect.arrayContaining([...ROLES, 'display']));
    expect(Object.keys(vocabulary.classification)).toEqual([...CLASSIFICATIONS]);
    expect(Object.keys(vocabulary.personalField)).toEqual([...PERSONAL_FIELDS]);
    const actions = Object.entries(vocabulary.action).flatMap(([what, hows]) => Object.keys(hows).map((how) => `${what}:${how}`));
    expect(actions.sort()).toEqual([...ACTIONS].sort());
  });
});
