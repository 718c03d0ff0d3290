import { z } from 'zod';
import { fail, ok, type Result } from '../../../shared/model/result.ts';
import type { Rejection } from '../../domain/intake/ports.ts';

/**
 * Frigate's MQTT messages (0.14 to 0.18) as far as this centre reads them. Its releases add keys freely, so what is not named
 * here is dropped, never copied and never a reason to refuse: a newer Frigate must not silence a street.
 */

/** Payloads from here on are refused unread, as at every other edge. */
export const MAX_PAYLOAD_BYTES = 64 * 1024;

/** Control characters and lone surrogates would be refused by PostgreSQL's jsonb, far from whoever could mend them. */
const Word = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has a control character or half a surrogate pair')
    .normalize('NFC');
/** Becomes part of an entity's id, of a path and of a topic. */
const Name = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,79}$/);
/** Seconds since 1970 with a fraction, as Python's `time.time()`; at most what a JavaScript date can hold. */
const Seconds = z.number().positive().max(8.64e12);
const Score = z.number().min(0).max(1);
const Speed = z.number().nonnegative().max(2000);
const Zones = z.array(Word(100)).max(50);

const TrackedObject = z.object({
  id: Name,
  camera: Name,
  frame_time: Seconds,
  start_time: Seconds,
  end_time: Seconds.nullable().optional(),
  label: Word(100).min(1),
  top_score: Score.nullable().optional(),
  score: Score.nullable().optional(),
  false_positive: z.boolean().optional(),
  stationary: z.boolean().optional(),
  current_zones: Zones.optional(),
  entered_zones: Zones.optional(),
  has_clip: z.boolean().optional(),
  has_snapshot: z.boolean().optional(),
  max_severity: z.enum(['alert', 'detection']).nullable().optional(),
  current_estimated_speed: Speed.nullable().optional(),
  average_estimated_speed: Speed.nullable().optional(),
  recognized_license_plate: Word(64).nullable().optional(),
});
export type TrackedObject = z.infer<typeof TrackedObject>;

const EventMessage = z.object({ type: z.enum(['new', 'update', 'end']), after: TrackedObject });
export type EventMessage = z.infer<typeof EventMessage>;

const ReviewMessage = z.object({
  type: z.enum(['new', 'update', 'end', 'genai']),
  after: z.object({
    id: Name,
    camera: Name,
    start_time: Seconds,
    end_time: Seconds.nullable().optional(),
    severity: z.enum(['alert', 'detection']),
    data: z.object({
      detections: z.array(Name).max(500),
      objects: z.array(Word(100)).max(100).optional(),
      zones: Zones.optional(),
      audio: z.array(Word(100)).max(50).optional(),
    }),
  }),
});
export type ReviewMessage = z.infer<typeof ReviewMessage>;

const LprUpdate = z.object({ type: z.literal('lpr'), id: Name, camera: Name, plate: Word(64), timestamp: Seconds });
export type LprUpdate = z.infer<typeof LprUpdate>;
/** Faces are personal data that no entry holds, descriptions are prose: known, and left aside. */
const ObjectUpdate = z.object({ type: Word(100) });

const CameraStats = z.object({
  camera_fps: z.number().nonnegative(),
  expected_fps: z.number().nonnegative().nullable().optional(),
  connection_quality: z.enum(['excellent', 'fair', 'poor', 'unusable']).nullable().optional().catch(null),
});
export type CameraStats = z.infer<typeof CameraStats>;
const StatsMessage = z.object({
  cameras: z.record(z.string(), CameraStats),
  service: z.object({ version: Word(100).optional() }).optional(),
});

const Available = z.enum(['online', 'offline', 'stopped']);
const Status = z.enum(['online', 'offline', 'disabled']);
/** A closed list: a publisher that makes up roles must not fill the memory that holds them. */
const ROLES = ['detect', 'record', 'audio'];
export type RoleStatus = z.infer<typeof Status>;

