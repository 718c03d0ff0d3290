import { join } from 'node:path';
import type { AuditFault, ChainCheck, ChainState, SignedCheckpoint } from '../../shared/contract/audit.ts';
import type { Audit } from '../domain/access/ports.ts';
import { GENESIS, type Head, signedBytes } from '../domain/audit/chain.ts';
import type { AuditBook, ChainWatch } from '../domain/audit/ports.ts';
import { type Checking, type Verdict, verifyChain } from '../domain/audit/verify.ts';
import { asAppender, createAudit, type StoredAudit } from './audit.ts';
import { HEAD_FILE, headFilesIn, openHeadFile, readSignedHead } from './audit-head.ts';
import { auditKeyId, checkSignature, openAuditSigner, publicHalf, sha256 } from './audit-keys.ts';
import { createAuditBook, signedHead } from './audit-rows.ts';
import type { Database } from './database.ts';
import type { StoreLog } from './store-log.ts';

/** Everything of the audit that a node keeps: who appends, who reads, who watches over the chain. */
export type AuditTrail = {
  audit: Audit;
  book: AuditBook;
  chain: ChainWatch;
  role: 'held' | 'missing';
  stats: StoredAudit['stats'];
  /** Checks what came since the last check, and signs the hour's checkpoint when it is due and nothing is wrong. Runs by itself too. */
  tend(): Promise<void>;
  close(): Promise<void>;
};

const CHECKPOINT_EVERY_MS = 3_600_000;
const TEND_EVERY_MS = 60_000;
/** What was checked once is checked again from the very first entry: an hour after the start, then every day. */
const FIRST_WHOLE_CHECK_MS = 3_600_000;
const WHOLE_CHECK_EVERY_MS = 86_400_000;
/** Only one node signs an hour's checkpoint. */
const CHECKPOINT_LOCK = 4_812_202_605;

/** For an administrator of a database in which the server may not make roles. */
export const ROLE_IS_MISSING =
  'Nhật ký kiểm toán không có vai trò chỉ-ghi-thêm; các trigger vẫn chặn sửa, xóa / The audit has no append-only role; its triggers still refuse changes. ' +
  'Quản trị cơ sở dữ liệu chạy / A database administrator runs: CREATE ROLE ioc_audit NOLOGIN NOINHERIT; GRANT ioc_audit TO <tài khoản máy chủ / the server’s user>;';

