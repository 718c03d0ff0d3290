import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayState } from '../../../server/domain/displays/sign-of-life.ts';
import { createSignsOfLife } from '../../../server/domain/displays/signs-of-life.ts';
import { GRACE_MS, isDue, judgeToken, ROTATE_AFTER_MS } from '../../../server/domain/displays/token-rotation.ts';
import { epochMs } from '../../../shared/model/ids.ts';

const T = 1_800_000_000_000;
const rotated = { tokenAt: T, previousUntil: T + GRACE_MS };
const confirmed = { tokenAt: T, previousUntil: null };

test('PAIR6 after a rotation both tokens are good until the new one is used past the grace', () => {
  expect(judgeToken(rotated, 'current', T + 1)).toBe('good');
  expect(judgeToken(rotated, 'previous', T + 1)).toBe('good');
  expect(judgeToken(rotated, 'current', T + GRACE_MS)).toBe('good');
  expect(judgeToken(rotated, 'current', T + GRACE_MS + 1)).toBe('confirms');
  // A display that was off since its answer was lost still has only the token before.
  expect(judgeToken(rotated, 'previous', T + 100 * GRACE_MS)).toBe('good');
});

test('PAIR7 the token before is theft once its successor was confirmed, at whatever time', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 400 * 24 * 3600_000 }), (later) => {
      expect(judgeToken(confirmed, 'previous', T + later)).toBe('theft');
      expect(judgeToken(confirmed, 'current', T + later)).toBe('good');
    }),
  );
});

test('PAIR7 a token that was replaced before it was used is theft when somebody shows it', () => {
  expect(judgeToken(rotated, 'abandoned', T + 1)).toBe('theft');
  expect(judgeToken(confirmed, 'abandoned', T + 1)).toBe('theft');
});

test('PAIR6 a young token is kept, so that two windows of a browser do not race; who still has the one before gets another', () => {
  expect(isDue(confirmed, 'current', T + ROTATE_AFTER_MS - 1)).toBe(false);
  expect(isDue(confirmed, 'current', T + ROTATE_AFTER_MS)).toBe(true);
  expect(isDue(rotated, 'previous', T + 1)).toBe(true);
});

test('PAIR8 a display is online, late, silent or off by its last sign of life', () => {
  const sign = { at: T, isConnected: false, leftAt: null };
  expect(displayState({ ...sign, at: null }, T)).toBe('off');
  expect(displayState(sign, T - 500)).toBe('online');
  expect(displayState(sign, T + 5_000)).toBe('online');
  expect(displayState(sign, T + 5_001)).toBe('late');
  expect(displayState({ ...sign, isConnected: true }, T + 12_000)).toBe('online');
  expect(displayState({ ...sign, isConnected: true }, T + 12_001)).toBe('late');
  expect(displayState(sign, T + 150_000)).toBe('late');
  expect(displayState(sign, T + 150_001)).toBe('silent');
  expect(displayState(sign, T + 15 * 60_000 + 1)).toBe('off');
});

test('PAIR8 signs of life are written at most every ten seconds for each display, and again after a write that failed', async () => {
  const written: [string, number][] = [];
  const failures: unknown[] = [];
  let fails = false;
  const seen = createSignsOfLife({
    async write(id, at) {
      written.push([id, at - T]);
      if (fails) throw new Error('the database is down');
    },
    onFailure: (error) => failures.push(error),
  });
  for (const [id, after] of [
    ['a', 0],
    ['b', 1],
    ['a', 9_999],
    ['a', 10_000],
    ['b', 10_000],
    ['b', 10_001],
  ] as const)
    seen(id, epochMs(T + after));
  expect(written).toEqual([
    ['a', 0],
    ['b', 1],
    ['a', 10_000],
    ['b', 10_001],
  ]);
  fails = true;
  seen('a', epochMs(T + 20_000));
  await expect.poll(() => failures.length).toBe(1);
  fails = false;
  seen('a', epochMs(T + 20_001));
  expect(written.at(-1)).toEqual(['a', 20_001]);
});
