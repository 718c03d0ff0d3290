import { sql } from 'drizzle-orm';
import {
  bigint,
  bigserial,
  boolean,
  index,
  integer,
  jsonb,
  pgSchema,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, moment } from './columns.ts';

/** The tables of a centre. Moments are EpochMs (milliseconds since 1970, UTC) as everywhere in the contract. */

const seqNumber = (name: string) => bigint(name, { mode: 'number' });

/** One row: the newest number given. Whoever writes to the log holds it, which makes `seq` dense and in commit order (LOG1). */
export const logHead = pgTable('log_head', {
  one: boolean('one').primaryKey().default(true),
  seq: seqNumber('seq').notNull(),
});

/** Partitioned by retention, then by month of `received_at`: retention drops whole partitions. See `partitions.ts`. */
export const logEntry = pgTable(
  'log_entry',
  {
    seq: seqNumber('seq').notNull(),
    kind: text('kind').notNull(),
    entity: text('entity').notNull(),
    id: text('id').notNull(),
    area: text('area'),
    classification: text('classification').notNull(),
    occurredAt: moment('occurred_at').notNull(),
    receivedAt: moment('received_at').notNull(),
    /** The database's clock when the entry got its number, just before the commit. */
    committedAt: moment('committed_at').notNull(),
    source: text('source').notNull(),
    actor: text('actor'),
    drill: boolean('drill').notNull(),
    data: jsonb('data').notNull(),
    retention: text('retention').notNull(),
  },
  (table) => [
    index('log_entry_seq').on(table.seq),
    index('log_entry_received').on(table.receivedAt, table.seq),
    index('log_entry_subject').on(table.entity, table.id, table.seq),
    // What a replay jumps to: a handful among a day's million.
    index('log_entry_mark')
      .on(table.receivedAt, table.seq)
      .where(sql`kind in ('wall.directed', 'drill.changed', 'briefing.frozen') or data->>'severity' in ('critical', 'high')`),
  ],
);

/** What publishers call their messages, so that the same message is stored once. Forgotten after days. */
export const publisherKey = pgTable(
  'publisher_key',
  {
    source: text('source').notNull(),
    key: text('key').notNull(),
    seq: seqNumber('seq').notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.key] }), index('publisher_key_at').using('brin', table.at)],
);

export const quarantine = pgTable(
  'quarantine',
  {
    id: uuid('id').primaryKey(),
    source: text('source').notNull(),
    receivedAt: moment('received_at').notNull(),
    channel: text('channel').notNull(),
    body: bytea('body').notNull(),
    reason: text('reason').notNull(),
    pointer: text('pointer').notNull(),
    replayedAt: moment('replayed_at'),
    replayedBy: text('replayed_by'),
    /** The entries that it turned into: (Seq | null)[]. */
    replayedSeqs: jsonb('replayed_seqs'),
  },
  (table) => [
    index('quarantine_received').on(table.receivedAt),
    index('quarantine_open').on(table.receivedAt).where(sql`replayed_at is null`),
  ],
);

export const ledger = pgTable(
  'ledger',
  {
    source: text('source').notNull(),
    minute: moment('minute').notNull(),
    received: integer('received').notNull(),
    stored: integer('stored').notNull(),
    duplicate: integer('duplicate').notNull(),
    quarantined: integer('quarantined').notNull(),
    refused: integer('refused').notNull(),
  },
  (table) => [primaryKey({ columns: [table.minute, table.source] })],
);

export const checkpoint = pgTable('checkpoint', {
  seq: seqNumber('seq').primaryKey(),
  at: moment('at').notNull(),
  /** Of the fold that made it; a checkpoint of another is not read. */
  version: integer('version').notNull(),
  body: bytea('body').notNull(),
});

export const sourceCredential = pgTable('source_credential', {
  tokenHash: bytea('token_hash').primaryKey(),
  source: text('source').notNull(),
  /** Standard Webhooks, `whsec_…`: needed whole to check a signature, so it cannot be a hash. */
  signingSecret: text('signing_secret').notNull(),
  createdAt: moment('created_at').notNull(),
  revokedAt: moment('revoked_at'),
});

export const wall = pgTable('wall', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  audience: text('audience').notNull(),
  audienceAt: moment('audience_at').notNull(),
  audienceBy: text('audience_by').notNull(),
});

