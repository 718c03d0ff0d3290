import type { EntryData } from '../../../shared/contract/entry-data.ts';
import type { Severity } from '../../../shared/model/vocabulary.ts';
import type { SensorLimit } from './props.ts';

/** How abnormal an observation is by the scene's limits; null: normal, unknown, or a unit that no limit speaks of. */
export function sensorSeverity(observed: EntryData['sensor.observed'], limits: readonly SensorLimit[]): Severity | null {
  const { value, unit, measure } = observed;
  const limit = limits.find((candidate) => candidate.measure === measure && candidate.unit === unit);
  if (!limit || value === null) return null;
  if (value >= limit.critical) return 'critical';
  if (value >= limit.high) return 'high';
  return value >= limit.medium ? 'medium' : null;
}
