import type { Client } from 'pg';
import type { Logger } from '../telemetry/logger.ts';

const RETRY_MS = 1000;
/** How long feeds run on without the lock while the database answers nobody. */
const PATIENCE_MS = 60_000;

export type SoleRunner = { stop(): Promise<void> };

type Parts = {
  /** A fresh, unconnected client: the lock lives and dies with its session. */
  client: () => Client;
  lockKey: number;
  start: () => Promise<void>;
  stop: () => Promise<void>;
  log: Logger;
};

/**
 * Of N equal nodes exactly one runs what must run once (the drill, a subscription to a broker): whoever holds a session lock in
 * the database. When that node dies, its session does, and another takes over within a second.
 *
 * When the database itself dies, nobody can take over, and a feed that stopped would lose what its source says meanwhile: it
 * runs on, what it hears waits in its own bounded queue, and the lock is asked for again. It stops as soon as another node has it.
 */
export function runOnOneNode({ client, lockKey, start, stop, log }: Parts): SoleRunner {
  let ended = false;
  let holding: Client | null = null;
  let running = false;
  let lockLostAt = 0;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();

  const yieldUp = async (why: string): Promise<void> => {
    if (!running) return;
    running = false;
    log.warn(`${why}: feeds stop here`);
    await stop();
  };

  /** @returns the session that holds the lock; null when another node's does. */
  async function lock(): Promise<Client | null> {
    const session = client();
    try {
      await session.connect();
      const { rows } = await session.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockKey]);
      if (rows[0]?.held && !ended) return session;
      await session.end();
      return null;
    } catch (error) {
      await session.end().catch((failure: unknown) => log.debug({ err: failure }, 'the session had already ended'));
      throw error;
    }
  }

  async function attempt(): Promise<void> {
    if (ended || holding) return;
    let session: Client | null;
    try {
      session = await lock();
    } catch (error) {
      log.warn({ err: error }, 'the lock that says which node runs the feeds cannot be asked for');
      if (Date.now() - lockLostAt > PATIENCE_MS) await yieldUp('the database has been away for too long');
      return;
    }
    if (session === null) return yieldUp('another node runs the feeds now');
    const held = session;
    holding = held;
    held.once('end', () => {
      if (holding !== held) return;
      holding = null;
      lockLostAt = Date.now();
      // At once: until it is known who has the lock, two nodes might run.
      next(0);
    });
    if (running) return;
    running = true;
    try {
      await start();
    } catch (error) {
      log.error({ err: error }, 'the feeds could not be started');
      await yieldUp('the start failed');
      holding = null;
      await held.end();
    }
  }

  function next(inMs: number): void {
    clearTimeout(timer);
    if (ended) return;
    timer = setTimeout(() => {
      work = work.then(attempt).finally(() => next(RETRY_MS));
    }, inMs);
  }
  next(0);

  return {
    async stop() {
      ended = true;
      clearTimeout(timer);
      await work;
      const session = holding;
      holding = null;
      if (running) await stop();
      running = false;
      await session?.end();
    },
  };
}
