import { type ReactElement, useEffect, useRef } from 'react';
import type { ReplayMark } from '../../../shared/contract/replay.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { levelOf } from '../../stores/provenance.ts';
import { useStores } from '../../stores/stores-context.tsx';
import { formatTime, type Translate } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useWords } from '../../ui/words.ts';
import type { DayMarks } from './use-marks.ts';
import { useReplayWords } from './words.ts';

type Props = { marks: DayMarks; now: number; onSeek: (at: number) => void };

/** Around the moment that is shown: a day may have hundreds. */
const BEFORE = 20;
const AFTER = 30;

/** What was grave, and who did what: each a step to its moment. */
export function MarkList({ marks: { marks, more, state }, now, onSeek }: Props): ReactElement {
  const { t } = useReplayWords();
  const { t: word } = useWords();
  const { world } = useStores();
  const here = useRef<HTMLLIElement>(null);
  const passed = marks.filter(({ at }) => at <= now).length;
  const near = marks.slice(Math.max(0, passed - BEFORE), passed + AFTER);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list follows as the moment passes a mark.
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' });
  }, [passed]);
  return (
    <section className="replay__marks" aria-labelledby="replay-marks">
      <h2 id="replay-marks">{t('marks')}</h2>
      {state === 'failed' ? <p role="alert">{t('marksFailed')}</p> : null}
      {state === 'whole' && marks.length === 0 ? <p className="quiet">{t('marksNone')}</p> : null}
      <ol className="marks">
        {near.map((mark) => (
          <li key={mark.seq} ref={mark === marks[passed - 1] ? here : null} data-passed={mark.at <= now}>
            <button
              type="button"
              className="marks__one"
              aria-current={mark === marks[passed - 1] ? 'time' : undefined}
              onClick={() => onSeek(mark.at)}
            >
              <time dateTime={new Date(mark.at).toISOString()}>{formatTime(mark.at)}</time>
              {mark.severity ? <SeverityMark bare level={levelOf(mark.severity)} word={t(`severity.${mark.severity}`)} /> : <span />}
              <span className="one-line">{nameOf(mark, world.world(), t, word)}</span>
            </button>
          </li>
        ))}
      </ol>
      {more ? <p className="quiet">{t('marksMore', { n: marks.length })}</p> : null}
    </section>
  );
}

/** By what the world at the shown moment knows; what is still to come has no name yet. */
function nameOf({ kind, id, actor }: ReplayMark, { slots }: World, t: Translate, word: Translate): string {
  const of = (what: string | null): string => [t(`kind.${kind}`), what].filter(Boolean).join(': ');
  switch (kind) {
    case 'camera-event': {
      const event = slots['camera-event.observed'].get(id)?.data;
      const camera = event && slots['camera.registered'].get(event.cameraId)?.data.name;
      return event ? [word(`vocabulary:cameraEvent.${event.type}`), camera].filter(Boolean).join(', ') : of(null);
    }
    case 'field-report':
      return slots['field-report.recorded'].get(id)?.data.summary ?? of(null);
    case 'drill':
      return of(slots['drill.changed'].get(id)?.data.name ?? null);
    case 'briefing':
      return of(slots['briefing.frozen'].get(id)?.data.name ?? null);
    case 'direction':
      return [of(slots['wall.defined'].get(id)?.data.name ?? id), t('by', { name: actor ?? t('bySystem') })].join(', ');
  }
}
