import './camera-events.css';
import { useMemo } from 'react';
import { type CameraEventType, SEVERITIES } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { levelOf } from '../../stores/provenance.ts';
import { useIsRoomLimited, useNow, useWorld } from '../../stores/stores-context.tsx';
import { Age } from '../../ui/Age.tsx';
import { Figure } from '../../ui/Figure.tsx';
import { FitList } from '../../ui/FitList.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { type CameraEventsView, KINDS_READ, type Row, rowsAt, viewOf } from './view-model.ts';

export type CameraEventsProps = { recentMinutes: number; types: CameraEventType[] };

export function CameraEvents({ recentMinutes, types }: CameraEventsProps) {
  const recentMs = recentMinutes * 60_000;
  const select = useMemo(
    () =>
      (world: World): CameraEventsView =>
        viewOf(world, recentMs, types),
    [recentMs, types],
  );
  const view = useWorld(KINDS_READ, select, `${recentMs}|${types.join()}`);
  const now = useNow();
  const isRoomLimited = useIsRoomLimited();
  const { t } = useWords('camera-events');
  const { provenance, open, asOf } = view;
  const rows = rowsAt(view, now, recentMs);
  return (
    <TileFrame
      title={t('camera-events:title')}
      from={
        asOf === null
          ? ''
          : [
              t('camera-events:open', { open: SEVERITIES.reduce((sum, s) => sum + open[s], 0) }),
              ...(types.length === 0 ? [] : [t('camera-events:only', { types: types.length })]),
              ...provenance.names,
            ].join(' · ')
      }
      asOf={asOf}
      now={now}
      state={asOf === null ? 'empty' : provenance.state}
      note={t(isRoomLimited ? 'camera-events:not-for-room' : 'camera-events:empty')}
    >
      <dl className="tally">
        {SEVERITIES.map((severity) => (
          <div key={severity} className={open[severity] === 0 ? 'tally__none' : ''}>
            <dt>{t(`vocabulary:severity.${severity}`)}</dt>
            <dd>
              <SeverityMark level={levelOf(severity)} word={t(`vocabulary:severity.${severity}`)} bare />
              <Figure value={open[severity]} size="2h" />
            </dd>
          </div>
        ))}
      </dl>
      {rows.length === 0 ? (
        <p className="tile__note">{t('camera-events:quiet', { minutes: recentMinutes })}</p>
      ) : (
        <FitList items={rows} rowU={2} keyOf={(row) => row.key} row={(row) => <EventRow row={row} now={now} />} />
      )}
    </TileFrame>
  );
}

function EventRow({ row, now }: { row: Row; now: number }) {
  const { t } = useWords('camera-events');
  return (
    <div className={row.open ? 'event' : 'event event--ended'}>
      <SeverityMark level={row.level} word={t(`vocabulary:severity.${row.severity}`)} bare />
      <span className="event__type">{t(`vocabulary:cameraEvent.${row.type}`)}</span>
      <span className="event__place one-line">{row.area === '' ? row.camera : `${row.camera}, ${row.area}`}</span>
      {row.count > 1 ? <span className="event__count">{t('camera-events:folded', { count: row.count })}</span> : null}
      <span className="event__age">{row.open ? <Age of={row.at} now={now} short /> : t('vocabulary:phase.end')}</span>
    </div>
  );
}
