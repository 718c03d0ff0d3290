import { memo } from 'react';
import { Age } from '../../ui/Age.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { formatNumber, spanInWords } from '../../ui/format.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { Sparkline } from '../../ui/Sparkline.tsx';
import { rangeOf } from '../../ui/sparkline-geometry.ts';
import { useWords } from '../../ui/words.ts';
import { type Cell, type CellSize, freshnessAt } from './view-model.ts';

const FIGURES = { normal: '1h', large: '2h', huge: '4' } as const satisfies Record<CellSize, string>;
const COLOURS = { critical: '--critical', high: '--high', medium: '--medium', low: '--low' } as const;

/** Name; value, unit, course; age, and the target or what is wrong. A stale value is hatched by itself, whatever its neighbours are. */
export const IndicatorCell = memo(function IndicatorCell({ cell, now, size = 'normal' }: { cell: Cell; now: number; size?: CellSize }) {
  const { t, language } = useWords('indicators');
  const fresh = freshnessAt(cell, now);
  const range = rangeOf(cell.points);
  const first = cell.points[0];
  const write = (value: number): string => formatNumber(value, cell.decimals, language);
  const scale =
    range && first
      ? t('indicators:scale', { span: spanInWords(cell.asOf - first[0], t), low: write(range[0]), high: write(range[1]), unit: cell.unit })
      : t('indicators:noHistory');
  return (
    <article
      className={`indicator indicator--${fresh}${size === 'normal' ? '' : ` indicator--${size}`}`}
      aria-label={cell.name}
      data-freshness={fresh}
    >
      <h3 className="indicator__name">
        {cell.area === '' ? cell.name : `${cell.name}, ${cell.area}`}
        {cell.also > 0 ? ` ${t('indicators:also', { also: cell.also })}` : ''}
      </h3>
      <div className="indicator__value">
        {cell.level && cell.severity ? <SeverityMark level={cell.level} word={t(`vocabulary:severity.${cell.severity}`)} bare /> : null}
        <Figure value={cell.value} unit={cell.unit} decimals={cell.decimals} size={FIGURES[size]} />
        <span className="indicator__line">
          <Sparkline
            points={cell.points}
            threshold={cell.threshold}
            label={scale}
            colour={cell.severity ? COLOURS[cell.severity] : '--series'}
          />
        </span>
      </div>
      <footer className="indicator__foot" data-drops="">
        <span className="indicator__age">
          {fresh === 'stale' || fresh === 'late' ? <Glyph name="clock" word={t(`ui:state.${fresh}`)} /> : null}
          {cell.quality === 'good' ? null : `${t(`vocabulary:quality.${cell.quality}`)}, `}
          <Age of={cell.asOf} now={now} short={fresh === 'fresh'} />
        </span>
        {cell.severity ? (
          <span className="indicator__said">{t(`vocabulary:severity.${cell.severity}`)}</span>
        ) : cell.target === null ? null : (
          <span className="indicator__said quiet">
            {cell.direction === 'none' ? null : <Glyph name={cell.direction} word={t(`indicators:better.${cell.direction}`)} />}{' '}
            {t('indicators:target', { target: formatNumber(cell.target, cell.decimals, language, true) })}
          </span>
        )}
      </footer>
      {fresh === 'stale' ? <div className="hatch" aria-hidden="true" /> : null}
    </article>
  );
});
