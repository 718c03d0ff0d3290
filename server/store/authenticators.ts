import { createHash, randomBytes } from 'node:crypto';
import { Secret, TOTP as Totp } from 'otpauth';
import type { Authenticators } from '../domain/identity/ports.ts';
import { RECOVERY_CODES, recoveryCodeOf, TOTP } from '../domain/identity/second-factor.ts';

const SECRET_BYTES = 20;
/** One a sign. */
const CODE_BYTES = 10;
const secretOf = (bytes: Uint8Array): Secret => new Secret({ buffer: Uint8Array.from(bytes).buffer });
const FORM = { algorithm: 'SHA1', digits: TOTP.digits, period: TOTP.periodMs / 1000 };

/** Time-based codes (RFC 6238) as every authenticator app makes them, and recovery codes for when the phone is gone. */
export const authenticators: Authenticators = {
  newSecret: () => randomBytes(SECRET_BYTES),
  base32: (secret) => secretOf(secret).base32,
  uri: (secret, account, issuer) => new Totp({ ...FORM, issuer, label: account, secret: secretOf(secret) }).toString(),
  codeAt: (secret, step) => Totp.generate({ ...FORM, secret: secretOf(secret), timestamp: step * TOTP.periodMs }),
  newRecoveryCodes: () => Array.from({ length: RECOVERY_CODES }, () => recoveryCodeOf(randomBytes(CODE_BYTES))),
  // 50 random bits, used once and slowed (SEC15): a plain hash is enough, and is found by its value.
  hashOf: (code) => createHash('sha256').update(code).digest(),
};
