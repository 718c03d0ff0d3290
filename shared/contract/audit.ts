import { z } from 'zod';
import { PERSONAL_FIELDS } from '../model/vocabulary.ts';
import { KIND_NAMES } from './entry-data.ts';
import { IdField, MomentField, text } from './fields.ts';

/** The audit as the auditor reads it, as it is exported, and as it is checked without a server (AG-6.3, AG-12). */

export const OUTCOMES = ['done', 'denied', 'failed'] as const;

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Count = z.int().nonnegative();

/** One row of the chain. Hashes are SHA-256 in lower-case hex; how they come about stands in `server/domain/audit/chain.ts`. */
export const AuditEntry = z.strictObject({
  /** Dense, from 1. */
  n: z.int().positive(),
  /** EpochMs by the database's clock; never before the entry before it. */
  at: Count,
  node: z.string(),
  actor: z.string(),
  actorName: z.string(),
  action: z.string(),
  subject: z.strictObject({ kind: z.string(), id: z.string() }),
  outcome: z.enum(OUTCOMES),
  purpose: z.string().nullable(),
  detail: z.record(z.string(), z.unknown()),
  previousHash: Hash,
  hash: Hash,
});
export type AuditEntry = z.output<typeof AuditEntry>;

/** The chain's head at a moment, under an Ed25519 signature (base64) of the key with this id. */
export const SignedHead = z.strictObject({ n: Count, at: Count, hash: Hash, key: z.string(), signature: z.string() });
export type SignedHead = z.output<typeof SignedHead>;
export type SignedCheckpoint = SignedHead;

/** A public key (PEM, SPKI) that signed checkpoints; its id is the first 16 hex digits of the SHA-256 of its DER form. */
export const AuditKey = z.strictObject({ id: z.string(), publicKey: z.string(), since: Count });
export type AuditKey = z.output<typeof AuditKey>;

const pick = {
  subjectKind: text(100).optional(),
  subject: text(500).optional(),
  /** Id of who acted. */
  actor: text(200).optional(),
  action: text(100).optional(),
  outcome: z.enum(OUTCOMES).optional(),
  /** At this moment or after it. */
  from: MomentField.optional(),
  /** Before this moment. */
  to: MomentField.optional(),
  /** Anywhere in names, subjects, purposes and details. */
  text: text(200).optional(),
};

/** Query of `GET /audit/v1/entries`: newest first, `before` is the number where the last page ended. */
export const AuditQuery = z.strictObject({
  ...pick,
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type AuditQuery = z.output<typeof AuditQuery>;
export type AuditFilter = Omit<AuditQuery, 'before' | 'limit'>;
export type AuditListing = { entries: AuditEntry[] /** `before` of the next page; null: that was the last. */; next: number | null };

/** Query of `GET /audit/v1/export`. */
export const AuditExportQuery = z.strictObject({ ...pick, format: z.enum(['json', 'csv']).default('json') });

/** The document that `audit:verify --export` checks. Without a filter it is the whole chain up to its head, oldest first. */
export const AuditExport = z.strictObject({
  format: z.literal('ioc-audit'),
  version: z.literal(1),
  exportedAt: z.string(),
  exportedBy: z.string(),
  /** What it was narrowed by; null: whole. */
  filter: z.record(z.string(), z.unknown()).nullable(),
  head: SignedHead.nullable(),
  checkpoints: z.array(SignedHead),
  keys: z.array(AuditKey),
  entries: z.array(AuditEntry),
});
export type AuditExport = z.output<typeof AuditExport>;

/** What a check of the chain finds wrong, with the numbers that it concerns. `by`: what had been signed or printed. */
export type AuditFault =
  /** The row's hash is not that of its content. */
  | { kind: 'changed'; n: number }
  /** The contents of two rows stand under each other's number. */
  | { kind: 'swapped'; n: number; other: number }
  | { kind: 'missing'; from: number; to: number }
  /** It does not continue the row before it: one of the two was written anew. */
  | { kind: 'unlinked'; n: number }
  /** In a file: it stands at the wrong place, or twice. */
  | { kind: 'misplaced'; n: number }
  /** The chain ends before a number that had been signed. `last`: where it ends; 0: it is empty. */
  | { kind: 'cut'; last: number; signed: number; at: number | null; by: Anchor }
  /** The chain is whole in itself, but another one than was signed. */
  | { kind: 'rewritten'; n: number; at: number | null; by: Anchor }
  | { kind: 'forged'; n: number; key: string; by: Anchor }
  /** Signed with a key that is not known, or not among those that were given. */
  | { kind: 'unknown-key'; n: number; key: string; by: Anchor };
export type Anchor = 'checkpoint' | 'head' | 'printed';

/** `GET /audit/v1/chain`: how the chain stands, for the auditor's screen. */
export type ChainState = {
  size: number;
  head: { n: number; at: number; hash: string } | null;
  checkpoint: SignedCheckpoint | null;
  checkpoints: number;
  /** The newest check by this server: which entries it went through. null: none yet. */
  verified: { from: number; to: number; at: number } | null;
  faults: AuditFault[];
  /** `missing`: the database would not give us a role that can only append; its triggers stand, the role does not. */
  role: 'held' | 'missing';
};

/** `POST /audit/v1/verify`: the whole chain, checked now. */
export type ChainCheck = { size: number; from: number; to: number; checkpoints: number; faults: AuditFault[] };

export const PURPOSE_MIN = 10;
export const PurposeField = text(500).refine((words) => words.length >= PURPOSE_MIN, `at least ${PURPOSE_MIN} characters`);

/** `POST /reveal/v1`: one masked field of one subject in the live picture, and why. */
export const RevealRequest = z.strictObject({
  kind: z.enum(KIND_NAMES),
  id: IdField,
  field: z.enum(PERSONAL_FIELDS),
  purpose: PurposeField,
});
export type RevealRequest = z.output<typeof RevealRequest>;
/** `value` null: the subject has none. A face's value is the address of its picture. */
export type Revealed = { value: string | null };

/** Query of `GET /log/v1/entries`: the history of one subject, seen through the view of who asks. */
export const LogExportQuery = z.strictObject({
  entity: text(60),
  id: text(200),
  from: MomentField.optional(),
  to: MomentField.optional(),
  format: z.enum(['json', 'csv']).default('json'),
  purpose: PurposeField,
});

/** A hash as it is printed on paper: groups of four, so that a person can compare two. */
export const printedHash = (hash: string): string => (hash.match(/.{1,4}/g) ?? []).join(' ');
