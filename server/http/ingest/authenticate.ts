import { createHash } from 'node:crypto';
import type { SourceCredential, SourceCredentials } from '../../domain/intake/ports.ts';
import { Refused } from './problems.ts';

/** A revoked token is dead everywhere within this time. */
export const CREDENTIAL_CACHE_MS = 2_000;
const MAX_CACHED = 1_000;

export type Authenticate = (authorization: string | undefined) => Promise<SourceCredential>;

/**
 * Who a bearer token speaks for. Answers are kept for two seconds, wrong ones too, so that neither a busy source nor a guesser
 * asks the database each time.
 * @throws Refused, or what the database throws.
 */
export function createAuthenticate(credentials: SourceCredentials, nowMs: () => number): Authenticate {
  const cache = new Map<string, { found: Promise<SourceCredential | null>; until: number }>();
  return async (authorization) => {
    const token = /^Bearer +([\x21-\x7e]{16,200})$/i.exec(authorization ?? '')?.[1];
    if (!token) throw new Refused('token-missing', 'send "Authorization: Bearer <token>" with the token that this source was given');
    const key = createHash('sha256').update(token).digest('base64');
    const now = nowMs();
    let cached = cache.get(key);
    if (!cached || cached.until <= now) {
      const fresh = { found: credentials.find(token), until: now + CREDENTIAL_CACHE_MS };
      cached = fresh;
      cache.delete(key);
      cache.set(key, fresh);
      fresh.found.catch(() => cache.get(key) === fresh && cache.delete(key));
      for (const oldest of cache.keys()) {
        if (cache.size <= MAX_CACHED) break;
        cache.delete(oldest);
      }
    }
    const credential = await cached.found;
    if (!credential) throw new Refused('token-unknown', 'no source has this token, or it was revoked');
    return credential;
  };
}
