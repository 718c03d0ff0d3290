import type { LngLat } from '../../../shared/model/units.ts';
import { HAI_PHONG_AREAS } from '../../domain/areas/hai-phong-areas.ts';
import { type DayMs, HOUR, MINUTE } from './script.ts';

/**
 * The afternoon storm as a field over the city: it comes in from the sea in the south-east, takes three quarters of an hour
 * to cross, and what lies low floods and drains slowly. Invented, but of the size that Hải Phòng knows.
 */

/** Rises from 0 at `from` to 1 in `rise`, stays for `hold`, and is gone after `fall`. Milliseconds. */
export function swell(t: number, from: number, rise: number, hold: number, fall: number): number {
  const x = t - from;
  if (x <= 0) return 0;
  if (x < rise) return smooth(x / rise);
  if (x < rise + hold) return 1;
  return x < rise + hold + fall ? smooth(1 - (x - rise - hold) / fall) : 0;
}
const smooth = (f: number): number => f * f * (3 - 2 * f);

/** How much of it there is over the city as a whole, 0 to 1. */
export const stormAt = (t: DayMs): number => swell(t, 15 * HOUR, 75 * MINUTE, 60 * MINUTE, 150 * MINUTE);
/** Its aftermath in the networks and the queues: later, longer. */
export const aftermathAt = (t: DayMs): number => swell(t, 15 * HOUR + 20 * MINUTE, 80 * MINUTE, 100 * MINUTE, 210 * MINUTE);

/** How readily a unit floods, 0 to 1: low ground by the sea, the rivers and the old sewers. The rest stay dry. */
const LOW_GROUND: Readonly<Record<string, number>> = {
  '11914': 0.7,
  '11413': 0.95,
  '11411': 0.9,
  '11329': 0.85,
  '11359': 0.95,
  '11383': 0.9,
  '11407': 0.8,
  '11311': 0.75,
  '11617': 0.6,
  '11443': 0.55,
  '11455': 0.8,
  '11737': 0.75,
  '11692': 0.8,
  '11689': 0.6,
  '11542': 0.6,
  '11560': 0.55,
  '11473': 0.5,
  '11749': 0.7,
  '11728': 0.5,
  '11809': 0.75,
  '11806': 0.6,
  '11791': 0.5,
  '11581': 0.45,
  '11725': 0.4,
};
export const floodproneness = (code: string): number => LOW_GROUND[code] ?? 0;

/** When the rain reaches a place. */
export function arrivalAt([lng, lat]: LngLat): DayMs {
  const along = Math.max(0, (107.2 - lng) * 0.8 + (lat - 20.6) * 0.6);
  return 14 * HOUR + 40 * MINUTE + Math.min(along, 1.6) * 70 * MINUTE;
}

/** Millimetres an hour. */
export function rainAt(at: LngLat, t: DayMs): number {
  const inland = Math.min(1, Math.max(0, (106.75 - at[0]) / 0.6));
  return (72 - 42 * inland) * swell(t, arrivalAt(at), 50 * MINUTE, 55 * MINUTE, 90 * MINUTE);
}

/** Metres a second, mean of ten minutes. The wind comes before the rain. */
export function windAt(at: LngLat, t: DayMs): number {
  const inland = Math.min(1, Math.max(0, (106.75 - at[0]) / 0.6));
  return 2.5 + (21 - 11 * inland) * swell(t, arrivalAt(at) - 45 * MINUTE, 80 * MINUTE, 60 * MINUTE, 120 * MINUTE);
}

/** Centimetres of water on the deepest street of a unit. */
export function floodDepthAt(code: string, at: LngLat, t: DayMs): number {
  const low = floodproneness(code);
  return low === 0 ? 0 : 58 * low * low * swell(t, arrivalAt(at) + 8 * MINUTE, 60 * MINUTE, 65 * MINUTE, 150 * MINUTE);
}

/** From when to when a unit's water stands above `depthCm`; null when it never does. To the minute. */
export function floodSpan(code: string, at: LngLat, depthCm: number): { from: DayMs; to: DayMs } | null {
  let from: DayMs | null = null;
  let to: DayMs = 0;
  for (let t = arrivalAt(at); t < 23 * HOUR; t += MINUTE) {
    if (floodDepthAt(code, at, t) <= depthCm) continue;
    from ??= t;
    to = t;
  }
  return from === null ? null : { from, to: to + MINUTE };
}

/** Households without current in a unit. */
export function blackoutAt(code: string, at: LngLat, areaKm2: number, t: DayMs): number {
  const share = Math.max(floodproneness(code), 0.12);
  const homes = 900 + 40 * Math.min(areaKm2, 60);
  const storm = swell(t, arrivalAt(at) + 25 * MINUTE, 30 * MINUTE, 90 * MINUTE, 140 * MINUTE);
  return Math.round(homes * share * share * storm);
}

/** The whole city's figures, from the same field as its parts. */
export const deepestFlood = (t: DayMs): number => Math.max(...HAI_PHONG_AREAS.map((unit) => floodDepthAt(unit.code, unit.at, t)));
export const heaviestRain = (t: DayMs): number => Math.max(...HAI_PHONG_AREAS.map((unit) => rainAt(unit.at, t)));
export const strongestWind = (t: DayMs): number => Math.max(...HAI_PHONG_AREAS.map((unit) => windAt(unit.at, t)));
export const homesWithoutCurrent = (t: DayMs): number =>
  HAI_PHONG_AREAS.reduce((sum, unit) => sum + blackoutAt(unit.code, unit.at, unit.areaKm2, t), 0);
/** Places where cars no longer pass: about one for each 9 cm of a unit's deepest street. */
export const floodedPlaces = (t: DayMs): number =>
  HAI_PHONG_AREAS.reduce((sum, unit) => sum + Math.ceil(Math.max(0, floodDepthAt(unit.code, unit.at, t) - 8) / 9), 0);
