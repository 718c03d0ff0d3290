import { boolean, index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core';
import { bytea, moment } from './columns.ts';

/** What displays say of what they painted, and what is kept of it. Moments are EpochMs. */

/**
 * The newest word of each display, written once a second by the node that it is connected to. UNLOGGED (the migration says so): what is
 * a second old is worth no write-ahead log, and after a crash every display says it again.
 */
export const displayGlass = pgTable('display_glass', {
  display: text('display').primaryKey(),
  node: text('node').notNull(),
  /** When the node wrote this: a node that died writes no more. */
  writtenAt: moment('written_at').notNull(),
  connected: boolean('connected').notNull(),
  connectedAt: moment('connected_at').notNull(),
  aliveAt: moment('alive_at').notNull(),
  /** It said good-bye; null: it did not. */
  leftAt: moment('left_at'),
  heardAt: moment('heard_at'),
  /** When its count of frames last moved. */
  framesAt: moment('frames_at'),
  /** What lay between its clock and ours in the quickest of its last reports. */
  lagMs: integer('lag_ms'),
  /** `GlassReport` without samples. */
  report: jsonb('report'),
});

/** Pictures that displays took of themselves when they were told to; the newest few of each. */
export const displayCapture = pgTable(
  'display_capture',
  {
    id: text('id').primaryKey(),
    display: text('display').notNull(),
    wall: text('wall').notNull(),
    takenAt: moment('taken_at').notNull(),
    /** The `View` that the display saw through. */
    view: jsonb('view').notNull(),
    body: bytea('body').notNull(),
  },
  (table) => [index('display_capture_of').on(table.display, table.takenAt)],
);

/** How long what stood where on a display: one row each, `Exposure` of the domain. */
export const displayExposure = pgTable('display_exposure', {
  display: text('display').primaryKey(),
  updatedAt: moment('updated_at').notNull(),
  exposure: jsonb('exposure').notNull(),
});
