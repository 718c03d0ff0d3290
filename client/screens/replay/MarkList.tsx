import { type ReactElement, useEffect, useMemo, useRef } from 'react';
import { levelOf } from '../../stores/provenance.ts';
import { formatTime } from '../../ui/format.ts';
import { SeverityMark } from '../../ui/SeverityMark.tsx';
import { useWords } from '../../ui/words.ts';
import { folded, isHappening, type MarkLine, markWords } from './marks.ts';
import type { DayMarks } from './use-marks.ts';
import { useReplayWords } from './words.ts';

type Props = { marks: DayMarks; now: number; onSeek: (at: number) => void };

/** Around the moment that is shown: a day may have hundreds. */
const BEFORE = 20;
const AFTER = 30;

/** What was grave, and beside it who did what: each a step to its moment. */
export function MarkList({ marks: { marks, more, state }, now, onSeek }: Props): ReactElement {
  const { t } = useReplayWords();
  const [happenings, acts] = useMemo(
    () => [folded(marks.filter(isHappening)), folded(marks.filter((mark) => !isHappening(mark)))],
    [marks],
  );
  const isWhole = state === 'whole';
  return (
    <>
      <section className="replay__marks" aria-labelledby="replay-marks">
        <h2 id="replay-marks">{t('marks')}</h2>
        {state === 'failed' ? <p role="alert">{t('marksFailed')}</p> : null}
        {isWhole && happenings.length === 0 ? <p className="quiet">{t('marksNone')}</p> : null}
        <Lines lines={happenings} now={now} onSeek={onSeek} labelledBy="replay-marks" />
        {more ? <p className="quiet">{t('marksMore', { n: marks.length })}</p> : null}
      </section>
      <section className="replay__marks" aria-labelledby="replay-acts">
        <h2 id="replay-acts">{t('acts')}</h2>
        {isWhole && acts.length === 0 ? <p className="quiet">{t('actsNone')}</p> : null}
        <Lines lines={acts} now={now} onSeek={onSeek} labelledBy="replay-acts" />
      </section>
    </>
  );
}

type LinesProps = { lines: readonly MarkLine[]; now: number; onSeek: (at: number) => void; labelledBy: string };

function Lines({ lines, now, onSeek, labelledBy }: LinesProps): ReactElement {
  const here = useRef<HTMLLIElement>(null);
  const passed = lines.filter(({ mark }) => mark.at <= now).length;
  const near = lines.slice(Math.max(0, passed - BEFORE), passed + AFTER);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list follows as the moment passes a mark.
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest' });
  }, [passed]);
  return (
    <ol className="marks" aria-labelledby={labelledBy}>
      {near.map((line) => {
        const isHere = line === lines[passed - 1];
        const { mark } = line;
        return (
          <li key={`${mark.kind}/${mark.seq}/${mark.what}`} ref={isHere ? here : null} data-passed={mark.at <= now}>
            <button
              type="button"
              className={mark.severity ? 'marks__one' : 'marks__one marks__one--plain'}
              aria-current={isHere ? 'time' : undefined}
              onClick={() => onSeek(mark.at)}
            >
              <time dateTime={new Date(mark.at).toISOString()}>{formatTime(mark.at)}</time>
              <Said line={line} />
            </button>
          </li>
        );
      })}
    </ol>
  );
}

function Said({ line: { mark, count, until } }: { line: MarkLine }): ReactElement {
  const { t } = useReplayWords();
  const { t: word } = useWords();
  return (
    <>
      {mark.severity ? <SeverityMark bare level={levelOf(mark.severity)} word={t(`severity.${mark.severity}`)} /> : null}
      <span>
        {isHappening(mark) ? null : <strong>{mark.actor ?? t('bySystem')} </strong>}
        {markWords(mark, t, word)}
        {count > 1 ? <span className="quiet"> · {t('folded', { n: count, until: formatTime(until) })}</span> : null}
      </span>
    </>
  );
}
