import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { CookieOptions, Response } from 'express';
import type { SessionStage } from '../../../shared/contract/session.ts';
import type { Sealer } from '../../domain/identity/ports.ts';
import { SESSION_LIMITS } from '../../domain/identity/session-stage.ts';

/** `__Host-`: from this host alone, over TLS or this machine's own loopback, for every path (SEC12). */
export const SESSION_COOKIE = '__Host-ioc';
/** Says that somebody of the centre has fully signed in with this browser, and nothing else: it opens nothing (SEC15). */
const DEVICE_COOKIE = '__Host-ioc-device';
const YEAR_MS = 365 * 24 * 3_600_000;
const HOST_ONLY: CookieOptions = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' };

/** A Cookie header's pairs; the first of a name counts (RFC 6265 §5.4 sends the most specific path first). */
export function parseCookies(header: string | undefined): Map<string, string> {
  const cookies = new Map<string, string>();
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at < 0) continue;
    const name = pair.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, pair.slice(at + 1).trim());
  }
  return cookies;
}

/** The session's token, as far as it can be one. */
export function sessionToken(header: string | undefined): string | null {
  const token = parseCookies(header).get(SESSION_COOKIE);
  return token !== undefined && /^[\w-]{22,100}$/.test(token) ? token : null;
}

export function setSessionCookie(response: Response, token: string, stage: SessionStage): void {
  const maxAge = stage === 'full' ? SESSION_LIMITS.absoluteMs : SESSION_LIMITS.stepMs;
  response.cookie(SESSION_COOKIE, token, { ...HOST_ONLY, maxAge });
}

export const clearSessionCookie = (response: Response): void => void response.clearCookie(SESSION_COOKIE, HOST_ONLY);

/** The browser's own name, when it carries one that this centre gave; null: a stranger's. */
export function knownDevice(header: string | undefined, sealer: Sealer): string | null {
  const [id, mark] = parseCookies(header).get(DEVICE_COOKIE)?.split('.') ?? [];
  if (!id || !mark) return null;
  const right = Buffer.from(sealer.sign(`device ${id}`));
  const given = Buffer.from(mark);
  return given.length === right.length && timingSafeEqual(given, right) ? id : null;
}

export function rememberDevice(response: Response, header: string | undefined, sealer: Sealer): void {
  const id = knownDevice(header, sealer) ?? randomBytes(16).toString('base64url');
  response.cookie(DEVICE_COOKIE, `${id}.${sealer.sign(`device ${id}`)}`, { ...HOST_ONLY, maxAge: YEAR_MS });
}

/** Between leaving for single sign-on and coming back: the provider's page sends the browser, so `Strict` would not come along. */
export const JOURNEY_COOKIE = '__Host-ioc-sso';
const JOURNEY: CookieOptions = { ...HOST_ONLY, sameSite: 'lax' };
export const setJourneyCookie = (response: Response, sealed: string): void =>
  void response.cookie(JOURNEY_COOKIE, sealed, { ...JOURNEY, maxAge: SESSION_LIMITS.stepMs });
export const clearJourneyCookie = (response: Response): void => void response.clearCookie(JOURNEY_COOKIE, JOURNEY);
