import type { ReplayOrder } from '../../shared/contract/direction.ts';
import { useNow } from '../stores/stores-context.tsx';
import { formatDate, formatTime } from '../ui/format.ts';
import { useWords } from '../ui/words.ts';

/** What of the past a wall shows. */
export type PastMark = { kind: 'replay' | 'freeze'; order: ReplayOrder };

/** Across the top of the wall: that this is the past, and which moment of it. The clock in context stands at that moment. */
export function PastLine({ mark: { kind, order } }: { mark: PastMark }) {
  const { t, language } = useWords('wall');
  const now = useNow();
  return (
    <div className={kind === 'freeze' ? 'band band--freeze' : 'band band--past'} role="status">
      <span>{t(`wall:past.${kind}`)}</span>
      <span>{`${formatTime(now)}, ${formatDate(now, language)}`}</span>
      <span className="band__rest one-line">{order.name ?? ''}</span>
      <span className="band__rest">
        {kind === 'freeze'
          ? t('wall:past.freezeMeaning')
          : t(order.speed === 0 ? 'wall:past.paused' : 'wall:past.running', { speed: order.speed })}
      </span>
    </div>
  );
}

/** Around the whole display; where the line above is another display's, the moment stands in the corner. */
export function PastFrame({ mark: { kind }, hasLine }: { mark: PastMark; hasLine: boolean }) {
  const { t } = useWords('wall');
  const now = useNow();
  return (
    <div className={kind === 'freeze' ? 'past past--freeze' : 'past'} data-past={kind}>
      {hasLine ? null : <span className="past__moment">{`${t(`wall:past.${kind}`)} ${formatTime(now)}`}</span>}
    </div>
  );
}
