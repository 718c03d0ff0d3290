import { z } from 'zod';
import { IdField } from '../../../shared/contract/fields.ts';
import { SENSOR_MEASURES } from '../../../shared/model/vocabulary.ts';

/** From which value on a sensor is abnormal: at or above, in exactly this unit; another unit is not judged. */
const SensorLimit = z.strictObject({
  measure: z.enum(SENSOR_MEASURES),
  unit: z.string().min(1).max(20).normalize('NFC'),
  medium: z.number(),
  high: z.number(),
  critical: z.number(),
});
export type SensorLimit = z.output<typeof SensorLimit>;

/** Gauges of rivers and channels, above their own zero: from the keepers' alarm level on, and half a metre of flood above it. */
const SENSOR_LIMITS: SensorLimit[] = [
  { measure: 'water-level', unit: 'cm', medium: 190, high: 210, critical: 250 },
  { measure: 'water-level', unit: 'm', medium: 1.9, high: 2.1, critical: 2.5 },
];

export const MapProps = z.strictObject({
  /** What shades the wards: one of the counts, or an indicator's code. */
  measure: z.union([z.enum(['open-reports', 'camera-events', 'water-level']), IdField]).default('open-reports'),
  sensorLimits: z.array(SensorLimit).max(20).default(SENSOR_LIMITS),
  /** A hand may move it. A wall's map stands still. */
  interactive: z.boolean().default(false),
  legend: z.boolean().default(true),
  /** West, south, east, north in degrees; left out: where the centre's units are. */
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).optional(),
});
export type MapProps = z.output<typeof MapProps>;
