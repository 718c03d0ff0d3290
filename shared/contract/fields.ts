import { z } from 'zod';
import type { AreaCode, EpochMs, Seq, SourceId } from '../model/ids.ts';
import { type LngLat, roundLngLat } from '../model/units.ts';

/** Fields that every edge shares. Text is NFC everywhere: decomposed marks break map labels and searches. */
export const text = (max: number) => z.string().trim().min(1).max(max).normalize('NFC');

export const SeqField = z
  .int()
  .nonnegative()
  .transform((n) => n as Seq);
export const EpochMsField = z
  .int()
  .nonnegative()
  .transform((n) => n as EpochMs);
export const AreaCodeField = z
  .string()
  .regex(/^[0-9A-Za-z-]{1,20}$/)
  .transform((s) => s as AreaCode);
/** Ids that people type, print on labels and put in URLs. */
export const IdField = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._:@-]{0,119}$/);
export const SourceIdField = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
  .transform((s) => s as SourceId);

export const LngLatField = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]).transform((at): LngLat => roundLngLat(at));

/** RFC 3339 with a zone, as exchanged with agencies; inside the log moments are EpochMs. */
export const MomentField = z.iso.datetime({ offset: true }).transform((s) => Date.parse(s) as EpochMs);
