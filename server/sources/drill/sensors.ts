import { areaCode } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import type { SENSOR_MEASURES } from '../../../shared/model/vocabulary.ts';
import { type AreaRow, HAI_PHONG_AREAS } from '../../domain/areas/hai-phong-areas.ts';
import { hash, noise, unit } from './chance.ts';
import { inWords, positionIn } from './places.ts';
import { rhythmAt } from './rhythm.ts';
import { DAY, type Day, type DayMs, HOUR, MINUTE, momentOf, type Process, SECOND, scripted } from './script.ts';
import { arrivalAt, floodDepthAt, floodproneness, rainAt, stormAt, swell, windAt } from './storm.ts';

type Measure = (typeof SENSOR_MEASURES)[number];
type Sensor = { id: string; key: number; name: string; measure: Measure; unit: string; area: AreaRow; at: LngLat; decimals: number };

/** Level of a river or channel gauge above its zero, centimetres; from `ALARM_LEVEL` on, its keeper calls it an alarm. */
export const ALARM_LEVEL = 210;

type Fleet = { measure: Measure; unit: string; title: string; decimals: number; everyUnit: (area: AreaRow) => boolean };
const isLow = (area: AreaRow): boolean => floodproneness(area.code) > 0;
const oneIn = (n: number, salt: string) => (area: AreaRow) => hash(salt, area.code) % n === 0;

const FLEETS: readonly Fleet[] = [
  {
    measure: 'water-level',
    unit: 'cm',
    title: 'Trạm đo mực nước',
    decimals: 0,
    everyUnit: (area) => isLow(area) || oneIn(6, 'level')(area),
  },
  {
    measure: 'rainfall',
    unit: 'mm/h',
    title: 'Trạm đo mưa tự động',
    decimals: 1,
    everyUnit: (area) => isLow(area) || oneIn(3, 'rain')(area),
  },
  {
    measure: 'wind-speed',
    unit: 'm/s',
    title: 'Trạm đo gió',
    decimals: 1,
    everyUnit: (area) => oneIn(6, 'wind')(area) || area.areaKind === 'special-zone',
  },
  {
    measure: 'air-quality',
    unit: 'µg/m³',
    title: 'Trạm quan trắc không khí',
    decimals: 0,
    everyUnit: (area) => area.areaKind === 'ward' && oneIn(4, 'air')(area),
  },
  { measure: 'temperature', unit: '°C', title: 'Trạm đo nhiệt độ', decimals: 1, everyUnit: oneIn(9, 'warm') },
  { measure: 'humidity', unit: '%', title: 'Trạm đo độ ẩm', decimals: 0, everyUnit: oneIn(12, 'damp') },
  { measure: 'flow', unit: 'm³/s', title: 'Trạm bơm tiêu nước', decimals: 1, everyUnit: (area) => floodproneness(area.code) > 0.55 },
  {
    measure: 'voltage',
    unit: 'kV',
    title: 'Trạm biến áp',
    decimals: 1,
    everyUnit: (area) => floodproneness(area.code) > 0.5 || oneIn(14, 'volt')(area),
  },
];

export const SENSORS: readonly Sensor[] = FLEETS.flatMap((fleet) =>
  HAI_PHONG_AREAS.filter(fleet.everyUnit).map((area): Sensor => {
    const id = `${fleet.measure}-${area.code}`;
    const key = hash('sensor', id);
    const { measure, unit: unitOfMeasure, decimals } = fleet;
    return { id, key, name: `${fleet.title} ${inWords(area)}`, measure, unit: unitOfMeasure, area, at: positionIn(area, key), decimals };
  }),
);

function reading(day: Day, { measure, area, key }: Sensor, t: DayMs): number {
  const slow = noise(key ^ day.seed, t / (20 * MINUTE));
  const fast = noise(key, t / (2 * MINUTE));
  switch (measure) {
    case 'water-level': {
      // Hải Phòng has one tide a day, of more than three metres at springs.
      const tide = 45 * Math.sin((2 * Math.PI * (t - 9 * HOUR)) / (24.8 * HOUR));
      return 105 + tide + 2.6 * floodDepthAt(area.code, area.at, t) + 0.25 * rainAt(area.at, t) + 4 * slow + fast;
    }
    case 'rainfall':
      return Math.max(0, rainAt(area.at, t) * (1 + 0.18 * fast));
    case 'wind-speed':
      return windAt(area.at, t) * (1 + 0.2 * slow + 0.12 * fast);
    case 'air-quality':
      return (24 + 9 * rhythmAt('traffic', t) + 9 * slow) * (1 - 0.55 * stormAt(t));
    case 'temperature':
      return (
        24.5 +
        4.2 * Math.sin((2 * Math.PI * (t - 9 * HOUR)) / (24 * HOUR)) +
        0.8 * slow -
        5 * swell(t, arrivalAt(area.at), HOUR, 2 * HOUR, 4 * HOUR)
      );
    case 'humidity':
      return Math.min(99, 74 - 9 * Math.sin((2 * Math.PI * (t - 9 * HOUR)) / (24 * HOUR)) + 4 * slow + 20 * stormAt(t));
    case 'flow':
      return Math.max(0, 0.4 + 0.3 * slow + 0.32 * floodDepthAt(area.code, area.at, t));
    default:
      return 22.3 + 0.5 * slow - 0.4 * rhythmAt('current', t) - 1.6 * floodproneness(area.code) * stormAt(t);
  }
}

/** Stations speak once a minute, and every eleven seconds while it storms, as real ones switch over. A few fall silent then. */
export function sensorReadings(day: Day): Process {
  const calm = (60 * SECOND) / day.density;
  const stormy = (11 * SECOND) / day.density;
  return {
    lookBackMinutes: 0,
    *in(minute) {
      const from = minute * MINUTE;
      if (from >= DAY) return;
      const interval = stormAt(from) > 0.4 ? stormy : calm;
      for (const sensor of SENSORS) {
        const phase = unit(sensor.key, 21) * interval;
        const fails = unit(hash(day.seed, sensor.key), 22) < 0.06 && floodDepthAt(sensor.area.code, sensor.area.at, from) > 14;
        for (let k = Math.ceil((from - phase) / interval); k * interval + phase < from + MINUTE; k++) {
          const t = k * interval + phase;
          const value = Math.round(reading(day, sensor, t) * 10 ** sensor.decimals) / 10 ** sensor.decimals;
          yield scripted(day, t, {
            kind: 'sensor.observed',
            id: sensor.id,
            area: areaCode(sensor.area.code),
            publisherKey: `sensor:${sensor.id}@${momentOf(day, t)}`,
            data: {
              name: sensor.name,
              measure: sensor.measure,
              value: fails ? null : value,
              unit: sensor.unit,
              at: sensor.at,
              deviceState: fails ? 'fault' : unit(sensor.key, 23) < 0.04 ? 'low-battery' : 'ok',
            },
          });
        }
      }
    },
  };
}

/** How many gauges stand at or above their alarm level. */
export const gaugesInAlarm = (day: Day, t: DayMs): number =>
  SENSORS.filter((sensor) => sensor.measure === 'water-level' && reading(day, sensor, t) >= ALARM_LEVEL).length;
