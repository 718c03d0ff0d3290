import { and, asc, eq, isNull, lt, or } from 'drizzle-orm';
import type { EpochMs } from '../../shared/model/ids.ts';
import { AUDIENCES } from '../../shared/model/vocabulary.ts';
import type { DisplayRegister, DisplayTokens, Pairings } from '../domain/displays/ports.ts';
import { createPairings } from './display-pairings.ts';
import { audienceOf, type DisplayStoreParts, endDisplay, isAlive, recordOf, rowOf } from './display-seats.ts';
import { createDisplayTokens } from './display-tokens.ts';
import { display, wall } from './schema.ts';
import { displayGlass } from './schema-glass.ts';

export type Displays = {
  pairings: Pairings;
  tokens: DisplayTokens;
  register: DisplayRegister;
  /** Writes down a sign of life; an older one that comes later changes nothing. */
  seen(id: string, at: EpochMs): Promise<void>;
};

/** Walls and their displays on PostgreSQL. Every change of who may see what is audited and announced in its own transaction. */
export function createDisplays(parts: DisplayStoreParts): Displays {
  const { clock, changes, audit } = parts;
  const { orm } = parts.database;
  return {
    pairings: createPairings(parts),
    tokens: createDisplayTokens(parts),
    register: {
      async list() {
        const now = clock();
        const [walls, displays] = await Promise.all([
          orm.select().from(wall).orderBy(asc(wall.id)),
          orm
            .select({ row: display, glass: displayGlass })
            .from(display)
            .leftJoin(displayGlass, eq(displayGlass.display, display.id))
            .orderBy(asc(display.wall), asc(display.position), asc(display.id)),
        ]);
        return {
          at: now,
          walls: walls.map((row) => ({ ...row, audience: audienceOf(row.audience) })),
          displays: displays.map(({ row, glass }) => rowOf(row, glass, now)),
        };
      },
      revoke: (id, by) =>
        orm.transaction(async (transaction) => {
          const ended = await endDisplay(transaction, id, { by, at: clock(), reason: 'revoked' });
          if (!ended) return false;
          await recordOf(audit, by, { kind: 'display', id }, { what: 'revoked' });
          await changes.announce(ended, transaction);
          return true;
        }),
      addWall: ({ id, name }, by) =>
        orm.transaction(async (transaction) => {
          const row = { id, name, audience: AUDIENCES[0], audienceAt: clock(), audienceBy: by.name };
          const made = await transaction.insert(wall).values(row).onConflictDoNothing();
          if (made.rowCount !== 1) return null;
          await recordOf(audit, by, { kind: 'wall', id }, { what: 'added', name });
          return row;
        }),
    },
    async seen(id, at) {
      await orm
        .update(display)
        .set({ seenAt: at })
        .where(and(eq(display.id, id), isAlive, or(isNull(display.seenAt), lt(display.seenAt, at))));
    },
  };
}
