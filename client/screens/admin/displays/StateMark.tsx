import type { DisplayRow } from '../../../../shared/contract/displays.ts';
import { useDisplayWords } from './words.ts';

const SHAPES = {
  online: 'M10 3A7 7 0 1 1 10 17 7 7 0 1 1 10 3Z',
  late: 'M10 3A7 7 0 1 1 10 17 7 7 0 1 1 10 3ZM10 6V10.5L13 12.5',
  silent: 'M10 1 19 17H1ZM10 7V12M10 14V14.5',
  off: 'M10 3A7 7 0 1 1 10 17 7 7 0 1 1 10 3ZM5.2 5.2 14.8 14.8',
  revoked: 'M4 10H16',
} as const;

/** By shape and word; what is as it should be has no colour. */
export function StateMark({ display: { state, revoked } }: { display: Pick<DisplayRow, 'state' | 'revoked'> }) {
  const { t } = useDisplayWords();
  const shown = revoked ? 'revoked' : state;
  return (
    <span className={`display-state display-state--${shown}`} data-state={shown}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={SHAPES[shown]} />
      </svg>
      {t(`state.${shown}`)}
    </span>
  );
}
