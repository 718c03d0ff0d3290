import { desc, gt, inArray, lt, sql } from 'drizzle-orm';
import type { AccessChangeListing } from '../../shared/contract/walls.ts';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import type { AccessChange, AccessSubject } from '../domain/access/ports.ts';
import type { Database } from './database.ts';
import { accessApplied, accessChange } from './schema.ts';
import { person } from './schema-identity.ts';

/** A transaction of the caller's, or the pool. */
export type Executor = Pick<Database['orm'], 'execute' | 'insert'>;

/** A change as it stands in the order of its commits. `at`: just before its commit, by the database's clock. */
export type CommittedChange = AccessChange & { id: number; at: EpochMs };

export type StoredAccessChanges = {
  /**
   * Tells every node once the caller's transaction commits; without one, at once. To be the last statement of a transaction:
   * changes are numbered in the order of their commits, so whoever announces holds up the next one until it has committed.
   */
  announce(change: AccessChange, executor?: Executor): Promise<void>;
  /** Number of the newest change; 0 when there was none. */
  newest(): Promise<number>;
  /** Changes with `after < id`, in order; `now`: the database's clock when they were read. */
  read(after: number, limit: number): Promise<{ changes: CommittedChange[]; now: EpochMs }>;
  /** Notes that a node has acted: on how many sockets, and how long after the commit. */
  applied(change: Pick<CommittedChange, 'id'>, node: string, sockets: number, tookMs: number): Promise<void>;
  /** The newest first, with what the nodes have told. */
  list(limit: number): Promise<AccessChangeListing[]>;
  /** Forgets changes committed before the moment. Returns how many. */
  forget(before: EpochMs): Promise<number>;
};

/** Any number serves, as long as no one else takes it. */
const ORDER_LOCK = 4_812_202_606;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DATABASE_NOW = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** Whose rights changed, on PostgreSQL: a dense memory for every node, read from a cursor as the log is. */
export function createAccessChanges(parts: { database: Pick<Database, 'orm'> }): StoredAccessChanges {
  const { orm } = parts.database;

  async function announceIn(executor: Executor, { subject, reason, by }: AccessChange): Promise<void> {
    // A sequence alone gives numbers in the order of asking: a reader past the higher one would never see the lower one come.
    await executor.execute(sql`select pg_advisory_xact_lock(${ORDER_LOCK})`);
    const [row] = await executor
      .insert(accessChange)
      .values({ at: DATABASE_NOW, subjectKind: subject.kind, subject: subject.id, reason, by })
      .returning({ id: accessChange.id });
    await executor.execute(sql`select pg_notify('access', ${String(row?.id)})`);
  }

  /** Accounts by their ids; what is none is left out. */
  async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
    const accounts = [...new Set(ids)].filter((id) => UUID.test(id));
    if (accounts.length === 0) return new Map();
    const people = await orm.select({ id: person.id, name: person.name }).from(person).where(inArray(person.id, accounts));
    return new Map(people.map(({ id, name }) => [id, name]));
  }

  return {
    announce: (change, executor) =>
      executor ? announceIn(executor, change) : orm.transaction((transaction) => announceIn(transaction, change)),
    async newest() {
      const [row] = await orm.select({ id: sql<number>`coalesce(max(${accessChange.id}), 0)::bigint` }).from(accessChange);
      return row?.id ?? 0;
    },
    async read(after, limit) {
      const rows = await orm
        .select({ ...columns, now: DATABASE_NOW })
        .from(accessChange)
        .where(gt(accessChange.id, after))
        .orderBy(accessChange.id)
        .limit(limit);
      return { changes: rows.map(changeOf), now: epochMs(rows[0]?.now ?? 0) };
    },
    async applied({ id }, node, sockets, tookMs) {
      await orm
        .insert(accessApplied)
        .values({ change: id, node, sockets, tookMs: Math.max(0, Math.round(tookMs)) })
        .onConflictDoNothing();
    },
    async list(limit) {
      const rows = await orm.select(columns).from(accessChange).orderBy(desc(accessChange.id)).limit(limit);
      const applied = await orm
        .select()
        .from(accessApplied)
        .where(inArray(accessApplied.change, rows.map(({ id }) => id).concat(-1)));
      const names = await namesOf(rows.flatMap(({ subject, by }) => [subject, by]));
      return rows.map((row) => {
        const { id, at, subject, reason, by } = changeOf(row);
        const nodes = applied.filter(({ change }) => change === id).map(({ node, sockets, tookMs }) => ({ node, sockets, tookMs }));
        return {
          id,
          at,
          subject: { ...subject, name: names.get(subject.id) ?? null },
          reason,
          by: names.get(by) ?? by,
          nodes,
          tookMs: tookOf(nodes.map(({ tookMs }) => tookMs)),
        };
      });
    },
    async forget(before) {
      const gone = await orm.delete(accessChange).where(lt(accessChange.at, before)).returning({ id: accessChange.id });
      const newest = Math.max(0, ...gone.map(({ id }) => id));
      if (newest > 0) await orm.delete(accessApplied).where(lt(accessApplied.change, newest + 1));
      return gone.length;
    },
  };
}

/** The worst and the 95th percentile; null of nothing. */
export function tookOf(values: readonly number[]): { max: number; p95: number } | null {
  const sorted = values.toSorted((a, b) => a - b);
  const max = sorted.at(-1);
  if (max === undefined) return null;
  return { max, p95: sorted[Math.min(sorted.length - 1, Math.floor(0.95 * sorted.length))] ?? max };
}

const columns = {
  id: accessChange.id,
  at: accessChange.at,
  subjectKind: accessChange.subjectKind,
  subject: accessChange.subject,
  reason: accessChange.reason,
  by: accessChange.by,
};
type Row = { id: number; at: number; subjectKind: string; subject: string; reason: string; by: string };

/** Kinds are written by `announce` alone. */
const changeOf = ({ id, at, subjectKind, subject, reason, by }: Row): CommittedChange => ({
  id,
  at: epochMs(at),
  subject: { kind: subjectKind as AccessSubject['kind'], id: subject },
  reason,
  by,
});
