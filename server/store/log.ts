import { randomUUID } from 'node:crypto';
import type { Client, Pool } from 'pg';
import type { Entry } from '../../shared/contract/entry.ts';
import { KINDS } from '../../shared/contract/entry-data.ts';
import { type EpochMs, epochMs, type Seq, type SourceId, seq } from '../../shared/model/ids.ts';
import type { Arrival, CommitBatch, CommitResult, EntryLog, KnownKey, Outcome } from '../domain/log/ports.ts';
import { createCommitLine } from './commit-line.ts';
import { ENTRY_COLUMNS, type EntryRow, entryOf, numbered } from './entry-row.ts';
import { storableText } from './storable.ts';

export type PgLog = EntryLog & {
  /** Forgets publishers' keys stored before the moment: a repeat after that is taken for new. Returns how many. */
  forgetKeys(before: EpochMs): Promise<number>;
  /** Names this writer in the notifications of what it commits. */
  readonly writer: string;
  /** Commits go over the connection that listens to the log, as long as there is one (null: over the pool). Resolves when none runs over the one before. */
  commitOver(listener: Client | null): Promise<void>;
  /** As `read`, with the newest moment at which one of them was committed, by the database's clock; null when there are none. */
  readCommitted(after: Seq, limit: number): Promise<{ entries: Entry[]; committedAt: EpochMs | null }>;
};

export type LogParts = { pool: Pool; clock: () => EpochMs };

type CommitRow = { before: number; stored: number; committed_at: number; duplicates: [place: number, seq: number][] };

const COMMIT = `select * from log_commit(${Array.from({ length: 25 }, (_, i) => `$${i + 1}`).join(', ')})`;
const KNOWN_KEYS = 'select source, key, seq from publisher_key where (source, key) in (select * from unnest($1::text[], $2::text[]))';
const FORGET_KEYS = 'delete from publisher_key where ctid = any(array(select ctid from publisher_key where at < $1 limit $2))';
const FORGET_STEP = 20_000;
const READ = `select ${ENTRY_COLUMNS}, committed_at from log_entry where seq > $1 order by seq limit $2`;

/** The log on PostgreSQL. Any number of writers and nodes may commit at once: numbers stay dense and in commit order (LOG1). */
export function createLog({ pool, clock }: LogParts): PgLog {
  const writer = randomUUID();
  const line = createCommitLine(pool);

  async function readCommitted(after: Seq, limit: number): Promise<{ entries: Entry[]; committedAt: EpochMs | null }> {
    const { rows } = await pool.query<EntryRow & { committed_at: number }>({ name: 'log-read', text: READ, values: [after, limit] });
    let newest: number | null = null;
    const entries: Entry[] = [];
    for (const row of rows) {
      if (newest === null || row.committed_at > newest) newest = row.committed_at;
      entries.push(entryOf(row));
    }
    return { entries, committedAt: newest === null ? null : epochMs(newest) };
  }

  return {
    writer,
    commitOver: line.over,
    readCommitted,
    // A throw can also mean that the commit's answer was lost; whoever then sends the batch again finds what has a key stored (LOG2).
    async commit(batch) {
      const { firsts, firstOf } = foldRepeats(batch.arrivals);
      const values = [writer, ...arrivalColumns(firsts), ...quarantineColumns(batch), ...countColumns(batch, firsts, firstOf)];
      const { rows } = await line.query<CommitRow>({ name: 'log-commit', text: COMMIT, values });
      const row = rows[0];
      if (!row) throw new Error('log_commit returned nothing');
      return resultOf(batch.arrivals, firsts, firstOf, row, clock());
    },
    async knownKeys(keys) {
      if (keys.length === 0) return [];
      const values = [keys.map((k) => k.source), keys.map((k) => k.key)];
      const { rows } = await pool.query<KnownKey>({ name: 'log-known-keys', text: KNOWN_KEYS, values });
      return rows;
    },
    async forgetKeys(before) {
      // In steps, so that no statement runs long and none holds what a commit waits for.
      for (let gone = 0; ; ) {
        const { rowCount } = await pool.query(FORGET_KEYS, [before, FORGET_STEP]);
        gone += rowCount ?? 0;
        if ((rowCount ?? 0) < FORGET_STEP) return gone;
      }
    },
    async head() {
      const { rows } = await pool.query<{ seq: number }>('select seq from log_head');
      return seq(rows[0]?.seq ?? 0);
    },
    read: async (after, limit) => (await readCommitted(after, limit)).entries,
    async seqAt(moment) {
      const text = 'select seq from log_entry where received_at <= $1 order by received_at desc, seq desc limit 1';
      const { rows } = await pool.query<{ seq: number }>({ name: 'log-seq-at', text, values: [moment] });
      return seq(rows[0]?.seq ?? 0);
    },
  };
}

