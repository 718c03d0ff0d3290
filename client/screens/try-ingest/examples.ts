import type { z } from 'zod';
import type { INGEST_SURFACES, IngestSurface } from '../../../shared/contract/ingest.ts';

type Posts = { [S in IngestSurface]: z.input<(typeof INGEST_SURFACES)[S]['post']> };

/** With its zone, as the contract asks: always Việt Nam's, wherever the browser is. */
export const vietnamTime = (nowMs: number): string => `${new Date(nowMs + 7 * 3_600_000).toISOString().slice(0, 19)}+07:00`;

/** A plausible message of each kind, to be changed by whoever tries. */
export function exampleOf(surface: IngestSurface, nowMs: number): Posts[IngestSurface] {
  const now = vietnamTime(nowMs);
  const examples: Posts = {
    'camera-events': {
      id: 'thu-1',
      eventId: 'su-kien-1',
      cameraId: 'cam-1',
      type: 'congestion',
      severity: 'medium',
      phase: 'new',
      occurredAt: now,
      label: 'car',
      score: 0.9,
    },
    'field-reports': {
      id: 'thu-1',
      reportId: 'phan-anh-1',
      category: 'flooding',
      severity: 'medium',
      state: 'received',
      channel: 'api',
      summary: 'Đường ngập sâu khoảng 40 cm trước cổng chợ, xe máy chết máy nhiều',
      at: [106.6881, 20.8561],
      reportedAt: now,
    },
    'indicator-values': { id: 'thu-1', code: 'KT-01', area: null, value: 97.5, asOf: now, quality: 'good' },
    'sensor-observations': {
      id: 'thu-1',
      sensorId: 'cam-bien-1',
      name: 'Mực nước sông Cấm',
      measure: 'water-level',
      value: 1.92,
      unit: 'm',
      at: [106.6702, 20.8703],
      occurredAt: now,
    },
  };
  return examples[surface];
}
