import { z } from 'zod';
import {
  AREA_KINDS,
  CAMERA_EVENT_TYPES,
  CAMERA_STATES,
  DEVICE_STATES,
  DIRECTIONS,
  DOMAINS,
  FEEDS,
  INDICATOR_PERIODS,
  REPORT_CATEGORIES,
  REPORT_CHANNELS,
  REPORT_STATES,
  type Retention,
  SENSOR_MEASURES,
  SEVERITIES,
  SOURCE_STATES,
  VALUE_QUALITIES,
} from '../model/vocabulary.ts';
import { DisplayCommanded, WallControlled, WallDirected, WallFocused, WallTriggered } from './direction.ts';
import { AreaCodeField, EpochMsField, IdField, LngLatField, text } from './fields.ts';
import { DisplayStateReported } from './glass.ts';
import { BriefingFrozen } from './replay.ts';
import { ScenePublished } from './scene.ts';
import { WallDefined } from './wall.ts';

/** What each kind of entry says. Every entry carries the whole present truth of its subject, so that folding is "newest wins". */

export const CentreDefined = z.strictObject({
  name: text(200),
  timeZone: z.literal('Asia/Ho_Chi_Minh'),
  /** Positions travel as 32-bit offsets from here. */
  origin: LngLatField,
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]),
});

/** What a unit was for a while. */
const areaPeriod = {
  name: text(200),
  areaKind: z.enum(AREA_KINDS),
  /** null: a root. */
  parent: AreaCodeField.nullable(),
  at: LngLatField,
  /** null: not known. */
  areaKm2: z.number().positive().nullable(),
  /** The first day and the last one of it, of Việt Nam's calendar; `validTo` null or absent: still. */
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().optional(),
  /** Codes of the units that it was made of, its own from before among them; null, absent or empty: not known, or of none. */
  from: z.array(AreaCodeField).max(200).nullable().optional(),
};
export const AreaPeriod = z.strictObject(areaPeriod);

/** A unit as it is now or was last; what its code stood for before lies in `before`, oldest first (HP-1, HP-2.1). */
export const AreaDefined = z.strictObject({ ...areaPeriod, before: z.array(AreaPeriod).max(50).nullable().optional() });

export const BoundariesImported = z.strictObject({
  /** Of the GeoJSON that `/map/boundaries/<sha256>` serves. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  features: z.int().positive(),
  attribution: z.string().max(200),
});

export const CameraRegistered = z.strictObject({
  name: text(200),
  at: LngLatField,
  /** Degrees clockwise from north; null for a dome. */
  directionDeg: z.number().min(0).max(360).nullable(),
  owner: text(200),
});

export const CameraStateReported = z.strictObject({
  state: z.enum(CAMERA_STATES),
  since: EpochMsField,
  fps: z.number().nonnegative().nullable(),
  reason: z.string().max(300).nullable(),
});

export const CameraEventObserved = z.strictObject({
  cameraId: IdField,
  type: z.enum(CAMERA_EVENT_TYPES),
  severity: z.enum(SEVERITIES),
  phase: z.enum(['new', 'update', 'end']),
  startedAt: EpochMsField,
  endedAt: EpochMsField.nullable(),
  at: LngLatField,
  /** What the detector named it, in its own word ("car", "person"). */
  label: z.string().max(100).nullable(),
  /** 0 to 1. */
  score: z.number().min(0).max(1).nullable(),
  zones: z.array(z.string().max(100)).max(50),
  /** Personal data: each view has it whole, in part or not at all. */
  plate: z.string().max(20).nullable(),
  speedKmh: z.number().nonnegative().nullable(),
  /** Path at the source ("…/snapshot.jpg"), never a credential. */
  evidence: z.string().max(500).nullable(),
});

export const FieldReportRecorded = z.strictObject({
  category: z.enum(REPORT_CATEGORIES),
  severity: z.enum(SEVERITIES),
  state: z.enum(REPORT_STATES),
  channel: z.enum(REPORT_CHANNELS),
  summary: text(4000),
  at: LngLatField,
  address: z.string().max(300).normalize('NFC').nullable(),
  reportedAt: EpochMsField,
  dueAt: EpochMsField.nullable(),
  /** Name of the handling unit; null before it is forwarded. */
  unit: z.string().max(200).normalize('NFC').nullable(),
  /** Personal data of who reported it: each view has it whole, masked or not at all. */
  reporter: z.strictObject({ name: text(200).nullable(), phone: z.string().max(30).nullable() }).nullable(),
});

