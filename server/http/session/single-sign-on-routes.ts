import { type Request, type Response, Router } from 'express';
import type { SSO_FAILURES } from '../../../shared/contract/session.ts';
import { SESSION_LIMITS, stageAfter } from '../../domain/identity/session-stage.ts';
import { clearJourneyCookie, JOURNEY_COOKIE, parseCookies, setJourneyCookie, setSessionCookie } from './cookies.ts';
import { openInstead, type SessionParts, standingOf } from './session-parts.ts';
import { Journey, type SingleSignOn } from './single-sign-on.ts';

const SEALED_FOR = 'single-sign-on';

/**
 * `GET /session/oidc/start` and `/session/oidc/callback`. What comes back is bound to the browser that left by what it keeps sealed;
 * it stands for the password and for nothing else (SSO1). The browser ends at `/login` either way.
 */
export function createSingleSignOnRoutes(parts: SessionParts, sso: SingleSignOn, onFailure: (error: unknown) => void): Router {
  const { identity, sealer, audit, clock } = parts;
  const router = Router();
  const fail = (response: Response, why: (typeof SSO_FAILURES)[number]): void => response.redirect(303, `/login?sso=${why}`);

  router.get('/session/oidc/start', async (_, response) => {
    response.set('Cache-Control', 'no-store');
    try {
      const { url, journey } = await sso.begin(clock());
      const sealed = sealer.seal(new TextEncoder().encode(JSON.stringify(journey)), SEALED_FOR);
      setJourneyCookie(response, Buffer.from(sealed).toString('base64url'));
      response.redirect(303, url);
    } catch (error) {
      onFailure(error);
      fail(response, 'failed');
    }
  });

  router.get('/session/oidc/callback', async (request, response) => {
    response.set({ 'Cache-Control': 'no-store', 'Referrer-Policy': 'no-referrer' });
    const journey = journeyOf(request);
    clearJourneyCookie(response);
    if (!journey) return fail(response, 'failed');
    let subject: string;
    try {
      subject = await sso.finish(new URL(request.originalUrl, 'http://here').search, journey);
    } catch (error) {
      onFailure(error);
      return fail(response, 'failed');
    }
    const from = {
      factor: 'single-sign-on',
      address: parts.addressOf(request),
      browser: request.headers['user-agent']?.slice(0, 300) ?? '',
    };
    const person = await identity.people.byOidcSubject(subject);
    const stage = person && person.disabledAt === null ? stageAfter(null, 'first', standingOf(person), clock()) : null;
    if (!person || stage === null) {
      const subjectOf = { kind: 'person', id: person?.id ?? 'unknown' };
      await audit.record({
        actor: 'anonymous',
        actorName: '',
        action: 'session:open',
        subject: subjectOf,
        outcome: 'failed',
        detail: from,
      });
      return fail(response, 'unknown');
    }
    const { token } = await identity.together((within) => openInstead(within, request, person.id, stage));
    setSessionCookie(response, token, stage);
    response.redirect(303, '/login');
  });

  return router;

  /** Begun by this very browser, not long ago; null otherwise. */
  function journeyOf(request: Request): Journey | null {
    const sealed = parseCookies(request.headers.cookie).get(JOURNEY_COOKIE);
    if (!sealed) return null;
    try {
      const opened = sealer.open(Buffer.from(sealed, 'base64url'), SEALED_FOR);
      const journey = Journey.safeParse(JSON.parse(new TextDecoder().decode(opened)));
      return journey.success && clock() - journey.data.begunAt < SESSION_LIMITS.stepMs ? journey.data : null;
    } catch {
      // Not ours: somebody made it up, or the key is another one since.
      return null;
    }
  }
}
