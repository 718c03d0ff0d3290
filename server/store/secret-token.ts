import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, as URLs and headers take them. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** What is kept of a token. It is random and long, so a plain hash cannot be searched; no salt, so that it can be looked up. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
