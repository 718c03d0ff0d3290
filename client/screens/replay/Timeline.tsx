import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react';
import type { ReplayMark } from '../../../shared/contract/replay.ts';
import { formatDate, formatTime } from '../../ui/format.ts';
import { DAY } from './order.ts';
import { useReplayWords } from './words.ts';

type Props = {
  /** Midnight. */
  day: number;
  now: number;
  /** Nothing is known past the present. */
  end: number;
  marks: readonly ReplayMark[];
  onSeek: (at: number) => void;
};

const HOURS = Array.from({ length: 9 }, (_, i) => i * 3);
const MINUTE = 60_000;

/** A day from left to right: what was grave above the line, what people did below it. */
export function Timeline({ day, now, end, marks, onSeek }: Props): ReactElement {
  const { t, language } = useReplayWords();
  const strip = useRef<HTMLDivElement>(null);
  const share = (at: number): string => `${(100 * (at - day)) / DAY}%`;
  const until = Math.min(end, day + DAY);

  const point = ({ clientX, buttons, type }: PointerEvent): void => {
    if (type === 'pointermove' && buttons !== 1) return;
    const box = strip.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const at = day + ((clientX - box.left) / box.width) * DAY;
    onSeek(Math.max(day, Math.min(at, until)));
  };
  const step = (event: KeyboardEvent): void => {
    const to = steps(event.key, now, day, until);
    if (to === null) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(to);
  };

  return (
    <div className="timeline">
      <div
        ref={strip}
        className="timeline__strip"
        role="slider"
        tabIndex={0}
        aria-label={t('timeline')}
        aria-valuemin={0}
        aria-valuemax={1440}
        aria-valuenow={Math.floor((now - day) / MINUTE)}
        aria-valuetext={t('timelineAt', { time: formatTime(now), date: formatDate(now, language) })}
        onPointerDown={point}
        onPointerUp={point}
        onKeyDown={step}
      >
        <span className="timeline__known" style={{ width: share(until) }} />
        {marks.map((mark) => (
          <span key={mark.seq} className={`timeline__mark timeline__mark--${mark.severity ?? 'act'}`} style={{ left: share(mark.at) }} />
        ))}
        <span className="timeline__now" style={{ left: share(now) }} />
      </div>
      <div className="timeline__hours" aria-hidden="true">
        {HOURS.map((hour) => (
          <span key={hour} style={{ left: `${(100 * hour) / 24}%` }}>
            {String(hour).padStart(2, '0')}
          </span>
        ))}
      </div>
    </div>
  );
}

function steps(key: string, now: number, day: number, until: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(day, now - MINUTE);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(until, now + MINUTE);
    case 'PageDown':
      return Math.max(day, now - 60 * MINUTE);
    case 'PageUp':
      return Math.min(until, now + 60 * MINUTE);
    case 'Home':
      return day;
    case 'End':
      return until;
    default:
      return null;
  }
}
