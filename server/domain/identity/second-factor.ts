/** RFC 6238 with what every authenticator takes: 6 digits, 30 s, SHA-1. */
export const TOTP = { periodMs: 30_000, digits: 6, tolerance: 1 } as const;

/** The newest step comes first: a clock that is late is rarer than a person who is slow, and the order tells nothing. */
export function stepsAt(nowMs: number): number[] {
  const step = Math.floor(nowMs / TOTP.periodMs);
  return Array.from({ length: 2 * TOTP.tolerance + 1 }, (_, i) => step + TOTP.tolerance - i);
}

/**
 * The step that a code proves, or null. No code works twice: only a step later than the last one taken counts (SEC17), which also
 * ends every older code that somebody may have looked on.
 */
export function provenStep(code: string, codeAt: (step: number) => string, nowMs: number, lastStep: number | null): number | null {
  const digits = totpDigits(code);
  if (digits === null) return null;
  return stepsAt(nowMs).find((step) => (lastStep === null || step > lastStep) && equal(codeAt(step), digits)) ?? null;
}

/** Codes are typed as authenticators show them, with a space in the middle. */
function totpDigits(typed: string): string | null {
  const digits = typed.replaceAll(/\s/g, '');
  return /^\d{6}$/.test(digits) ? digits : null;
}

/** Takes as long for a near miss as for a far one. */
function equal(a: string, b: string): boolean {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i++) difference |= a.charCodeAt(i) ^ b.charCodeAt(i);
  return difference === 0;
}

export const RECOVERY_CODES = 10;
/** Warned of from here on. */
export const RECOVERY_LOW = 3;
/** No sign that looks like another: 50 bits a code. */
const RECOVERY_SIGNS = '23456789abcdefghjkmnpqrstuvwxyz0';
const RECOVERY_LENGTH = 10;

/** `xxxxx-xxxxx` from ten random bytes. */
export function recoveryCodeOf(random: Uint8Array): string {
  const signs = Array.from({ length: RECOVERY_LENGTH }, (_, i) => RECOVERY_SIGNS[(random[i] ?? 0) % 32]).join('');
  return `${signs.slice(0, 5)}-${signs.slice(5)}`;
}

/** A recovery code as it was given out, however it was typed; null: it cannot be one. */
export function recoveryCodeTyped(typed: string): string | null {
  const signs = typed
    .toLowerCase()
    .replaceAll(/[\s\-–—]/g, '')
    .replaceAll('o', '0');
  return new RegExp(`^[${RECOVERY_SIGNS}]{${RECOVERY_LENGTH}}$`).test(signs) ? `${signs.slice(0, 5)}-${signs.slice(5)}` : null;
}
