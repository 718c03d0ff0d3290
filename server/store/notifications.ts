import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Database } from './database.ts';
import type { StoreLog } from './store-log.ts';

export type Listening = { close(): Promise<void> };

export type ListeningParts = {
  database: Pick<Database, 'client'>;
  /** A word, not user input: LISTEN takes no parameters. */
  channel: 'log' | 'access';
  onNotification(payload: string | undefined): void;
  /**
   * The connection: heard from here on, and what was told before is to be read. Null: it is lost and is being made anew. Whoever
   * gets it may use it for short statements.
   */
  onState(listening: Client | null): void;
  diagnostics: StoreLog;
};

const RECONNECT_MS = [100, 250, 500, 1000, 2000];
/** What is sent over it must not run long: nothing is heard meanwhile. */
const STATEMENT_MS = 20_000;

/** Listens to a channel of PostgreSQL on a connection of its own, which is made again whenever it is lost. */
export function keepListening({ database, channel, onNotification, onState, diagnostics }: ListeningParts): Listening {
  const closing = new AbortController();
  let current: Client | null = null;

  async function listen(): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      const client = database.client();
      current = client;
      const ended = new Promise<void>((resolve) => client.once('end', () => resolve()));
      try {
        await client.connect();
        client.on('notification', ({ payload }) => onNotification(payload));
        await client.query(`set statement_timeout = ${STATEMENT_MS}`);
        await client.query(`listen ${channel}`);
        attempt = 0;
        onState(client);
        await ended;
      } catch (error) {
        if (!closing.signal.aborted) diagnostics.warn({ channel, error: String(error) }, 'cannot listen to the database');
        await client.end().catch(() => {});
      }
      onState(null);
      const pause = RECONNECT_MS[Math.min(attempt, RECONNECT_MS.length - 1)];
      await delay(pause, undefined, { signal: closing.signal }).catch(() => {});
    }
  }
  const listened = listen();

  return {
    async close() {
      closing.abort();
      await current?.end().catch(() => {});
      await listened;
    },
  };
}
