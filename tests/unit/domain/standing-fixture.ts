import type { Draft } from '../../../server/domain/intake/ports.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { EntryData, Kind } from '../../../shared/contract/entry-data.ts';
import { areaCode, epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, type World } from '../../../shared/rules/fold.ts';

export const NOW = epochMs(Date.UTC(2026, 10, 22, 5, 0, 0));
export const SOURCE = sourceId('so-giao-thong');

/** A small centre: two wards, one camera in the first, one indicator. */
export function smallCentre(): World {
  const world = emptyWorld();
  for (const entry of prelude) put(world, ...entry);
  return world;
}

export function put<K extends Kind>(world: World, kind: K, id: string, data: EntryData[K], more: Partial<Entry> = {}): void {
  const entry = {
    seq: seq(world.seq + 1),
    kind,
    id,
    area: null,
    classification: 'internal',
    occurredAt: NOW,
    receivedAt: NOW,
    source: SOURCE,
    actor: null,
    drill: false,
    data,
    ...more,
  } as Entry;
  fold(world, entry);
}

export const prelude: [Kind, string, EntryData[Kind], Partial<Entry>?][] = [
  [
    'centre.defined',
    'hai-phong',
    { name: 'Thành phố Hải Phòng', timeZone: 'Asia/Ho_Chi_Minh', origin: [106.6, 20.8], bounds: [106, 20.5, 108, 21.2] },
  ],
  [
    'area.defined',
    '31',
    { name: 'Thành phố Hải Phòng', areaKind: 'province', parent: null, at: [106.6, 20.8], areaKm2: 3194, validFrom: '2025-07-01' },
  ],
  [
    'area.defined',
    '11300',
    { name: 'Phường Hồng Bàng', areaKind: 'ward', parent: areaCode('31'), at: [106.67, 20.86], areaKm2: 12, validFrom: '2025-07-01' },
  ],
  [
    'area.defined',
    '11400',
    { name: 'Phường Hải An', areaKind: 'ward', parent: areaCode('31'), at: [106.75, 20.83], areaKm2: 20, validFrom: '2025-07-01' },
  ],
  [
    'camera.registered',
    'cam-1',
    { name: 'Ngã tư Trần Phú – Điện Biên Phủ', at: [106.68, 20.86], directionDeg: null, owner: 'Công an thành phố' },
    { area: areaCode('11300') },
  ],
  [
    'indicator.defined',
    'KT-01',
    {
      name: 'Tỷ lệ hồ sơ giải quyết đúng hạn',
      unit: '%',
      domain: 'government',
      period: 'day',
      direction: 'up',
      decimals: 1,
      target: 98,
      thresholds: { medium: 95, high: 90, critical: null },
      expectedIntervalMs: 86_400_000,
      toleranceMs: 3_600_000,
      owner: 'Văn phòng UBND thành phố',
    },
    { classification: 'public' },
  ],
];

export const cameraEvent = (
  more: Partial<EntryData['camera-event.observed']> = {},
  id = 'so-giao-thong:e1',
): Draft<'camera-event.observed'> => ({
  kind: 'camera-event.observed',
  id,
  occurredAt: NOW,
  data: {
    cameraId: 'cam-1',
    type: 'congestion',
    severity: 'medium',
    phase: 'new',
    startedAt: NOW,
    endedAt: null,
    at: [106.68, 20.86],
    label: null,
    score: null,
    zones: [],
    plate: null,
    speedKmh: null,
    evidence: null,
    ...more,
  },
  publisherKey: null,
});

export const fieldReport = (
  more: Partial<EntryData['field-report.recorded']> = {},
  id = 'so-giao-thong:r1',
): Draft<'field-report.recorded'> => ({
  kind: 'field-report.recorded',
  id,
  occurredAt: NOW,
  data: {
    category: 'flooding',
    severity: 'medium',
    state: 'received',
    reporter: null,
    channel: 'hotline',
    summary: 'Đường ngập sâu trước cổng chợ',
    at: [106.74, 20.83],
    address: null,
    reportedAt: NOW,
    dueAt: null,
    unit: null,
    ...more,
  },
  publisherKey: null,
});

export const indicatorValue = (more: Partial<EntryData['indicator.valued']> = {}, id = 'KT-01'): Draft<'indicator.valued'> => ({
  kind: 'indicator.valued',
  id,
  occurredAt: NOW,
  area: null,
  data: { code: 'KT-01', value: 97.5, asOf: NOW, quality: 'good', ...more },
  publisherKey: null,
});
