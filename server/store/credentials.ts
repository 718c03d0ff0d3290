import { randomBytes } from 'node:crypto';
import { and, asc, desc, eq, isNull } from 'drizzle-orm';
import { type EpochMs, epochMs, type SourceId, sourceId } from '../../shared/model/ids.ts';
import type { SourceCredentials } from '../domain/intake/ports.ts';
import type { Database } from './database.ts';
import { sourceCredential } from './schema.ts';
import { hashOf, newToken } from './secret-token.ts';

export type IssuedCredential = { source: SourceId; createdAt: EpochMs; revokedAt: EpochMs | null };
export type StoredCredentials = SourceCredentials & {
  /** Everything that was ever issued, by source, oldest first; no secrets. */
  list(): Promise<IssuedCredential[]>;
};

/** Sources' tokens (only their hashes are kept) and signing secrets as Standard Webhooks writes them (`whsec_` and base64). */
export function createSourceCredentials(parts: { database: Pick<Database, 'orm'>; clock: () => EpochMs }): StoredCredentials {
  const { clock } = parts;
  const { orm } = parts.database;
  const valid = isNull(sourceCredential.revokedAt);
  return {
    async find(token) {
      const [found] = await orm
        .select({ source: sourceCredential.source })
        .from(sourceCredential)
        .where(and(eq(sourceCredential.tokenHash, hashOf(token)), valid));
      if (!found) return null;
      const secrets = await orm
        .select({ secret: sourceCredential.signingSecret })
        .from(sourceCredential)
        .where(and(eq(sourceCredential.source, found.source), valid))
        .orderBy(desc(sourceCredential.createdAt));
      return { source: sourceId(found.source), signingSecrets: secrets.map(({ secret }) => secret) };
    },
    async issue(source) {
      const token = newToken();
      const signingSecret = `whsec_${randomBytes(32).toString('base64')}`;
      await orm.insert(sourceCredential).values({ tokenHash: hashOf(token), source, signingSecret, createdAt: clock() });
      return { token, signingSecret };
    },
    async revoke(source) {
      const revoked = await orm
        .update(sourceCredential)
        .set({ revokedAt: clock() })
        .where(and(eq(sourceCredential.source, source), valid));
      return (revoked.rowCount ?? 0) > 0;
    },
    async list() {
      const { source, createdAt, revokedAt } = sourceCredential;
      const rows = await orm.select({ source, createdAt, revokedAt }).from(sourceCredential).orderBy(asc(source), asc(createdAt));
      return rows.map((row) => ({
        source: sourceId(row.source),
        createdAt: epochMs(row.createdAt),
        revokedAt: row.revokedAt === null ? null : epochMs(row.revokedAt),
      }));
    },
  };
}
