import { act, cleanup, render, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { I18nextProvider } from 'react-i18next';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createWords } from '../../../client/app/i18n.ts';
import type { Asked, PairingApi } from '../../../client/screens/wall/pairing/exchange.ts';
import { WallGate } from '../../../client/screens/wall/pairing/WallGate.tsx';
import type { DisplaySelf, PairingAnswer } from '../../../shared/contract/displays.ts';

const TEN_MINUTES = 600_000;
const SELF: DisplaySelf = {
  id: 'wall-1',
  name: 'Màn hình 1',
  wall: { id: 'w', name: 'Tường', audience: 'operators' },
  position: '1',
  tokenAgeMs: 0,
};
const answer = <T,>(value: T): Asked<T> => ({ kind: 'answer', value });

/** A server that the test moves by hand. */
function fakeServer() {
  const state = {
    self: null as DisplaySelf | null,
    isSignedIn: false,
    reached: true,
    became: { state: 'pending', intervalMs: 2000 } as PairingAnswer,
    codes: 0,
    renewed: 0,
  };
  const say = <T,>(value: () => T): Promise<Asked<T>> => Promise.resolve(state.reached ? answer(value()) : { kind: 'unreachable' });
  const api: PairingApi = {
    self: () => say(() => state.self),
    session: () => say(() => ({ stage: state.isSignedIn ? ('full' as const) : null })),
    begin: () =>
      say(() => {
        const letter = 'BCDF'.charAt(state.codes++);
        // A wall whose calendar is wrong by years still counts right.
        return {
          deviceCode: `device-${letter}`,
          userCode: `${letter.repeat(4)}-GHJK`,
          verificationUrl: 'https://ioc.example.vn/admin/displays',
          at: 5,
          expiresAt: 5 + TEN_MINUTES,
          intervalMs: 2000,
        };
      }),
    ask: () => say(() => state.became),
    renew: () =>
      say(() => {
        state.renewed++;
        return SELF;
      }),
  };
  return { state, api };
}

const words = createWords([]);
const draw = (api: PairingApi, picture: (onOver: () => void) => ReactNode = () => <p>bức tranh chung</p>) =>
  render(
    <I18nextProvider i18n={words}>
      <WallGate api={api}>{picture}</WallGate>
    </I18nextProvider>,
  );
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const code = () => document.querySelector('[data-code]')?.getAttribute('data-code') ?? null;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance', 'Date'] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

test('PAIR11 a code that has run out is followed by another, by itself', async () => {
  const { api } = fakeServer();
  draw(api);
  await pass(10);
  expect(code()).toBe('BBBB-GHJK');
  expect(document.body.textContent).toContain('Mã còn hiệu lực 10:00');
  await pass(60_000);
  expect(document.body.textContent).toContain('Mã còn hiệu lực 9:00');
  await pass(TEN_MINUTES - 55_000);
  expect(code()).toBe('CCCC-GHJK');
});

test('PAIR11 the server is not reached: no code is promised, the age is said, and it goes on when it is back', async () => {
  const { api, state } = fakeServer();
  state.reached = false;
  draw(api);
  await pass(5000);
  expect(code()).toBeNull();
  expect(screen.getByRole('alert').textContent).toContain('Mất kết nối với máy chủ');
  expect(document.body.textContent).toContain('Chưa lấy được mã');
  await pass(60_000);
  expect(screen.getByRole('alert').textContent).toContain('cách đây 1 phút');
  state.reached = true;
  await pass(3000);
  expect(code()).toBe('BBBB-GHJK');
  expect(screen.queryByRole('alert')).toBeNull();
});

test('PAIR11 approved it shows the picture; over, it asks for a code and says that it was revoked; a person is not called revoked', async () => {
  const { api, state } = fakeServer();
  let over = (): void => undefined;
  draw(api, (onOver) => {
    over = onOver;
    return <p>bức tranh chung</p>;
  });
  await pass(10);
  state.became = { state: 'paired', display: SELF };
  state.self = SELF;
  await pass(2000);
  expect(document.body.textContent).toBe('bức tranh chung');

  state.self = null;
  state.became = { state: 'pending', intervalMs: 2000 };
  await act(async () => over());
  await pass(10);
  expect(code()).toBe('CCCC-GHJK');
  expect(screen.getByRole('heading').textContent).toContain('đã được thu hồi');

  cleanup();
  state.isSignedIn = true;
  draw(api, (onOver) => {
    over = onOver;
    return <p>bức tranh chung</p>;
  });
  await pass(10);
  expect(document.body.textContent).toBe('bức tranh chung');
  state.isSignedIn = false;
  await act(async () => over());
  await pass(10);
  expect(screen.getByRole('heading').textContent).toContain('chưa được ghép');
});

test('PAIR6 a display asks for a new token when its own is a day old, and not before', async () => {
  const { api, state } = fakeServer();
  state.self = { ...SELF, tokenAgeMs: 23 * 3600_000 };
  draw(api);
  await pass(6 * 60_000);
  expect(state.renewed).toBe(0);
  state.self = { ...SELF, tokenAgeMs: 24 * 3600_000 };
  await pass(5 * 60_000);
  expect(state.renewed).toBe(1);
});
