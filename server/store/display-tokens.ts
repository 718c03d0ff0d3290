import { and, eq, isNotNull, isNull, lt, or } from 'drizzle-orm';
import type { DisplayTokens } from '../domain/displays/ports.ts';
import { GRACE_MS, isDue, judgeToken, type Presented } from '../domain/displays/token-rotation.ts';
import { type DisplayStoreParts, endDisplay, isAlive, pairedOf, withWall } from './display-seats.ts';
import { display } from './schema.ts';
import { hashOf, newToken } from './secret-token.ts';

/** What a display shows for itself: one token at a time, and for a while the one before. */
export function createDisplayTokens({ database: { orm }, clock, changes, audit }: DisplayStoreParts): DisplayTokens {
  const holds = (hash: Buffer) =>
    and(or(eq(display.tokenHash, hash), eq(display.previousHash, hash), eq(display.abandonedHash, hash)), isAlive);

  const isStale = (hash: Buffer) => and(eq(display.previousHash, hash), isNull(display.previousUntil));

  /** Of two browsers with one token nobody knows which is the thief: the display is over, and the auditor is told (PAIR7). */
  const stolen = (id: string, hash: Buffer): Promise<void> =>
    orm.transaction(async (transaction) => {
      const [row] = await transaction
        .select({ name: display.name, wall: display.wall, position: display.position })
        .from(display)
        .where(and(eq(display.id, id), or(isStale(hash), eq(display.abandonedHash, hash)), isAlive))
        .for('update');
      if (!row) return;
      const by = { id: 'system', name: 'Hệ thống' };
      const ended = await endDisplay(transaction, id, { by, at: clock(), reason: 'an old token was used again' });
      await audit.record({
        actor: id,
        actorName: row.name,
        action: 'display:token-reused',
        subject: { kind: 'display', id },
        outcome: 'denied',
        detail: { wall: row.wall, position: row.position },
      });
      if (ended) await changes.announce(ended, transaction);
    });

  const presentedOf = ({ tokenHash, previousHash }: typeof display.$inferSelect, hash: Buffer): Presented => {
    if (tokenHash !== null && hash.equals(tokenHash)) return 'current';
    return previousHash !== null && hash.equals(previousHash) ? 'previous' : 'abandoned';
  };

  async function holder(token: string) {
    const hash = hashOf(token);
    const [row] = await withWall(orm).where(holds(hash));
    if (!row) return null;
    const now = clock();
    const verdict = judgeToken(row.display, presentedOf(row.display, hash), now);
    if (verdict === 'theft') {
      await stolen(row.display.id, hash);
      return null;
    }
    if (verdict === 'confirms') {
      await orm
        .update(display)
        .set({ previousUntil: null })
        .where(and(eq(display.id, row.display.id), eq(display.tokenHash, hash), lt(display.previousUntil, now)));
    }
    return pairedOf(row, now);
  }

  return {
    holder,
    async rotate(token) {
      if (!(await holder(token))) return null;
      return orm.transaction(async (transaction) => {
        const hash = hashOf(token);
        const now = clock();
        const [row] = await withWall(transaction).where(holds(hash)).for('update', { of: display });
        if (!row) return null;
        const presented = presentedOf(row.display, hash);
        if (judgeToken(row.display, presented, now) === 'theft') return null;
        if (!isDue(row.display, presented, now)) return { display: pairedOf(row, now), token: null };
        const next = newToken();
        await transaction
          .update(display)
          .set({
            tokenHash: hashOf(next),
            tokenAt: now,
            previousHash: hash,
            previousUntil: now + GRACE_MS,
            abandonedHash: presented === 'previous' ? row.display.tokenHash : null,
          })
          .where(eq(display.id, row.display.id));
        return { display: { ...pairedOf(row, now), tokenAgeMs: 0 }, token: next };
      });
    },
    async standing(id, pairedAt) {
      const same = and(eq(display.id, id), eq(display.createdAt, pairedAt), isNotNull(display.tokenHash), isAlive);
      const [row] = await withWall(orm).where(same);
      return row ? pairedOf(row, clock()) : null;
    },
  };
}
