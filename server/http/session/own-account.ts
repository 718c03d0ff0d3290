import { type Request, Router } from 'express';
import { type Enrolled, type EnrolmentOffer, PasswordChange, Proof, SecondFactor } from '../../../shared/contract/session.ts';
import { provenStep } from '../../domain/identity/second-factor.ts';
import { isFreshlyProven, stageAfter } from '../../domain/identity/session-stage.ts';
import { clearSessionCookie, sessionToken } from './cookies.ts';
import { account, actor, spendTotp } from './log-in.ts';
import { Refused } from './refusals.ts';
import { bodyOf, checkNewPassword, SECOND_FACTOR, type SessionParts, sessionOf, standingOf, tryProof } from './session-parts.ts';
import { answerStep, stateOf } from './session-state.ts';

const NAMELESS_CENTRE = 'IOC';

/** What a person does with the own account: second factor, password, a fresh proof, the end of the session. */
export function createOwnAccount(parts: SessionParts): Router {
  const { identity, passwords, sealer, authenticators, audit, clock } = parts;
  const router = Router();

  /** A first second factor follows a log-in; another one asks for a fresh proof (SEC20). */
  async function enrollingSession(request: Request) {
    const session = await sessionOf(parts, request);
    const stage = stageAfter(session.stage, 'enrolled', standingOf(session.person), clock());
    if (stage === null) throw new Refused('stage');
    if (session.stage === 'full' && !isFreshlyProven(session.provenAt, clock())) throw new Refused('prove');
    return { session, stage };
  }

  router.post('/session/enrol', async (request, response) => {
    const { session } = await enrollingSession(request);
    const secret = authenticators.newSecret();
    await identity.sessions.offer(session.id, sealer.seal(secret, SECOND_FACTOR));
    const offer: EnrolmentOffer = {
      otpauthUri: authenticators.uri(secret, session.person.login, parts.centreName() ?? NAMELESS_CENTRE),
      secret: authenticators.base32(secret),
    };
    response.set('Cache-Control', 'no-store').json(offer);
  });

  router.post('/session/enrol/confirm', async (request, response) => {
    const { code } = bodyOf(SecondFactor, request);
    const { session, stage } = await enrollingSession(request);
    const { person, offeredSecret } = session;
    if (offeredSecret === null) throw new Refused('stage');
    const secret = sealer.open(offeredSecret, SECOND_FACTOR);
    const step = await tryProof(parts, request, { what: 'code', whom: person.id }, async () =>
      provenStep(code, (at) => authenticators.codeAt(secret, at), clock(), null),
    );
    const recoveryCodes = authenticators.newRecoveryCodes();
    const token = await identity.together(async ({ people, sessions, announce }) => {
      if (!(await sessions.takeOffer(session.id))) throw new Refused('stage');
      await people.enrol(person.id, offeredSecret, step, recoveryCodes.map(authenticators.hashOf));
      // Whoever signed in with the factor before, or came here at the same time, is out.
      await sessions.endAll(person.id, 'second-factor', session.id);
      const next = await sessions.stepUp(session.id, stage, true);
      await audit.record({ ...actor(person), action: 'second-factor:enrol', subject: account(person), outcome: 'done' });
      await announce({ subject: { kind: 'person', id: person.id }, reason: 'second-factor', by: person.id });
      return next;
    });
    const enrolled: Enrolled = { ...(await answerStep(parts, request, response, token)), recoveryCodes };
    response.json(enrolled);
  });

  router.post('/session/password', async (request, response) => {
    const { current, next } = bodyOf(PasswordChange, request);
    const session = await sessionOf(parts, request);
    const { person } = session;
    const stage = stageAfter(session.stage, 'new-password', standingOf(person), clock());
    if (stage === null) throw new Refused('stage');
    if (session.stage === 'full') {
      await tryProof(parts, request, { what: 'password', whom: person.login }, async () =>
        (await passwords.verify(person.passwordHash, current ?? '')) ? true : null,
      );
    }
    await checkNewPassword(parts, next, person);
    const hash = await passwords.hash(next);
    const token = await identity.together(async ({ people, sessions, links, announce }) => {
      await people.setPassword(person.id, hash);
      await links.withdraw(person.id);
      await sessions.endAll(person.id, 'password-change', session.id);
      const stepped = await sessions.stepUp(session.id, stage, false);
      await audit.record({
        ...actor(person),
        action: 'password:change',
        subject: account(person),
        outcome: 'done',
        detail: { how: 'own' },
      });
      await announce({ subject: { kind: 'person', id: person.id }, reason: 'password-change', by: person.id });
      return stepped;
    });
    response.json(await answerStep(parts, request, response, token));
  });

  router.post('/session/prove', async (request, response) => {
    const { password, code } = bodyOf(Proof, request);
    const session = await sessionOf(parts, request);
    const { person } = session;
    if (session.stage !== 'full') throw new Refused('stage');
    if (person.passwordHash !== null) {
      await tryProof(parts, request, { what: 'password', whom: person.login }, async () =>
        (await passwords.verify(person.passwordHash, password ?? '')) ? true : null,
      );
    }
    await tryProof(parts, request, { what: 'code', whom: person.id }, async () =>
      (await spendTotp(parts, person.id, code)) ? true : null,
    );
    const token = await identity.together(async ({ sessions }) => {
      await audit.record({ ...actor(person), action: 'session:prove', subject: account(person), outcome: 'done' });
      return sessions.stepUp(session.id, 'full', true);
    });
    response.json(await answerStep(parts, request, response, token));
  });

  router.post('/session/logout', async (request, response) => {
    const token = sessionToken(request.headers.cookie);
    const session = token === null ? null : await identity.sessions.of({ token });
    if (session) {
      const { id, person } = session;
      await identity.together(async ({ sessions, announce }) => {
        await sessions.end(id, 'signed-out');
        await audit.record({ ...actor(person), action: 'session:close', subject: account(person), outcome: 'done' });
        await announce({ subject: { kind: 'session', id }, reason: 'signed-out', by: person.id });
      });
    }
    clearSessionCookie(response);
    response.status(204).end();
  });

  router.get('/session', async (request, response) => {
    const token = sessionToken(request.headers.cookie);
    const session = token === null ? null : await identity.sessions.of({ token });
    if (session?.stage === 'full') await identity.sessions.touch(session);
    response.set('Cache-Control', 'no-store').json(await stateOf(parts, session, request.headers.cookie));
  });

  return router;
}
