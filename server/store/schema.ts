import { sql } from 'drizzle-orm';
import { bigint, boolean, customType, index, integer, jsonb, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** The tables of a centre. Moments are EpochMs (milliseconds since 1970, UTC) as everywhere in the contract. */

const bytea = customType<{ data: Uint8Array; driverData: Buffer }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});
const moment = (name: string) => bigint(name, { mode: 'number' });
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

export const claimLink = pgTable('claim_link', {
  tokenHash: bytea('token_hash').primaryKey(),
  principal: jsonb('principal').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

export const principalSession = pgTable('principal_session', {
  tokenHash: bytea('token_hash').primaryKey(),
  principal: jsonb('principal').notNull(),
  createdAt: moment('created_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  revokedAt: moment('revoked_at'),
});

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
