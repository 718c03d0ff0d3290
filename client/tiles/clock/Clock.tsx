import './clock.css';
import type { World } from '../../../shared/rules/fold.ts';
import { useNow, useWorld } from '../../stores/stores-context.tsx';
import { Digits } from '../../ui/Digits.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { TileFrame } from '../../ui/TileFrame.tsx';
import { useWords } from '../../ui/words.ts';
import { hourInFigures, type Shift, shiftAt } from './view-model.ts';

export type ClockProps = { shifts: Shift[] };

const CENTRE = ['centre.defined'] as const;
const centreName = (world: World): string => world.slots['centre.defined'].values().next().value?.data.name ?? '';

export function Clock({ shifts }: ClockProps) {
  const now = useNow();
  const centre = useWorld(CENTRE, centreName);
  const { t, language } = useWords('clock');
  const duty = shiftAt(shifts, now);
  return (
    <TileFrame title={t('clock:title')} now={now} bare steady>
      <div className="clock">
        <h1 className="clock__centre one-line">{centre === '' ? t('clock:centre') : centre}</h1>
        <span className="quiet">
          {duty
            ? t('clock:shift', { name: duty.shift.name, from: hourInFigures(duty.shift.from), to: hourInFigures(duty.shift.to) })
            : t('clock:noShift')}
        </span>
        <span>{formatDate(now, language)}</span>
        <time className="clock__time" dateTime={new Date(now).toISOString()}>
          <Digits text={formatTime(now)} />
        </time>
      </div>
    </TileFrame>
  );
}
