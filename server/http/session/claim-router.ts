import { Router } from 'express';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { Callers } from '../../domain/access/ports.ts';
import { parseCookies } from './cookies.ts';

/** What a printed wall link becomes until walls are paired: a session of the one wall. */
export type WallSessions = {
  /** Spends a one-time link; null when it is unknown, spent or too old. */
  claim(linkToken: string): Promise<{ principal: Principal; sessionToken: string } | null>;
  principalOf(sessionToken: string): Promise<Principal | null>;
};

const WALL_COOKIE = 'ioc_session';
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** `POST /session/claim {token}`: a printed link becomes a wall's cookie, once. */
export function createClaimRouter(sessions: WallSessions): Router {
  const router = Router();
  router.post('/session/claim', async (request, response) => {
    const token: unknown = (request.body as { token?: unknown } | undefined)?.token;
    const claimed = typeof token === 'string' && token.length <= 200 ? await sessions.claim(token) : null;
    if (!claimed) {
      response.status(403).type('application/problem+json').json({ title: 'The link is unknown, already used or expired', status: 403 });
      return;
    }
    const secure = request.secure;
    response.cookie(WALL_COOKIE, claimed.sessionToken, { httpOnly: true, sameSite: 'strict', secure, path: '/', maxAge: YEAR_MS });
    response.json({ name: claimed.principal.name, role: claimed.principal.role });
  });
  return router;
}

export function createWallCallers(sessions: WallSessions): Callers {
  return {
    async of(cookies) {
      const token = parseCookies(cookies).get(WALL_COOKIE);
      const principal = token ? await sessions.principalOf(token) : null;
      return principal && { principal, holds: { kind: 'display', id: principal.id, wall: principal.id, pairedAt: 0 } };
    },
    again: async (caller) => (caller.holds.kind === 'display' ? caller : null),
  };
}
