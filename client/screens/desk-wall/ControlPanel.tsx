import type { ReactElement } from 'react';
import { formatHour } from '../../ui/format.ts';
import { ActButton } from './ActButton.tsx';
import { type ControlAct, offered, type Standing } from './control.ts';
import { useDeskWords } from './words.ts';

/** Of what is asked about control, each has its key. */
export const CONTROL_KEYS: Readonly<Record<ControlAct, string>> = { take: 't', request: 't', grant: 'g', decline: 'd', release: 'h' };

type Props = { standing: Standing; mayDirect: boolean; isOff: boolean; onAct: (act: ControlAct) => void };

/** Who runs the wall, who asks for it, and how many seconds are left to answer. */
export function ControlPanel({ standing, mayDirect, isOff, onAct }: Props): ReactElement {
  const { t } = useDeskWords();
  const asks = standing.kind === 'free' ? null : standing.request;
  return (
    <section className="panel control" aria-labelledby="control-title" data-standing={standing.kind}>
      <h2 id="control-title">{t('control.title')}</h2>
      <p>
        {standing.kind === 'free'
          ? t('control.free')
          : standing.kind === 'mine'
            ? t('control.mine', { time: formatHour(standing.since) })
            : t('control.theirs', { name: standing.name, time: formatHour(standing.since) })}
      </p>
      {asks ? (
        <p className="control__request" role="status">
          {standing.kind === 'theirs' && standing.request?.isMine
            ? asks.leftMs > 0
              ? t('control.iAsk', { seconds: Math.ceil(asks.leftMs / 1000) })
              : t('control.iMayTake')
            : t('control.asks', { name: asks.name })}
          {standing.kind === 'mine' && asks.leftMs > 0 ? (
            <span className="control__clock">{t('control.left', { seconds: Math.ceil(asks.leftMs / 1000) })}</span>
          ) : null}
        </p>
      ) : null}
      {mayDirect ? (
        <div className="acts">
          {offered(standing).map((act) => (
            <ActButton
              key={act}
              hotkey={CONTROL_KEYS[act]}
              onPress={() => onAct(act)}
              isDisabled={isOff}
              kind={act === 'grant' ? 'primary' : 'plain'}
            >
              {t(`control.${act}`)}
            </ActButton>
          ))}
        </div>
      ) : null}
    </section>
  );
}
