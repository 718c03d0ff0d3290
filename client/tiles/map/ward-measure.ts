import type { Severity } from '../../../shared/model/vocabulary.ts';
import { type Day, lowestUnits } from '../../../shared/rules/areas.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { severityOf } from '../../../shared/rules/threshold.ts';
import { isOpen } from './incidents.ts';
import type { MapProps, SensorLimit } from './props.ts';
import { sensorSeverity } from './sensor-severity.ts';

export type WardValue = { value: number | null; severity: Severity | null };
export type WardMeasure = {
  byCode: Map<string, WardValue>;
  unit: string;
  decimals: number;
  /** Name of an indicator; null: the tile's own word for a count. */
  name: string | null;
  /** Ends of the ramp; null where no ward has a value. */
  range: { min: number; max: number } | null;
};

/** The chosen measure by area code. A count is 0 where nothing is; a value is null where nothing was heard. */
export function wardMeasure(world: World, { measure, sensorLimits }: Pick<MapProps, 'measure' | 'sensorLimits'>, day: Day): WardMeasure {
  const byCode = new Map<string, WardValue>();
  if (measure === 'water-level') return ranged(waterLevels(world, sensorLimits, byCode));
  if (measure === 'open-reports' || measure === 'camera-events') {
    for (const code of lowestUnits(world.slots['area.defined'].values(), day).keys()) byCode.set(code, { value: 0, severity: null });
    const count = (area: string | null): void => {
      const ward = area === null ? undefined : byCode.get(area);
      if (ward) ward.value = (ward.value ?? 0) + 1;
    };
    if (measure === 'open-reports') {
      for (const { area, data } of world.slots['field-report.recorded'].values()) if (isOpen(data.state)) count(area);
    } else {
      for (const { area, data } of world.slots['camera-event.observed'].values()) if (data.phase !== 'end') count(area);
    }
    return ranged({ byCode, unit: '', decimals: 0, name: null, range: null }, 0);
  }
  let name: string | null = null;
  let unit = '';
  let decimals = 0;
  for (const { data, area } of world.slots['indicator.valued'].values()) {
    if (data.code !== measure || area === null) continue;
    const definition = world.slots['indicator.defined'].get(measure)?.data;
    if (definition) {
      name = definition.name;
      unit = definition.unit;
      decimals = definition.decimals;
    }
    byCode.set(area, { value: data.value, severity: definition ? severityOf(definition, data.value) : null });
  }
  return ranged({ byCode, unit, decimals, name, range: null });
}

function waterLevels(world: World, limits: readonly SensorLimit[], byCode: Map<string, WardValue>): WardMeasure {
  let unit = '';
  for (const { area, data } of world.slots['sensor.observed'].values()) {
    if (data.measure !== 'water-level' || area === null || data.value === null) continue;
    // Units are never mixed in one ramp: the first one heard is the map's.
    unit ||= data.unit;
    if (data.unit !== unit) continue;
    const before = byCode.get(area);
    if (before?.value != null && before.value >= data.value) continue;
    byCode.set(area, { value: data.value, severity: sensorSeverity(data, limits) });
  }
  return { byCode, unit, decimals: unit === 'm' ? 2 : 0, name: null, range: null };
}

function ranged(measure: WardMeasure, floor?: number): WardMeasure {
  const values = [...measure.byCode.values()].flatMap(({ value }) => (value === null ? [] : [value]));
  if (values.length === 0) return measure;
  const min = floor ?? values.reduce((a, b) => Math.min(a, b));
  return { ...measure, range: { min, max: values.reduce((a, b) => Math.max(a, b), min) } };
}

const RAMP_STEPS = 5;

/** Step of the ramp, 0 to 4: nothing, or the lowest, is the quiet ground. */
export function rampStep(value: number | null, range: { min: number; max: number } | null): number {
  if (value === null || !range || range.max === range.min) return 0;
  return Math.min(RAMP_STEPS - 1, Math.ceil(((value - range.min) / (range.max - range.min)) * (RAMP_STEPS - 1)));
}
