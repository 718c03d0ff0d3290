import type { CommittedChange, StoredAccessChanges } from './access-changes.ts';
import type { Database } from './database.ts';
import { keepListening } from './notifications.ts';
import type { StoreLog } from './store-log.ts';

export type AccessWatchParts = {
  changes: Pick<StoredAccessChanges, 'read' | 'applied'>;
  database: Pick<Database, 'client'>;
  node: string;
  /** The newest change when this node began to let callers in: what is older they were let in with. */
  after: number;
  /** Acts on one change; answers on how many sockets. The next one waits for it. Must not throw. */
  onChange(change: CommittedChange): Promise<number>;
  diagnostics: StoreLog;
};

export type AccessWatch = { close(): Promise<void> };

const READ_MAX = 500;
/** A notification can be lost with its connection. */
const POLL_MS = 1000;

/** Follows the changes of rights from a cursor: every one exactly once and in order, at the latest a second after its commit (SEC3). */
export function createAccessWatch({ changes, database, node, after, onChange, diagnostics }: AccessWatchParts): AccessWatch {
  let cursor = after;
  let reading: Promise<void> | null = null;
  let again = false;
  let closed = false;
  let readable = true;

  function wake(): void {
    if (closed) return;
    if (reading) {
      again = true;
      return;
    }
    reading = catchUp().finally(() => {
      reading = null;
      if (again) wake();
    });
  }

  async function catchUp(): Promise<void> {
    try {
      do {
        again = false;
        // From before the question: what the answer took on its way counts as well.
        const askedAt = performance.now();
        const { changes: page, now } = await changes.read(cursor, READ_MAX);
        for (const change of page) {
          if (closed) return;
          cursor = change.id;
          const sockets = await onChange(change);
          await note(change, sockets, now - change.at + performance.now() - askedAt);
        }
        if (page.length === READ_MAX) again = true;
      } while (again && !closed);
      readable = true;
    } catch (error) {
      again = false;
      if (readable) diagnostics.warn({ error: String(error) }, 'changes of rights cannot be read');
      readable = false;
    }
  }

  /** A figure that cannot be kept holds up no revocation. */
  async function note(change: CommittedChange, sockets: number, tookMs: number): Promise<void> {
    await changes
      .applied(change, node, sockets, tookMs)
      .catch((error: unknown) => diagnostics.warn({ change: change.id, error: String(error) }, 'the time that a change took is not kept'));
  }

  const poll = setInterval(wake, POLL_MS);
  const listening = keepListening({
    database,
    channel: 'access',
    onNotification: wake,
    // What was committed while nobody listened.
    onState: (listening) => listening && wake(),
    diagnostics,
  });

  return {
    async close() {
      closed = true;
      clearInterval(poll);
      await listening.close();
      await reading;
    },
  };
}
