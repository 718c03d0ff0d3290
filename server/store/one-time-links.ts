import { and, eq, gt, inArray, isNull, lt } from 'drizzle-orm';
import type { LinkPurpose } from '../../shared/contract/session.ts';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import type { OneTimeLinks } from '../domain/identity/ports.ts';
import type { Executor } from './people.ts';
import { oneTimeLink } from './schema-identity.ts';
import { hashOf, newToken } from './secret-token.ts';

const HOUR_MS = 3_600_000;
/** An invitation may wait over a weekend; a reset is asked for by somebody who waits for it. */
const VALID_MS: Record<LinkPurpose, number> = { setup: 24 * HOUR_MS, invite: 72 * HOUR_MS, reset: HOUR_MS };

/** One-time links on PostgreSQL; only the hash of a token is kept. */
export function createOneTimeLinks(orm: Executor, clock: () => EpochMs): OneTimeLinks {
  const usable = (token: string, purposes: readonly LinkPurpose[]) =>
    and(
      eq(oneTimeLink.tokenHash, hashOf(token)),
      inArray(oneTimeLink.purpose, [...purposes]),
      isNull(oneTimeLink.usedAt),
      gt(oneTimeLink.expiresAt, clock()),
    );
  return {
    async issue(purpose, person) {
      const token = newToken();
      const now = clock();
      const expiresAt = epochMs(now + VALID_MS[purpose]);
      await orm.insert(oneTimeLink).values({ tokenHash: hashOf(token), purpose, person, createdAt: now, expiresAt });
      return { token, expiresAt };
    },
    async look(token, purposes) {
      const [found] = await orm.select({ person: oneTimeLink.person }).from(oneTimeLink).where(usable(token, purposes));
      return found ?? null;
    },
    async spend(token, purposes) {
      const [spent] = await orm.update(oneTimeLink).set({ usedAt: clock() }).where(usable(token, purposes)).returning();
      return spent ? { purpose: spent.purpose as LinkPurpose, person: spent.person } : null;
    },
    async withdraw(person) {
      await orm
        .update(oneTimeLink)
        .set({ usedAt: clock() })
        .where(and(eq(oneTimeLink.person, person), isNull(oneTimeLink.usedAt)));
    },
  };
}

/** Forgets links that were over before the moment. Returns how many. */
export async function forgetOneTimeLinks(orm: Executor, before: EpochMs): Promise<number> {
  return (await orm.delete(oneTimeLink).where(lt(oneTimeLink.expiresAt, before))).rowCount ?? 0;
}
