import { randomBytes } from 'node:crypto';
import { hash, type Options, verify } from '@node-rs/argon2';
import type { Passwords } from '../domain/identity/ports.ts';

/** Argon2id (the library's default) with 19 MiB, two passes, one lane: OWASP's Password Storage Cheat Sheet. */
const COST: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Passwords as Argon2id hashes in PHC's form. `cost`: less in tests that sign in hundreds of times. */
export async function createPasswords(cost: Options = COST): Promise<Passwords> {
  // Of no password that anybody knows: whoever has no account waits as long as whoever has one (SEC16).
  const nobodys = await hash(randomBytes(32), cost);
  return {
    hash: (password) => hash(password, cost),
    async verify(kept, password) {
      const right = await verify(kept ?? nobodys, password);
      return right && kept !== null;
    },
  };
}
