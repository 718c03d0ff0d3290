import { type RequestHandler, Router } from 'express';
import type { Principal } from '../../../shared/contract/principal.ts';
import { parseCookies } from './cookies.ts';

/** What this surface needs of the store: one-time links, and the sessions that they become. Tokens are kept as hashes only. */
export type Sessions = {
  /** Spends a one-time link; null when it is unknown, spent or too old. */
  claim(linkToken: string): Promise<{ principal: Principal; sessionToken: string } | null>;
  /** Who holds a session; null: nobody. */
  principalOf(sessionToken: string): Promise<Principal | null>;
};

export const SESSION_COOKIE = 'ioc_session';
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Who a Cookie header says it is. */
export async function authenticate(sessions: Sessions, cookieHeader: string | undefined): Promise<Principal | null> {
  const token = parseCookies(cookieHeader).get(SESSION_COOKIE);
  return token ? sessions.principalOf(token) : null;
}

/** `POST /session/claim {token}`: a printed link becomes a session cookie, once. `GET /session`: who am I. */
export function createSessionRouter(sessions: Sessions): Router {
  const router = Router();
  router.post('/session/claim', requireOwnOrigin, async (request, response) => {
    const token: unknown = (request.body as { token?: unknown } | undefined)?.token;
    const claimed = typeof token === 'string' && token.length <= 200 ? await sessions.claim(token) : null;
    if (!claimed) {
      response.status(403).type('application/problem+json').json({ title: 'The link is unknown, already used or expired', status: 403 });
      return;
    }
    response.cookie(SESSION_COOKIE, claimed.sessionToken, {
      httpOnly: true,
      sameSite: 'strict',
      secure: request.secure,
      path: '/',
      maxAge: YEAR_MS,
    });
    response.json({ name: claimed.principal.name, role: claimed.principal.role });
  });
  router.get('/session', async (request, response) => {
    const principal = await authenticate(sessions, request.headers.cookie);
    response.json(principal ? { name: principal.name, role: principal.role } : null);
  });
  return router;
}

/** A state change comes from our own pages or it does not come (SEC13). */
export const requireOwnOrigin: RequestHandler = (request, response, next) => {
  const { origin, host } = request.headers;
  // Browsers name no origin when they only read from their own.
  if (request.method === 'GET' || request.method === 'HEAD') next();
  else if (origin && host && URL.canParse(origin) && new URL(origin).host === host) next();
  else response.status(403).type('application/problem+json').json({ title: 'Foreign or missing Origin', status: 403 });
};
