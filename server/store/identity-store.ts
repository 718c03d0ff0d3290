import { isNotNull } from 'drizzle-orm';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { Identity, IdentityStore } from '../domain/identity/ports.ts';
import type { StoredAccessChanges } from './access-changes.ts';
import type { Database } from './database.ts';
import { createOneTimeLinks, forgetOneTimeLinks } from './one-time-links.ts';
import { createPeople, type Executor } from './people.ts';
import { createPersonSessions, forgetPersonSessions } from './person-sessions.ts';
import { forgetFailures } from './proof-attempts.ts';
import { person } from './schema-identity.ts';

type Parts = { database: Pick<Database, 'orm'>; changes: Pick<StoredAccessChanges, 'announce'>; clock: () => EpochMs };
export type StoredIdentity = IdentityStore & {
  /** Some second factor as it is kept, to see whether it can be opened; null: there is none yet. */
  sealedSample(): Promise<Uint8Array | null>;
  /** Forgets what was over, or failed, before the moment. Returns how many rows went. */
  forget(before: EpochMs): Promise<number>;
};

/** People, their sessions and their links: each by itself, or several in one transaction with what is announced of them. */
export function createIdentityStore({ database: { orm }, changes, clock }: Parts): StoredIdentity {
  const over = (executor: Executor): Identity => ({
    people: createPeople(executor, clock),
    sessions: createPersonSessions(executor, clock),
    links: createOneTimeLinks(executor, clock),
    announce: (change) => changes.announce(change, executor),
  });
  return {
    ...over(orm),
    announce: (change) => changes.announce(change),
    together: (work) => orm.transaction((transaction) => work(over(transaction))),
    async sealedSample() {
      const [row] = await orm.select({ secret: person.totpSecret }).from(person).where(isNotNull(person.totpSecret)).limit(1);
      return row?.secret ?? null;
    },
    async forget(before) {
      const gone = [await forgetOneTimeLinks(orm, before), await forgetPersonSessions(orm, before), await forgetFailures(orm, before)];
      return gone.reduce((sum, rows) => sum + rows, 0);
    },
  };
}