export type FrigateMessage =
  | { kind: 'event'; message: EventMessage }
  | { kind: 'review'; message: ReviewMessage }
  | { kind: 'plate'; message: LprUpdate }
  | { kind: 'stats'; cameras: Map<string, CameraStats>; version: string | null }
  | { kind: 'available'; available: z.infer<typeof Available> }
  | { kind: 'status'; camera: string; role: string; status: RoleStatus }
  /** Understood, and nothing that an operator needs. */
  | { kind: 'other'; what: string };

/** What the source subscribes to; `parse` reads exactly these. */
export const subscriptionsOf = (prefix: string): string[] => [
  `${prefix}/events`,
  `${prefix}/reviews`,
  `${prefix}/tracked_object_update`,
  `${prefix}/available`,
  `${prefix}/stats`,
  `${prefix}/+/status/#`,
];

const utf8 = new TextDecoder('utf-8', { fatal: true });

/**
 * One MQTT message → what it says. Pure, and never throws.
 * @param payload bytes as they came: JSON on four topics, a bare word on `available` and `status`.
 * @returns the message, or why it is none (`too-large`, `not-utf8`, `malformed`, `schema`).
 */
export function readFrigateMessage(prefix: string, topic: string, payload: Uint8Array): Result<FrigateMessage, Rejection> {
  if (payload.byteLength >= MAX_PAYLOAD_BYTES) {
    return reject('too-large', '', `${payload.byteLength} bytes on ${topic}; a message must be smaller than ${MAX_PAYLOAD_BYTES}`);
  }
  let content: string;
  try {
    content = utf8.decode(payload);
  } catch {
    return reject('not-utf8', '', `the payload on ${topic} is not valid UTF-8`);
  }
  const levels = topic.startsWith(`${prefix}/`) ? topic.slice(prefix.length + 1).split('/') : [];
  const [first = '', second = '', role = ''] = levels;
  if (levels.length === 1) {
    if (first === 'available') {
      return read(Available, content, (available) => ({ kind: 'available', available }));
    }
    const reader = JSON_TOPICS.get(first);
    if (reader) {
      const json = parseJson(content, topic);
      return json.ok ? reader(json.value) : json;
    }
  }
  if (levels.length === 3 && second === 'status' && Name.safeParse(first).success) {
    if (!ROLES.includes(role)) return ok({ kind: 'other', what: `status of role "${role.slice(0, 80)}"` });
    return read(Status, content, (status) => ({ kind: 'status', camera: first, role, status }));
  }
  return reject('malformed', '', `topic "${topic.slice(0, 200)}" is none that this source reads`);
}

const JSON_TOPICS = new Map<string, (json: unknown) => Result<FrigateMessage, Rejection>>([
  ['events', (json) => read(EventMessage, json, (message) => ({ kind: 'event', message }))],
  ['reviews', (json) => read(ReviewMessage, json, (message) => ({ kind: 'review', message }))],
  [
    'tracked_object_update',
    (json) => {
      const update = ObjectUpdate.safeParse(json);
      if (!update.success || update.data.type === 'lpr') return read(LprUpdate, json, (message) => ({ kind: 'plate', message }));
      return ok({ kind: 'other', what: `tracked object update of type ${update.data.type}` });
    },
  ],
  [
    'stats',
    (json) =>
      read(StatsMessage, json, (stats) => ({
        kind: 'stats',
        cameras: new Map(Object.entries(stats.cameras)),
        version: stats.service?.version ?? null,
      })),
  ],
]);

function parseJson(content: string, topic: string): Result<unknown, Rejection> {
  try {
    return ok(JSON.parse(content));
  } catch (error) {
    return reject(
      'malformed',
      '',
      `the payload on ${topic} is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`.slice(0, 500),
    );
  }
}

function read<T>(schema: z.ZodType<T>, value: unknown, become: (value: T) => FrigateMessage): Result<FrigateMessage, Rejection> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(become(parsed.data));
  const issue = parsed.error.issues[0];
  return reject('schema', pointerOf(issue?.path ?? []), issue?.message ?? 'does not match the schema');
}

/** RFC 6901. */
const pointerOf = (path: readonly PropertyKey[]): string =>
  path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, 300);

const reject = (code: Rejection['code'], pointer: string, message: string) => fail<Rejection>({ code, pointer, message });
