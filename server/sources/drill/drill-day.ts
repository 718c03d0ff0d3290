import type { EpochMs } from '../../../shared/model/ids.ts';
import { chanceEvents, floodEvents } from './camera-events.ts';
import { cameraStates } from './camera-states.ts';
import { CAMERAS, cameraLine } from './cameras.ts';
import { fieldReports } from './field-reports.ts';
import { cityFigures, indicatorHistory, indicatorLines, unitFigures } from './indicators.ts';
import { DAY, type Day, dayMsOf, HOUR, type Line, MINUTE, momentOf, type Process, type Scripted, SECOND, scripted } from './script.ts';
import { sensorReadings } from './sensors.ts';

export const DRILL_ID = 'drill';
export const DRILL_NAME = 'Diễn tập ứng phó mưa bão, ngập lụt tại thành phố Hải Phòng';

/** How often the drill says that it is there. */
const SOURCE_EVERY = 20 * SECOND;
/** The longest that anything goes on after the day in which it began. */
const TAIL = 13 * HOUR;

export type DrillWindow = {
  /** Inclusive; absent: the day's start. */
  from?: EpochMs;
  /** Exclusive; absent: until the last life that began in the day has ended. */
  to?: EpochMs;
};

/** A seeded day of Hải Phòng: the same arguments tell the same story, to the byte. */
export type DrillScript = {
  startsAt: EpochMs;
  /** 24 hours of the script later (sooner when `speed` is above 1). */
  endsAt: EpochMs;
  /** Source, cameras, the indicator set and the slow figures' history: said once, at `startsAt`. */
  prelude(): Scripted[];
  /** Everything else in order of time, made minute by minute as it is read. A window opens anywhere without playing what lies before. */
  entries(window?: DrillWindow): Generator<Scripted, void, undefined>;
  /** A part of the same alone. Words: what cameras, sensors and the drill say of themselves. */
  words(window?: DrillWindow): Generator<Scripted, void, undefined>;
  cityFigures(window?: DrillWindow): Generator<Scripted, void, undefined>;
  unitFigures(window?: DrillWindow): Generator<Scripted, void, undefined>;
  events(window?: DrillWindow): Generator<Scripted, void, undefined>;
  reports(window?: DrillWindow): Generator<Scripted, void, undefined>;
  /** How far the clock of the story is at a moment, in milliseconds since its midnight. */
  timeOfDay(moment: EpochMs): number;
};

/**
 * `speed` compresses the day (60: an hour in a minute), `density` multiplies what happens in it (1: about 1.4 million entries,
 * 10 to 13 a second in ordinary hours, some 50 at the height of the storm).
 */
export function drillDay(parts: { seed: number; startsAt: EpochMs; speed?: number; density?: number }): DrillScript {
  const { seed, startsAt, speed = 1, density = 1 } = parts;
  const day: Day = { seed, startsAt, speed, density, tag: `${startsAt.toString(36)}${seed.toString(36)}` };
  const words = [sourceStates(day), cameraStates(day), sensorReadings(day)];
  const figures = [cityFigures(day)];
  const ofUnits = [unitFigures(day)];
  const events = [chanceEvents(day), floodEvents(day)];
  const reports = [fieldReports(day)];
  return {
    startsAt: day.startsAt,
    endsAt: momentOf(day, DAY),
    prelude: () => preludeOf(day),
    entries: (window) => play(day, [...words, ...figures, ...ofUnits, ...events, ...reports], window),
    words: (window) => play(day, words, window),
    cityFigures: (window) => play(day, figures, window),
    unitFigures: (window) => play(day, ofUnits, window),
    events: (window) => play(day, events, window),
    reports: (window) => play(day, reports, window),
    timeOfDay: (moment) => dayMsOf(day, moment),
  };
}

function* play(day: Day, processes: readonly Process[], window: DrillWindow = {}): Generator<Scripted, void, undefined> {
  const from = window.from ?? day.startsAt;
  const to = window.to ?? Number.POSITIVE_INFINITY;
  const first = Math.max(0, Math.floor(dayMsOf(day, from) / MINUTE));
  const last = Math.min(Math.ceil(dayMsOf(day, to) / MINUTE), (DAY + TAIL) / MINUTE);
  /** What was begun and speaks in a later minute. */
  const waiting = new Map<number, Scripted[]>();
  const begin = Math.max(0, first - Math.max(...processes.map((process) => process.lookBackMinutes)));
  for (let minute = begin; minute < last; minute++) {
    for (const process of processes) {
      if (minute < first - process.lookBackMinutes) continue;
      for (const one of process.in(minute)) {
        const at = Math.max(minute, Math.floor(dayMsOf(day, one.at) / MINUTE));
        const there = waiting.get(at);
        if (there) there.push(one);
        else waiting.set(at, [one]);
      }
    }
    const due = waiting.get(minute);
    if (!due) continue;
    waiting.delete(minute);
    if (minute < first - 1) continue;
    // A stable sort: what is said at the same millisecond keeps the order of the processes.
    due.sort((a, b) => a.at - b.at);
    for (const one of due) if (one.at >= from && one.at < to) yield one;
  }
}

function sourceStates(day: Day): Process {
  return {
    lookBackMinutes: 0,
    *in(minute) {
      if (minute * MINUTE >= DAY) return;
      for (let t = minute * MINUTE; t < (minute + 1) * MINUTE; t += SOURCE_EVERY) {
        const at = momentOf(day, t);
        const data = { state: 'online' as const, since: day.startsAt, reason: null };
        yield scripted(day, t, { kind: 'source.state', id: DRILL_ID, area: null, publisherKey: `source:${at}`, data });
      }
    },
  };
}

function preludeOf(day: Day): Scripted[] {
  const key = (what: string): string => `defined:${what}`;
  const source: Line = {
    kind: 'source.registered',
    id: DRILL_ID,
    area: null,
    publisherKey: key('source'),
    data: { name: 'Nguồn dữ liệu diễn tập', feed: 'drill', expectedIntervalMs: SOURCE_EVERY, toleranceMs: SOURCE_EVERY },
  };
  const cameras = CAMERAS.map((camera) => cameraLine(camera, key(camera.id)));
  const indicators = indicatorLines((code) => key(code));
  return [...[source, ...indicators, ...cameras].map((line) => scripted(day, 0, line)), ...indicatorHistory(day)];
}