/** One browser of a wall: a device, never a person's session. */
export const display = pgTable(
  'display',
  {
    /** Its unique name, as it stands on its label (AG-6.1). */
    id: text('id').primaryKey(),
    name: text('name').notNull(),
    wall: text('wall')
      .notNull()
      .references(() => wall.id),
    position: text('position').notNull(),
    tokenHash: bytea('token_hash').unique(),
    tokenAt: moment('token_at').notNull(),
    /** The token before, for as long as its answer may have been lost. */
    previousHash: bytea('previous_hash'),
    /** A token that was made in between and never arrived, as far as is known: who shows it is not the one who asked again. */
    abandonedHash: bytea('abandoned_hash'),
    previousUntil: moment('previous_until'),
    seenAt: moment('seen_at'),
    createdAt: moment('created_at').notNull(),
    approvedBy: text('approved_by').notNull(),
    revokedAt: moment('revoked_at'),
    revokedBy: text('revoked_by'),
  },
  (table) => [
    index('display_wall').on(table.wall),
    // A place of a wall holds one display at a time (PAIR4).
    uniqueIndex('display_place').on(table.wall, table.position).where(sql`revoked_at is null`),
  ],
);

/** A display that asks to be paired (RFC 8628): the code on its screen, and what it keeps itself. */
export const pairing = pgTable('pairing', {
  deviceHash: bytea('device_hash').primaryKey(),
  userCode: text('user_code').notNull().unique(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  /** Where it was asked from, and with what: who approves should know. */
  address: text('address').notNull(),
  browser: text('browser').notNull(),
  display: text('display').references(() => display.id),
  takenAt: moment('taken_at'),
});

/** Whose rights changed, for every node: sockets are closed or seen through another view from here on. */
export const accessChange = pgTable('access_change', {
  id: bigserial('id', { mode: 'number' }).primaryKey(),
  at: moment('at').notNull(),
  /** `person`, `session`, `display`, `wall` or `areas`. */
  subjectKind: text('subject_kind').notNull(),
  subject: text('subject').notNull(),
  reason: text('reason').notNull(),
  by: text('by').notNull(),
});

/** How long a node took to act on a change, measured from the change's commit. */
export const accessApplied = pgTable(
  'access_applied',
  {
    change: moment('change').notNull(),
    node: text('node').notNull(),
    sockets: integer('sockets').notNull(),
    tookMs: integer('took_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.change, table.node] })],
);

export const audit = pgSchema('audit');

/** Who did what, saw what, and why: append-only, each row sealed by the hash of the one before (AG-6.3). */
export const auditEntry = audit.table(
  'entry',
  {
    n: bigint('n', { mode: 'number' }).primaryKey(),
    at: moment('at').notNull(),
    node: text('node').notNull(),
    actor: text('actor').notNull(),
    actorName: text('actor_name').notNull(),
    action: text('action').notNull(),
    /** What it was done to: a kind of subject and its id ("camera", "cam-017"). */
    subjectKind: text('subject_kind').notNull(),
    subject: text('subject').notNull(),
    outcome: text('outcome').notNull(),
    purpose: text('purpose'),
    detail: jsonb('detail').notNull(),
    previousHash: bytea('previous_hash').notNull(),
    hash: bytea('hash').notNull(),
  },
  (table) => [
    index('audit_entry_subject').on(table.subjectKind, table.subject, table.n),
    index('audit_entry_actor').on(table.actor, table.n),
  ],
);

/** The chain's head under a signature (Ed25519), hourly: what a paper proves the log with. */
export const auditCheckpoint = audit.table('checkpoint', {
  n: bigint('n', { mode: 'number' }).primaryKey(),
  at: moment('at').notNull(),
  hash: bytea('hash').notNull(),
  key: text('key').notNull(),
  signature: bytea('signature').notNull(),
});

/** Public keys that checkpoints were signed with. */
export const auditKey = audit.table('key', {
  id: text('id').primaryKey(),
  publicKey: text('public_key').notNull(),
  since: moment('since').notNull(),
});

/** What is known of a kept file: who may see it (as for an entry), whose it is, and its blurred likeness. The bytes lie in `data/media`. */
export const mediaFile = pgTable(
  'media_file',
  {
    id: uuid('id').primaryKey(),
    /** Of the bytes as they were drawn anew; the same picture may belong to two subjects. */
    sha256: text('sha256').notNull(),
    blurredSha256: text('blurred_sha256').notNull(),
    type: text('type').notNull(),
    bytes: integer('bytes').notNull(),
    width: integer('width').notNull(),
    height: integer('height').notNull(),
    area: text('area'),
    classification: text('classification').notNull(),
    /** What it was called where it came from: shown, never a path. */
    name: text('name').notNull(),
    uploader: text('uploader').notNull(),
    uploadedAt: moment('uploaded_at').notNull(),
  },
  (table) => [index('media_file_sha256').on(table.sha256), index('media_file_uploader').on(table.uploader)],
);

/** Webhook ids already taken: a signature holds for minutes, and must not be played twice in them. */
export const webhookSeen = pgTable(
  'webhook_seen',
  {
    source: text('source').notNull(),
    webhookId: text('webhook_id').notNull(),
    seenAt: moment('seen_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.source, table.webhookId] }), index('webhook_seen_at').using('brin', table.seenAt)],
);
