import { type Request, Router } from 'express';
import { LogIn, LoginField, Recovery, Reset, SecondFactor, SetUp } from '../../../shared/contract/session.ts';
import type { Person, PersonSession } from '../../domain/identity/ports.ts';
import { provenStep, recoveryCodeTyped } from '../../domain/identity/second-factor.ts';
import { stageAfter } from '../../domain/identity/session-stage.ts';
import { Refused } from './refusals.ts';
import {
  bodyOf,
  checkNewPassword,
  openInstead,
  SECOND_FACTOR,
  type SessionParts,
  sessionOf,
  standingOf,
  tryProof,
} from './session-parts.ts';
import { answerStep } from './session-state.ts';

/** Who did it, and to whom, as the audit has it. */
export const actor = ({ id, name }: Person) => ({ actor: id, actorName: name });
export const account = ({ id }: Person) => ({ kind: 'person', id });

/** From nobody to a session: first factor, then second (SEC19: no way leads round it). */
export function createLogIn(parts: SessionParts): Router {
  const { identity, passwords, authenticators, audit, clock } = parts;
  const router = Router();
  const from = (request: Request) => ({ address: parts.addressOf(request), browser: request.headers['user-agent']?.slice(0, 300) ?? '' });

  router.post('/session/setup', async (request, response) => {
    const { token, login, name, password } = bodyOf(SetUp, request);
    // Before any work is done for a stranger.
    if (!(await identity.links.look(token, ['setup']))) throw new Refused('link');
    await checkNewPassword(parts, password, { login, name, unit: null, passwordHash: null });
    const hash = await passwords.hash(password);
    const opened = await identity.together(async (within) => {
      const { people, links } = within;
      await people.holdAdministrators();
      if (!(await links.spend(token, ['setup'])) || (await people.hasAdministrator())) throw new Refused('link');
      const grant = { name, role: 'administrator', unit: null, areas: null, oidcSubject: null } as const;
      const person = await people.add(login, grant, 'setup');
      if (!person) throw new Refused('taken');
      await people.setPassword(person.id, hash);
      await audit.record({
        ...actor(person),
        action: 'person:manage',
        subject: account(person),
        outcome: 'done',
        detail: { how: 'set-up', ...from(request) },
      });
      return openInstead(within, request, person.id, 'enrol');
    });
    response.status(201).json(await answerStep(parts, request, response, opened.token));
  });

  router.post('/session/login', async (request, response) => {
    const { login, password } = bodyOf(LogIn, request);
    const name = LoginField.safeParse(login);
    const whom = name.success ? name.data : login.slice(0, 64).toLowerCase();
    const person = await tryProof(parts, request, { what: 'password', whom }, async () => {
      const found = name.success ? await identity.people.byLogin(name.data) : null;
      // Whatever is missing, the same work is done and the same is told (SEC16).
      const fits = await passwords.verify(found?.passwordHash ?? null, password);
      if (found && fits && found.disabledAt === null) return found;
      await audit.record({
        actor: 'anonymous',
        actorName: '',
        action: 'session:open',
        // Never what was typed: people type their passwords there.
        subject: { kind: 'person', id: found?.id ?? 'unknown' },
        outcome: 'failed',
        detail: { factor: 'password', ...from(request) },
      });
      return null;
    });
    const stage = stageAfter(null, 'first', standingOf(person), clock());
    if (stage === null) throw new Refused('stage');
    const { token } = await identity.together((within) => openInstead(within, request, person.id, stage));
    response.json(await answerStep(parts, request, response, token));
  });

  router.post('/session/reset', async (request, response) => {
    const { token, password } = bodyOf(Reset, request);
    const shown = await identity.links.look(token, ['invite', 'reset']);
    const owner = shown?.person ? await identity.people.byId(shown.person) : null;
    if (!owner || owner.disabledAt !== null) throw new Refused('link');
    await checkNewPassword(parts, password, owner);
    const hash = await passwords.hash(password);
    const opened = await identity.together(async (within) => {
      const { people, sessions, links, announce } = within;
      const link = await links.spend(token, ['invite', 'reset']);
      const person = link?.person ? await people.byId(link.person) : null;
      if (!link || !person || person.disabledAt !== null) throw new Refused('link');
      await people.setPassword(person.id, hash);
      await links.withdraw(person.id);
      await sessions.endAll(person.id, 'password-reset');
      const stage = stageAfter(null, 'first', standingOf(person), clock());
      if (stage === null) throw new Refused('stage');
      const detail = { how: link.purpose, ...from(request) };
      await audit.record({ ...actor(person), action: 'password:change', subject: account(person), outcome: 'done', detail });
      const session = await openInstead(within, request, person.id, stage);
      await announce({ subject: { kind: 'person', id: person.id }, reason: 'password-reset', by: person.id });
      return session;
    });
    response.json(await answerStep(parts, request, response, opened.token));
  });

  /** Both ways to prove the second factor: `spend` takes a code for good, or says that it does not fit. */
  async function secondFactor(request: Request, factor: string, spend: (session: PersonSession) => Promise<boolean>): Promise<string> {
    const session = await sessionOf(parts, request);
    const { person } = session;
    const stage = stageAfter(session.stage, 'second-factor', standingOf(person), clock());
    if (stage === null) throw new Refused('stage');
    const act = { ...actor(person), action: 'session:open', subject: account(person), detail: { factor, ...from(request) } };
    await tryProof(parts, request, { what: 'code', whom: person.id }, async () => {
      if (await spend(session)) return true;
      await audit.record({ ...act, outcome: 'failed' });
      return null;
    });
    return identity.together(async ({ sessions }) => {
      const token = await sessions.stepUp(session.id, stage, true);
      if (stage === 'full') await audit.record({ ...act, outcome: 'done' });
      return token;
    });
  }

  router.post('/session/totp', async (request, response) => {
    const { code } = bodyOf(SecondFactor, request);
    const token = await secondFactor(request, 'totp', ({ person }) => spendTotp(parts, person.id, code));
    response.json(await answerStep(parts, request, response, token));
  });

  router.post('/session/recovery', async (request, response) => {
    const { code } = bodyOf(Recovery, request);
    const typed = recoveryCodeTyped(code);
    const token = await secondFactor(request, 'recovery-code', async ({ person }) => {
      return typed !== null && (await identity.people.spendRecoveryCode(person.id, authenticators.hashOf(typed)));
    });
    response.json(await answerStep(parts, request, response, token));
  });

  return router;
}

/** Takes a time-based code for good (SEC17); false when it does not fit or was taken before. @throws Error of another key. */
export async function spendTotp(
  { identity, sealer, authenticators, clock }: Pick<SessionParts, 'identity' | 'sealer' | 'authenticators' | 'clock'>,
  personId: string,
  code: string,
): Promise<boolean> {
  const kept = await identity.people.totp(personId);
  if (!kept) return false;
  const secret = sealer.open(kept.secret, SECOND_FACTOR);
  const step = provenStep(code, (at) => authenticators.codeAt(secret, at), clock(), kept.step);
  return step !== null && identity.people.takeStep(personId, step);
}
