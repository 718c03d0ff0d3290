import { generateKeyPairSync, sign } from 'node:crypto';
import type { Act } from '../../../server/domain/access/ports.ts';
import { storable } from '../../../server/domain/audit/canonical.ts';
import { GENESIS, sealed, signedBytes } from '../../../server/domain/audit/chain.ts';
import type { Against, Checking } from '../../../server/domain/audit/verify.ts';
import { checkSignature, sha256 } from '../../../server/store/audit-keys.ts';
import type { AuditEntry, SignedHead } from '../../../shared/contract/audit.ts';

export const act = (more: Partial<Act> = {}): Act => ({
  actor: 'p-1',
  actorName: 'Nguyễn Thị Ánh',
  action: 'personal:reveal',
  subject: { kind: 'field-report', id: 'PA-1' },
  outcome: 'done',
  purpose: 'Gọi lại cho người phản ánh',
  ...more,
});

/** A chain of acts, a second apart. */
export const chainOf = (acts: readonly Act[]): AuditEntry[] =>
  sealed(
    sha256,
    GENESIS,
    acts.map((one, i) => ({ ...storable(one), n: i + 1, at: 1_760_000_000_000 + i * 1000, node: 'node-1' })),
  );

export const { publicKey, privateKey } = generateKeyPairSync('ed25519');
export const PUBLIC_KEY = publicKey.export({ type: 'spki', format: 'pem' }).toString();

export function signedAt(what: 'checkpoint' | 'head', { n, at, hash }: Pick<AuditEntry, 'n' | 'at' | 'hash'>, key = 'own'): SignedHead {
  return { n, at, hash, key, signature: sign(null, signedBytes(what, { n, at, hash }), privateKey).toString('base64') };
}

export const checking: Checking = { sha256, checkSignature, keys: new Map([['own', PUBLIC_KEY]]), strict: false };
export const nothing: Against = { checkpoints: [], heads: [], printed: [] };
