import type { EntryData } from '../contract/entry-data.ts';
import type { Severity } from '../model/vocabulary.ts';

/** How abnormal a value is against its indicator's thresholds; null: normal, or nothing to judge by. */
export function severityOf(indicator: EntryData['indicator.defined'], value: number | null): Severity | null {
  if (value === null) return null;
  const beyond = (threshold: number | null): boolean =>
    threshold !== null && (indicator.direction === 'up' ? value <= threshold : value >= threshold);
  const { critical, high, medium } = indicator.thresholds;
  if (beyond(critical)) return 'critical';
  if (beyond(high)) return 'high';
  return beyond(medium) ? 'medium' : null;
}
