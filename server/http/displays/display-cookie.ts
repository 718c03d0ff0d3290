import type { Response } from 'express';

/** `__Host-`: of this host alone, over TLS (or on this machine), for every path (SEC12). */
export const DISPLAY_COOKIE = '__Host-ioc-display';
/** Renewed with each token, so a wall that is off for a holiday is still paired after it. */
const YEAR_MS = 365 * 24 * 3600_000;
const TOKEN = new RegExp(`(?:^|;\\s*)${DISPLAY_COOKIE}=([\\w-]{20,100})(?:;|$)`);

export const setDisplayCookie = (response: Response, token: string): void =>
  void response.cookie(DISPLAY_COOKIE, token, { httpOnly: true, sameSite: 'strict', secure: true, path: '/', maxAge: YEAR_MS });

/** The token in a Cookie header; null: there is none. */
export const displayTokenOf = (cookies: string | undefined): string | null => (cookies && TOKEN.exec(cookies)?.[1]) ?? null;
