import { expect, it } from 'vitest';
import { createWatchdog, LOST_LIMIT_MS } from '../../../client/map/watchdog.ts';
import { createFakeTime } from './fake-time.ts';

function watched() {
  const time = createFakeTime();
  let given = 0;
  const watchdog = createWatchdog(() => given++, time.wait);
  return { time, watchdog, given: () => given };
}

it('MAP4 a canvas that stays lost for 10 s is given up, once', () => {
  const { time, watchdog, given } = watched();
  watchdog.report('map', 'lost');
  time.pass(LOST_LIMIT_MS - 1);
  expect(given()).toBe(0);
  time.pass(1);
  expect(given()).toBe(1);
  time.pass(10 * LOST_LIMIT_MS);
  expect(given()).toBe(1);
});

it('MAP4 one that comes back in time is not, and the other canvas does not speak for it', () => {
  const { time, watchdog, given } = watched();
  watchdog.report('map', 'lost');
  time.pass(9_000);
  watchdog.report('map', 'restored');
  watchdog.report('overlay', 'lost');
  time.pass(9_000);
  watchdog.report('map', 'restored');
  expect(given()).toBe(0);
  time.pass(1_000);
  expect(given()).toBe(1);
});

it('MAP4 losing it again while it is lost does not begin the time anew; a closed map gives nothing up', () => {
  const { time, watchdog, given } = watched();
  watchdog.report('overlay', 'lost');
  time.pass(6_000);
  watchdog.report('overlay', 'lost');
  watchdog.report('map', 'lost');
  time.pass(4_000);
  expect(given()).toBe(1);
  watchdog.report('map', 'lost');
  watchdog.close();
  time.pass(2 * LOST_LIMIT_MS);
  expect(given()).toBe(1);
});
