import type { Entry, NewEntry } from '../../../shared/contract/entry.ts';
import type { EntryData, Kind } from '../../../shared/contract/entry-data.ts';
import { areaCode, epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, type World } from '../../../shared/rules/fold.ts';

export const NOW = Date.parse('2026-11-23T14:05:32+07:00');
export const MIN = 60_000;

type Extra = { area?: string; source?: string; at?: number; drill?: boolean };
type Given = <K extends Kind>(kind: K, id: string, data: EntryData[K], extra?: Extra) => Entry;

/** A world that grows by what it is given; each entry is handed back as it was logged. */
export function given(): { world: World; log: Given } {
  const world = emptyWorld();
  const log: Given = (kind, id, data, { area, source = 'a', at = NOW, drill = false } = {}) => {
    const entry = {
      kind,
      id,
      area: area === undefined ? null : areaCode(area),
      classification: 'internal',
      occurredAt: epochMs(at),
      receivedAt: epochMs(at + 10),
      source: sourceId(source),
      actor: null,
      drill,
      data,
    };
    const numbered = { ...(entry as unknown as NewEntry), seq: seq(world.seq + 1) } as Entry;
    fold(world, numbered);
    return numbered;
  };
  return { world, log };
}

export const cameraEvent = (data: Partial<EntryData['camera-event.observed']> = {}): EntryData['camera-event.observed'] => ({
  cameraId: 'cam-1',
  type: 'flood',
  severity: 'high',
  phase: 'new',
  startedAt: epochMs(NOW - 5 * MIN),
  endedAt: null,
  at: [106.68, 20.86],
  label: null,
  score: null,
  zones: [],
  plate: null,
  speedKmh: null,
  evidence: null,
  ...data,
});

export const fieldReport = (data: Partial<EntryData['field-report.recorded']> = {}): EntryData['field-report.recorded'] => ({
  category: 'flooding',
  severity: 'medium',
  reporter: null,
  state: 'received',
  channel: 'hotline',
  summary: 'Nước ngập',
  at: [106.68, 20.86],
  address: null,
  reportedAt: epochMs(NOW - 30 * MIN),
  dueAt: null,
  unit: null,
  ...data,
});

export const indicator = (data: Partial<EntryData['indicator.defined']> = {}): EntryData['indicator.defined'] => ({
  name: 'Mực nước',
  unit: 'm',
  domain: 'utilities',
  period: 'realtime',
  direction: 'down',
  decimals: 2,
  target: null,
  thresholds: { medium: 3, high: 4, critical: 5 },
  expectedIntervalMs: 10 * MIN,
  toleranceMs: 2 * MIN,
  owner: '',
  ...data,
});
