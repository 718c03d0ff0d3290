import { type Refusal, saidOf } from '../../ui/desk/exchange.ts';
import type { Translate } from '../../ui/format.ts';

/** A refusal in words that say what to do. */
export function inWords({ status, detail, body }: Refusal, t: Translate): string {
  const code = saidOf(body, 'code');
  const holder = saidOf(body, 'holder');
  switch (status) {
    case 0:
      return t('problem.unreachable');
    case 401:
      return t('problem.signedOut');
    case 403:
      return t('problem.refused');
    case 404:
      return t('problem.missing');
    case 409:
      if (code === 'control') return holder ? t('problem.heldBy', { name: holder }) : t('problem.held');
      if (code === 'unknown-scene') return t('problem.noScene');
      if (code === 'nothing') return t('problem.nothing');
      if (code === 'ahead') return t('problem.ahead');
      return t('problem.changed');
    case 429:
      return t('problem.tooMany');
    case 503:
      return t('problem.down');
    case 400:
    case 413:
    case 422:
      return t('problem.invalid', { detail });
    default:
      return t('problem.failed', { status });
  }
}