export const IndicatorDefined = z.strictObject({
  name: text(300),
  unit: z.string().max(50).normalize('NFC'),
  domain: z.enum(DOMAINS),
  period: z.enum(INDICATOR_PERIODS),
  direction: z.enum(DIRECTIONS),
  decimals: z.int().min(0).max(6),
  target: z.number().nullable(),
  /** From which value on it is abnormal, read in the bad direction (`direction` down: at or above). */
  thresholds: z.strictObject({ medium: z.number().nullable(), high: z.number().nullable(), critical: z.number().nullable() }),
  expectedIntervalMs: z.int().positive(),
  toleranceMs: z.int().nonnegative(),
  owner: z.string().max(200).normalize('NFC'),
});

export const IndicatorValued = z.strictObject({
  code: IdField,
  /** null: not known, which is not zero. */
  value: z.number().nullable(),
  /** The moment that the value speaks of, at its source. */
  asOf: EpochMsField,
  quality: z.enum(VALUE_QUALITIES),
});

export const SensorObserved = z.strictObject({
  name: text(200),
  measure: z.enum(SENSOR_MEASURES),
  value: z.number().nullable(),
  unit: z.string().min(1).max(20).normalize('NFC'),
  at: LngLatField,
  deviceState: z.enum(DEVICE_STATES),
});

export const SourceRegistered = z.strictObject({
  name: text(200),
  feed: z.enum(FEEDS),
  expectedIntervalMs: z.int().positive(),
  toleranceMs: z.int().nonnegative(),
});

export const SourceStateReported = z.strictObject({
  state: z.enum(SOURCE_STATES),
  since: EpochMsField,
  reason: z.string().max(300).nullable(),
});

export const DrillChanged = z.strictObject({
  state: z.enum(['running', 'ended']),
  name: text(200),
  reason: z.string().max(300).nullable(),
});

/** The subject leaves the live picture (moved to another area or classification, or removed). */
export const Withdrawn = z.strictObject({ kind: z.string().max(60), reason: z.string().max(300) });

type KindSpec = { entity: string; data: z.ZodType; retention: Retention };

/** Every kind of entry there is. A new kind is a row here, and a keep rule in `shared/rules/fold.ts` if it must be bounded. */
export const KINDS = {
  'centre.defined': { entity: 'centre', data: CentreDefined, retention: 'record' },
  'area.defined': { entity: 'area', data: AreaDefined, retention: 'record' },
  'boundaries.imported': { entity: 'boundaries', data: BoundariesImported, retention: 'record' },
  'camera.registered': { entity: 'camera', data: CameraRegistered, retention: 'record' },
  'camera.state': { entity: 'camera', data: CameraStateReported, retention: 'operational' },
  'camera-event.observed': { entity: 'camera-event', data: CameraEventObserved, retention: 'operational' },
  'field-report.recorded': { entity: 'field-report', data: FieldReportRecorded, retention: 'record' },
  'indicator.defined': { entity: 'indicator', data: IndicatorDefined, retention: 'record' },
  'indicator.valued': { entity: 'indicator-value', data: IndicatorValued, retention: 'record' },
  'sensor.observed': { entity: 'sensor', data: SensorObserved, retention: 'operational' },
  'source.registered': { entity: 'source', data: SourceRegistered, retention: 'record' },
  'source.state': { entity: 'source', data: SourceStateReported, retention: 'operational' },
  'drill.changed': { entity: 'drill', data: DrillChanged, retention: 'record' },
  'entity.withdrawn': { entity: 'withdrawal', data: Withdrawn, retention: 'record' },
  'wall.defined': { entity: 'wall', data: WallDefined, retention: 'record' },
  'scene.published': { entity: 'scene', data: ScenePublished, retention: 'record' },
  'wall.directed': { entity: 'wall-direction', data: WallDirected, retention: 'record' },
  'wall.controlled': { entity: 'wall-control', data: WallControlled, retention: 'record' },
  'wall.focused': { entity: 'wall-focus', data: WallFocused, retention: 'record' },
  'wall.triggered': { entity: 'wall-trigger', data: WallTriggered, retention: 'record' },
  'display.commanded': { entity: 'display-command', data: DisplayCommanded, retention: 'operational' },
  'display.state': { entity: 'display', data: DisplayStateReported, retention: 'operational' },
  'briefing.frozen': { entity: 'briefing', data: BriefingFrozen, retention: 'record' },
} as const satisfies Record<string, KindSpec>;

export type Kind = keyof typeof KINDS;
export type EntryData = { [K in Kind]: z.infer<(typeof KINDS)[K]['data']> };
export const KIND_NAMES = Object.keys(KINDS) as Kind[];
