import { PASSWORD_MIN, type PasswordFault } from '../../../shared/contract/session.ts';
import { COMMON_WORDS, KEYBOARD_RUNS } from './common-passwords.ts';

/** Long enough for every passphrase; Argon2id takes them all, and the body's limit is below. */
const PASSWORD_MAX = 256;
/** So much must be left when all that a guesser tries first is taken out. */
const OWN_MIN = 6;
const RUN_MIN = 4;

/** Words of this centre, which a guesser knows too (ASVS 5.0, 6.1.2). */
const CENTRE_WORDS = ['iocv', 'ioc', 'trungtamdieuhanhthongminh', 'dieuhanhthongminh', 'thongminh', 'tuonghienthi', 'trungtamdieuhanh'];

export type PasswordContext = {
  login: string;
  name: string;
  /** Of the centre and the person's unit, as their names are written. */
  words?: readonly string[];
};

/**
 * What is wrong with a password (ASVS 5.0, 6.2; SEC18): too short or long, made of what everybody tries, made of what is known of
 * its owner, or hardly any different signs. No rules of composition: a long sentence in Vietnamese is as good as any.
 * Length is counted in code points of the NFC form, so that a keyboard's way of composing a mark changes nothing.
 */
export function passwordFaults(password: string, context: PasswordContext): PasswordFault[] {
  const faults: PasswordFault[] = [];
  const signs = [...password.normalize('NFC')];
  if (signs.length < PASSWORD_MIN) faults.push('too-short');
  if (signs.length > PASSWORD_MAX) faults.push('too-long');
  const plain = plainly(password);
  if (new Set(signs).size < 5 || isOnePartRepeated(plain)) faults.push('repetitive');
  // A little less than the shortest may be left, else a long passphrase with a common word in it would be refused.
  if (own(plain, COMMON_WORDS, KEYBOARD_RUNS) < OWN_MIN) faults.push('common');
  else if (own(plain, [...contextWords(context), ...COMMON_WORDS], KEYBOARD_RUNS) < OWN_MIN) faults.push('context');
  return faults;
}

/** As a guesser sees it: no case, no marks, the usual stand-ins undone. */
function plainly(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replaceAll('@', 'a')
    .replaceAll('$', 's')
    .replaceAll('!', 'i')
    .replaceAll(/\s/g, '');
}

/** `0` reads as o and 3 as e inside words; in runs of digits they stay what they are. */
const lettered = (plain: string): string =>
  plain.replaceAll(/[013457]/g, (digit) => ({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't' })[digit] ?? digit);

/** How many signs are left that are the person's own invention. Years and trailing digits and points are none. */
function own(plain: string, words: readonly string[], runs: readonly string[]): number {
  const left = withoutRuns(plain, runs).replaceAll(/(19|20)\d\d/g, '\u0000');
  return Math.min(
    ...[left, lettered(left)].map(
      (text) =>
        withoutWords(text, words)
          .replaceAll(/[^\p{L}\p{N}]/gu, '')
          .replaceAll(/\d{1,4}$/g, '').length,
    ),
  );
}

const withoutWords = (text: string, words: readonly string[]): string =>
  words.reduce((rest, word) => (word.length >= 3 ? rest.replaceAll(word, '\u0000') : rest), text);

/** Four signs or more in a keyboard's order are nobody's invention, nor is one sign pressed four times. */
function withoutRuns(text: string, runs: readonly string[]): string {
  let left = text.replaceAll(/(.)\1{3,}/gu, '\u0000');
  for (const run of runs) {
    for (let length = run.length; length >= RUN_MIN; length--) {
      for (let from = 0; from + length <= run.length; from++) left = left.replaceAll(run.slice(from, from + length), '\u0000');
    }
  }
  return left;
}

function isOnePartRepeated(plain: string): boolean {
  for (let length = 1; length <= Math.min(6, plain.length / 2); length++) {
    if (
      plain
        .slice(0, length)
        .repeat(Math.ceil(plain.length / length))
        .startsWith(plain)
    )
      return true;
  }
  return false;
}

function contextWords({ login, name, words = [] }: PasswordContext): string[] {
  const named = [name, ...words].flatMap((text) => [
    plainly(text).replaceAll(/[^a-z0-9]/g, ''),
    ...text.split(/[^\p{L}\p{M}\p{N}]+/u).map(plainly),
  ]);
  const parts = login.split(/[^\p{L}\p{N}]+/u).map(plainly);
  return [plainly(login), ...parts, ...named, ...CENTRE_WORDS].filter((word) => word.length >= 3).sort((a, b) => b.length - a.length);
}
