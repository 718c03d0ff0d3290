import type { Pool } from 'pg';
import type { AuditEntry, AuditFilter, AuditKey, AuditQuery, SignedCheckpoint, SignedHead } from '../../shared/contract/audit.ts';
import { type Head, signedBytes } from '../domain/audit/chain.ts';
import type { AuditBook } from '../domain/audit/ports.ts';
import type { AuditSigner } from './audit-keys.ts';

type Row = {
  n: number;
  at: number;
  node: string;
  actor: string;
  actor_name: string;
  action: string;
  subject_kind: string;
  subject: string;
  outcome: string;
  purpose: string | null;
  detail: AuditEntry['detail'];
  previous_hash: Buffer;
  hash: Buffer;
};
const COLUMNS = 'n, at, node, actor, actor_name, action, subject_kind, subject, outcome, purpose, detail, previous_hash, hash';
/** Small enough that checking a page does not hold up the event loop. */
const PAGE = 500;

/** As it stands in the database, whatever it says: a row that was tampered with has to be readable to be found. */
const entryOf = (row: Row): AuditEntry => ({
  n: row.n,
  at: row.at,
  node: row.node,
  actor: row.actor,
  actorName: row.actor_name,
  action: row.action,
  subject: { kind: row.subject_kind, id: row.subject },
  outcome: row.outcome as AuditEntry['outcome'],
  purpose: row.purpose,
  detail: row.detail,
  previousHash: row.previous_hash.toString('hex'),
  hash: row.hash.toString('hex'),
});

type CheckpointRow = { n: number; at: number; hash: Buffer; key: string; signature: Buffer };
const checkpointOf = ({ n, at, hash, key, signature }: CheckpointRow): SignedCheckpoint => ({
  n,
  at,
  hash: hash.toString('hex'),
  key,
  signature: signature.toString('base64'),
});

export type StoredAuditBook = Omit<AuditBook, 'signedHead'> & {
  /** Everything after this number, oldest first. */
  readAfter(n: number): AsyncIterable<AuditEntry>;
  /** The hash that an entry has now; null: there is no such entry. */
  hashAt(n: number): Promise<string | null>;
};

export const signedHead = (book: Pick<AuditBook, 'head'>, signer: AuditSigner): Promise<SignedHead | null> =>
  book.head().then((head) => head && { ...head, key: signer.id, signature: signer.sign(signedBytes('head', head)) });

/** Reads what the audit holds; it is written in `audit.ts`. */
export function createAuditBook({ pool }: { pool: Pool }): StoredAuditBook {
  async function* pages(filter: AuditFilter, after: number, upTo: number): AsyncGenerator<AuditEntry> {
    for (let from = after; ; ) {
      const { where, values } = whereOf(filter, ['n > $1', 'n <= $2'], [from, upTo]);
      const { rows } = await pool.query<Row>(`select ${COLUMNS} from audit.entry where ${where} order by n limit ${PAGE}`, values);
      for (const row of rows) yield entryOf(row);
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return;
      from = last.n;
    }
  }

  return {
    async list({ before, limit, ...filter }: AuditQuery) {
      const { where, values } = whereOf(filter, before === undefined ? [] : ['n < $1'], before === undefined ? [] : [before]);
      // One more than asked: whether there is another page.
      const text = `select ${COLUMNS} from audit.entry where ${where} order by n desc limit ${limit + 1}`;
      const { rows } = await pool.query<Row>(text, values);
      const entries = rows.slice(0, limit).map(entryOf);
      return { entries, next: rows.length > limit ? (entries.at(-1)?.n ?? null) : null };
    },
    read: (filter, upTo) => pages(filter, 0, upTo),
    readAfter: (n) => pages({}, n, Number.MAX_SAFE_INTEGER),
    async hashAt(n) {
      const { rows } = await pool.query<{ hash: string }>("select encode(hash, 'hex') as hash from audit.entry where n = $1", [n]);
      return rows[0]?.hash ?? null;
    },
    async head() {
      const { rows } = await pool.query<{ n: number; at: number; hash: Buffer }>(
        'select n, at, hash from audit.entry order by n desc limit 1',
      );
      const [row] = rows;
      return row ? ({ n: row.n, at: row.at, hash: row.hash.toString('hex') } satisfies Head) : null;
    },
    async checkpoints() {
      const { rows } = await pool.query<CheckpointRow>('select n, at, hash, key, signature from audit.checkpoint order by n');
      return rows.map(checkpointOf);
    },
    async newestCheckpoint() {
      const text = 'select n, at, hash, key, signature from audit.checkpoint order by n desc limit 1';
      const { rows } = await pool.query<CheckpointRow>(text);
      return rows[0] ? checkpointOf(rows[0]) : null;
    },
    async keys() {
      const { rows } = await pool.query<{ id: string; public_key: string; since: number }>('select id, public_key, since from audit.key');
      return rows.map(({ id, public_key, since }): AuditKey => ({ id, publicKey: public_key, since }));
    },
  };
}

/** Every value is a parameter; `text` is a text and no pattern. */
function whereOf(filter: AuditFilter, conditions: string[], values: unknown[]): { where: string; values: unknown[] } {
  const all = [...conditions];
  const given = [...values];
  const add = (value: unknown, condition: (place: string) => string): void => {
    if (value !== undefined) all.push(condition(`$${given.push(value)}`));
  };
  add(filter.subjectKind, (p) => `subject_kind = ${p}`);
  add(filter.subject, (p) => `subject = ${p}`);
  add(filter.actor, (p) => `actor = ${p}`);
  add(filter.action, (p) => `action = ${p}`);
  add(filter.outcome, (p) => `outcome = ${p}`);
  add(filter.from, (p) => `at >= ${p}`);
  add(filter.to, (p) => `at < ${p}`);
  add(
    filter.text?.toLocaleLowerCase('vi'),
    (p) => `position(${p} in lower(concat_ws(' ', actor, actor_name, action, subject_kind, subject, purpose, detail::text))) > 0`,
  );
  return { where: all.length === 0 ? 'true' : all.join(' and '), values: given };
}
