import { type AreaCode, areaCode, type EpochMs, type SourceId, sourceId } from '../../../shared/model/ids.ts';
import type { Bounds, LngLat } from '../../../shared/model/units.ts';
import { HAI_PHONG_AREAS } from '../../domain/areas/hai-phong-areas.ts';
import type { Delivery, Draft } from '../../domain/intake/ports.ts';

/** Code of Thành phố Hải Phòng, as the General Statistics Office numbers provinces. */
export const CITY: AreaCode = areaCode('31');
export const REFERENCE_SOURCE: SourceId = sourceId('reference');

/** Commune-level units replaced districts on this day (HP-2.1). */
const VALID_FROM = '2025-07-01';
/** Land of all units: the old city's middle, and a frame that holds Bạch Long Vĩ too. Degrees. */
const ORIGIN: LngLat = [106.6, 20.87];
const BOUNDS: Bounds = [106.1, 20.1, 107.77, 21.26];

/**
 * The centre and its administrative hierarchy: real facts, so never part of a drill. Keyed by what they say from which day
 * on, so handing them in at every start stores them once.
 */
export function referenceDrafts(occurredAt: EpochMs): Draft[] {
  const city: Draft<'area.defined'> = {
    kind: 'area.defined',
    id: CITY,
    occurredAt,
    area: null,
    publisherKey: `area:${CITY}:${VALID_FROM}`,
    data: {
      name: 'Thành phố Hải Phòng',
      areaKind: 'province',
      parent: null,
      at: ORIGIN,
      areaKm2: Math.round(HAI_PHONG_AREAS.reduce((sum, area) => sum + area.areaKm2, 0) * 100) / 100,
      validFrom: VALID_FROM,
    },
  };
  const centre: Draft<'centre.defined'> = {
    kind: 'centre.defined',
    id: 'centre',
    occurredAt,
    area: null,
    publisherKey: `centre:${CITY}:${VALID_FROM}`,
    data: {
      name: 'Thành phố Hải Phòng',
      timeZone: 'Asia/Ho_Chi_Minh',
      origin: [ORIGIN[0], ORIGIN[1]],
      bounds: [BOUNDS[0], BOUNDS[1], BOUNDS[2], BOUNDS[3]],
    },
  };
  const units = HAI_PHONG_AREAS.map(
    ({ code, ...unit }): Draft<'area.defined'> => ({
      kind: 'area.defined',
      id: code,
      occurredAt,
      area: null,
      publisherKey: `area:${code}:${VALID_FROM}`,
      data: { ...unit, parent: CITY, validFrom: VALID_FROM },
    }),
  );
  return [centre, city, ...units];
}

/** The same, ready for the intake. */
export function referenceDelivery(now: EpochMs): Delivery {
  const encoder = new TextEncoder();
  return {
    source: REFERENCE_SOURCE,
    channel: 'reference:hai-phong',
    receivedAt: now,
    drill: false,
    priority: 'normal',
    items: referenceDrafts(now).map((draft) => ({
      body: encoder.encode(JSON.stringify(draft)),
      drafts: { ok: true, value: [draft] },
    })),
  };
}
