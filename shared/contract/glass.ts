import { z } from 'zod';
import { DISPLAY_COMMANDS } from './direction.ts';
import { IdField, text } from './fields.ts';

/**
 * What the server makes of what displays say they painted.
 *   `GET  /walls/v1/:id/glass` (`wall:read`)                       → `WallGlass`
 *   `POST /walls/v1/:id/displays/:position/command` (`wall:direct`) `{command}` → 202 `{capture: string | null}`; 404
 *   `GET  /walls/v1/:id/captures/:capture` (`wall:read`)            → the picture, `image/jpeg`; 404 while there is none
 *   `POST /display/v1/captures/:capture` (the display itself)       ← `image/jpeg`, 204; 401, 404, 413, 415
 *   `GET  /walls/v1/:id/exposure` (`wall:read`)                     → `WallExposure`
 */

/** How a display is, by the server's own judgement of its reports, never by its word. `off`: not heard of for so long that somebody switched it off. */
export const GLASS_STATES = ['online', 'late', 'silent', 'off'] as const;
export type GlassState = (typeof GLASS_STATES)[number];
/** What is wrong with a display that does report. */
export const GLASS_FAULTS = ['frozen', 'wrong-scene', 'late-tiles', 'broken-tiles', 'clock', 'wrong-size'] as const;
export type GlassFault = (typeof GLASS_FAULTS)[number];

export const DisplayCommand = z.strictObject({ command: z.enum(DISPLAY_COMMANDS) });
export type DisplayCommand = z.output<typeof DisplayCommand>;
export const DisplayCommandAnswer = z.object({ capture: z.string().nullable() });
export type DisplayCommandAnswer = z.output<typeof DisplayCommandAnswer>;

/** What a display hands in: as wide as this, and no more bytes. How long after the command it may. */
export const CAPTURE_MAX_PX = 1920;
export const CAPTURE_MAX_BYTES = 4 * 1024 * 1024;
export const CAPTURE_WITHIN_MS = 60_000;

/** A display's state changed: entry `display.state`, one subject per display. */
export const DisplayStateReported = z.strictObject({
  wall: IdField,
  position: text(20),
  name: text(120),
  state: z.enum(GLASS_STATES),
  faults: z.array(z.enum(GLASS_FAULTS)),
  since: z.number(),
  detail: z.string().max(300).nullable(),
});
export type DisplayStateReported = z.output<typeof DisplayStateReported>;

export const DisplayGlass = z.object({
  display: z.string(),
  name: z.string(),
  position: z.string(),
  state: z.enum(GLASS_STATES),
  faults: z.array(z.enum(GLASS_FAULTS)),
  /** Moments are EpochMs of the server; null: never. */
  heardAt: z.number().nullable(),
  paintedAt: z.number().nullable(),
  expected: z.object({ scene: z.string(), revision: z.number() }),
  painted: z.object({ scene: z.string(), revision: z.number(), frames: z.number() }).nullable(),
  /** Tiles that show older facts than they should, and by how much. */
  lateTiles: z.array(z.object({ tile: z.string(), behindMs: z.number() })),
  brokenTiles: z.array(z.string()),
  /** When it put the newest direction on the glass, against the moment that was agreed (milliseconds; null: not reported yet). */
  skewMs: z.number().nullable(),
  /** The longest of its last few preparations of a scene, milliseconds: the slowest display decides how long its wall waits. */
  preparedMs: z.number().nullable(),
  window: z.object({ width: z.number(), height: z.number(), ratio: z.number() }).nullable(),
  node: z.string().nullable(),
});
export type DisplayGlass = z.output<typeof DisplayGlass>;

export const WallGlass = z.object({
  at: z.number(),
  wall: z.string(),
  displays: z.array(DisplayGlass),
  /** Of the last switch over all displays that reported it: the earliest to the latest, milliseconds. */
  switch: z.object({ revision: z.number(), showAt: z.number(), spreadMs: z.number(), displays: z.number() }).nullable(),
});
export type WallGlass = z.output<typeof WallGlass>;

/** Columns × rows that a display's picture is divided into for the estimate of what wears it. */
export const EXPOSURE_GRID = { columns: 16, rows: 9 } as const;

/** A cell, from the upper left, row by row. `hours`: that its `tile` stood there, and `lit` that anything did; full light counts whole, dimmed in part. */
export const ExposureCell = z.object({ scene: z.string(), tile: z.string(), hours: z.number(), lit: z.number() });
export type ExposureCell = z.output<typeof ExposureCell>;

/**
 * How long the same tile of the same scene stood on the same part of each display. An estimate: from what displays say that they
 * showed, a minute at a time; what a tile's own pixels did, the panel's brightness and its temperature are not in it.
 */
export const WallExposure = z.object({
  at: z.number(),
  wall: z.string(),
  estimate: z.literal(true),
  columns: z.number(),
  rows: z.number(),
  displays: z.array(
    z.object({
      display: z.string(),
      name: z.string(),
      position: z.string(),
      /** EpochMs: since when it is kept; null: nothing yet. */
      since: z.number().nullable(),
      /** `null`: nothing stood there. Empty, or columns × rows of them. */
      cells: z.array(ExposureCell.nullable()),
    }),
  ),
});
export type WallExposure = z.output<typeof WallExposure>;
