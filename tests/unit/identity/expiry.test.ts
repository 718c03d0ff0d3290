import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWarnedOf, passwordExpiresAt } from '../../../server/domain/identity/password-expiry.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { ROLES } from '../../../shared/model/vocabulary.ts';

const at = (text: string) => epochMs(Date.parse(text));

test.each([
  ['2026-01-15T08:30:00+07:00', '2026-04-15T08:30:00+07:00'],
  ['2025-11-30T23:00:00+07:00', '2026-02-28T23:00:00+07:00'],
  ['2027-11-30T00:10:00+07:00', '2028-02-29T00:10:00+07:00'],
  ['2026-03-31T12:00:00+07:00', '2026-06-30T12:00:00+07:00'],
  // In Việt Nam it is the 1st already.
  ['2026-03-31T18:00:00Z', '2026-07-01T01:00:00+07:00'],
])('SESS4 a password set %s expires %s', (set, expires) => {
  expect(passwordExpiresAt('duty-officer', at(set))).toBe(at(expires));
});

test('SESS4 passwords of operators and administrators expire within 3 months, the others do not', () => {
  const expiring = ROLES.filter((role) => passwordExpiresAt(role, at('2026-01-15T08:30:00Z')) !== null);
  expect(expiring).toEqual(['administrator', 'duty-officer', 'shift-lead', 'camera-desk', 'data-steward']);
  fc.assert(
    fc.property(fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z') }), (set) => {
      const days = ((passwordExpiresAt('administrator', epochMs(set)) ?? 0) - set) / 86_400_000;
      expect(days).toBeGreaterThanOrEqual(89);
      expect(days).toBeLessThanOrEqual(92);
    }),
  );
});

test('SESS4 the warning begins 14 days ahead and stays', () => {
  const expires = at('2026-04-15T08:30:00Z');
  expect(isWarnedOf(expires, at('2026-04-01T08:29:59Z'))).toBe(false);
  expect(isWarnedOf(expires, at('2026-04-01T08:30:00Z'))).toBe(true);
  expect(isWarnedOf(expires, at('2026-04-20T08:30:00Z'))).toBe(true);
});
