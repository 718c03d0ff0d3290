import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { hash } from './chance.ts';
import { type DrillScript, drillDay } from './drill-day.ts';
import { DAY, HOUR, type Scripted } from './script.ts';

/** Day after seeded day, without end, from a moment that lies at `startHour` of the first one. */
export type Timeline = {
  firstDay: DrillScript;
  /** From a moment on, in order of time, for ever or until `to`; `of` opens one day's strand. */
  strand(of: Strand, from: EpochMs, to?: EpochMs): Generator<Scripted, void, undefined>;
  /** Real milliseconds of so many of the story's. */
  lasting(dayMs: number): number;
};
export type Strand = 'entries' | 'words' | 'cityFigures' | 'unitFigures' | 'events' | 'reports';

export function createTimeline(parts: { seed: number; anchor: EpochMs; startHour: number; speed: number; density: number }): Timeline {
  const { seed, anchor, speed, density } = parts;
  const begin = anchor - (parts.startHour * HOUR) / speed;
  const length = DAY / speed;
  const opened = new Map<number, DrillScript>();

  function dayAt(nth: number): DrillScript {
    const known = opened.get(nth);
    if (known) return known;
    const startsAt = epochMs(Math.round(begin + nth * length));
    const day = drillDay({ seed: nth === 0 ? seed : hash(seed, nth), startsAt, speed, density });
    opened.set(nth, day);
    // Yesterday still tells what it began; the days before it are over.
    opened.delete(nth - 2);
    return day;
  }

  return {
    firstDay: dayAt(0),
    lasting: (dayMs) => dayMs / speed,
    *strand(of, from, to) {
      const end = to ?? Number.POSITIVE_INFINITY;
      for (let nth = Math.max(0, Math.floor((from - begin) / length)); begin + nth * length < end; nth++) {
        const today = dayAt(nth);
        const window = { from: epochMs(Math.max(from, today.startsAt)), to: epochMs(Math.min(today.endsAt, end)) };
        yield* nth === 0 ? today[of](window) : inOrder(dayAt(nth - 1)[of](window), today[of](window));
      }
    },
  };
}

function* inOrder(a: Generator<Scripted>, b: Generator<Scripted>): Generator<Scripted, void, undefined> {
  let left = a.next();
  let right = b.next();
  while (!left.done && !right.done) {
    if (left.value.at <= right.value.at) {
      yield left.value;
      left = a.next();
    } else {
      yield right.value;
      right = b.next();
    }
  }
  for (; !left.done; left = a.next()) yield left.value;
  for (; !right.done; right = b.next()) yield right.value;
}
