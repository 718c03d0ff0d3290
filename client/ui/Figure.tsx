import { formatNumber } from './format.ts';
import { useWords } from './words.ts';

type Props = {
  /** null: not known, which is drawn as an outlined dash and never as zero. */
  value: number | null;
  unit?: string;
  decimals?: number;
  size?: '1' | '1h' | '2h' | '4';
};

export function Figure({ value, unit = '', decimals = 0, size = '1' }: Props) {
  const { t, language } = useWords();
  return (
    <span className={`figure figure--${size}`}>
      <span className="figure__value">{value === null ? <Unknown word={t('ui:unknown')} /> : formatNumber(value, decimals, language)}</span>
      {unit === '' ? null : <span className="figure__unit">{unit}</span>}
    </span>
  );
}

export function Unknown({ word }: { word: string }) {
  return (
    <svg className="unknown" viewBox="0 0 30 20" role="img" aria-label={word}>
      <rect x="3" y="7" width="24" height="6" />
    </svg>
  );
}
