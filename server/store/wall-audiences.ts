import { and, asc, count, eq, isNull } from 'drizzle-orm';
import type { WallAudience } from '../../shared/contract/walls.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { AUDIENCES } from '../../shared/model/vocabulary.ts';
import type { Audit } from '../domain/access/ports.ts';
import type { WallAudiences } from '../domain/walls/ports.ts';
import type { StoredAccessChanges } from './access-changes.ts';
import type { Database } from './database.ts';
import { display, wall } from './schema.ts';

type Parts = { database: Pick<Database, 'orm'>; changes: Pick<StoredAccessChanges, 'announce'>; audit: Audit; clock: () => EpochMs };

/** The walls' audiences on PostgreSQL. */
export function createWallAudiences({ database: { orm }, changes, audit, clock }: Parts): WallAudiences {
  const walls = (executor: Pick<Database['orm'], 'select'>) =>
    executor
      .select({
        id: wall.id,
        name: wall.name,
        audience: wall.audience,
        audienceAt: wall.audienceAt,
        audienceBy: wall.audienceBy,
        displays: count(display.id),
      })
      .from(wall)
      .leftJoin(display, and(eq(display.wall, wall.id), isNull(display.revokedAt)))
      .groupBy(wall.id);

  return {
    list: async () => (await walls(orm).orderBy(asc(wall.name), asc(wall.id))).map(audienceOf),
    switchTo: (id, audience, by) =>
      orm.transaction(async (transaction) => {
        const [before] = await transaction.select({ audience: wall.audience }).from(wall).where(eq(wall.id, id)).for('update');
        if (!before) return null;
        if (before.audience !== audience) {
          await transaction.update(wall).set({ audience, audienceAt: clock(), audienceBy: by.name }).where(eq(wall.id, id));
          // What cannot be written down is not done: the change is undone with it.
          await audit.record({
            actor: by.id,
            actorName: by.name,
            action: 'audience:switch',
            subject: { kind: 'wall', id },
            outcome: 'done',
            detail: { from: before.audience, to: audience },
          });
          await changes.announce({ subject: { kind: 'wall', id }, reason: `audience-${audience}`, by: by.name }, transaction);
        }
        const [after] = await walls(transaction).where(eq(wall.id, id));
        return after ? audienceOf(after) : null;
      }),
  };
}

/** @throws Error on an audience that is none: nobody may guess who is in a room. */
function audienceOf(row: Omit<WallAudience, 'audience'> & { audience: string }): WallAudience {
  const audience = AUDIENCES.find((one) => one === row.audience);
  if (!audience) throw new Error(`wall ${row.id} has an audience that is none`);
  return { ...row, audience };
}
