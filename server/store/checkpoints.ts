import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { and, asc, desc, eq, inArray, lt, lte } from 'drizzle-orm';
import type { Entry } from '../../shared/contract/entry.ts';
import { type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';
import type { HistoryPoint, Snapshot } from '../../shared/rules/fold.ts';
import type { Checkpoints } from '../domain/log/ports.ts';
import type { Breath } from '../domain/replay/ports.ts';
import { breath } from './breath.ts';
import type { Database } from './database.ts';
import { checkpoint } from './schema.ts';

/** Number of the last entry that is in it, and the newest moment of receipt among those (EpochMs). */
export type KeptCheckpoint = { seq: Seq; at: EpochMs };

export type StoredCheckpoints = Checkpoints<Snapshot> & {
  newestUpTo(seq: Seq): Promise<Seq | null>;
  /** Those of this version, oldest first. */
  list(): Promise<KeptCheckpoint[]>;
  /** Forgets these, and every one of an older version. Returns how many went. */
  forget(gone: readonly Seq[]): Promise<number>;
};

/** The event loop stays free: compression runs on libuv's threads. */
const compress = promisify(gzip);
const expand = promisify(gunzip);

/** Of what a body looks like; raised when that changes. */
const FORMAT = 2;
const FORMATS = 16;
/** Entries, or histories, of one line of a body: parsed and written in one step. */
const LINE = 150;
const NEWLINE = 10;

type Head = Pick<Snapshot, 'seq' | 'folded'>;
type Line = { entries: Entry[] } | { history: [string, HistoryPoint[]][] };

/**
 * Folded worlds, kept as compressed lines of JSON, so that neither writing nor reading one holds the event loop for long (REPLAY4).
 * `version` is the fold's: raise it when the fold changes, and older checkpoints are no longer read.
 */
export function createCheckpoints(parts: { database: Pick<Database, 'orm'>; version: number }): StoredCheckpoints {
  const version = parts.version * FORMATS + FORMAT;
  const { orm } = parts.database;
  const upTo = (to: Seq) => and(lte(checkpoint.seq, to), eq(checkpoint.version, version));
  return {
    async newestUpTo(to) {
      const [row] = await orm.select({ seq: checkpoint.seq }).from(checkpoint).where(upTo(to)).orderBy(desc(checkpoint.seq)).limit(1);
      return row ? seq(row.seq) : null;
    },
    async nearest(to) {
      const [row] = await orm.select({ body: checkpoint.body }).from(checkpoint).where(upTo(to)).orderBy(desc(checkpoint.seq)).limit(1);
      return row ? readBody(await expand(row.body), breath()) : null;
    },
    async save(snapshot) {
      const { body, at } = await writeBody(snapshot, breath());
      const row = { seq: snapshot.seq, at, version, body: await compress(body, { level: 2 }) };
      // Two nodes fold to the same world; the later one may be of a newer version.
      await orm.insert(checkpoint).values(row).onConflictDoUpdate({ target: checkpoint.seq, set: row });
    },
    async list() {
      const rows = await orm
        .select({ seq: checkpoint.seq, at: checkpoint.at })
        .from(checkpoint)
        .where(eq(checkpoint.version, version))
        .orderBy(asc(checkpoint.seq));
      return rows.map((row) => ({ seq: seq(row.seq), at: row.at as EpochMs }));
    },
    async forget(gone) {
      const old = await orm.delete(checkpoint).where(lt(checkpoint.version, version));
      if (gone.length === 0) return old.rowCount ?? 0;
      const dropped = await orm.delete(checkpoint).where(and(inArray(checkpoint.seq, [...gone]), eq(checkpoint.version, version)));
      return (old.rowCount ?? 0) + (dropped.rowCount ?? 0);
    },
  };
}

async function writeBody({ seq: last, entries, history, folded }: Snapshot, breath: Breath): Promise<{ body: Buffer; at: EpochMs }> {
  const lines: string[] = [JSON.stringify({ seq: last, folded } satisfies Head)];
  let at = 0;
  for (let i = 0; i < entries.length; i += LINE) {
    const some = entries.slice(i, i + LINE);
    for (const { receivedAt } of some) if (receivedAt > at) at = receivedAt;
    lines.push(JSON.stringify({ entries: some } satisfies Line));
    if (breath.isDue()) await breath.take();
  }
  for (let i = 0; i < history.length; i += LINE) {
    lines.push(JSON.stringify({ history: history.slice(i, i + LINE) } satisfies Line));
    if (breath.isDue()) await breath.take();
  }
  return { body: Buffer.from(lines.join('\n')), at: at as EpochMs };
}

/** Written by `writeBody`, of this very version. */
async function readBody(body: Buffer, breath: Breath): Promise<Snapshot> {
  const texts = linesOf(body);
  const { seq: last, folded } = JSON.parse(texts.next().value as string) as Head;
  const entries: Entry[] = [];
  const history: Snapshot['history'] = [];
  for (const text of texts) {
    const line = JSON.parse(text) as Line;
    if ('entries' in line) for (const entry of line.entries) entries.push(entry);
    else history.push(...line.history);
    if (breath.isDue()) await breath.take();
  }
  return { seq: last, entries, history, folded };
}

/** JSON has no bare line end, so a byte tells where a line is over. */
function* linesOf(body: Buffer): Generator<string, undefined, undefined> {
  for (let from = 0; from < body.length; ) {
    const end = body.indexOf(NEWLINE, from);
    const to = end < 0 ? body.length : end;
    yield body.toString('utf8', from, to);
    from = to + 1;
  }
}
