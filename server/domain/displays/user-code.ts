import { USER_CODE_ALPHABET, USER_CODE_LENGTH } from '../../../shared/contract/displays.ts';

/** The largest multiple of the alphabet's size in a byte: what lies above it would favour the first letters. */
const FAIR = 256 - (256 % USER_CODE_ALPHABET.length);

/** A new code, `XXXX-XXXX`, every one as likely as any other. `random(n)`: n bytes from a cryptographic source. */
export function newUserCode(random: (count: number) => Uint8Array): string {
  const code: string[] = [];
  while (code.length < USER_CODE_LENGTH) {
    for (const byte of random(USER_CODE_LENGTH)) {
      if (byte < FAIR && code.length < USER_CODE_LENGTH) code.push(USER_CODE_ALPHABET.charAt(byte % USER_CODE_ALPHABET.length));
    }
  }
  return `${code.slice(0, 4).join('')}-${code.slice(4).join('')}`;
}
