import { z } from 'zod';
import { IdField, text } from './fields.ts';

/** A full-screen layout: tiles on a grid of 24 columns per 16:9 panel group (`look.md`). Tiles meet at one line and never overlap. */
export const Scene = z.strictObject({
  id: IdField,
  name: text(100),
  columns: z.int().min(1).max(240),
  rows: z.int().min(1).max(135),
  tiles: z
    .array(
      z.strictObject({
        id: IdField,
        tile: IdField,
        x: z.int().nonnegative(),
        y: z.int().nonnegative(),
        w: z.int().positive(),
        h: z.int().positive(),
        props: z.record(z.string(), z.unknown()),
      }),
    )
    .max(200),
});
export type Scene = z.output<typeof Scene>;
