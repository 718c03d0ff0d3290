import { randomUUID } from 'node:crypto';
import { and, eq, gt, isNotNull, isNull, lt, ne } from 'drizzle-orm';
import type { SessionStage } from '../../shared/contract/session.ts';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import type { PersonSessions } from '../domain/identity/ports.ts';
import { expiryAt, isOver } from '../domain/identity/session-stage.ts';
import { type Executor, personOf } from './people.ts';
import { person, personSession } from './schema-identity.ts';
import { hashOf, newToken } from './secret-token.ts';

/** How exactly it is known when somebody was last there: a busy desk must not write a row a request. */
const SEEN_EVERY_MS = 60_000;

/** People's sessions on PostgreSQL: opaque tokens of 256 bits, of which only the hash is kept (SEC11). */
export function createPersonSessions(orm: Executor, clock: () => EpochMs): PersonSessions {
  return {
    async open(personId, stage, userAgent) {
      const now = clock();
      const token = newToken();
      const id = randomUUID();
      await orm.insert(personSession).values({
        tokenHash: hashOf(token),
        id,
        person: personId,
        stage,
        createdAt: now,
        seenAt: now,
        expiresAt: expiryAt(stage, now),
        userAgent: userAgent.slice(0, 300),
      });
      return { id, token };
    },
    async of(by) {
      const named = 'token' in by ? eq(personSession.tokenHash, hashOf(by.token)) : eq(personSession.id, by.id);
      const [row] = await orm
        .select()
        .from(personSession)
        .innerJoin(person, eq(person.id, personSession.person))
        .where(and(named, isNull(personSession.endedAt), isNull(person.disabledAt)));
      if (!row) return null;
      const { person_session: kept } = row;
      const session = {
        id: kept.id,
        person: personOf(row.person),
        stage: kept.stage as SessionStage,
        createdAt: epochMs(kept.createdAt),
        seenAt: epochMs(kept.seenAt),
        provenAt: kept.provenAt === null ? null : epochMs(kept.provenAt),
        expiresAt: epochMs(kept.expiresAt),
        offeredSecret: kept.offeredSecret,
      };
      return isOver(session, clock()) ? null : session;
    },
    async touch({ id, seenAt }) {
      const now = clock();
      if (now - seenAt < SEEN_EVERY_MS) return;
      await orm
        .update(personSession)
        .set({ seenAt: now })
        .where(and(eq(personSession.id, id), lt(personSession.seenAt, now)));
    },
    async stepUp(id, stage, proven) {
      const now = clock();
      const token = newToken();
      const [kept] = await orm.select({ stage: personSession.stage }).from(personSession).where(eq(personSession.id, id));
      // A session that is open already keeps its end: only signing in anew makes it longer.
      const lives = kept?.stage === 'full' ? {} : { expiresAt: expiryAt(stage, now) };
      const updated = await orm
        .update(personSession)
        .set({ tokenHash: hashOf(token), stage, seenAt: now, offeredSecret: null, ...lives, ...(proven ? { provenAt: now } : {}) })
        .where(and(eq(personSession.id, id), isNull(personSession.endedAt)));
      if (updated.rowCount !== 1) throw new Error('a session ended while it was stepping up');
      return token;
    },
    async offer(id, sealedSecret) {
      await orm.update(personSession).set({ offeredSecret: sealedSecret }).where(eq(personSession.id, id));
    },
    async takeOffer(id) {
      const offered = and(eq(personSession.id, id), isNull(personSession.endedAt), isNotNull(personSession.offeredSecret));
      return (await orm.update(personSession).set({ offeredSecret: null }).where(offered)).rowCount === 1;
    },
    async end(id, why) {
      await orm
        .update(personSession)
        .set({ endedAt: clock(), endedWhy: why })
        .where(and(eq(personSession.id, id), isNull(personSession.endedAt)));
    },
    async endAll(personId, why, except) {
      const now = clock();
      const others = except === undefined ? undefined : ne(personSession.id, except);
      const alive = and(eq(personSession.person, personId), isNull(personSession.endedAt), gt(personSession.expiresAt, now), others);
      const ended = await orm.update(personSession).set({ endedAt: now, endedWhy: why }).where(alive).returning({ id: personSession.id });
      return ended.map(({ id }) => id);
    },
  };
}

/** Forgets sessions that ended, or were over, before the moment. Returns how many. */
export async function forgetPersonSessions(orm: Executor, before: EpochMs): Promise<number> {
  return (await orm.delete(personSession).where(lt(personSession.expiresAt, before))).rowCount ?? 0;
}
