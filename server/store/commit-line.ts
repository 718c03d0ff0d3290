import type { Client, Pool, QueryConfig, QueryResult, QueryResultRow } from 'pg';

/**
 * Over which connection a node commits. The one that listens to the log is the best: PostgreSQL then tells of our own commit along
 * with its answer, and the process wakes up once and not twice. Where there is none, or it is busy, the pool does it.
 */
export type CommitLine = {
  query<R extends QueryResultRow>(config: QueryConfig): Promise<QueryResult<R>>;
  /** Commits go over this connection from now on; null: over the pool. Resolves when the one before is idle. Never throws. */
  over(client: Client | null): Promise<void>;
};

/** A stuck statement would hold the log's head for everyone; the pool's connections have the same. */
const ANSWER_WITHIN_MS = 25_000;
/** The driver takes it with each query as with a whole pool; its types know of the latter. */
type PatientQuery = QueryConfig & { query_timeout: number };

export function createCommitLine(pool: Pool): CommitLine {
  let line: Client | null = null;
  let running: Promise<unknown> | null = null;

  async function overLine<R extends QueryResultRow>(client: Client, config: QueryConfig): Promise<QueryResult<R>> {
    const patient: PatientQuery = { ...config, query_timeout: ANSWER_WITHIN_MS };
    const query = client.query<R, unknown[]>(patient);
    running = query;
    try {
      return await query;
    } catch (error) {
      // PostgreSQL said no, and the connection is as good as before. Else nobody knows what still comes over it: its keeper makes another.
      if (!hasSqlState(error)) {
        if (line === client) line = null;
        client.end().catch(() => {});
      }
      throw error;
    } finally {
      running = null;
    }
  }

  return {
    query: (config) => (line && !running ? overLine(line, config) : pool.query(config)),
    async over(client) {
      line = client;
      await running?.catch(() => {});
    },
  };
}

const hasSqlState = (error: unknown): boolean => error instanceof Error && 'code' in error && /^[0-9A-Z]{5}$/.test(String(error.code));
