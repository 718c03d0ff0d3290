import './indicators.css';
import { useMemo } from 'react';
import type { Domain } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { useIsRoomLimited, useNow, useWorld } from '../../stores/stores-context.tsx';
import { FitGrid } from '../../ui/FitList.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { IndicatorCell } from './IndicatorCell.tsx';
import { type CellSize, freshnessAt, type IndicatorsView, KINDS_READ, viewOf } from './view-model.ts';

export type IndicatorsProps = { domains: Domain[]; codes: string[]; columns: number; size: CellSize };

/** Two lines of name, the value, its foot: heights in `u`. */
const ROW_U = { normal: 7.8, large: 9.4, huge: 13.8 } as const satisfies Record<CellSize, number>;

export function Indicators({ domains, codes, columns, size }: IndicatorsProps) {
  const key = `${domains.join()}|${codes.join()}`;
  const select = useMemo(
    () =>
      (world: World): IndicatorsView =>
        viewOf(world, { domains, codes }),
    [domains, codes],
  );
  const { cells, abnormal, all, asOf, from } = useWorld(KINDS_READ, select, key);
  const now = useNow();
  const isRoomLimited = useIsRoomLimited();
  const { t } = useWords('indicators');
  const stale = cells.filter((cell) => freshnessAt(cell, now) === 'stale').length;
  const only = domains.length === 1 ? domains[0] : undefined;
  return (
    <TileFrame
      title={only ? t(`vocabulary:domain.${only}`) : t('indicators:title')}
      from={cells.length === 0 ? '' : [t('indicators:abnormal', { abnormal, all }), ...from].join(' · ')}
      asOf={asOf}
      now={now}
      state={cells.length === 0 ? 'empty' : stale === cells.length ? 'stale' : 'live'}
      note={t(isRoomLimited ? 'indicators:not-for-room' : 'indicators:empty')}
    >
      <FitGrid
        items={cells}
        columns={columns}
        rowU={ROW_U[size]}
        keyOf={(cell) => cell.id}
        cell={(cell) => <IndicatorCell cell={cell} now={now} size={size} />}
      />
    </TileFrame>
  );
}
