import {
  CameraEventPost,
  FieldReportPost,
  IndicatorValuePost,
  type IngestSurface,
  SensorObservationPost,
} from '../../../shared/contract/ingest.ts';
import type { SourceId } from '../../../shared/model/ids.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import { parseAs } from '../../domain/intake/parse-as.ts';
import type { Draft, Rejection } from '../../domain/intake/ports.ts';
import { rejected } from '../../domain/intake/rejection.ts';

export type PostContext = {
  source: SourceId;
  /** Where a registered camera stands; null: not registered. */
  cameraAt: (cameraId: string) => LngLat | null;
};
type Parsed<D extends Draft = Draft> = Result<D, Rejection>;

/** Each turns what an agency sent into a draft, or says what is wrong with it and where; none ever throws. */

export function parseCameraEvent(raw: unknown, { source, cameraAt }: PostContext): Parsed<Draft<'camera-event.observed'>> {
  const parsed = parseAs(CameraEventPost, raw);
  if (!parsed.ok) return parsed;
  const { id, eventId, occurredAt, startedAt, endedAt, at, plate, ...data } = parsed.value;
  const position = at ?? cameraAt(data.cameraId);
  if (position === null) {
    return rejected('unknown-camera', '/cameraId', `camera "${data.cameraId}" is not registered; register it, then replay this`);
  }
  return ok({
    kind: 'camera-event.observed',
    id: `${source}:${eventId}`,
    occurredAt,
    data: {
      ...data,
      startedAt: startedAt ?? occurredAt,
      endedAt: endedAt ?? (data.phase === 'end' ? occurredAt : null),
      at: position,
      plate: normalPlate(plate),
    },
    publisherKey: id ?? null,
  });
}

export function parseFieldReport(raw: unknown, { source }: PostContext): Parsed<Draft<'field-report.recorded'>> {
  const parsed = parseAs(FieldReportPost, raw);
  if (!parsed.ok) return parsed;
  const { id, reportId, occurredAt, area, ...data } = parsed.value;
  return ok({
    kind: 'field-report.recorded',
    id: `${source}:${reportId}`,
    occurredAt: occurredAt ?? data.reportedAt,
    data,
    ...(area === undefined ? {} : { area }),
    publisherKey: id ?? null,
  });
}

export function parseIndicatorValue(raw: unknown): Parsed<Draft<'indicator.valued'>> {
  const parsed = parseAs(IndicatorValuePost, raw);
  if (!parsed.ok) return parsed;
  const { id, area, ...data } = parsed.value;
  return ok({
    kind: 'indicator.valued',
    id: area === null ? data.code : `${data.code}@${area}`,
    occurredAt: data.asOf,
    data,
    area,
    publisherKey: id ?? null,
  });
}

export function parseSensorObservation(raw: unknown, { source }: PostContext): Parsed<Draft<'sensor.observed'>> {
  const parsed = parseAs(SensorObservationPost, raw);
  if (!parsed.ok) return parsed;
  const { id, sensorId, occurredAt, area, ...data } = parsed.value;
  return ok({
    kind: 'sensor.observed',
    id: `${source}:${sensorId}`,
    occurredAt,
    data,
    ...(area === undefined ? {} : { area }),
    publisherKey: id ?? null,
  });
}

export const PARSERS: Record<IngestSurface, (raw: unknown, context: PostContext) => Parsed> = {
  'camera-events': parseCameraEvent,
  'field-reports': parseFieldReport,
  'indicator-values': parseIndicatorValue,
  'sensor-observations': parseSensorObservation,
};

/** Upper case, letters and digits only; a plate of nothing else was not read. */
function normalPlate(plate: string | null): string | null {
  const normal = plate
    ?.toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 20);
  return normal ? normal : null;
}
