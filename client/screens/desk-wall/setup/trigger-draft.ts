import type { TriggerCause, WallTrigger } from '../../../../shared/contract/wall.ts';
import type { SENSOR_MEASURES, Severity } from '../../../../shared/model/vocabulary.ts';

/** A trigger as it is being written: figures are text until they are right. */
export type TriggerDraft = {
  name: string;
  scene: string;
  by: TriggerCause['by'];
  /** Camera event types, or categories of reports; none: all. */
  kinds: readonly string[];
  atLeast: Severity;
  measure: Measure;
  unit: string;
  side: 'above' | 'below';
  limit: string;
  code: string;
  area: string;
  count: string;
  delayS: string;
  holdMin: string;
};
type Measure = (typeof SENSOR_MEASURES)[number];

export const CAUSES = ['sensor', 'camera-event', 'field-report', 'indicator'] as const satisfies TriggerCause['by'][];

/** Units in which stations usually tell a measure. */
export const UNIT_OF: Record<Measure, string> = {
  'water-level': 'cm',
  rainfall: 'mm/h',
  'wind-speed': 'm/s',
  'air-quality': 'µg/m³',
  temperature: '°C',
  humidity: '%',
  flow: 'm³/s',
  voltage: 'kV',
};

export const newTrigger = (name: string): TriggerDraft => ({
  ...{ name, scene: 'storm', by: 'sensor', kinds: [], atLeast: 'high', measure: 'water-level', unit: 'cm', side: 'above', limit: '' },
  ...{ code: '', area: '', count: '1', delayS: '60', holdMin: '15' },
});

const written = (n: number): string => String(n).replace('.', ',');

export function triggerDraft({ name, scene, cause, area, count, delayMs, holdMs }: WallTrigger): TriggerDraft {
  const draft: TriggerDraft = {
    ...newTrigger(name),
    ...{ scene, by: cause.by, area: area ?? '', count: String(count), delayS: written(delayMs / 1000), holdMin: written(holdMs / 60_000) },
  };
  switch (cause.by) {
    case 'camera-event':
      return { ...draft, kinds: cause.types, atLeast: cause.atLeast };
    case 'field-report':
      return { ...draft, kinds: cause.categories, atLeast: cause.atLeast };
    case 'sensor':
      return { ...draft, measure: cause.measure, unit: cause.unit, side: cause.side, limit: written(cause.limit) };
    case 'indicator':
      return { ...draft, code: cause.code, atLeast: cause.atLeast };
  }
}

/** What the set-up's schema is asked about. `figure`: of a text. */
export function triggerOf(draft: TriggerDraft, figure: (text: string) => number): unknown {
  const { name, scene, by, kinds, atLeast, measure, unit, side, limit, code, area, count, delayS, holdMin } = draft;
  const cause = {
    'camera-event': { by, types: kinds, atLeast },
    'field-report': { by, categories: kinds, atLeast },
    sensor: { by, measure, unit: unit.trim(), side, limit: figure(limit) },
    indicator: { by, code: code.trim(), atLeast },
  }[by];
  return {
    name,
    scene,
    cause,
    area: area.trim() === '' ? null : area.trim(),
    count: figure(count),
    delayMs: Math.round(figure(delayS) * 1000),
    holdMs: Math.round(figure(holdMin) * 60_000),
  };
}
