import { index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, moment } from './columns.ts';

/** People of the centre and their way in. Moments are EpochMs. */

/** A person's own account (AG-4.4). What it may do follows from its role, its areas and its unit. */
export const person = pgTable('person', {
  id: uuid('id').primaryKey(),
  /** Lower case, NFC. */
  login: text('login').notNull().unique(),
  name: text('name').notNull(),
  role: text('role').notNull(),
  unit: text('unit'),
  /** AreaCode[] as granted; lower levels belong to it. null: the whole centre. */
  areas: jsonb('areas'),
  /** Argon2id, in PHC's form; null until the invitation is taken up, or for single sign-on alone. */
  passwordHash: text('password_hash'),
  passwordAt: moment('password_at'),
  /** Sealed with the centre's key; null: no second factor yet. */
  totpSecret: bytea('totp_secret'),
  /** Newest time step whose code was taken: no code works twice. */
  totpStep: moment('totp_step'),
  /** `sub` at the configured provider of single sign-on. */
  oidcSubject: text('oidc_subject').unique(),
  createdAt: moment('created_at').notNull(),
  createdBy: text('created_by').notNull(),
  disabledAt: moment('disabled_at'),
});

export const recoveryCode = pgTable(
  'recovery_code',
  {
    person: uuid('person')
      .notNull()
      .references(() => person.id),
    codeHash: bytea('code_hash').notNull(),
    usedAt: moment('used_at'),
  },
  (table) => [primaryKey({ columns: [table.person, table.codeHash] })],
);

/** One-time links: set-up of the first administrator, an invitation, a reset, a wall on this machine. */
export const oneTimeLink = pgTable('one_time_link', {
  tokenHash: bytea('token_hash').primaryKey(),
  purpose: text('purpose').notNull(),
  person: uuid('person').references(() => person.id),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

/** A person's session; a token's hash and never the token. `stage` says what is still missing before it opens anything. */
export const personSession = pgTable(
  'person_session',
  {
    tokenHash: bytea('token_hash').primaryKey(),
    id: uuid('id').notNull().unique(),
    person: uuid('person')
      .notNull()
      .references(() => person.id),
    stage: text('stage').notNull(),
    createdAt: moment('created_at').notNull(),
    seenAt: moment('seen_at').notNull(),
    /** When the second factor was last proven: what is grave asks for it again (SEC20). */
    provenAt: moment('proven_at'),
    /** A second factor that was offered and not confirmed yet; sealed. */
    offeredSecret: bytea('offered_secret'),
    expiresAt: moment('expires_at').notNull(),
    endedAt: moment('ended_at'),
    endedWhy: text('ended_why'),
    userAgent: text('user_agent').notNull(),
  },
  (table) => [index('person_session_person').on(table.person)],
);

/** Failed proofs by who tried what from where; too many make the next ones wait, longer each time (SEC15). */
export const proofFailure = pgTable(
  'proof_failure',
  {
    key: text('key').primaryKey(),
    failures: integer('failures').notNull(),
    lastAt: moment('last_at').notNull(),
    /** Nothing is tried under this key before. */
    waitUntil: moment('wait_until').notNull(),
  },
  (table) => [index('proof_failure_last').using('brin', table.lastAt)],
);
