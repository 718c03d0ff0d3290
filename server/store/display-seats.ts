import { and, eq, isNull, ne } from 'drizzle-orm';
import type { DisplayRow } from '../../shared/contract/displays.ts';
import type { EpochMs } from '../../shared/model/ids.ts';
import { AUDIENCES, type Audience } from '../../shared/model/vocabulary.ts';
import type { AccessChange, Audit } from '../domain/access/ports.ts';
import type { Actor, PairedDisplay } from '../domain/displays/ports.ts';
import { displayState } from '../domain/displays/sign-of-life.ts';
import { signOf } from '../domain/glass/sign.ts';
import type { StoredAccessChanges } from './access-changes.ts';
import type { Database } from './database.ts';
import { display, pairing, wall } from './schema.ts';
import type { displayGlass } from './schema-glass.ts';

export type Transaction = Parameters<Parameters<Database['orm']['transaction']>[0]>[0];

export type DisplayStoreParts = {
  database: Pick<Database, 'orm'>;
  clock: () => EpochMs;
  /** Called last within the transaction of the change itself: a change that is not told has not happened. */
  changes: Pick<StoredAccessChanges, 'announce'>;
  audit: Audit;
};

type Place = { display: string; name: string; wall: string; position: string };
type Row = { display: typeof display.$inferSelect; wall: typeof wall.$inferSelect };

export const isAlive = isNull(display.revokedAt);
export const withWall = (from: Pick<Database['orm'], 'select'>) =>
  from.select().from(display).innerJoin(wall, eq(wall.id, display.wall)).$dynamic();

/** Revokes, and forgets the token, so that nothing can bring it back. What is to be announced; null: it was over already. */
export async function endDisplay(
  transaction: Transaction,
  id: string,
  { by, at, reason }: { by: Actor; at: EpochMs; reason: string },
): Promise<AccessChange | null> {
  const ended = await transaction
    .update(display)
    .set({ revokedAt: at, revokedBy: by.name, tokenHash: null, previousHash: null, previousUntil: null, abandonedHash: null })
    .where(and(eq(display.id, id), isAlive));
  return ended.rowCount === 1 ? { subject: { kind: 'display', id }, reason, by: by.name } : null;
}

/**
 * Puts a display in its place (PAIR4): whoever holds its name or its place is out, and `tokenHash` (null: not fetched yet) is the
 * only token of it. What is to be announced.
 */
export async function seatDisplay(
  transaction: Transaction,
  { display: id, ...place }: Place,
  { by, at, tokenHash }: { by: Actor; at: EpochMs; tokenHash: Buffer | null },
): Promise<AccessChange[]> {
  const others = await transaction
    .select({ id: display.id })
    .from(display)
    .where(and(eq(display.wall, place.wall), eq(display.position, place.position), ne(display.id, id), isAlive));
  const changes: AccessChange[] = [];
  for (const other of others) {
    const ended = await endDisplay(transaction, other.id, { by, at, reason: `its place went to ${id}` });
    if (ended) changes.push(ended);
  }
  // An older approval of the same name must not hand out a second token.
  await transaction
    .update(pairing)
    .set({ takenAt: at })
    .where(and(eq(pairing.display, id), isNull(pairing.takenAt)));
  const fresh = {
    ...place,
    tokenHash,
    tokenAt: at,
    previousHash: null,
    previousUntil: null,
    abandonedHash: null,
    seenAt: null,
    createdAt: at,
    approvedBy: by.name,
    revokedAt: null,
    revokedBy: null,
  };
  await transaction
    .insert(display)
    .values({ id, ...fresh })
    .onConflictDoUpdate({ target: display.id, set: fresh });
  return [...changes, { subject: { kind: 'display', id }, reason: 'paired', by: by.name }];
}

/** One line of the audit about a display or a wall. */
export const recordOf = (
  audit: Audit,
  by: Actor,
  subject: { kind: 'display' | 'wall'; id: string },
  detail: Record<string, unknown>,
): Promise<void> => audit.record({ actor: by.id, actorName: by.name, action: 'display:manage', subject, outcome: 'done', detail });

export function pairedOf({ display: own, wall: on }: Row, now: number): PairedDisplay {
  return {
    id: own.id,
    name: own.name,
    wall: { id: on.id, name: on.name, audience: audienceOf(on.audience) },
    position: own.position,
    tokenAgeMs: Math.max(0, now - own.tokenAt),
    pairedAt: own.createdAt,
  };
}

/** `glass`: what its node last wrote of it; null: nothing. */
export function rowOf(row: typeof display.$inferSelect, glass: typeof displayGlass.$inferSelect | null, now: number): DisplayRow {
  const { id, name, position, createdAt, approvedBy, revokedAt, revokedBy } = row;
  const revoked = revokedAt === null ? null : { at: revokedAt, by: revokedBy ?? '' };
  // Of a pairing that is over, or of another one by this name: it says nothing of this one.
  const sign = signOf(row.seenAt, glass !== null && glass.aliveAt >= createdAt ? glass : null, now);
  return { id, name, wall: row.wall, position, state: displayState(sign, now), seenAt: sign.at, createdAt, approvedBy, revoked };
}

/** @throws when the database holds another word: nobody is shown anything by a word that is not known. */
export function audienceOf(word: string): Audience {
  const known = AUDIENCES.find((audience) => audience === word);
  if (!known) throw new Error(`a wall has the unknown audience ${JSON.stringify(word)}`);
  return known;
}
