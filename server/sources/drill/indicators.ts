import type { EntryData } from '../../../shared/contract/entry-data.ts';
import { areaCode, type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { HAI_PHONG_AREAS } from '../../domain/areas/hai-phong-areas.ts';
import { hash, noise, unit } from './chance.ts';
import { CATALOGUE, WARD_CATALOGUE } from './indicator-catalogue.ts';
import type { Domain, Period, Row } from './indicator-row.ts';
import { rhythmAt, shareSinceMidnight } from './rhythm.ts';
import { DAY, type Day, type DayMs, HOUR, type Line, MINUTE, momentOf, type Process, type Scripted, SECOND, scripted } from './script.ts';
import { gaugesInAlarm } from './sensors.ts';
import {
  aftermathAt,
  blackoutAt,
  deepestFlood,
  floodDepthAt,
  floodedPlaces,
  heaviestRain,
  homesWithoutCurrent,
  rainAt,
  stormAt,
  strongestWind,
} from './storm.ts';

type Definition = EntryData['indicator.defined'];
type Indicator = { code: string; key: number; domain: Domain; owner: string; row: Row; isByUnit: boolean };

export const CITY_CODE = '31';
const indicator = (domain: Domain, owner: string, row: Row, isByUnit: boolean): Indicator => ({
  code: row[0],
  key: hash('indicator', row[0]),
  domain,
  owner,
  row,
  isByUnit,
});
const INDICATORS: readonly Indicator[] = [
  ...Object.entries(CATALOGUE).flatMap(([domain, { owner, rows }]) => rows.map((row) => indicator(domain as Domain, owner, row, false))),
  ...WARD_CATALOGUE.map(({ domain, owner, row }) => indicator(domain, owner, row, true)),
];

/** Between two values, and how much later one may still be called on time. */
const INTERVALS: Readonly<Record<Period, readonly [intervalMs: number, toleranceMs: number]>> = {
  realtime: [MINUTE, 30 * SECOND],
  hour: [HOUR, 15 * MINUTE],
  day: [DAY, 12 * HOUR],
  week: [7 * DAY, 3 * DAY],
  month: [31 * DAY, 15 * DAY],
  quarter: [92 * DAY, 30 * DAY],
  'half-year': [184 * DAY, 45 * DAY],
  year: [366 * DAY, 90 * DAY],
};
/** A unit's own figures come every ten minutes. */
const BY_UNIT_EVERY = 10 * MINUTE;

const definitionOf = ({ domain, owner, row, isByUnit }: Indicator): Definition => {
  const [, name, unitOfMeasure, period, direction, decimals, target, thresholds] = row;
  const [intervalMs, toleranceMs] = INTERVALS[period];
  return {
    name,
    unit: unitOfMeasure,
    domain,
    period,
    direction,
    decimals,
    target,
    thresholds: { medium: thresholds?.[0] ?? null, high: thresholds?.[1] ?? null, critical: thresholds?.[2] ?? null },
    expectedIntervalMs: isByUnit ? BY_UNIT_EVERY : intervalMs,
    toleranceMs: isByUnit ? 4 * MINUTE : toleranceMs,
    owner,
  };
};

export const indicatorLines = (publisherKey: (code: string) => string): Line[] =>
  INDICATORS.map((one) => ({
    kind: 'indicator.defined',
    id: one.code,
    area: null,
    publisherKey: publisherKey(one.code),
    data: definitionOf(one),
  }));

/** City figures that are the sum or the worst of what the storm does in its parts. */
const FROM_THE_FIELD: Readonly<Record<string, (t: DayMs, day: Day) => number>> = {
  'mt-muc-nuoc': (t, day) => gaugesInAlarm(day, t),
  'mt-mua-lon-nhat': heaviestRain,
  'mt-gio': (t) => strongestWind(t) + 1.2 * noise(7, t / (3 * MINUTE)),
  'dv-mat-dien-tong': homesWithoutCurrent,
  'dv-diem-ngap': floodedPlaces,
  'dv-ngap-sau': deepestFlood,
};

function cityValue(day: Day, { code, key, row }: Indicator, t: DayMs): number {
  const field = FROM_THE_FIELD[code];
  const [, , unitOfMeasure, , , decimals, , , usual, spread, moves = {}] = row;
  const { rhythm = 'flat', storm = 0, isSum = false } = moves;
  const wander = spread * (0.7 * noise(key ^ day.seed, t / (25 * MINUTE)) + 0.3 * noise(key, t / (3 * MINUTE)));
  const ordinary = isSum
    ? usual * (0.94 + 0.12 * unit(key, day.seed)) * shareSinceMidnight(rhythm, t)
    : usual * rhythmAt(rhythm, t) + wander;
  // A count since midnight keeps what the storm brought; everything else gets well again.
  const stormy = isSum ? stormSoFar(t) : row[3] === 'realtime' ? aftermathAt(t) : stormAt(t);
  return rounded(field ? field(t, day) : ordinary + storm * stormy, unitOfMeasure, decimals);
}
const stormSoFar = (t: DayMs): number => Math.min(1, Math.max(0, (t - 15 * HOUR) / (5 * HOUR)));

function rounded(value: number, unitOfMeasure: string, decimals: number): number {
  const inRange = Math.max(0, unitOfMeasure === '%' ? Math.min(value, 100) : value);
  return Math.round(inRange * 10 ** decimals) / 10 ** decimals;
}

function unitValue(day: Day, { code, key, row }: Indicator, area: (typeof HAI_PHONG_AREAS)[number], t: DayMs): number {
  const [, , unitOfMeasure, , , decimals, , , usual, spread] = row;
  const own = hash(key, area.code, day.seed);
  const value =
    code === 'mt-mua'
      ? rainAt(area.at, t) * (1 + 0.12 * noise(own, t / (8 * MINUTE)))
      : code === 'dv-ngap'
        ? floodDepthAt(area.code, area.at, t)
        : code === 'dv-mat-dien'
          ? blackoutAt(area.code, area.at, area.areaKm2, t)
          : (usual + 8 * (unit(own, 1) - 0.5) + spread * noise(own, t / HOUR)) * (1 - 0.5 * stormAt(t));
  return rounded(value, unitOfMeasure, decimals);
}

const valueLine = (code: string, area: string | null, value: number, asOf: EpochMs, quality: 'good' | 'provisional'): Line => {
  const id = `${code}@${area ?? CITY_CODE}`;
  return {
    kind: 'indicator.valued',
    id,
    area: area === null ? null : areaCode(area),
    publisherKey: `value:${id}@${asOf}`,
    data: { code, value, asOf, quality },
  };
};

/** The city's values through the day: each minute, each hour, and of the day before in the morning. */
export function cityFigures(day: Day): Process {
  const city = INDICATORS.filter((one) => !one.isByUnit && (one.row[3] === 'realtime' || one.row[3] === 'hour' || one.row[3] === 'day'));
  return {
    lookBackMinutes: 0,
    *in(minute) {
      const from = minute * MINUTE;
      if (from >= DAY) return;
      for (const one of city) {
        const minutes = INTERVALS[one.row[3]][0] / MINUTE;
        // Day figures come between seven and half past eight, hour figures spread over the hour.
        const due = one.row[3] === 'realtime' ? 0 : one.row[3] === 'hour' ? one.key % 60 : 7 * 60 + (one.key % 90);
        if (minute % minutes !== due) continue;
        const t = from + unit(one.key, 31) * MINUTE;
        const value = one.row[3] === 'day' ? periodValue(day, one, 0) : cityValue(day, one, t);
        yield scripted(day, t, valueLine(one.code, null, value, momentOf(day, t), one.row[3] === 'day' ? 'provisional' : 'good'));
      }
    },
  };
}

/** The units' own values: each ten minutes, each two while it storms. */
export function unitFigures(day: Day): Process {
  const byUnit = INDICATORS.filter((one) => one.isByUnit).flatMap((one) =>
    HAI_PHONG_AREAS.map((area) => ({ one, area, own: hash(one.key, area.code) })),
  );
  return {
    lookBackMinutes: 0,
    *in(minute) {
      const from = minute * MINUTE;
      if (from >= DAY) return;
      const every = stormAt(from) > 0.25 ? 2 : BY_UNIT_EVERY / MINUTE;
      for (const { one, area, own } of byUnit) {
        if ((minute + own) % every !== 0) continue;
        const t = from + unit(own, 32) * MINUTE;
        yield scripted(day, t, valueLine(one.code, area.code, unitValue(day, one, area, t), momentOf(day, t), 'good'));
      }
    },
  };
}

/** A figure of a whole period: `ago` periods before this one. */
function periodValue(day: Day, { key, row }: Indicator, ago: number): number {
  const [, , unitOfMeasure, period, direction, decimals, , , usual, spread] = row;
  const nth = Math.floor((day.startsAt + 7 * HOUR) / INTERVALS[period][0]) - ago;
  const drift = direction === 'none' ? 0 : (direction === 'up' ? -1 : 1) * spread * 0.12 * Math.min(ago, 8);
  return rounded(usual + drift + spread * (2 * unit(key, nth) - 1), unitOfMeasure, decimals);
}

const PERIODS_OF_HISTORY = 13;

/** What is known of the slower figures when the day begins, oldest first: thirteen periods of each. */
export function indicatorHistory(day: Day): Scripted[] {
  const slow = INDICATORS.filter((one) => !one.isByUnit && one.row[3] !== 'realtime' && one.row[3] !== 'hour');
  return slow.flatMap((one) =>
    Array.from({ length: PERIODS_OF_HISTORY }, (_, i): Scripted => {
      const ago = PERIODS_OF_HISTORY - i;
      const asOf = epochMs(day.startsAt - (ago - 1) * INTERVALS[one.row[3]][0] - 1);
      return scripted(day, 0, valueLine(one.code, null, periodValue(day, one, ago), asOf, ago === 1 ? 'provisional' : 'good'));
    }),
  );
}
