import './ticker.css';
import { useMemo } from 'react';
import type { World } from '../../../shared/rules/fold.ts';
import { useNow, useWorld } from '../../stores/stores-context.tsx';
import { Digits } from '../../ui/Digits.tsx';
import { FitGrid } from '../../ui/FitList.tsx';
import { formatHour } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { type Item, KINDS_READ, newsOf } from './view-model.ts';

export type TickerProps = { columns: number; max: number };
const LEVEL_WORDS = { 1: 'critical', 2: 'high', 3: 'medium', 4: 'low' } as const;

/** The newest notable entries, standing still; a new one takes the first place within 200 ms and rests there. */
export function Ticker({ columns, max }: TickerProps) {
  const select = useMemo(
    () =>
      (world: World): Item[] =>
        newsOf(world, max),
    [max],
  );
  const items = useWorld(KINDS_READ, select, String(max));
  const now = useNow();
  const { t } = useWords('ticker');
  return (
    <TileFrame title={t('ticker:title')} now={now} bare state={items.length === 0 ? 'empty' : 'live'} note={t('ticker:empty')}>
      <FitGrid
        items={items}
        columns={columns}
        rowU={1.9}
        keyOf={(item) => item.key}
        cell={({ at, level, what, place }) => (
          <p className="news">
            <span className="quiet">
              <Digits text={formatHour(at)} />
            </span>
            {level ? <SeverityMark level={level} word={t(`vocabulary:severity.${LEVEL_WORDS[level]}`)} bare /> : null}
            <span className="news__what">{t(what)}</span>
            <span className="quiet one-line">{place}</span>
          </p>
        )}
      />
    </TileFrame>
  );
}
