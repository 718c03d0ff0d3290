import type { Pool, PoolClient } from 'pg';
import type { Act, Audit } from '../domain/access/ports.ts';
import { type StorableAct, storable } from '../domain/audit/canonical.ts';
import { GENESIS, type Head, sealed } from '../domain/audit/chain.ts';
import { sha256 } from './audit-keys.ts';

/** How many acts may wait. More are refused, and what they are about is not done: none is ever dropped. */
const WAITING_MAX = 5000;
const BATCH_MAX = 500;
/** Held by whoever appends, until its commit: entries are numbered and sealed one batch after the other, on whatever node. */
export const AUDIT_LOCK = 4_812_202_604;

/** The transaction is the role's, not the server's: what follows can append and nothing else. */
export const asAppender = (role: 'held' | 'missing'): string => `begin; ${role === 'held' ? 'set local role ioc_audit;' : ''}`;

const HEAD = `select n, at, hash, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now
from (values (1)) one left join lateral (select n, at, hash from audit.entry order by n desc limit 1) head on true`;
const INSERT = `insert into audit.entry (n, at, node, actor, actor_name, action, subject_kind, subject, outcome, purpose, detail, previous_hash, hash)
select n, at, $1, actor, actor_name, action, subject_kind, subject, outcome, purpose, detail, decode(previous_hash, 'hex'), decode(hash, 'hex')
from jsonb_to_recordset($2::jsonb) as entry(n bigint, at bigint, actor text, actor_name text, action text, subject_kind text, subject text,
  outcome text, purpose text, detail jsonb, previous_hash text, hash text)`;

/** In the manner of PostgreSQL's own "insufficient resources": who asked is told to try again later. */
export class AuditRefused extends Error {
  readonly code = '53400';
}

export type StoredAudit = Audit & {
  /** Acts that wait for their place, and how many were refused since the start. */
  stats(): { waiting: number; refused: number };
  /** Takes nothing more; done when what waits is written. */
  close(): Promise<void>;
};

type Waiting = { act: StorableAct; done: () => void; failed: (error: unknown) => void };

/**
 * Appends to the one chain of the centre. What is recorded while a batch is on its way goes with the next one, so a storm of views
 * is a handful of transactions. `record` throws when the act could not be written, or when nobody knows: its subject is then not done.
 */
export function createAudit(parts: {
  pool: Pool;
  node: string;
  role: 'held' | 'missing';
  /** The chain's new head, each time a batch is on disk. */
  onAppended: (head: Head) => void;
}): StoredAudit {
  const { pool, node, role, onAppended } = parts;
  const waiting: Waiting[] = [];
  let refused = 0;
  let closed = false;
  let appending: Promise<void> | null = null;

  async function appendAll(): Promise<void> {
    // What is recorded in this very turn goes along.
    await new Promise<void>((turn) => setImmediate(turn));
    while (waiting.length > 0) {
      const batch = waiting.splice(0, BATCH_MAX);
      try {
        onAppended(await append(batch.map(({ act }) => act)));
        for (const { done } of batch) done();
      } catch (error) {
        for (const { failed } of batch) failed(error);
      }
    }
    appending = null;
  }

  async function append(acts: readonly StorableAct[]): Promise<Head> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      const head = await lockedHead(client);
      const entries = sealed(
        sha256,
        head.hash,
        acts.map((act, i) => ({ ...act, n: head.n + 1 + i, at: head.now, node })),
      );
      await client.query({
        name: 'audit-append',
        text: INSERT,
        values: [
          node,
          JSON.stringify(
            entries.map(({ actorName, subject, previousHash, ...entry }) => ({
              ...entry,
              actor_name: actorName,
              subject_kind: subject.kind,
              subject: subject.id,
              previous_hash: previousHash,
            })),
          ),
        ],
      });
      await client.query('commit');
      const last = entries.at(-1);
      if (!last) throw new Error('an empty batch was appended');
      return { n: last.n, at: last.at, hash: last.hash };
    } catch (error) {
      await client.query('rollback').catch((lost: Error) => {
        broken = lost;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  /** The head as nobody else can move it, and the moment; time in the chain never runs back. */
  async function lockedHead(client: PoolClient): Promise<{ n: number; hash: string; now: number }> {
    // Each statement sees what was committed when it began: the head is read after the lock is ours.
    await client.query(`${asAppender(role)} select pg_advisory_xact_lock(${AUDIT_LOCK})`);
    const { rows } = await client.query<{ n: number | null; at: number | null; hash: Buffer | null; now: number }>({
      name: 'audit-head',
      text: HEAD,
    });
    const [row] = rows;
    if (!row) throw new Error('the database told no moment');
    return { n: row.n ?? 0, hash: row.hash?.toString('hex') ?? GENESIS, now: Math.max(row.now, row.at ?? 0) };
  }

  return {
    stats: () => ({ waiting: waiting.length, refused }),
    record(act: Act) {
      if (closed || waiting.length >= WAITING_MAX) {
        refused += 1;
        return Promise.reject(new AuditRefused(closed ? 'the audit is closed' : 'too much waits to be audited'));
      }
      return new Promise<void>((done, failed) => {
        waiting.push({ act: storable(act), done, failed });
        appending ??= appendAll();
      });
    },
    async close() {
      closed = true;
      await appending;
    },
  };
}
