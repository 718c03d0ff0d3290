import type { Loss } from './person-facts.ts';
import type { AreaNames } from './use-areas.ts';
import { usePeopleWords } from './words.ts';

/** What a change takes away, in words, one line a kind. */
export function LossWords({ loss, areas }: { loss: Loss; areas: AreaNames }) {
  const { t } = usePeopleWords();
  const lines = [
    loss.areas === 'all'
      ? t('loss.wholeCentre')
      : loss.areas.length > 0
        ? t('loss.areas', { names: loss.areas.map(areas.nameOf).join(', ') })
        : null,
    ...loss.actions.map((action) => t(`vocabulary:action.${action}`)),
    ...loss.bounded.map((action) => t('loss.bounded', { action: t(`vocabulary:action.${action}`) })),
    ...loss.classifications.map((name) => t('loss.classification', { name: t(`vocabulary:classification.${name}`) })),
    loss.personal.length > 0
      ? t('loss.personal', { names: loss.personal.map((field) => t(`vocabulary:personalField.${field}`)).join(', ') })
      : null,
  ].filter((line) => line !== null);
  return (
    <ul className="people-loss">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
