import type { Arrival, CommitBatch } from '../../../server/domain/log/ports.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import { areaCode, epochMs, type SourceId, sourceId } from '../../../shared/model/ids.ts';

/** Entries for tests of the store, which looks into none of them. */

export const MOMENT = epochMs(Date.UTC(2026, 10, 3, 2, 0, 0));
export const SOURCE = sourceId('frigate-1');

export function sensorEntry(id: string, over: Partial<NewEntry<'sensor.observed'>> = {}): NewEntry<'sensor.observed'> {
  return {
    kind: 'sensor.observed',
    id,
    area: areaCode('11914'),
    classification: 'internal',
    occurredAt: epochMs(MOMENT - 1200),
    receivedAt: MOMENT,
    source: SOURCE,
    actor: null,
    drill: false,
    data: {
      name: 'Trạm đo mực nước Cầu Rào “số 2” \\ "bờ"',
      measure: 'water-level',
      value: 1.25,
      unit: 'm',
      at: [106.694, 20.835],
      deviceState: 'ok',
    },
    ...over,
  };
}

export const arrival = (id: string, publisherKey: string | null = null, over: Partial<NewEntry<'sensor.observed'>> = {}): Arrival => ({
  entry: sensorEntry(id, over),
  publisherKey,
});

export const batch = (arrivals: Arrival[], over: Partial<CommitBatch> = {}): CommitBatch => ({
  arrivals,
  quarantined: [],
  refused: [],
  ...over,
});

export const refusal = (source: SourceId, count: number) => ({ source, at: MOMENT, count });
