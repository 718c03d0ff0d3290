import { z } from 'zod';
import { AUDIENCES, CLASSIFICATIONS } from '../model/vocabulary.ts';
import { AreaCodeField, IdField, text } from './fields.ts';

/** Who asks: a person or a display. What it may have follows from this and from nothing else. */
export const Principal = z.strictObject({
  id: IdField,
  name: text(200),
  role: z.enum(['administrator', 'wall', 'desk']),
  classifications: z.array(z.enum(CLASSIFICATIONS)),
  /** null: the whole centre. */
  areas: z.array(AreaCodeField).nullable(),
  audience: z.enum(AUDIENCES),
});
export type Principal = z.output<typeof Principal>;
