import type { Client } from 'pg';
import type { Logger } from '../telemetry/logger.ts';

const RETRY_MS = 1000;

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
 */
export function runOnOneNode({ client, lockKey, start, stop, log }: Parts): SoleRunner {
  let ended = false;
  let holding: Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let work: Promise<void> = Promise.resolve();

  const yieldUp = async (session: Client): Promise<void> => {
    if (holding !== session) return;
    holding = null;
    log.warn('the session that made this node the runner is gone: feeds stop here');
    await stop();
  };

  async function attempt(): Promise<void> {
    if (ended || holding) return;
    const session = client();
    try {
      await session.connect();
      const { rows } = await session.query<{ held: boolean }>('select pg_try_advisory_lock($1) as held', [lockKey]);
      if (!rows[0]?.held || ended) {
        await session.end();
        return;
      }
      holding = session;
      session.on('end', () => {
        work = work.then(() => yieldUp(session));
      });
      await start();
    } catch (error) {
      log.warn({ err: error }, 'could not become the node that runs the feeds');
      if (holding === session) {
        holding = null;
        await stop();
      }
      await session.end().catch((failure: unknown) => log.debug({ err: failure }, 'the session had already ended'));
    }
  }

  const loop = (): void => {
    work = work.then(attempt).finally(() => {
      if (!ended) timer = setTimeout(loop, RETRY_MS);
    });
  };
  loop();

  return {
    async stop() {
      ended = true;
      clearTimeout(timer);
      await work;
      const session = holding;
      holding = null;
      if (!session) return;
      await stop();
      await session.end();
    },
  };
}
