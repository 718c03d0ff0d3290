import type { Request, Response } from 'express';
import type { SessionState, SessionWarning } from '../../../shared/contract/session.ts';
import { isWarnedOf } from '../../domain/identity/password-expiry.ts';
import type { PersonSession } from '../../domain/identity/ports.ts';
import { RECOVERY_LOW } from '../../domain/identity/second-factor.ts';
import { END_WARNED_MS } from '../../domain/identity/session-stage.ts';
import { rememberDevice, setSessionCookie } from './cookies.ts';
import { type SessionParts, standingOf } from './session-parts.ts';

/** Who this browser is and what is still missing, as its pages may know it. */
export async function stateOf(parts: SessionParts, session: PersonSession | null, cookies: string | undefined): Promise<SessionState> {
  const display = await parts.displayOf(cookies);
  const offers = {
    setUp: session === null && !(await parts.identity.people.hasAdministrator()),
    singleSignOn: parts.singleSignOn !== null,
  };
  const nobody: SessionState = { stage: null, person: null, display, passwordExpiresAt: null, warnings: [], offers };
  if (!session) return nobody;
  const { stage, person } = session;
  // Nothing of an account is told for its password alone.
  if (stage === 'totp' || stage === 'enrol') return { ...nobody, stage };
  const { passwordExpiresAt } = standingOf(person);
  const { id, name, role, areas, unit } = person;
  return {
    ...nobody,
    stage,
    person: { id, name, role, areas, unit } as SessionState['person'],
    passwordExpiresAt,
    warnings: stage === 'full' ? await warningsOf(parts, session, passwordExpiresAt) : [],
  };
}

async function warningsOf(
  { identity, clock }: SessionParts,
  { person, expiresAt }: PersonSession,
  passwordExpires: SessionState['passwordExpiresAt'],
): Promise<SessionWarning[]> {
  const now = clock();
  const warnings: SessionWarning[] = [];
  if (passwordExpires !== null && isWarnedOf(passwordExpires, now)) warnings.push({ kind: 'password-expires', at: passwordExpires });
  const left = await identity.people.recoveryCodesLeft(person.id);
  if (left <= RECOVERY_LOW) warnings.push({ kind: 'recovery-codes-low', left });
  if (expiresAt - now < END_WARNED_MS) warnings.push({ kind: 'session-ends', at: expiresAt });
  return warnings;
}

/** Hands a session's new token to the browser, and says who it is now. */
export async function answerStep(parts: SessionParts, request: Request, response: Response, token: string): Promise<SessionState> {
  const session = await parts.identity.sessions.of({ token });
  if (!session) throw new Error('a session was over as soon as it stepped up');
  setSessionCookie(response, token, session.stage);
  if (session.stage === 'full') rememberDevice(response, request.headers.cookie, parts.sealer);
  response.set('Cache-Control', 'no-store');
  return stateOf(parts, session, request.headers.cookie);
}
