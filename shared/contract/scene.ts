import { z } from 'zod';
import { IdField, text } from './fields.ts';

/** A rectangle of a scene's grid, in cells. */
export const Cells = z.strictObject({
  x: z.int().nonnegative(),
  y: z.int().nonnegative(),
  w: z.int().positive(),
  h: z.int().positive(),
});
export type Cells = z.output<typeof Cells>;

export const SceneTile = Cells.extend({ id: IdField, tile: IdField, props: z.record(z.string(), z.unknown()) });
export type SceneTile = z.output<typeof SceneTile>;

export const cellsOverlap = (a: Cells, b: Cells): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

/**
 * A full-screen layout: tiles on a grid of 24 × 26 cells per 16:9 panel group (`look.md`): a wall three groups wide has 72 columns.
 * Tiles meet at one line and never overlap.
 */
export const Scene = z
  .strictObject({
    id: IdField,
    name: text(100),
    columns: z.int().min(1).max(240),
    rows: z.int().min(1).max(135),
    tiles: z.array(SceneTile).max(200),
    /** Where a severe event is brought when there is one, over the tiles that stand there otherwise; absent or null: nowhere. */
    focus: Cells.nullable().optional(),
  })
  .superRefine(({ columns, rows, tiles, focus }, context) => {
    const isOut = ({ x, y, w, h }: Cells): boolean => x + w > columns || y + h > rows;
    tiles.forEach((tile, i) => {
      const fault = (message: string): void => context.addIssue({ code: 'custom', path: ['tiles', i], message });
      if (isOut(tile)) fault(`${tile.id} reaches past the grid of ${columns} × ${rows}`);
      for (const other of tiles.slice(0, i)) {
        if (other.id === tile.id) fault(`two tiles are called ${tile.id}`);
        else if (cellsOverlap(tile, other)) fault(`${tile.id} overlaps ${other.id}`);
      }
    });
    if (focus && isOut(focus))
      context.addIssue({ code: 'custom', path: ['focus'], message: `it reaches past the grid of ${columns} × ${rows}` });
  });
export type Scene = z.output<typeof Scene>;

/** Cells of one 16:9 panel group. */
export const GROUP = { columns: 24, rows: 26 } as const;

/** On what a scene was measured: one picture, the reference wall, or a wall by its id. */
const MeasuredOn = z.string().regex(/^(single|reference|wall:[0-9A-Za-z][0-9A-Za-z._:@-]{0,119})$/);
/** What an editor found of the letters of a scene as it lay before it; what is refused there is not published. */
export const SceneMeasurement = z.strictObject({ on: MeasuredOn, doubted: z.int().nonnegative() });
export type SceneMeasurement = z.output<typeof SceneMeasurement>;

/** A scene as it was published: entry `scene.published`, one subject per scene; what came before it stays in the log. */
export const ScenePublished = z.strictObject({
  scene: Scene,
  /** 1 for the first publication; a ready scene that was never changed has 0. */
  revision: z.int().positive(),
  note: z.string().max(300).normalize('NFC').nullable(),
  /** What was measured, and by whom; null or absent: nobody did, and only what needs no layout was judged. */
  measured: SceneMeasurement.extend({ by: text(200) })
    .nullable()
    .optional(),
});
export type ScenePublished = z.output<typeof ScenePublished>;

/** What an exported scene looks like as a file, and what an import takes. */
export const SCENE_FORMAT = 'ioc-scene/1';
export const SceneFile = z.strictObject({ format: z.literal(SCENE_FORMAT), scene: Scene });
export type SceneFile = z.output<typeof SceneFile>;
