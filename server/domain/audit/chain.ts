import type { AuditEntry } from '../../../shared/contract/audit.ts';
import { type AuditFacts, canonicalFacts, canonicalJson } from './canonical.ts';

/** SHA-256 of the bytes, in lower-case hex. Handed in: this room has no cryptography of its own. */
export type Sha256 = (bytes: Uint8Array) => string;
/** Whether a base64 Ed25519 signature over the bytes is that of the public key (PEM, SPKI). False for what is no key or no signature. */
export type CheckSignature = (publicKey: string, bytes: Uint8Array, signature: string) => boolean;

/** What stands before the first entry: 32 zero bytes. */
export const GENESIS = '0'.repeat(64);

const utf8 = new TextEncoder();

/** The hash of an entry: SHA-256 over the 32 bytes of the hash before it, followed by its canonical form. In hex, as everywhere. */
export function sealOf(sha256: Sha256, previousHash: string, facts: AuditFacts): string {
  const canonical = utf8.encode(canonicalFacts(facts));
  const bytes = new Uint8Array(32 + canonical.length);
  bytes.set(bytesOf(previousHash));
  bytes.set(canonical, 32);
  return sha256(bytes);
}

/** Entries in order, each sealed by the one before; the first one by `after`. */
export function sealed(sha256: Sha256, after: string, rows: readonly AuditFacts[]): AuditEntry[] {
  let previousHash = after;
  return rows.map((facts) => {
    const hash = sealOf(sha256, previousHash, facts);
    const entry = { ...facts, previousHash, hash };
    previousHash = hash;
    return entry;
  });
}

export type Head = { n: number; at: number; hash: string };

/**
 * What a signature stands under: a line that says what it is, then the head in canonical form. The line keeps a head that was
 * signed after a batch from being passed off as an hourly checkpoint.
 */
export const signedBytes = (what: 'checkpoint' | 'head', { n, at, hash }: Head): Uint8Array =>
  utf8.encode(`ioc-audit-${what}/1\n${canonicalJson({ n, at, hash })}`);

const bytesOf = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
