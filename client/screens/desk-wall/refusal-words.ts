import { type Refusal, saidOf } from '../../ui/desk/exchange.ts';
import { inWords as inWordsOfAnyDesk } from '../../ui/desk/refusal-words.ts';
import type { Translate } from '../../ui/format.ts';

/** A refusal in words that say what to do; a wall says why it goes its own way. */
export function inWords(refusal: Refusal, t: Translate): string {
  if (refusal.status !== 409) return inWordsOfAnyDesk(refusal, t);
  const holder = saidOf(refusal.body, 'holder');
  switch (saidOf(refusal.body, 'code')) {
    case 'control':
      return holder ? t('problem.heldBy', { name: holder }) : t('problem.held');
    case 'unknown-scene':
      return t('problem.noScene');
    case 'nothing':
      return t('problem.nothing');
    case 'ahead':
      return t('problem.ahead');
    default:
      return inWordsOfAnyDesk(refusal, t);
  }
}
