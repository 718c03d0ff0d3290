import type { Entry } from '../../shared/contract/entry.ts';
import type { EpochMs, Seq } from '../../shared/model/ids.ts';
import type { CommitResult } from '../domain/log/ports.ts';
import type { Database } from './database.ts';
import type { PgLog } from './log.ts';
import { keepListening } from './notifications.ts';
import type { StoreLog } from './store-log.ts';

export type TailParts = {
  log: Pick<PgLog, 'readCommitted' | 'writer' | 'commitOver'>;
  database: Pick<Database, 'client'>;
  /** The newest entry that is known already. */
  after: Seq;
  /** Every entry of the log exactly once and in order, whoever wrote it. Must not throw. */
  onEntries(entries: readonly Entry[], committedAt: EpochMs): void;
  /** `down`: the database cannot be asked; what is known may be old. Called on change, first with the first outcome. */
  onState(state: 'up' | 'down'): void;
  diagnostics: StoreLog;
};

export type Tail = {
  /** What this very node committed: taken as it is, when it is next in line, instead of being read again. */
  offer(result: CommitResult): void;
  /** The newest entry handed out. */
  cursor(): Seq;
  close(): Promise<void>;
};

const READ_MAX = 5000;
/** A notification can be lost with its connection: after so long without an entry the log is asked. A hole in the numbers is seen at once. */
const QUIET_MS = 1000;
const OFFERED_MAX = 256;
/** A database that hangs is not up. */
const LATE_MS = 3000;

/** Follows the log from a cursor: PostgreSQL's notification says when, the numbers say what (LOG5). */
export function createTail(parts: TailParts): Tail {
  const { log, database, onEntries, diagnostics } = parts;
  let cursor = parts.after;
  /** By the number of their first entry. */
  const offered = new Map<number, CommitResult>();
  let reading: Promise<void> | null = null;
  let again = false;
  let listening = false;
  let readable = true;
  let state: 'up' | 'down' | null = null;
  const closing = new AbortController();

  function settle(): void {
    const now = listening && readable ? 'up' : 'down';
    if (now === state || closing.signal.aborted) return;
    state = now;
    parts.onState(now);
  }

  function deliver(entries: readonly Entry[], committedAt: EpochMs): void {
    const last = entries.at(-1);
    if (!last) return;
    cursor = last.seq;
    if (readable) quiet.refresh();
    onEntries(entries, committedAt);
  }

  /** Hands out offers as long as the next one is there; forgets those that were read meanwhile. */
  function deliverOffers(): void {
    for (let next = offered.get(cursor + 1); next; next = offered.get(cursor + 1)) {
      offered.delete(cursor + 1);
      deliver(next.entries, next.committedAt);
    }
    for (const first of offered.keys()) if (first <= cursor) offered.delete(first);
  }

  /** Reads until nothing is left. Only one reader at a time, so that nothing comes twice or out of order. */
  function wake(): void {
    if (closing.signal.aborted) return;
    if (reading) {
      again = true;
      return;
    }
    reading = catchUp().finally(() => {
      reading = null;
      if (again) wake();
    });
  }

  function mark(isReadable: boolean): void {
    readable = isReadable;
    settle();
  }

  async function catchUp(): Promise<void> {
    const late = setTimeout(mark, LATE_MS, false);
    try {
      do {
        again = false;
        deliverOffers();
        const { entries, committedAt } = await log.readCommitted(cursor, READ_MAX);
        // An offer may have been delivered while the answer was on its way.
        const fresh = entries.filter((entry) => entry.seq > cursor);
        if (committedAt !== null) deliver(fresh, committedAt);
        if (entries.length === READ_MAX) again = true;
        late.refresh();
      } while (again && !closing.signal.aborted);
      mark(true);
    } catch (error) {
      again = false;
      if (readable) diagnostics.warn({ error: String(error) }, 'the log cannot be read');
      mark(false);
    } finally {
      clearTimeout(late);
    }
  }

  const quiet = setTimeout(() => {
    quiet.refresh();
    wake();
  }, QUIET_MS);

  function noticed(payload: string | undefined): void {
    const [to, writer] = (payload ?? '').split(' ');
    // Our own commit: its answer comes with this, and is offered. Where it is lost, its connection is lost, or a quiet second tells.
    if (writer !== log.writer && Number(to) > cursor) wake();
  }

  const listener = keepListening({
    database,
    channel: 'log',
    onNotification: noticed,
    onState(client) {
      listening = client !== null;
      void log.commitOver(closing.signal.aborted ? null : client);
      // What was committed while nobody listened.
      if (client) wake();
      else settle();
    },
    diagnostics,
  });

  return {
    cursor: () => cursor,
    offer(result) {
      const first = result.entries[0];
      const last = result.entries.at(-1);
      if (!first || !last || first.seq <= cursor || closing.signal.aborted) return;
      if (first.seq === cursor + 1) {
        deliver(result.entries, result.committedAt);
        if (offered.size > 0) deliverOffers();
        return;
      }
      // Another writer's entries lie before it, and their notification is on its way; the log itself holds what is let go here.
      if (offered.size < OFFERED_MAX) offered.set(first.seq, result);
      wake();
    },
    async close() {
      closing.abort();
      clearTimeout(quiet);
      // A commit under way keeps its answer.
      await log.commitOver(null);
      await listener.close();
      await reading;
    },
  };
}
