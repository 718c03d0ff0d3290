import type { ReplayMark, ReplaySubject } from '../../../shared/contract/replay.ts';
import { shortArea } from '../../stores/provenance.ts';
import type { Translate } from '../../ui/format.ts';

/** One line of a list: a mark, and how often the same came again. */
export type MarkLine = { mark: ReplayMark; count: number /** The last of them. */; until: number };

/** The same again within so long is one line. */
const FOLD_MS = 10 * 60_000;

/** What happened by itself, against what somebody did. */
export const isHappening = ({ kind }: ReplayMark): boolean => kind === 'camera-event' || kind === 'field-report';

/** Marks in order, where the same thing repeats as one line at its first moment (REPLAY12). */
export function folded(marks: readonly ReplayMark[]): MarkLine[] {
  const lines: MarkLine[] = [];
  const open = new Map<string, MarkLine>();
  for (const mark of marks) {
    const key = JSON.stringify([mark.kind, mark.what, mark.severity, mark.subject, mark.wall, mark.actor]);
    const line = open.get(key);
    if (line && mark.at - line.until <= FOLD_MS) {
      line.count++;
      line.until = mark.at;
      continue;
    }
    const begun = { mark, count: 1, until: mark.at };
    open.set(key, begun);
    lines.push(begun);
  }
  return lines;
}

/** What happened or was done, in the words that the wall uses; `word`: of the page's vocabulary, `t`: of this screen. */
export function markWords({ kind, what, subject, wall }: ReplayMark, t: Translate, word: Translate): string {
  const about = subject && subjectWords(subject, word);
  if (kind === 'camera-event' || kind === 'field-report') return about ?? t(`kind.${kind}`);
  const act = what === null ? '' : t(`act.${kind}.${what}`);
  return [about === null ? act : `${act}: ${about}`, wall].filter((part) => part !== null && part !== '').join(' · ');
}

function subjectWords(subject: ReplaySubject, word: Translate): string {
  switch (subject.kind) {
    case 'camera-event':
      return placed(word(`vocabulary:cameraEvent.${subject.type}`), subject.camera, subject.area);
    case 'field-report':
      return placed(word(`vocabulary:reportCategory.${subject.category}`), subject.address ?? subject.summary, subject.area);
    case 'named':
      return subject.name;
  }
}

/** Many places carry their unit's name already. */
function placed(what: string, place: string | null, area: string | null): string {
  const unit = area === null ? null : shortArea(area);
  return [what, place, unit !== null && !place?.includes(unit) ? unit : null].filter((part) => part !== null).join(', ');
}
