import { z } from 'zod';
import { AUDIENCES, ROLES } from '../model/vocabulary.ts';
import { AreaCodeField, IdField, text } from './fields.ts';

/** Who asks: a person of the centre, or a display, which is nobody's session. What it may have follows from this and from nothing else. */
export const Principal = z.strictObject({
  id: IdField,
  name: text(200),
  role: z.enum([...ROLES, 'display']),
  /** The unit that a person works for; null for displays and for the centre's own staff. */
  unit: IdField.nullable(),
  /** Every area it may see, the lower levels spelled out; null: the whole centre. */
  areas: z.array(AreaCodeField).nullable(),
  /** Who is in the room: the wall's audience for a display; a person sits alone at a desk, as an operator. */
  audience: z.enum(AUDIENCES),
});
export type Principal = z.output<typeof Principal>;
