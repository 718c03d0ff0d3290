import { and, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { Principal } from '../../shared/contract/principal.ts';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import type { Database } from './database.ts';
import { claimLink, principalSession } from './schema.ts';
import { hashOf, newToken } from './secret-token.ts';

export type Sessions = {
  /** A one-time link's token; only its hash is kept. */
  issueLink(principal: Principal, validForMs: number): Promise<string>;
  /** Spends a link; null when it is unknown, spent or too old. Of two who come at once one gets the session. */
  claim(linkToken: string): Promise<{ principal: Principal; sessionToken: string } | null>;
  /** Who holds a session; null: nobody. */
  principalOf(sessionToken: string): Promise<Principal | null>;
  /** Ends a session; false when there was none. */
  revoke(sessionToken: string): Promise<boolean>;
  /** Forgets what can no longer be used. Returns how many rows went. */
  prune(): Promise<number>;
};

export function createSessions(parts: { database: Pick<Database, 'orm'>; clock: () => EpochMs; sessionMs: number }): Sessions {
  const { clock, sessionMs } = parts;
  const { orm } = parts.database;
  const hasHash = (token: string) => eq(principalSession.tokenHash, hashOf(token));
  return {
    async issueLink(principal, validForMs) {
      const token = newToken();
      const now = clock();
      await orm.insert(claimLink).values({ tokenHash: hashOf(token), principal, createdAt: now, expiresAt: epochMs(now + validForMs) });
      return token;
    },
    claim: (linkToken) =>
      orm.transaction(async (transaction) => {
        const now = clock();
        const unspent = and(eq(claimLink.tokenHash, hashOf(linkToken)), isNull(claimLink.usedAt), gt(claimLink.expiresAt, now));
        const [spent] = await transaction
          .update(claimLink)
          .set({ usedAt: now })
          .where(unspent)
          .returning({ principal: claimLink.principal });
        if (!spent) return null;
        const principal = Principal.parse(spent.principal);
        const sessionToken = newToken();
        await transaction
          .insert(principalSession)
          .values({ tokenHash: hashOf(sessionToken), principal, createdAt: now, expiresAt: epochMs(now + sessionMs) });
        return { principal, sessionToken };
      }),
    async principalOf(sessionToken) {
      const alive = and(hasHash(sessionToken), isNull(principalSession.revokedAt), gt(principalSession.expiresAt, clock()));
      const [row] = await orm.select({ principal: principalSession.principal }).from(principalSession).where(alive);
      return row ? Principal.parse(row.principal) : null;
    },
    async revoke(sessionToken) {
      const alive = and(hasHash(sessionToken), isNull(principalSession.revokedAt));
      return (await orm.update(principalSession).set({ revokedAt: clock() }).where(alive)).rowCount === 1;
    },
    async prune() {
      const now = clock();
      const links = await orm.delete(claimLink).where(lte(claimLink.expiresAt, now));
      const ended = or(lte(principalSession.expiresAt, now), lte(principalSession.revokedAt, now));
      const sessions = await orm.delete(principalSession).where(ended);
      return (links.rowCount ?? 0) + (sessions.rowCount ?? 0);
    },
  };
}
