import { and, asc, desc, eq, inArray, isNull, notInArray, sql } from 'drizzle-orm';
import type { View } from '../../shared/contract/socket.ts';
import type { Exposure } from '../domain/glass/exposure.ts';
import type { Captures, ExposureBook, GlassRow, GlassTable, PaintedReport, Seat } from '../domain/glass/ports.ts';
import type { Database } from './database.ts';
import { audienceOf } from './display-seats.ts';
import { display, wall } from './schema.ts';
import { displayCapture, displayExposure, displayGlass } from './schema-glass.ts';

/** Pictures that are kept of each display. */
const CAPTURES_KEPT = 5;

export type DisplayGlassStore = { table: GlassTable; captures: Captures; exposure: ExposureBook };

/** What displays say of what they painted, on PostgreSQL, so that any node can answer for all. */
export function createDisplayGlass({ database: { orm, pool } }: { database: Pick<Database, 'orm' | 'pool'> }): DisplayGlassStore {
  const seats = () =>
    orm
      .select({ seat: display, audience: wall.audience, glass: displayGlass })
      .from(display)
      .innerJoin(wall, eq(wall.id, display.wall))
      .leftJoin(displayGlass, eq(displayGlass.display, display.id))
      .orderBy(asc(display.wall), asc(display.position))
      .$dynamic();
  const seatOf = ({ seat, audience, glass }: Awaited<ReturnType<typeof seats>>[number]): Seat => ({
    display: seat.id,
    name: seat.name,
    wall: seat.wall,
    position: seat.position,
    audience: audienceOf(audience),
    seenAt: seat.seenAt,
    // What an earlier pairing by this name said is nothing of this one's.
    glass: glass && glass.aliveAt >= seat.createdAt ? { ...glass, report: glass.report as PaintedReport | null } : null,
  });

  return {
    table: {
      async write(rows) {
        if (rows.length > 0) await pool.query({ name: 'glass-write', text: WRITE, values: [JSON.stringify(rows.map(recordOf))] });
      },
      async ofWall(id) {
        const [found, known] = await Promise.all([
          seats().where(and(eq(display.wall, id), isNull(display.revokedAt))),
          orm.select({ id: wall.id }).from(wall).where(eq(wall.id, id)),
        ]);
        return known.length === 0 ? null : found.map(seatOf);
      },
      all: async () => (await seats().where(isNull(display.revokedAt))).map(seatOf),
    },
    captures: {
      keep: (capture) =>
        orm.transaction(async (transaction) => {
          await transaction.insert(displayCapture).values(capture).onConflictDoNothing();
          const newest = transaction
            .select({ id: displayCapture.id })
            .from(displayCapture)
            .where(eq(displayCapture.display, capture.display))
            .orderBy(desc(displayCapture.takenAt))
            .limit(CAPTURES_KEPT);
          await transaction
            .delete(displayCapture)
            .where(and(eq(displayCapture.display, capture.display), notInArray(displayCapture.id, newest)));
        }),
      async of(on, id) {
        const [row] = await orm
          .select()
          .from(displayCapture)
          .where(and(eq(displayCapture.id, id), eq(displayCapture.wall, on)));
        return row ? { ...row, view: row.view as View } : null;
      },
    },
    exposure: {
      async read(displays) {
        if (displays.length === 0) return new Map();
        const rows = await orm
          .select()
          .from(displayExposure)
          .where(inArray(displayExposure.display, [...displays]));
        return new Map(rows.map((row) => [row.display, row.exposure as Exposure]));
      },
      async write(rows) {
        if (rows.length === 0) return;
        const updatedAt = Date.now();
        await orm
          .insert(displayExposure)
          .values(rows.map((row) => ({ ...row, updatedAt })))
          .onConflictDoUpdate({
            target: displayExposure.display,
            set: { updatedAt: sql`excluded.updated_at`, exposure: sql`excluded.exposure` },
          });
      },
    },
  };
}

const recordOf = (row: GlassRow) => ({
  display: row.display,
  node: row.node,
  written_at: row.writtenAt,
  connected: row.connected,
  connected_at: row.connectedAt,
  alive_at: row.aliveAt,
  left_at: row.leftAt,
  heard_at: row.heardAt,
  frames_at: row.framesAt,
  lag_ms: row.lagMs,
  report: row.report,
});

/** A display that went to another node has said something there since: what this one still believes of it is older. */
const WRITE = `
  insert into display_glass as kept
    (display, node, written_at, connected, connected_at, alive_at, left_at, heard_at, frames_at, lag_ms, report)
  select display, node, written_at, connected, connected_at, alive_at, left_at, heard_at, frames_at, lag_ms, report
  from jsonb_to_recordset($1::jsonb) as said (
    display text, node text, written_at bigint, connected boolean, connected_at bigint, alive_at bigint, left_at bigint,
    heard_at bigint, frames_at bigint, lag_ms integer, report jsonb)
  order by display
  on conflict (display) do update set
    node = excluded.node, written_at = excluded.written_at, connected = excluded.connected, connected_at = excluded.connected_at,
    alive_at = excluded.alive_at, left_at = excluded.left_at, heard_at = excluded.heard_at, frames_at = excluded.frames_at,
    lag_ms = excluded.lag_ms, report = excluded.report
  where excluded.node = kept.node or excluded.alive_at >= kept.alive_at`;
