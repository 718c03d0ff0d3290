import type { Refusal } from '../../ui/desk/exchange.ts';
import type { Translate } from '../../ui/format.ts';

/** A refusal in words, `t` being the shell's. */
export function inWords({ status, detail, retryAfterS }: Refusal, t: Translate): string {
  switch (status) {
    case 0:
      return t('problem.unreachable');
    case 401:
      return t('signedOut');
    case 403:
      return t('problem.refused');
    case 404:
      return t('problem.missing');
    case 409:
      return t('problem.done');
    case 429:
      return t('problem.overloaded', { seconds: retryAfterS });
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
