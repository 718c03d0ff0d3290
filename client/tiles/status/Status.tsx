import './status.css';
import { useMemo } from 'react';
import { useLink, useNow, useStores } from '../../stores/stores-context.tsx';
import { Age } from '../../ui/Age.tsx';
import { Unknown } from '../../ui/Figure.tsx';
import { FitList } from '../../ui/FitList.tsx';
import { formatNumber, spanInWords } from '../../ui/format.ts';
import { Glyph } from '../../ui/Glyph.tsx';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { legsOf, linkWord, type SourceRow, sourcesOf } from './view-model.ts';

const LONG_MS = 10_000;

export function Status() {
  const { world } = useStores();
  const now = useNow();
  const link = useLink((state) => state.link);
  const cursor = useLink((state) => state.cursor);
  const status = useLink((state) => state.status);
  const skipped = useLink((state) => state.skipped);
  const { t, language } = useWords('status');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the second that turns is what asks for a new look at the whole world
  const sources = useMemo(() => sourcesOf(world.world()), [world, now]);
  const word = linkWord(link, now);
  const count = (value: number): string => formatNumber(value, 0, language);
  // What was told late, by hours, is said in hours: eight digits of milliseconds say nothing.
  const lasting = (ms: number): string => (ms < LONG_MS ? count(ms) : spanInWords(ms, t));
  const total = status?.glass.total ?? null;
  return (
    <TileFrame
      title={t('status:title')}
      from={
        sources.length === 0
          ? ''
          : t('status:sources', { online: sources.filter(({ state }) => state === 'online').length, all: sources.length })
      }
      asOf={link.kind === 'live' ? link.heardAt : null}
      now={now}
      state="live"
    >
      <dl className="status">
        <div>
          <dt>{t('status:link.name')}</dt>
          <dd>
            {word === 'live' || word === 'replaying' ? null : <Glyph name="cut" />}
            {t(`status:link.${word}`)}
            <span className="quiet">, {t('status:cursor', { seq: count(cursor) })}</span>
          </dd>
        </div>
        <div>
          <dt>{t('status:glass.name')}</dt>
          <dd>{total ? t('status:glass.total', { p50: count(total.p50), p95: count(total.p95) }) : <Unknown word={t('ui:unknown')} />}</dd>
        </div>
        <div>
          <dt>{t('status:glass.legs')}</dt>
          <dd className="status__legs">
            {legsOf(status).map(({ name, leg }) => (
              <span key={name}>
                <span className="quiet">{t(`status:glass.${name}`)}</span> {leg ? lasting(leg.p95) : <Unknown word={t('ui:unknown')} />}
              </span>
            ))}
            <span className="quiet">ms</span>
          </dd>
        </div>
        <div>
          <dt>{t('status:database.name')}</dt>
          <dd>
            {status ? t(`status:database.${status.database}`) : <Unknown word={t('ui:unknown')} />}
            <span className="quiet">, {t('status:loss', { skipped: count(skipped), lagged: count(status?.lagged ?? 0) })}</span>
          </dd>
        </div>
      </dl>
      {sources.length === 0 ? (
        <p className="status__none quiet">{t('status:noSources')}</p>
      ) : (
        <FitList items={sources} rowU={2} keyOf={(source) => source.id} row={(source) => <Source source={source} now={now} />} />
      )}
    </TileFrame>
  );
}

function Source({ source, now }: { source: SourceRow; now: number }) {
  const { t } = useWords('status');
  const well = source.state === 'online';
  return (
    <div className="source">
      {well ? null : <SeverityMark level={source.state === 'offline' ? 2 : 3} word={t(`vocabulary:sourceState.${source.state}`)} bare />}
      <span className="one-line">{source.name}</span>
      <span className={well ? 'source__state quiet' : 'source__state'}>{t(`vocabulary:sourceState.${source.state}`)}</span>
      <span className="source__age quiet">{source.lastAt === null ? t('status:nothing') : <Age of={source.lastAt} now={now} />}</span>
    </div>
  );
}
