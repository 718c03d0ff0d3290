import type { AreaCode } from '../../../shared/model/ids.ts';
import type { Caller, Callers } from '../../domain/access/ports.ts';
import type { IdentityStore, PersonSession } from '../../domain/identity/ports.ts';
import { isFreshlyProven } from '../../domain/identity/session-stage.ts';
import { sessionToken } from './cookies.ts';

export type SessionCallersParts = {
  identity: Pick<IdentityStore, 'sessions'>;
  /** The units themselves and all below them, as the hierarchy stands now. */
  areasWithin(granted: readonly string[]): readonly string[];
};

/** People by their sessions: only one that is complete makes anybody a caller. */
export function createSessionCallers({ identity: { sessions }, areasWithin }: SessionCallersParts): Callers {
  const callerOf = ({ id, stage, person }: PersonSession): Caller | null => {
    if (stage !== 'full') return null;
    const { role, unit } = person;
    const areas = person.areas === null ? null : (areasWithin(person.areas) as AreaCode[]);
    return {
      principal: { id: person.id, name: person.name, role, unit, areas, audience: 'operators' },
      holds: { kind: 'session', id, person: person.id },
    };
  };
  return {
    async of(cookies) {
      const token = sessionToken(cookies);
      const session = token === null ? null : await sessions.of({ token });
      if (!session) return null;
      const caller = callerOf(session);
      if (caller) await sessions.touch(session);
      return caller;
    },
    /** Looks at it only: a socket that stays open is nobody at the desk (SEC5). */
    async again({ holds }) {
      if (holds.kind !== 'session') return null;
      const session = await sessions.of({ id: holds.id });
      return session && callerOf(session);
    },
  };
}

/** Whether who sends these cookies proved both factors in the last ten minutes: what is grave asks for it (SEC20). */
export const createFreshProof =
  ({ identity, clock }: { identity: Pick<IdentityStore, 'sessions'>; clock: () => number }) =>
  async (cookies: string | undefined): Promise<boolean> => {
    const token = sessionToken(cookies);
    const session = token === null ? null : await identity.sessions.of({ token });
    return session?.stage === 'full' && isFreshlyProven(session.provenAt, clock() as PersonSession['seenAt']);
  };
