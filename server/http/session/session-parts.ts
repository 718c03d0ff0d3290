import type { Request } from 'express';
import type { z } from 'zod';
import type { SessionStage, SessionState } from '../../../shared/contract/session.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Audit } from '../../domain/access/ports.ts';
import { budgetsOf } from '../../domain/identity/attempts.ts';
import { passwordExpiresAt } from '../../domain/identity/password-expiry.ts';
import { passwordFaults } from '../../domain/identity/password-rules.ts';
import type {
  Attempts,
  Authenticators,
  Identity,
  IdentityStore,
  Passwords,
  Person,
  PersonSession,
  Sealer,
} from '../../domain/identity/ports.ts';
import type { Standing } from '../../domain/identity/session-stage.ts';
import { knownDevice, sessionToken } from './cookies.ts';
import { Refused } from './refusals.ts';
import type { SingleSignOn } from './single-sign-on.ts';

export type SessionParts = {
  identity: IdentityStore;
  passwords: Passwords;
  sealer: Sealer;
  authenticators: Authenticators;
  attempts: Attempts;
  audit: Audit;
  clock: () => EpochMs;
  /** Of the connection, or as a trusted proxy says. */
  addressOf(request: Request): string;
  /** Name of the centre, as an authenticator shows it; null: not known yet. */
  centreName(): string | null;
  /** The paired display that a browser is too. */
  displayOf(cookies: string | undefined): Promise<SessionState['display']>;
  /** null: none is configured. */
  singleSignOn: SingleSignOn | null;
  /** What was not expected of the provider, for the log. */
  onFailure(error: unknown): void;
};

/** What secrets of the second factor are sealed for. */
export const SECOND_FACTOR = 'second-factor';

export function bodyOf<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  const parsed = schema.safeParse(request.body);
  if (!parsed.success) throw new Refused('malformed');
  return parsed.data;
}

/** @throws Refused without a session that lives. */
export async function sessionOf({ identity }: Pick<SessionParts, 'identity'>, request: Request): Promise<PersonSession> {
  const token = sessionToken(request.headers.cookie);
  const session = token === null ? null : await identity.sessions.of({ token });
  if (!session) throw new Refused('signed-out');
  return session;
}

export const standingOf = ({ role, passwordAt, hasSecondFactor }: Person): Standing => ({
  hasSecondFactor,
  passwordExpiresAt: passwordAt === null ? null : passwordExpiresAt(role, passwordAt),
});

/** Makes one try of a proof, slowed by what was tried before (SEC15). @throws Refused when it must wait, or was wrong. */
export async function tryProof<T>(
  parts: Pick<SessionParts, 'attempts' | 'sealer' | 'addressOf'>,
  request: Request,
  tried: { what: 'password' | 'code'; whom: string },
  prove: () => Promise<T | null>,
): Promise<T> {
  const device = knownDevice(request.headers.cookie, parts.sealer);
  const budgets = budgetsOf({ ...tried, address: parts.addressOf(request), device });
  const begun = await parts.attempts.begin(budgets);
  if (!begun.ok) throw new Refused('slow-down', { retryAfterMs: begun.retryAfterMs });
  const proven = await prove();
  if (proven === null) throw new Refused('wrong');
  await parts.attempts.succeeded(budgets);
  return proven;
}

/** @throws Refused with every fault of a new password. */
export async function checkNewPassword(
  { passwords, centreName }: Pick<SessionParts, 'passwords' | 'centreName'>,
  next: string,
  owner: { login: string; name: string; unit: string | null; passwordHash: string | null },
): Promise<void> {
  const words = [owner.unit, centreName()].filter((word) => word !== null);
  const faults = passwordFaults(next, { ...owner, words });
  if (owner.passwordHash !== null && (await passwords.verify(owner.passwordHash, next))) faults.push('same-as-before');
  if (faults.length > 0) throw new Refused('password', { faults });
}

/** A new session in place of the one that this browser had, which is over (SEC11). The first parameter: within the transaction of what leads to it. */
export async function openInstead(
  { sessions, announce }: Identity,
  request: Request,
  person: string,
  stage: SessionStage,
): Promise<{ token: string }> {
  const token = sessionToken(request.headers.cookie);
  const before = token === null ? null : await sessions.of({ token });
  const opened = await sessions.open(person, stage, request.headers['user-agent'] ?? '');
  if (before) {
    await sessions.end(before.id, 'replaced');
    if (before.stage === 'full')
      await announce({ subject: { kind: 'session', id: before.id }, reason: 'signed-out', by: before.person.id });
  }
  return opened;
}
