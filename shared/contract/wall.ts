import { z } from 'zod';
import { CAMERA_EVENT_TYPES, REPORT_CATEGORIES, SENSOR_MEASURES, SEVERITIES } from '../model/vocabulary.ts';
import { AreaCodeField, IdField, text } from './fields.ts';

/**
 * A wall as it hangs: panels, the seats before it, which browser covers which panels, and what it shows when nobody says
 * otherwise. One entry `wall.defined` per wall carries all of it; a wall without one is a single screen as large as its window.
 */

/** Where a display stands on its wall; what its label and its pairing say. */
export const PositionField = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z._-]{0,19}$/);

/** What a panel shows (`…Px`, `…Mm`: its active area), and the dark gap between the pictures of two neighbours, millimetres. */
export const Panels = z.strictObject({
  columns: z.int().min(1).max(40),
  rows: z.int().min(1).max(12),
  widthPx: z.int().min(320).max(16_384),
  heightPx: z.int().min(240).max(16_384),
  widthMm: z.number().min(50).max(10_000),
  heightMm: z.number().min(50).max(10_000),
  gapXMm: z.number().min(0).max(200),
  gapYMm: z.number().min(0).max(200),
});
export type Panels = z.output<typeof Panels>;

/** A display as a rectangle of whole panels, counted from the upper left. */
export const DisplayRegion = z.strictObject({
  position: PositionField,
  column: z.int().nonnegative(),
  row: z.int().nonnegative(),
  columns: z.int().positive(),
  rows: z.int().positive(),
});
export type DisplayRegion = z.output<typeof DisplayRegion>;

export const WallGeometry = z
  .strictObject({ panels: Panels, farthestSeatM: z.number().min(0.5).max(80), displays: z.array(DisplayRegion).max(120) })
  .superRefine(({ panels, displays }, context) => {
    const taken = new Map<string, string>();
    const positions = new Set<string>();
    for (const [i, { position, column, row, columns, rows }] of displays.entries()) {
      const fault = (message: string): void => context.addIssue({ code: 'custom', path: ['displays', i], message });
      if (positions.has(position)) fault(`position ${position} is named twice`);
      positions.add(position);
      if (column + columns > panels.columns || row + rows > panels.rows) {
        fault(`${position} reaches past the wall's ${panels.columns} × ${panels.rows} panels`);
        continue;
      }
      const others = new Set<string>();
      for (let x = column; x < column + columns; x++)
        for (let y = row; y < row + rows; y++) {
          const other = taken.get(`${x}/${y}`);
          if (other !== undefined) others.add(other);
          taken.set(`${x}/${y}`, position);
        }
      for (const other of others) fault(`${position} and ${other} cover the same panels`);
    }
  });
export type WallGeometry = z.output<typeof WallGeometry>;

/** 'HH:MM' of the centre's own day (Asia/Ho_Chi_Minh). */
const DayTimeField = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** One scene, or several that take turns: at time t it is number `floor(t / dwellMs) mod n`, so that a late joiner is right at once. */
export const Showing = z.strictObject({
  scenes: z.array(IdField).min(1).max(20),
  dwellMs: z.int().min(5_000).max(86_400_000),
});
export type Showing = z.output<typeof Showing>;

/** `days`: ISO weekdays, Monday is 1. A slot whose end is not after its beginning ends on the next day; the first that fits holds. */
export const ScheduleSlot = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1).max(7),
  from: DayTimeField,
  to: DayTimeField,
  showing: Showing,
});
export type ScheduleSlot = z.output<typeof ScheduleSlot>;

/** `level`: light that is let through, 0.2 to 1. `night`: the darker palette. */
export const DimSlot = z.strictObject({ from: DayTimeField, to: DayTimeField, level: z.number().min(0.2).max(1), night: z.boolean() });
export type DimSlot = z.output<typeof DimSlot>;

/** Severities that a threshold can have. */
export const BEYOND = ['critical', 'high', 'medium'] as const;

/**
 * What raises a scene by itself: something that the live picture says of now, and nothing that would have to be guessed. Empty
 * `types` and `categories`: of every kind. A sensor has no severity of its own, so its limit stands here, in its own unit.
 */
export const TriggerCause = z.discriminatedUnion('by', [
  /** Camera events that last. */
  z.strictObject({ by: z.literal('camera-event'), types: z.array(z.enum(CAMERA_EVENT_TYPES)).max(30), atLeast: z.enum(SEVERITIES) }),
  /** Field reports that are open. */
  z.strictObject({ by: z.literal('field-report'), categories: z.array(z.enum(REPORT_CATEGORIES)).max(20), atLeast: z.enum(SEVERITIES) }),
  /** Sensors of one measure, at the limit or beyond it. */
  z.strictObject({
    by: z.literal('sensor'),
    measure: z.enum(SENSOR_MEASURES),
    unit: z.string().min(1).max(20).normalize('NFC'),
    side: z.enum(['above', 'below']),
    limit: z.number(),
  }),
  /** An indicator beyond one of its own thresholds. */
  z.strictObject({ by: z.literal('indicator'), code: IdField, atLeast: z.enum(BEYOND) }),
]);
export type TriggerCause = z.output<typeof TriggerCause>;

/** A scene that comes by itself while something lasts. */
export const WallTrigger = z.strictObject({
  /** What the wall says of it; one name, one trigger. */
  name: text(60),
  scene: IdField,
  cause: TriggerCause,
  /** Only what lies in this unit or in one beneath it; null: anywhere. */
  area: AreaCodeField.nullable(),
  /** How many there must be at one time. */
  count: z.int().min(1).max(999),
  /** For how long they must have been there. */
  delayMs: z.int().min(0).max(3_600_000),
  /** How long the scene stays when there are too few again: never so short that it flickers. */
  holdMs: z.int().min(10_000).max(86_400_000),
});
export type WallTrigger = z.output<typeof WallTrigger>;

export const WallDefined = z.strictObject({
  name: text(120),
  /** null: one screen, as large as its window. */
  geometry: WallGeometry.nullable(),
  default: Showing,
  schedule: z.array(ScheduleSlot).max(50),
  dimming: z.array(DimSlot).max(20),
  /** The first that is due has the wall; absent: none. */
  triggers: z
    .array(WallTrigger)
    .max(20)
    .superRefine((triggers, context) => {
      triggers.forEach(({ name }, i) => {
        const isTwice = triggers.slice(0, i).some((other) => other.name === name);
        if (isTwice) context.addIssue({ code: 'custom', path: [i, 'name'], message: `two triggers are called ${name}` });
      });
    })
    .optional(),
});
export type WallDefined = z.output<typeof WallDefined>;
