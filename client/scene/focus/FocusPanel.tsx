import './focus.css';
import { useNow } from '../../stores/stores-context.tsx';
import { Age } from '../../ui/Age.tsx';
import { FitList } from '../../ui/FitList.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import type { InFocus, NearCamera, NearReport } from './view.ts';

/** What everybody is to look at now: what, where, how grave, how old, who sees it, what people report of it, what else waits. */
export function FocusPanel({ view }: { view: InFocus }) {
  const { t } = useWords('wall');
  const now = useNow();
  if (view.kind === 'pin')
    return (
      <TileFrame title={t('wall:focus.pinned')} from={t(view.isCamera ? 'wall:focus.byCamera' : 'wall:focus.byPlace')} now={now}>
        <div className="focus">
          <p className="focus__what">{view.place}</p>
          {view.state === null ? null : (
            <p className="quiet">{t('wall:focus.state', { state: t(`vocabulary:cameraState.${view.state}`) })}</p>
          )}
          <Near cameras={view.cameras} reports={view.reports} now={now} />
        </div>
      </TileFrame>
    );
  const { level, severity, what, said, place, at, isOver, isAcknowledged, waiting } = view;
  return (
    <TileFrame title={t('wall:focus.incident')} from={waiting > 0 ? t('wall:focus.waiting', { n: waiting }) : ''} asOf={at} now={now}>
      <div className={`focus focus--${level}`}>
        <p className="focus__what">
          <span className={isAcknowledged || isOver ? '' : 'focus__new'}>
            <SeverityMark level={level} word={t(`vocabulary:severity.${severity}`)} bare />
          </span>
          <span className="one-line">{t(what)}</span>
        </p>
        <p className="focus__place one-line">{place === '' ? t('wall:focus.noPlace') : place}</p>
        {said === null ? null : <p className="focus__said">{said}</p>}
        <p className="quiet">
          {[
            t(`vocabulary:severity.${severity}`),
            t(isOver ? 'vocabulary:phase.end' : 'vocabulary:phase.open'),
            t(isAcknowledged ? 'wall:focus.taken' : 'wall:focus.notTaken'),
          ].join(' · ')}
        </p>
        <Near cameras={view.cameras} reports={view.reports} now={now} />
      </div>
    </TileFrame>
  );
}

function Near({ cameras, reports, now }: { cameras: NearCamera[]; reports: NearReport[]; now: number }) {
  const { t } = useWords('wall');
  return (
    <>
      <h3>{t('wall:focus.cameras')}</h3>
      {cameras.length === 0 ? (
        <p className="quiet">{t('wall:focus.noCamera')}</p>
      ) : (
        <FitList
          items={cameras}
          rowU={2}
          keyOf={({ id }) => id}
          row={({ name, state }) => (
            <div className="focus__row">
              <span className="one-line">{name}</span>
              <span className="quiet">{t(`vocabulary:cameraState.${state}`)}</span>
            </div>
          )}
        />
      )}
      <h3>{t('wall:focus.reports', { n: reports.length })}</h3>
      {reports.length === 0 ? (
        <p className="quiet">{t('wall:focus.noReport')}</p>
      ) : (
        <FitList
          items={reports}
          rowU={2}
          keyOf={({ id }) => id}
          row={({ level, severity, category, summary, at }) => (
            <div className="focus__row">
              <SeverityMark level={level} word={t(`vocabulary:severity.${severity}`)} bare />
              <span className="one-line">{`${t(`vocabulary:reportCategory.${category}`)}: ${summary}`}</span>
              <span className="quiet">
                <Age of={at} now={now} short />
              </span>
            </div>
          )}
        />
      )}
    </>
  );
}