/**
 * The same key twice in one batch: only the first goes to the database. `firstOf[i]` is the place in `firsts` of what arrival
 * `i` is or repeats.
 */
function foldRepeats(arrivals: readonly Arrival[]): { firsts: Arrival[]; firstOf: number[] } {
  const firsts: Arrival[] = [];
  const places = new Map<string, number>();
  const firstOf = arrivals.map((arrival) => {
    if (arrival.publisherKey === null) return firsts.push(arrival) - 1;
    const name = `${arrival.entry.source} ${arrival.publisherKey}`;
    const known = places.get(name);
    if (known !== undefined) return known;
    const place = firsts.push(arrival) - 1;
    places.set(name, place);
    return place;
  });
  return { firsts, firstOf };
}

/**
 * PostgreSQL's array literals, for what needs no escaping: closed vocabularies and ids of a fixed alphabet, numbers and booleans.
 * The driver's own way looks through every character of every element.
 */
const ofWords = (words: readonly string[]): string => (words.length === 0 ? '{}' : `{"${words.join('","')}"}`);
const ofFigures = (figures: readonly (number | boolean)[]): string => `{${figures.join()}}`;

function arrivalColumns(arrivals: readonly Arrival[]): unknown[] {
  const entries = arrivals.map(({ entry }) => entry);
  return [
    ofWords(entries.map((e) => e.kind)),
    ofWords(entries.map((e) => KINDS[e.kind].entity)),
    entries.map((e) => e.id),
    entries.map((e) => e.area),
    ofWords(entries.map((e) => e.classification)),
    ofFigures(entries.map((e) => e.occurredAt)),
    ofFigures(entries.map((e) => e.receivedAt)),
    ofWords(entries.map((e) => e.source)),
    entries.map((e) => e.actor),
    ofFigures(entries.map((e) => e.drill)),
    JSON.stringify(entries.map((e) => e.data)),
    ofWords(entries.map((e) => KINDS[e.kind].retention)),
    arrivals.map(({ publisherKey }) => publisherKey),
  ];
}

function quarantineColumns({ quarantined }: CommitBatch): unknown[] {
  return [
    quarantined.map((q) => q.id),
    quarantined.map((q) => q.source),
    quarantined.map((q) => q.receivedAt),
    quarantined.map((q) => storableText(q.channel)),
    quarantined.map((q) => Buffer.from(q.body.buffer, q.body.byteOffset, q.body.byteLength)),
    quarantined.map((q) => storableText(q.reason)),
    quarantined.map((q) => storableText(q.pointer)),
  ];
}

/** What the ledger must count and the database cannot see: repeats within the batch, and what was refused before it. */
function countColumns(batch: CommitBatch, firsts: readonly Arrival[], firstOf: readonly number[]): unknown[] {
  const counts: { source: SourceId; at: EpochMs; duplicate: number; refused: number }[] = batch.refused.map(({ source, at, count }) => ({
    source,
    at,
    duplicate: 0,
    refused: count,
  }));
  batch.arrivals.forEach((arrival, i) => {
    if (firsts[firstOf[i] ?? -1] === arrival) return;
    counts.push({ source: arrival.entry.source, at: arrival.entry.receivedAt, duplicate: 1, refused: 0 });
  });
  return [counts.map((c) => c.source), counts.map((c) => c.at), counts.map((c) => c.duplicate), counts.map((c) => c.refused)];
}

function resultOf(
  arrivals: readonly Arrival[],
  firsts: readonly Arrival[],
  firstOf: readonly number[],
  row: CommitRow,
  committedAt: EpochMs,
): CommitResult {
  const known = new Map(row.duplicates);
  const entries: Entry[] = [];
  let next = row.before;
  const outcomes = firsts.map(({ entry }, place): Outcome => {
    const before = known.get(place);
    if (before !== undefined) return { kind: 'duplicate', seq: seq(before) };
    next += 1;
    entries.push(numbered(entry, seq(next)));
    return { kind: 'stored', seq: seq(next) };
  });
  if (entries.length !== row.stored) throw new Error(`the log stored ${row.stored} entries where ${entries.length} were expected`);
  return {
    entries,
    committedAt,
    outcomes: arrivals.map((arrival, i): Outcome => {
      const place = firstOf[i] ?? -1;
      const outcome = outcomes[place];
      if (!outcome) throw new Error(`arrival ${i} has no outcome`);
      return firsts[place] === arrival ? outcome : { kind: 'duplicate', seq: outcome.seq };
    }),
  };
}
