import fc from 'fast-check';
import type { Entry } from '../../shared/contract/entry.ts';
import type { Kind } from '../../shared/contract/entry-data.ts';
import { areaCode, epochMs, seq, sourceId } from '../../shared/model/ids.ts';
import { roundLngLat } from '../../shared/model/units.ts';
import { CLASSIFICATIONS, REPORT_STATES, SEVERITIES } from '../../shared/model/vocabulary.ts';

/** A small city where everything collides: three areas, four cameras, few ids, so that slots are overwritten and buckets overflow. */
const AREAS = [null, areaCode('11296'), areaCode('11311'), areaCode('11914')];

type Step = {
  roll: number;
  subject: number;
  area: number;
  classification: number;
  lng: number;
  lat: number;
  state: number;
  severity: number;
  drill: boolean;
  value: number | null;
};
const step: fc.Arbitrary<Step> = fc.record({
  roll: fc.nat(99),
  subject: fc.nat(40),
  area: fc.nat(AREAS.length - 1),
  classification: fc.nat(CLASSIFICATIONS.length - 1),
  lng: fc.double({ min: 105, max: 108, noNaN: true }),
  lat: fc.double({ min: 20, max: 22, noNaN: true }),
  state: fc.nat(REPORT_STATES.length - 1),
  severity: fc.nat(SEVERITIES.length - 1),
  drill: fc.boolean(),
  value: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true })),
});

const pick = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;

function entryOf(s: Step, i: number): Entry {
  const number = i + 1;
  // A subject keeps its area and classification for life.
  const envelope = {
    seq: seq(number),
    area: pick(AREAS, s.subject),
    classification: pick(CLASSIFICATIONS, s.subject >> 1),
    occurredAt: epochMs(1_795_000_000_000 + i * 10),
    receivedAt: epochMs(1_795_000_000_005 + i * 10),
    source: sourceId('test'),
    actor: null,
    drill: s.drill,
  };
  const at = roundLngLat([s.lng, s.lat]);
  const severity = pick(SEVERITIES, s.severity);
  if (s.roll < 45) {
    const phase = pick(['new', 'update', 'end'] as const, s.state);
    const camera = s.subject % 4;
    return {
      ...envelope,
      kind: 'camera-event.observed',
      id: `event-${s.subject}`,
      data: {
        cameraId: `cam-${camera}`,
        type: 'intrusion',
        severity,
        phase,
        startedAt: envelope.occurredAt,
        endedAt: phase === 'end' ? envelope.occurredAt : null,
        at,
        label: null,
        score: s.value === null ? null : 0.5,
        zones: ['vạch dừng'],
        plate: s.roll % 2 ? '15A00000' : null,
        speedKmh: null,
        evidence: null,
      },
    };
  }
  if (s.roll < 70) {
    return {
      ...envelope,
      kind: 'field-report.recorded',
      id: `report-${s.subject}`,
      data: {
        category: 'flooding',
        severity,
        reporter: s.roll % 3 ? { name: 'Nguyễn Văn Mẫu', phone: '0900000123' } : null,
        state: pick(REPORT_STATES, s.state),
        channel: 'hotline',
        summary: 'Ngập sâu trước cổng chợ',
        at,
        address: null,
        reportedAt: envelope.occurredAt,
        dueAt: null,
        unit: null,
      },
    };
  }
  if (s.roll < 88) {
    return {
      ...envelope,
      kind: 'indicator.valued',
      id: `kpi@${s.subject}`,
      data: { code: 'kpi', value: s.value === null ? null : s.value + 0, asOf: envelope.occurredAt, quality: 'good' },
    };
  }
  if (s.roll < 95) {
    return {
      ...envelope,
      kind: 'camera.state',
      id: `cam-${s.subject}`,
      data: { state: 'offline', since: envelope.occurredAt, fps: null, reason: null },
    };
  }
  if (s.roll < 98) {
    const kind: Kind = pick(['camera-event.observed', 'field-report.recorded', 'indicator.valued'] as const, s.state);
    const id =
      { 'camera-event.observed': 'event-', 'field-report.recorded': 'report-', 'indicator.valued': 'kpi@' }[kind as 'indicator.valued'] +
      s.subject;
    return { ...envelope, kind: 'entity.withdrawn', id, data: { kind, reason: 'test' } };
  }
  return {
    ...envelope,
    area: null,
    classification: 'public',
    kind: 'drill.changed',
    id: 'drill',
    data: { state: s.roll === 98 ? 'running' : 'ended', name: 'Diễn tập', reason: null },
  };
}

/** A log of up to `max` entries, dense from 1. */
export const logArbitrary = (max: number): fc.Arbitrary<Entry[]> =>
  fc.array(step, { maxLength: max, size: 'max' }).map((steps) => steps.map(entryOf));

/** The same, made directly from a seed: for load, where shrinking is not wanted. */
export const logFromSeed = (seed: number, length: number): Entry[] =>
  fc.sample(fc.array(step, { minLength: length, maxLength: length, size: 'max' }), { seed, numRuns: 1 })[0]?.map(entryOf) ?? [];
