import { Secret, TOTP } from 'otpauth';
import { describe, expect, test } from 'vitest';
import { provenStep, RECOVERY_CODES, recoveryCodeTyped, stepsAt } from '../../../server/domain/identity/second-factor.ts';
import { authenticators } from '../../../server/store/authenticators.ts';

const NOW = Date.parse('2026-11-22T09:00:10Z');
const STEP = Math.floor(NOW / 30_000);
const secret = authenticators.newSecret();
const codeAt = (step: number): string => authenticators.codeAt(secret, step);

describe('SEC17 time-based codes', () => {
  test('SEC17 the codes are those of RFC 6238, appendix B', () => {
    const known = new TextEncoder().encode('12345678901234567890');
    // The appendix prints eight digits; six are the last six of them.
    expect([59, 1_111_111_109, 1_234_567_890].map((s) => authenticators.codeAt(known, Math.floor(s / 30)))).toEqual([
      '287082',
      '081804',
      '005924',
    ]);
  });

  test('SEC17 an authenticator that scanned the offer shows the same codes', () => {
    const uri = authenticators.uri(secret, 'hung.tran', 'Trung tâm Điều hành thông minh');
    expect(uri).toMatch(/^otpauth:\/\/totp\//);
    expect(uri).toContain('period=30');
    const phone = new TOTP({ secret: Secret.fromBase32(authenticators.base32(secret)) });
    expect(phone.generate({ timestamp: NOW })).toBe(codeAt(STEP));
  });

  test('SEC17 a code counts one step to either side of now, and no further', () => {
    for (const step of [STEP - 1, STEP, STEP + 1]) expect(provenStep(codeAt(step), codeAt, NOW, null)).toBe(step);
    for (const step of [STEP - 2, STEP + 2]) {
      if (stepsAt(NOW).some((near) => codeAt(near) === codeAt(step))) continue;
      expect(provenStep(codeAt(step), codeAt, NOW, null)).toBeNull();
    }
  });

  test('SEC17 a step that was taken, and every one before it, is dead', () => {
    expect(provenStep(codeAt(STEP), codeAt, NOW, STEP - 1)).toBe(STEP);
    const alike = codeAt(STEP) === codeAt(STEP + 1);
    expect(provenStep(codeAt(STEP), codeAt, NOW, STEP)).toBe(alike ? STEP + 1 : null);
    expect(provenStep(codeAt(STEP - 1), codeAt, NOW, STEP + 1)).toBeNull();
  });

  test('SEC17 a code is six digits; blanks between do no harm, anything else is none', () => {
    const code = codeAt(STEP);
    expect(provenStep(`${code.slice(0, 3)} ${code.slice(3)}`, codeAt, NOW, null)).toBe(STEP);
    for (const wrong of ['', code.slice(1), `${code}0`, 'abcdef', `${code.slice(0, 5)}１`]) {
      expect(provenStep(wrong, codeAt, NOW, null)).toBeNull();
    }
  });
});

describe('SESS6 recovery codes', () => {
  test('SESS6 there are ten, all different, and each is read back however it is typed', () => {
    const codes = authenticators.newRecoveryCodes();
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    for (const code of codes) {
      expect(code).toMatch(/^[0-9a-hj-km-np-z]{5}-[0-9a-hj-km-np-z]{5}$/);
      expect(recoveryCodeTyped(code.toUpperCase().replace('-', ' '))).toBe(code);
      expect(recoveryCodeTyped(code.replaceAll('0', 'O'))).toBe(code);
    }
    for (const wrong of ['', '12345', 'l1l1l-l1l1l', 'abcde-fghij-k']) expect(recoveryCodeTyped(wrong)).toBeNull();
  });
});
