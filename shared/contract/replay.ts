import { z } from 'zod';
import { EpochMsField, IdField, SeqField, text } from './fields.ts';

/**
 * The past, read from the log as the asker may see it (`replay:read`). Positions are moments of receipt, made monotone: what this centre
 * knew when. An entry belongs to the newest moment of receipt up to and with its own, so that the world at a moment is a beginning of the log.
 *   `GET  /replay/v1/span`                     → `ReplaySpan`
 *   `POST /replay/v1/seek` `ReplaySeek`        → `application/octet-stream`: a `ReplayPicture` (`replay-picture.ts`), the world as it was known at `at`; 410 when that is no longer kept
 *   `GET  /replay/v1/frames?` `ReplayPage`     → `application/octet-stream`: one frame of the entries after a number and received until a moment; headers `x-covered` (EpochMs: everything received until then is in this frame or before it) and `x-more: 1` when the limit cut it
 *   `GET  /replay/v1/marks?from=&to=`          → `ReplayMarks`: severe events, what people did to walls, drills: what to jump to
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

export const REPLAY_MARK_KINDS = ['camera-event', 'field-report', 'direction', 'drill', 'briefing'] as const;
export const ReplayMark = z.object({
  at: z.number(),
  seq: z.number(),
  kind: z.enum(REPLAY_MARK_KINDS),
  severity: z.enum(['critical', 'high']).nullable(),
  /** Id of the subject; what it is called is found in the world at that moment. */
  id: z.string(),
  /** Who did it, when a person did. */
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
