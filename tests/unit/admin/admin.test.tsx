import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Admin } from '../../../client/screens/admin/Admin.tsx';
import { ROLES, type Role } from '../../../shared/model/vocabulary.ts';
import { type Call, sessionOf, show, stubServer } from './stage.tsx';

beforeEach(() => history.replaceState(null, '', '/admin'));
afterEach(() => vi.unstubAllGlobals());

const emptyCentre = (role: Role) =>
  stubServer(({ path }: Call) => {
    if (path === '/session') return { body: sessionOf(role) };
    if (path === '/admin/v1/centre') return { body: { name: 'Thành phố Hải Phòng', drills: [] } };
    if (path === '/session/logout') return { status: 204 };
    return { body: { items: [], rows: [], names: {} } };
  });
const links = async (): Promise<(string | null)[]> =>
  within(await screen.findByRole('navigation'))
    .queryAllByRole('link')
    .map((link) => link.textContent);
const MINE = ['Đơn vị hành chính', 'Nguồn dữ liệu', 'Dữ liệu chờ sửa', 'Đối soát dữ liệu'];

describe('ADMIN4 the shell', () => {
  it.each([
    ['administrator', MINE],
    ['data-steward', MINE],
    ['shift-lead', MINE],
    ['duty-officer', ['Đơn vị hành chính', 'Nguồn dữ liệu', 'Đối soát dữ liệu']],
    ['camera-desk', ['Đơn vị hành chính', 'Nguồn dữ liệu']],
    ['handling-unit', ['Đơn vị hành chính']],
    ['leader', ['Đơn vị hành chính']],
    ['auditor', ['Đối soát dữ liệu']],
  ] as [Role, string[]][])('offers a %s the sections of that role and no other', async (role, sections) => {
    emptyCentre(role);
    show(<Admin />);
    expect((await links()).filter((name) => MINE.includes(name ?? ''))).toEqual(sections);
  });

  it('asks nothing of the server that the role may not have', async () => {
    for (const role of ROLES) {
      const calls = emptyCentre(role);
      const { unmount } = show(<Admin />);
      await screen.findByRole('navigation');
      await waitFor(() => expect(calls.length).toBeGreaterThan(2));
      if (!['administrator', 'shift-lead', 'data-steward'].includes(role)) {
        expect(calls.map(({ path }) => path).filter((path) => path.includes('quarantine'))).toEqual([]);
      }
      unmount();
    }
  });

  it('opens the section of the address, moves on by link with the address, and comes back', async () => {
    history.replaceState(null, '', '/admin/ledger');
    emptyCentre('administrator');
    show(<Admin />);
    expect(await screen.findByRole('heading', { level: 1, name: 'Đối soát dữ liệu' })).toBeTruthy();
    fireEvent.click(screen.getByRole('link', { name: 'Nguồn dữ liệu' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Nguồn dữ liệu' })).toBeTruthy();
    expect(location.pathname).toBe('/admin/sources');
    expect(screen.getByRole('link', { name: 'Nguồn dữ liệu' }).getAttribute('aria-current')).toBe('page');
    expect(document.activeElement).toBe(screen.getByRole('main'));
    history.back();
    expect(await screen.findByRole('heading', { level: 1, name: 'Đối soát dữ liệu' })).toBeTruthy();
  });

  it('says of a section that is not there, or not for this account, the same', async () => {
    emptyCentre('leader');
    for (const path of ['/admin/nowhere', '/admin/ledger']) {
      history.replaceState(null, '', path);
      const { unmount } = show(<Admin />);
      expect(await screen.findByText(/Không có mục này, hoặc/)).toBeTruthy();
      unmount();
    }
  });

  it('names who is signed in and the drill that runs, changes its language, and signs out', async () => {
    const left: string[] = [];
    const calls = stubServer(({ path }) => {
      if (path === '/session') return { body: sessionOf('shift-lead') };
      if (path === '/admin/v1/centre') return { body: { name: 'Thành phố Hải Phòng', drills: [{ id: 'd', name: 'Ngày bão số 3' }] } };
      return { body: { items: [], rows: [], names: {} } };
    });
    show(<Admin leave={(to) => left.push(to)} />);
    expect(await screen.findByText('DIỄN TẬP')).toBeTruthy();
    expect(screen.getByText('Ngày bão số 3')).toBeTruthy();
    const own = screen.getByRole('link', { name: 'Nguyễn An' });
    expect(own.getAttribute('href')).toBe('/login');
    expect(own.parentElement?.textContent).toContain('Trưởng ca');
    fireEvent.click(screen.getByRole('button', { name: 'English' }));
    expect(await screen.findByRole('link', { name: 'Areas' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Sign out' }));
    await waitFor(() => expect(left).toEqual(['/login']));
    expect(calls.filter(({ method }) => method === 'POST')).toMatchObject([{ path: '/session/logout' }]);
  });

  it.each([null, 'totp', 'enrol', 'password'])('leads to the log-in page at stage %s', async (stage) => {
    stubServer(() => ({ body: { ...sessionOf('administrator'), stage } }));
    show(<Admin />);
    expect((await screen.findByRole('link', { name: 'Đăng nhập' })).getAttribute('href')).toBe('/login?next=%2Fadmin');
    expect(screen.queryByRole('navigation')).toBeNull();
  });

  it('says that the server cannot be reached, and tries again when told to', async () => {
    let reachable = false;
    vi.stubGlobal('fetch', async (path: string) => {
      if (!reachable) throw new TypeError('fetch failed');
      return Response.json(path === '/session' ? sessionOf('leader') : { name: null, drills: [], items: [] });
    });
    show(<Admin />);
    expect((await screen.findByRole('alert')).textContent).toContain('Không kết nối được');
    reachable = true;
    fireEvent.click(screen.getByRole('button', { name: 'Tải lại' }));
    expect(await screen.findByRole('navigation')).toBeTruthy();
  });
});
