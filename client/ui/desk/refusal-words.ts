import type { Translate } from '../format.ts';
import type { Refusal } from './exchange.ts';

/** A refusal in words that say what to do: `t` is of a screen that has them under `problem`. */
export function inWords({ status, detail, retryAfterS }: Refusal, t: Translate): string {
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
      return t('problem.changed');
    case 429:
      return t('problem.tooMany', { seconds: retryAfterS });
    case 503:
      return t('problem.down', { seconds: retryAfterS });
    case 400:
    case 413:
    case 422:
      return t('problem.invalid', { detail });
    default:
      return t('problem.failed', { status });
  }
}
