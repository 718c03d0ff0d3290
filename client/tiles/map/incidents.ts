import { REPORT_STATES, type ReportState } from '../../../shared/model/vocabulary.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { Mark } from '../../map/marks.ts';
import { formatNumber, type Language, type Translate } from '../../ui/format.ts';
import type { SensorLimit } from './props.ts';
import { sensorSeverity } from './sensor-severity.ts';

/** Up to its outcome a report waits for somebody; from then on only its paper work goes on. */
export const isOpen = (state: ReportState): boolean => REPORT_STATES.indexOf(state) <= REPORT_STATES.indexOf('in-progress');

export type Wording = { t: Translate; language: Language };

/** Everything abnormal that has a place, as the map marks it: events going on, open reports, sensors beyond their limits. */
export function incidentsOf(world: World, limits: readonly SensorLimit[], { t, language }: Wording): Mark[] {
  const marks: Mark[] = [];
  for (const { id, data } of world.slots['camera-event.observed'].values()) {
    if (data.phase === 'end') continue;
    marks.push({
      id: `e:${id}`,
      form: 'event',
      severity: data.severity,
      at: data.at,
      since: data.startedAt,
      label: t(`vocabulary:cameraEvent.${data.type}`),
    });
  }
  for (const { id, data } of world.slots['field-report.recorded'].values()) {
    if (!isOpen(data.state)) continue;
    marks.push({
      id: `r:${id}`,
      form: 'report',
      severity: data.severity,
      at: data.at,
      since: data.reportedAt,
      label: t(`vocabulary:reportCategory.${data.category}`),
    });
  }
  for (const { id, data, occurredAt } of world.slots['sensor.observed'].values()) {
    const severity = sensorSeverity(data, limits);
    if (!severity || data.value === null) continue;
    const value = `${formatNumber(data.value, data.unit === 'm' ? 2 : 0, language)} ${data.unit}`;
    marks.push({ id: `s:${id}`, form: 'sensor', severity, at: data.at, since: occurredAt, label: value });
  }
  return marks;
}
