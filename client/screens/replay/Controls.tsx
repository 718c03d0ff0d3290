import { type ReactElement, useState } from 'react';
import { REPLAY_SPEEDS, type ReplayOrder } from '../../../shared/contract/direction.ts';
import { Button } from '../../ui/desk/Button.tsx';
import { MomentField } from '../../ui/desk/MomentField.tsx';
import type { Hands } from './keys.ts';
import { DAY } from './order.ts';
import { useReplayWords } from './words.ts';

type Props = { order: ReplayOrder; hands: Hands; now: number; onSeek: (at: number) => void };

const ZONE_MS = 7 * 3_600_000;

export function Controls({ order, hands, now, onSeek }: Props): ReactElement {
  const { t } = useReplayWords();
  const [typed, setTyped] = useState('');
  const moment = typed === '' ? Number.NaN : Date.parse(`${typed}:00Z`) - ZONE_MS;
  return (
    <div className="controls">
      <div className="desk-actions">
        <Button onPress={() => onSeek(now - DAY)}>{t('dayBefore')}</Button>
        <Button onPress={() => hands.jump(-1)}>{t('previous')}</Button>
        <Button onPress={() => hands.by(-60_000)}>{t('back')}</Button>
        <Button kind="primary" onPress={hands.toggle}>
          {t(order.speed === 0 ? 'play' : 'pause')}
        </Button>
        <Button onPress={() => hands.by(60_000)}>{t('forward')}</Button>
        <Button onPress={() => hands.jump(1)}>{t('next')}</Button>
        <Button onPress={() => onSeek(now + DAY)}>{t('dayAfter')}</Button>
      </div>
      <fieldset className="controls__speeds">
        <legend>{t('speed')}</legend>
        {REPLAY_SPEEDS.map((n) => (
          <button key={n} type="button" className="controls__speed" aria-pressed={order.speed === n} onClick={() => hands.speed(n)}>
            {t('times', { n })}
          </button>
        ))}
      </fieldset>
      <div className="controls__moment">
        <MomentField label={t('moment')} value={typed} onChange={setTyped} />
        <Button isDisabled={Number.isNaN(moment)} onPress={() => onSeek(moment)}>
          {t('go')}
        </Button>
      </div>
    </div>
  );
}
