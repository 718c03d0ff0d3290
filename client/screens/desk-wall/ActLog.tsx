import type { ReactElement } from 'react';
import { formatTime } from '../../ui/format.ts';
import type { ActNote } from './act-log.ts';
import { useDeskWords } from './words.ts';

type Props = { notes: readonly ActNote[]; wallName: (id: string) => string; sceneName: (id: string) => string };

/** What was done to the walls, by whom and when, the newest first. */
export function ActLog({ notes, wallName, sceneName }: Props): ReactElement {
  const { t } = useDeskWords();
  const CONTROL = new Set(['holds', 'released', 'asked', 'declined']);
  return (
    <section className="panel" aria-labelledby="log-title">
      <h2 id="log-title">{t('log.title')}</h2>
      {notes.length === 0 ? <p className="quiet">{t('log.nothing')}</p> : null}
      <ol className="log">
        {notes.map(({ at, wall, by, what, subject }) => (
          <li key={`${at}/${wall}/${what}/${subject ?? ''}`}>
            <span className="quiet">{formatTime(at)}</span>
            <span>
              <strong>{by ?? t('log.nobody')}</strong> {CONTROL.has(what) ? t(`log.${what}`) : t(`done.${what}`)}
              {subject === null ? '' : `: ${what === 'show' ? sceneName(subject) : subject}`}{' '}
              <span className="quiet">· {wallName(wall)}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
