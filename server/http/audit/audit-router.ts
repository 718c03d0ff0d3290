import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type RequestHandler, type Response, Router } from 'express';
import { AuditExportQuery, type AuditFilter, AuditQuery } from '../../../shared/contract/audit.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import type { Audit } from '../../domain/access/ports.ts';
import type { AuditBook, ChainWatch } from '../../domain/audit/ports.ts';
import { type ExportFacts, exportAsCsv, exportAsJson } from './export.ts';

export type AuditRouterParts = {
  book: AuditBook;
  chain: ChainWatch;
  audit: Audit;
  /** `audit:read` and `audit:export`. */
  guards: { read: RequestHandler; export: RequestHandler };
  /** Whether who sends these cookies proved who it is a moment ago: an export takes the whole story out of the house (SEC20). */
  isFreshlyProven: (cookies: string | undefined) => Promise<boolean>;
  principalOf: (response: Response) => Principal;
  clock: () => EpochMs;
};

/** `/audit/v1/…`: who did what, saw what, and why, for the auditor (AG-6.3, AG-12). Reads only: nothing here changes an entry. */
export function createAuditRouter({ book, chain, audit, guards, isFreshlyProven, principalOf, clock }: AuditRouterParts): Router {
  const router = Router();
  router.use('/audit/v1', (_request, response, next) => {
    response.set('Cache-Control', 'no-store');
    next();
  });

  router.get('/audit/v1/entries', guards.read, async (request, response) => {
    const query = AuditQuery.safeParse(present(request.query));
    if (!query.success) return refuse(response, query.error.issues);
    response.json(await book.list(query.data));
  });

  router.get('/audit/v1/chain', guards.read, async (_request, response) => {
    response.json(await chain.state());
  });

  router.get('/audit/v1/checkpoints', guards.read, async (_request, response) => {
    response.json({ checkpoints: await book.checkpoints(), keys: await book.keys() });
  });

  let checking: ReturnType<ChainWatch['verify']> | null = null;
  router.post('/audit/v1/verify', guards.read, async (_request, response) => {
    // The whole chain is read once, however many ask for it meanwhile.
    checking ??= chain.verify().finally(() => {
      checking = null;
    });
    response.json(await checking);
  });

  router.get('/audit/v1/export', guards.export, async (request, response) => {
    const query = AuditExportQuery.safeParse(present(request.query));
    if (!query.success) return refuse(response, query.error.issues);
    if (!(await isFreshlyProven(request.headers.cookie))) return askForProof(response);
    const { format, ...filter } = query.data;
    const { id, name } = principalOf(response);
    const isWhole = Object.keys(filter).length === 0;
    // On record before a byte of it leaves, so that the export is in itself.
    await audit.record({
      actor: id,
      actorName: name,
      action: 'audit:export',
      subject: { kind: 'audit', id: 'chain' },
      outcome: 'done',
      detail: { format, filter },
    });
    const [head, checkpoints, keys] = await Promise.all([book.signedHead(), book.checkpoints(), book.keys()]);
    const facts: ExportFacts = {
      exportedAt: clock(),
      exportedBy: name,
      filter: isWhole ? null : filter,
      head,
      checkpoints: checkpoints.filter(({ n }) => head !== null && n <= head.n),
      keys,
    };
    const rows = book.read(filter as AuditFilter, head?.n ?? 0);
    response.attachment(`audit-${stamp(facts.exportedAt)}.${format}`);
    response.type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json');
    await pipeline(Readable.from(format === 'csv' ? exportAsCsv(facts, rows) : exportAsJson(facts, rows)), response).catch(cutOff);
  });

  return router;
}

/** Whoever went away in the middle of a download has what came; the server has nothing to mend. */
function cutOff(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
}

/** As the routes of log-in say it, so that every screen asks in the same way. */
function askForProof(response: Response): void {
  const title = 'Cần xác thực lại trước khi thực hiện · Prove who you are once more first';
  response.status(403).type('application/problem+json').json({ title, status: 403, code: 'prove' });
}

/** A form sends its empty fields too: they narrow nothing. */
const present = (query: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));

function refuse(response: Response, issues: readonly { path: PropertyKey[]; message: string }[]): void {
  const [issue] = issues;
  response
    .status(400)
    .type('application/problem+json')
    .json({ title: 'Yêu cầu không hợp lệ · Bad request', status: 400, detail: `${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}` });
}

/** "20261122-140532", of Việt Nam. */
const stamp = (at: number): string => new Date(at + 7 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
