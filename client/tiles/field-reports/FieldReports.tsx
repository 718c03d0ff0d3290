import './field-reports.css';
import { useMemo } from 'react';
import type { World } from '../../../shared/rules/fold.ts';
import { useIsRoomLimited, useNow, useWorld } from '../../stores/stores-context.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { FitList } from '../../ui/FitList.tsx';
import { spanInWords } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { type Category, type FieldReportsView, isOverdue, KINDS_READ, listAt, type Row, viewOf } from './view-model.ts';

export type FieldReportsProps = { categories: Category[] };

export function FieldReports({ categories }: FieldReportsProps) {
  const select = useMemo(
    () =>
      (world: World): FieldReportsView =>
        viewOf(world, categories),
    [categories],
  );
  const view = useWorld(KINDS_READ, select, categories.join());
  const now = useNow();
  const isRoomLimited = useIsRoomLimited();
  const { t } = useWords('field-reports');
  const { rows, overdue } = listAt(view, now);
  const most = Math.max(1, view.resolved, ...view.steps.map(({ count }) => count));
  return (
    <TileFrame
      title={t('field-reports:title')}
      from={
        view.asOf === null
          ? ''
          : [
              t('field-reports:open', { open: view.open.length }),
              ...(categories.length === 0 ? [] : [t('field-reports:only', { categories: categories.length })]),
              ...view.provenance.names,
            ].join(' · ')
      }
      asOf={view.asOf}
      now={now}
      state={view.asOf === null ? 'empty' : view.provenance.state}
      note={t(isRoomLimited ? 'field-reports:not-for-room' : 'field-reports:empty')}
    >
      <div className="reports__answer">
        <dl className={overdue > 0 ? 'reports__overdue reports__overdue--some' : 'reports__overdue'}>
          <dt>{t('field-reports:overdue')}</dt>
          <dd>
            {overdue > 0 ? <SeverityMark level={2} word={t('vocabulary:severity.high')} bare /> : null}
            <Figure value={overdue} size="2h" />
          </dd>
        </dl>
        <dl className="reports__steps">
          {view.steps.map(({ state, count }) => (
            <div key={state}>
              <dt>{t(`field-reports:step.${state}`)}</dt>
              <dd>
                <Figure value={count} />
              </dd>
              <i style={{ width: `${(100 * count) / most}%` }} />
            </div>
          ))}
          <div>
            <dt>{t('field-reports:step.resolved')}</dt>
            <dd>
              <Figure value={view.resolved} />
            </dd>
            <i style={{ width: `${(100 * view.resolved) / most}%` }} />
          </div>
        </dl>
      </div>
      {rows.length === 0 ? (
        <p className="tile__note">{t('field-reports:quiet')}</p>
      ) : (
        <FitList items={rows} rowU={2} keyOf={(row) => row.id} row={(row) => <ReportRow row={row} now={now} />} />
      )}
    </TileFrame>
  );
}

function ReportRow({ row, now }: { row: Row; now: number }) {
  const { t } = useWords('field-reports');
  const overdue = isOverdue(row, now);
  return (
    <div className="report">
      <SeverityMark level={row.level} word={t(`vocabulary:severity.${row.severity}`)} bare />
      <span className="report__category">{t(`vocabulary:reportCategory.${row.category}`)}</span>
      <span className="report__summary one-line">{row.area === '' ? row.summary : `${row.area}: ${row.summary}`}</span>
      {row.dueAt === null ? null : (
        <span className={overdue ? 'report__due report__due--over' : 'report__due'}>
          {t(overdue ? 'field-reports:over' : 'field-reports:left', { span: spanInWords(Math.abs(row.dueAt - now), t) })}
        </span>
      )}
    </div>
  );
}
