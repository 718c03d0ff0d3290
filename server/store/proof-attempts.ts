import { eq, lt, sql } from 'drizzle-orm';
import type { EpochMs } from '../../shared/model/ids.ts';
import { waitAfter } from '../domain/identity/attempts.ts';
import type { Attempts } from '../domain/identity/ports.ts';
import type { Database } from './database.ts';
import { proofFailure } from './schema-identity.ts';

/**
 * Failed proofs on PostgreSQL, for all nodes together. A try is drawn before it is made, so that a thousand at once gain nothing.
 */
export function createAttempts({ database: { orm }, clock }: { database: Pick<Database, 'orm'>; clock: () => EpochMs }): Attempts {
  return {
    begin: (budgets) =>
      orm
        .transaction(async (transaction) => {
          for (const budget of budgets) {
            const now = clock();
            // The row first: of two who come first at once, the second one waits for it here.
            await transaction
              .insert(proofFailure)
              .values({ key: budget.key, failures: 0, lastAt: now, waitUntil: 0 })
              .onConflictDoNothing();
            const [before] = await transaction.select().from(proofFailure).where(eq(proofFailure.key, budget.key)).for('update');
            if (!before) throw new Error('a count of failures is gone while it is held');
            if (before.waitUntil > now) throw new Waits(before.waitUntil - now);
            const failures = now - before.lastAt <= budget.forgetMs ? before.failures + 1 : 1;
            const row = { failures, lastAt: now, waitUntil: now + waitAfter(failures, budget) };
            await transaction.update(proofFailure).set(row).where(eq(proofFailure.key, budget.key));
          }
          return { ok: true } as const;
        })
        .catch((error: unknown) => {
          if (error instanceof Waits) return { ok: false, retryAfterMs: error.forMs } as const;
          throw error;
        }),
    async succeeded(budgets) {
      // One by one, each by itself: held together in another order than above, two of them would wait for each other.
      for (const { key, clears } of budgets) {
        const same = eq(proofFailure.key, key);
        if (clears) await orm.delete(proofFailure).where(same);
        else
          await orm
            .update(proofFailure)
            .set({ failures: sql`greatest(0, ${proofFailure.failures} - 1)`, waitUntil: clock() })
            .where(same);
      }
    },
  };
}

class Waits extends Error {
  readonly forMs: number;
  constructor(forMs: number) {
    super('too many failures');
    this.forMs = forMs;
  }
}

/** Forgets failures before the moment. Returns how many counts went. */
export async function forgetFailures(orm: Database['orm'], before: EpochMs): Promise<number> {
  return (await orm.delete(proofFailure).where(lt(proofFailure.lastAt, before))).rowCount ?? 0;
}
