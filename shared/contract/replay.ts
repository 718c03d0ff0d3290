import { z } from 'zod';
import { CAMERA_EVENT_TYPES, REPORT_CATEGORIES } from '../model/vocabulary.ts';
import { EpochMsField, IdField, SeqField, text } from './fields.ts';

/**
 * The past, read from the log as the asker may see it (`replay:read`). Positions are moments of receipt, made monotone: what this centre
 * knew when. An entry belongs to the newest moment of receipt up to and with its own, so that the world at a moment is a beginning of the log.
 *   `GET  /replay/v1/span`                     → `ReplaySpan`
 *   `POST /replay/v1/seek` `ReplaySeek`        → `application/octet-stream`: a `ReplayPicture` (`replay-picture.ts`), the world as it was known at `at`; 410 when that is no longer kept
 *   `GET  /replay/v1/frames?` `ReplayPage`     → `application/octet-stream`: one frame of the entries after a number and received until a moment; headers `x-covered` (EpochMs: everything received until then is in this frame or before it) and `x-more: 1` when the limit cut it
 *   `GET  /replay/v1/marks?from=&to=`          → `ReplayMarks`: severe events, drills and what people did, by name as far as the asker may know: what to jump to
 *   `GET  /replay/v1/briefings`                → `BriefingList`
 *   `POST /replay/v1/briefings` `BriefingFrozen` (`replay:keep`) → 201; one entry `briefing.frozen`
 */
export const ReplaySpan = z.object({ from: z.number(), to: z.number() });
export type ReplaySpan = z.output<typeof ReplaySpan>;

/** `mirrorOf`: a desk that looks at a wall sees what that wall's room may see, and never more than its own person may. */
export const ReplaySeek = z.strictObject({ at: EpochMsField, mirrorOf: IdField.nullable().default(null) });
export type ReplaySeek = z.output<typeof ReplaySeek>;

export const ReplayPage = z.strictObject({
  after: z.coerce.number().pipe(SeqField),
  until: z.coerce.number().pipe(EpochMsField),
  limit: z.coerce.number().int().min(1).max(5000).default(2000),
  mirrorOf: IdField.nullable().default(null),
});
export type ReplayPage = z.output<typeof ReplayPage>;

export const ReplayMarksQuery = z.strictObject({ from: z.coerce.number().pipe(EpochMsField), to: z.coerce.number().pipe(EpochMsField) });

export const REPLAY_MARK_KINDS = [
  'camera-event',
  'field-report',
  'drill',
  'briefing',
  /** What was done to a wall, its control, its focus zone, its displays, its scenes and itself. */
  'direction',
  'control',
  'focus',
  'display',
  'scene',
  'wall',
  /** A masked field that somebody had shown to them: told to who did it and to who reads the audit. */
  'reveal',
] as const;

/** What a mark is about, in what its viewer may know of it; what they may not know is null. Types and categories are the vocabulary's. */
export const ReplaySubject = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('camera-event'),
    type: z.enum(CAMERA_EVENT_TYPES),
    camera: z.string().nullable(),
    area: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('field-report'),
    category: z.enum(REPORT_CATEGORIES),
    address: z.string().nullable(),
    summary: z.string(),
    area: z.string().nullable(),
  }),
  z.object({ kind: z.literal('named'), name: z.string() }),
]);
export type ReplaySubject = z.output<typeof ReplaySubject>;

export const ReplayMark = z.object({
  at: z.number(),
  /** Of the entry; of a `reveal` the audit's. */
  seq: z.number(),
  kind: z.enum(REPLAY_MARK_KINDS),
  severity: z.enum(['critical', 'high']).nullable(),
  /** Id of the subject. */
  id: z.string(),
  /** What was done: an act on a wall, a command, a drill's state, the field that was revealed; null: it happened. */
  what: z.string().nullable(),
  subject: ReplaySubject.nullable(),
  /** Name of the wall that it was done to. */
  wall: z.string().nullable(),
  /** Who did it, when a person did and the viewer may know (VIEW6). */
  actor: z.string().nullable(),
});
export type ReplayMark = z.output<typeof ReplayMark>;
export const ReplayMarks = z.object({ marks: z.array(ReplayMark), more: z.boolean() });
export type ReplayMarks = z.output<typeof ReplayMarks>;

/** A stretch of the past under a name, kept so that a briefing can be given again (BP-19, QN-12.3): entry `briefing.frozen`. */
export const BriefingFrozen = z
  .strictObject({ id: IdField, name: text(120), from: EpochMsField, to: EpochMsField.nullable(), scene: IdField.nullable() })
  .refine(({ from, to }) => to === null || to >= from, { path: ['to'], message: 'it ends before it begins' });
export type BriefingFrozen = z.output<typeof BriefingFrozen>;
export const BriefingList = z.object({
  briefings: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      from: z.number(),
      to: z.number().nullable(),
      scene: z.string().nullable(),
      frozenAt: z.number(),
    }),
  ),
});
export type BriefingList = z.output<typeof BriefingList>;
