import type { EpochMs } from '../../../shared/model/ids.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import type { Draft } from '../../domain/intake/ports.ts';

/** Time of day in the script: milliseconds after its midnight. It runs on past 24 h while what began in the day still lives. */
export type DayMs = number;
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** What one day of the drill is made from. `speed` 60 plays an hour in a minute; `density` 2 makes twice as much happen. */
export type Day = {
  seed: number;
  startsAt: EpochMs;
  speed: number;
  density: number;
  /** Tells this day's ids and keys from those of every other start and seed. */
  tag: string;
};

export const momentOf = (day: Day, at: DayMs): EpochMs => epochMs(Math.round(day.startsAt + at / day.speed));
export const dayMsOf = (day: Day, moment: number): DayMs => (moment - day.startsAt) * day.speed;

/** One thing that the drill will say, and when. */
export type Scripted = { at: EpochMs; draft: Draft };

type Undated<D> = D extends unknown ? Omit<D, 'occurredAt'> : never;
/** A draft whose moment is that of its saying. */
export type Line = Undated<Draft>;

export const scripted = (day: Day, at: DayMs, line: Line): Scripted => {
  const moment = momentOf(day, at);
  return { at: moment, draft: { ...line, occurredAt: moment, publisherKey: `${day.tag}:${line.publisherKey}` } };
};

/** Something that goes on through the day. `minute` counts from the script's midnight; what begins in it may speak later too. */
export type Process = {
  /** How long before a moment something may have begun that still speaks at it, in minutes. */
  lookBackMinutes: number;
  in(minute: number): Iterable<Scripted>;
};
