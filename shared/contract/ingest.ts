import { z } from 'zod';
import {
  CAMERA_EVENT_TYPES,
  DEVICE_STATES,
  REPORT_CATEGORIES,
  REPORT_CHANNELS,
  REPORT_STATES,
  SENSOR_MEASURES,
  SEVERITIES,
  VALUE_QUALITIES,
} from '../model/vocabulary.ts';
import { AreaCodeField, IdField, LngLatField, MomentField, text } from './fields.ts';

/**
 * What agencies post over HTTP, version 1 (BP-13.2, HP-12.2: a published, versioned exchange schema). Fields are named as in the
 * entries they become; moments are RFC 3339 with a zone, positions `[longitude, latitude]` in WGS 84. Unknown fields are errors:
 * what a publisher means and we drop would be lost without a word. A change of meaning is a version 2 beside this one.
 */
export const INGEST_VERSION = 1;

/** One item, and a batch of them in one request: bytes as sent. */
export const MAX_ITEM_BYTES = 64 * 1024;
export const MAX_BATCH_BYTES = 4 * 1024 * 1024;
export const MAX_BATCH_ITEMS = 5_000;

const MessageId = IdField.optional().describe(
  'Your own id for this message. The same id from the same source is stored once, however often it is sent. Without it the delivery’s own id and the place in it stand in.',
);
/** Shorter than an id, because the source's name is put before it. */
const SubjectId = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._:@-]{0,78}$/);
const Moment = MomentField.describe('RFC 3339 with a zone; at most 10 minutes ahead of this centre.');
const At = LngLatField.describe('[longitude, latitude], degrees, WGS 84; within the bounds of this centre.');
const Area = AreaCodeField.optional().describe('Official code of the commune-level unit; without it, found from the position.');
const WITH_CREDENTIALS = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i;

export const CameraEventPost = z
  .strictObject({
    id: MessageId,
    eventId: SubjectId.describe('The event that grows: the same from its first message to its end.'),
    cameraId: IdField.describe('As registered at this centre.'),
    type: z.enum(CAMERA_EVENT_TYPES),
    severity: z.enum(SEVERITIES),
    phase: z.enum(['new', 'update', 'end']).default('new'),
    occurredAt: Moment,
    startedAt: Moment.optional().describe('When the event began; without it, occurredAt.'),
    endedAt: Moment.nullable().optional().describe('When it was over; without it, occurredAt of the end.'),
    at: At.optional().describe('Where it was seen; without it, the camera’s position.'),
    label: text(100).nullable().default(null).describe('What the detector named it, in its own word.'),
    score: z.number().min(0).max(1).nullable().default(null),
    zones: z.array(text(100)).max(50).default([]),
    plate: z.string().max(30).nullable().default(null).describe('As read; kept in upper case without separators. Personal data.'),
    speedKmh: z.number().nonnegative().max(1000).nullable().default(null),
    evidence: z
      .string()
      .max(500)
      .refine((path) => !WITH_CREDENTIALS.test(path), 'must not carry a user name or password')
      .nullable()
      .default(null)
      .describe('Path or address of the picture at the source, without credentials.'),
  })
  .describe('What a camera or its analytics saw (DT-5.1, HP-14.3b).');

export const FieldReportPost = z
  .strictObject({
    id: MessageId,
    reportId: SubjectId.describe('The report that grows: the same from intake to closure.'),
    category: z.enum(REPORT_CATEGORIES),
    severity: z.enum(SEVERITIES),
    state: z.enum(REPORT_STATES).default('received'),
    channel: z.enum(REPORT_CHANNELS).default('api'),
    summary: text(4000),
    at: At,
    area: Area,
    address: text(300).nullable().default(null),
    reportedAt: Moment,
    occurredAt: Moment.optional().describe('When it reached this state; without it, reportedAt.'),
    dueAt: MomentField.nullable().default(null).describe('When it must be handled; RFC 3339 with a zone.'),
    unit: text(200).nullable().default(null).describe('Name of the handling unit.'),
    reporter: z
      .strictObject({ name: text(200).nullable().default(null), phone: text(30).nullable().default(null) })
      .nullable()
      .default(null)
      .describe('Who reported it, as far as they agreed to say. Personal data: shown masked, or not at all, but to who may have it.'),
  })
  .describe('A report from the field, whole, each time it changes (DT-6.1, HP-14.3d).');

export const IndicatorValuePost = z
  .strictObject({
    id: MessageId,
    code: IdField.describe('As in the indicator catalogue of this centre.'),
    area: AreaCodeField.nullable().default(null).describe('Official code of the unit; null for the whole centre.'),
    value: z.number().nullable().describe('null: not known, which is not zero.'),
    asOf: Moment.describe('The moment that the value speaks of; RFC 3339 with a zone.'),
    quality: z.enum(VALUE_QUALITIES).default('good'),
  })
  .describe('One value of one indicator (HP-14.3a, QN-9.1).');

export const SensorObservationPost = z
  .strictObject({
    id: MessageId,
    sensorId: SubjectId,
    name: text(200),
    measure: z.enum(SENSOR_MEASURES),
    value: z.number().nullable().describe('null: not known, which is not zero.'),
    unit: text(20).describe('Unit of measure ("m", "mm/h", "m/s").'),
    at: At,
    area: Area,
    deviceState: z.enum(DEVICE_STATES).default('ok'),
    occurredAt: Moment,
  })
  .describe('One observation of one sensor, with unit, time and device state (DT-12, HP-9.4).');

/** The surfaces there are: `POST /ingest/v1/<name>`, `GET /ingest/v1/schemas/<schema>.json`. */
export const INGEST_SURFACES = {
  'camera-events': { schema: 'camera-event', post: CameraEventPost },
  'field-reports': { schema: 'field-report', post: FieldReportPost },
  'indicator-values': { schema: 'indicator-value', post: IndicatorValuePost },
  'sensor-observations': { schema: 'sensor-observation', post: SensorObservationPost },
} as const;
export type IngestSurface = keyof typeof INGEST_SURFACES;
export const SURFACE_NAMES = Object.keys(INGEST_SURFACES) as IngestSurface[];

/** What became of one item, in the order of the request. */
export const ItemAnswer = z.discriminatedUnion('outcome', [
  z.strictObject({ index: z.int(), outcome: z.literal('stored'), seq: z.int().describe('Its number in the log.') }),
  z.strictObject({
    index: z.int(),
    outcome: z.literal('duplicate'),
    seq: z.int().nullable().describe('Of the first copy; null when it is older than the keys that are kept.'),
  }),
  z.strictObject({
    index: z.int(),
    outcome: z.literal('quarantined'),
    quarantineId: z.uuid().describe('The item is kept whole under this id; it can be mended and replayed.'),
    error: z.strictObject({
      code: z.string(),
      pointer: z.string().describe('RFC 6901, into the item.'),
      message: z.string(),
    }),
  }),
]);
export type ItemAnswer = z.infer<typeof ItemAnswer>;

export const IngestAnswer = z
  .strictObject({
    stored: z.int(),
    duplicate: z.int(),
    quarantined: z.int(),
    items: z.array(ItemAnswer),
  })
  .describe('Given only after everything named here is committed.');
export type IngestAnswer = z.infer<typeof IngestAnswer>;

/** RFC 9457, with our `code` and where it applies `pointer` and `index`. */
export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  pointer: z.string().optional(),
  index: z.int().optional(),
});
export type Problem = z.infer<typeof Problem>;