export async function openAuditTrail(parts: {
  /** For reading. */
  database: Pick<Database, 'pool'>;
  /**
   * For writing: connections of the audit's own. Others record in the middle of their transactions; were they to share a pool, all of
   * its connections could wait for one that none of them gives back.
   */
  writing: Pick<Database, 'pool'>;
  dataDir: string;
  node: string;
  checkpointEveryMs?: number;
  log: StoreLog;
}): Promise<AuditTrail> {
  const { dataDir, node, log, checkpointEveryMs = CHECKPOINT_EVERY_MS } = parts;
  const { pool } = parts.writing;
  const signer = await openAuditSigner(dataDir);
  const { rows } = await pool.query<{ held: boolean }>('select audit.ensure_role() as held');
  const role = rows[0]?.held ? 'held' : 'missing';
  if (role === 'missing') log.error({ role: 'ioc_audit' }, ROLE_IS_MISSING);
  await appendOne(
    'insert into audit.key (id, public_key, since) values ($1, $2, floor(extract(epoch from clock_timestamp()) * 1000)) on conflict do nothing',
    [signer.id, signer.publicKey],
  );
  const headFile = await openHeadFile({
    dataDir,
    signer,
    onFailure: (error) => log.error({ error: String(error) }, 'the head of the audit could not be kept beside the database'),
  });
  const book = createAuditBook(parts.database);
  const audit = createAudit({ pool, node, role, onAppended: headFile.keep });

  /** What was found wrong, newest check last; kept until the server ends, because nothing that was found mends itself. */
  const faults = new Map<string, AuditFault>();
  let verified: ChainState['verified'] = null;
  /** A row that was checked is not what it was: nothing is signed any more. */
  let tampered = false;
  /** Up to where this node has checked, and with what hash. */
  let known: { n: number; hash: string } | null = null;
  let wholeCheckAt = Date.now() + FIRST_WHOLE_CHECK_MS;
  let tending: Promise<void> = Promise.resolve();
  let queued: Promise<void> | null = null;
  let closed = false;

  await compareHead();
  const timer = setInterval(() => void tend(), TEND_EVERY_MS);
  timer.unref();
  void tend();

  async function appendOne(text: string, values: unknown[]): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query(asAppender(role));
      await client.query(text, values);
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  /** What was kept beside the database at the last stop must be in it still, and what was set aside is never forgotten. */
  async function compareHead(): Promise<void> {
    for (const file of await headFilesIn(dataDir)) {
      const head = await readSignedHead(file);
      const hash = head && (await book.hashAt(head.n));
      if (!head || hash === head.hash) continue;
      const last = (await book.head())?.n ?? 0;
      if (file === join(dataDir, HEAD_FILE)) await headFile.setAside(Date.now());
      const { n, at } = head;
      await found([hash === null ? { kind: 'cut', last, signed: n, at, by: 'head' } : { kind: 'rewritten', n, at, by: 'head' }]);
    }
  }

  async function found(some: readonly AuditFault[]): Promise<void> {
    const fresh = some.filter((fault) => !faults.has(JSON.stringify(fault)));
    if (fresh.length === 0) return;
    for (const fault of fresh) faults.set(JSON.stringify(fault), fault);
    log.error({ faults: fresh.slice(0, 20) }, 'the audit was tampered with');
    // Part of the story itself, for whoever reads the audit later.
    const act = {
      actor: 'ioc',
      actorName: 'IOC',
      action: 'audit:fault',
      subject: { kind: 'audit', id: 'chain' },
      outcome: 'failed' as const,
    };
    await audit.record({ ...act, detail: { faults: fresh.slice(0, 20) } });
  }

  /** Our own key as we hold it; others as the database tells them, when they are what their ids say. */
  async function checking(): Promise<Checking> {
    const theirs = (await book.keys()).filter(({ id, publicKey }) => isKey(id, publicKey));
    const keys = new Map(theirs.map(({ id, publicKey }) => [id, publicKey]));
    return { sha256, checkSignature, keys: keys.set(signer.id, signer.publicKey), strict: false };
  }

  async function check(after: { n: number; hash: string }): Promise<Verdict> {
    const kept = headFile.kept();
    const checkpoints = (await book.checkpoints()).filter(({ n }) => n > after.n);
    const heads = kept && kept.n > after.n ? [kept] : [];
    const verdict = await verifyChain(book.readAfter(after.n), { checkpoints, heads, printed: [] }, await checking(), { after });
    tampered ||= verdict.faultCount > 0;
    await found(verdict.faults);
    return verdict;
  }

  /** From the newest checkpoint at first, then from where the last check ended; now and then from the very first entry. */
  async function checkOnwards(): Promise<void> {
    const isWhole = Date.now() >= wholeCheckAt;
    if (isWhole) wholeCheckAt = Date.now() + WHOLE_CHECK_EVERY_MS;
    const from = isWhole ? BEFORE_ALL : (known ?? (await newestOwnCheckpoint()) ?? BEFORE_ALL);
    note(from, await check(from));
  }

  function note(from: { n: number }, { last }: Verdict): void {
    if (!last) return;
    known = last;
    verified = { from: Math.min(verified?.from ?? from.n + 1, from.n + 1), to: last.n, at: Date.now() };
  }

  async function newestOwnCheckpoint(): Promise<Head | null> {
    const own = (await book.checkpoints()).filter(
      (signed) => signed.key === signer.id && checkSignature(signer.publicKey, signedBytes('checkpoint', signed), signed.signature),
    );
    return own.at(-1) ?? null;
  }

  /** One at a time; what is asked for while one runs is one more after it. */
  function tend(): Promise<void> {
    queued ??= tending.then(() => {
      queued = null;
      tending = checkAndSign();
      return tending;
    });
    return queued;
  }

  async function checkAndSign(): Promise<void> {
    if (closed) return;
    try {
      await checkOnwards();
      if (!tampered) await signCheckpoint();
    } catch (error) {
      log.warn({ error: String(error) }, 'the audit could not be checked; tried again in a minute');
    }
  }

  /** A signature vouches for what was checked: a chain with a fault gets none. */
  async function signCheckpoint(): Promise<void> {
    const client = await pool.connect();
    try {
      await client.query(asAppender(role));
      const { rows: due } = await client.query<{ n: number; hash: string; now: number }>(DUE, [CHECKPOINT_LOCK, checkpointEveryMs]);
      const [row] = due;
      if (row && known && row.n >= known.n) {
        const head = { n: known.n, at: row.now, hash: known.hash };
        const signature = Buffer.from(signer.sign(signedBytes('checkpoint', head)), 'base64');
        const values = [head.n, head.at, Buffer.from(head.hash, 'hex'), signer.id, signature];
        await client.query(
          'insert into audit.checkpoint (n, at, hash, key, signature) values ($1, $2, $3, $4, $5) on conflict do nothing',
          values,
        );
      }
      await client.query('commit');
    } catch (error) {
      await client.query('rollback').catch(() => {});
      throw error;
    } finally {
      client.release();
    }
  }

  return {
    audit,
    book: { ...book, signedHead: () => signedHead(book, signer) },
    role,
    stats: audit.stats,
    tend,
    chain: {
      async state() {
        const [head, checkpoints] = await Promise.all([book.head(), book.checkpoints()]);
        const checkpoint: SignedCheckpoint | null = checkpoints.at(-1) ?? null;
        return { size: head?.n ?? 0, head, checkpoint, checkpoints: checkpoints.length, verified, faults: [...faults.values()], role };
      },
      async verify(): Promise<ChainCheck> {
        const verdict = await check(BEFORE_ALL);
        note(BEFORE_ALL, verdict);
        const { size, first, last, checkpoints, faults: wrong } = verdict;
        return { size, from: first?.n ?? 0, to: last?.n ?? 0, checkpoints: checkpoints.held, faults: wrong };
      },
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await queued;
      await tending;
      await audit.close();
      await headFile.settled();
    },
  };
}

const BEFORE_ALL = { n: 0, hash: GENESIS };

const DUE = `select head.n, encode(head.hash, 'hex') as hash, floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now
from (select n, hash from audit.entry order by n desc limit 1) head
left join lateral (select n, at from audit.checkpoint order by n desc limit 1) newest on true
where pg_try_advisory_xact_lock($1)
  and (newest.n is null or (newest.n < head.n and newest.at <= extract(epoch from clock_timestamp()) * 1000 - $2))`;

const isKey = (id: string, publicKey: string): boolean => publicHalf(publicKey) !== null && auditKeyId(publicKey) === id;
