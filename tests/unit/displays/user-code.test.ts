import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { newUserCode } from '../../../server/domain/displays/user-code.ts';
import { USER_CODE_ALPHABET, UserCodeField } from '../../../shared/contract/displays.ts';

test('PAIR1 a code is eight letters of the alphabet, shown as two groups of four', () => {
  for (let i = 0; i < 500; i++) expect(newUserCode(randomBytes)).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
});

test('PAIR1 bytes that would favour the first letters are thrown away', () => {
  // 240 and above: 256 is no multiple of 20.
  const given = [new Uint8Array(8).fill(255), new Uint8Array(8).fill(240), Uint8Array.from([0, 19, 20, 239, 1, 2, 3, 4])];
  expect(newUserCode(() => given.shift() ?? new Uint8Array(8))).toBe('BZBZ-CDFG');
  expect(given).toHaveLength(0);
});

test('PAIR1 letters that are taken for another are not in it, so what a person types is read in any case and spacing', () => {
  expect(USER_CODE_ALPHABET).not.toMatch(/[AEIOUY0-9]/);
  for (const typed of ['BCDF-GHJK', 'bcdfghjk', ' bcdf ghjk ', 'BCDF–GHJK', 'b.c.d.f.g.h.j.k']) {
    expect(UserCodeField.parse(typed)).toBe('BCDF-GHJK');
  }
  for (const typed of ['', 'BCDF-GHJ', 'BCDF-GHJKL', 'ABCD-EFGH', '1234-5678', 'BCDF/GHJK']) {
    expect(UserCodeField.safeParse(typed).success, typed).toBe(false);
  }
});
