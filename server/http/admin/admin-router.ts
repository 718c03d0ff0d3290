import { type ErrorRequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { MomentField } from '../../../shared/contract/fields.ts';
import { type QuarantineListing, type SourceIssued, SourceRegistration } from '../../../shared/contract/ingest-admin.ts';
import { type EpochMs, epochMs, sourceId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { parseAs } from '../../domain/intake/parse-as.ts';
import type { DeliveryItem, Draft, Rejection, SourceCredentials } from '../../domain/intake/ports.ts';
import { standingOf } from '../../domain/intake/standing.ts';
import type { Ledger, Quarantine, QuarantineRecord } from '../../domain/log/ports.ts';
import type { Pipeline } from '../../pipeline/pipeline.ts';
import { type RowError, sendAdminProblem } from './admin-problem.ts';
import { readRows } from './read-rows.ts';
import { deliveryOf, REGISTRATION_PARSERS, type Registrations, sourceDrafts, withdrawalDrafts } from './registrations.ts';

export type AdminParts = {
  pipeline: Pick<Pipeline, 'take' | 'replay'>;
  credentials: SourceCredentials;
  quarantine: Quarantine;
  ledger: Ledger;
  world: () => World;
  clock: () => EpochMs;
  /** What was not expected, for the log; the caller is told nothing of it. */
  onFailure?: (error: unknown) => void;
};

const HOUR_MS = 3_600_000;
const MAX_LEDGER_MS = 31 * 24 * HOUR_MS;
const QuarantineQuery = z.strictObject({
  open: z.enum(['true', 'false']).default('true'),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const LedgerQuery = z.strictObject({ from: MomentField.optional(), to: MomentField.optional() });

/**
 * `/admin/v1/…`: registers sources, cameras and indicators, and looks after what was not stored. Mounted behind a guard that
 * lets administrators through and leaves who it is on `response.locals.principal`; without one everything is refused.
 */
export function createAdminRouter(parts: AdminParts): Router {
  const { pipeline, credentials, quarantine, ledger, clock } = parts;
  const router = Router();
  const standing = () => standingOf(parts.world());

  /** Commits drafts that stand together; answers the problem itself and gives null when it could not. */
  const append = async (res: Response, channel: string, drafts: Draft[]): Promise<number | null> => {
    const body = new TextEncoder().encode(JSON.stringify(drafts));
    const receipt = await pipeline.take(deliveryOf(channel, [{ body, drafts: ok(drafts) }], clock()));
    if (receipt.kind !== 'committed') {
      sendAdminProblem(res, receipt.kind === 'down' ? 503 : 429, 'nothing was stored', { retryAfterS: receipt.retryAfterS });
      return null;
    }
    const item = receipt.items[0];
    if (item?.kind !== 'quarantined') return item?.seqs[0] ?? null;
    sendAdminProblem(res, 422, item.rejection.message, { errors: [{ index: 0, error: item.rejection }] });
    return null;
  };

  router.post('/admin/v1/sources', async (req, res) => {
    const actor = actorOf(res);
    const rows = await readRows(req, res);
    const registration = parseAs(SourceRegistration, rows.length === 1 ? rows[0]?.value : undefined);
    if (!registration.ok)
      return sendAdminProblem(res, 422, registration.error.message, { errors: [{ index: 0, error: registration.error }] });
    const source = registration.value;
    const seq = await append(res, 'sources', sourceDrafts(source, standing(), clock(), actor));
    if (seq === null) return;
    const issued: SourceIssued = { source: source.id, ...(await credentials.issue(source.id)), seq };
    res.status(201).set('Cache-Control', 'no-store').json(issued);
  });

  router.delete('/admin/v1/sources/:id', async (req, res) => {
    const actor = actorOf(res);
    const { id } = req.params;
    // The token dies first: what follows may fail.
    const revoked = await credentials.revoke(sourceId(id));
    const drafts = withdrawalDrafts(id, standing(), clock(), actor);
    if (!revoked && drafts.length === 0) return sendAdminProblem(res, 404, 'no such source');
    if (drafts.length > 0 && (await append(res, 'sources', drafts)) === null) return;
    res.status(204).end();
  });

  const register = (name: Registrations) =>
    router.post(`/admin/v1/${name}`, async (req, res) => {
      const actor = actorOf(res);
      const rows = await readRows(req, res);
      const now = clock();
      const errors: RowError[] = [];
      const items = rows.flatMap(({ value, body }, index): DeliveryItem[] => {
        const draft = REGISTRATION_PARSERS[name](value, now);
        if (draft.ok) return [{ body, drafts: ok([{ ...draft.value, actor }]) }];
        errors.push({ index, error: draft.error });
        return [];
      });
      // A person mends the list and sends it again, so a list with an error changes nothing.
      if (errors.length > 0 || rows.length === 0) return sendAdminProblem(res, 422, 'nothing was stored', { errors });
      const receipt = await pipeline.take(deliveryOf(name, items, now));
      if (receipt.kind !== 'committed') {
        return sendAdminProblem(res, receipt.kind === 'down' ? 503 : 429, 'nothing was stored', { retryAfterS: receipt.retryAfterS });
      }
      const quarantined = receipt.items.flatMap((item, index) =>
        item.kind === 'quarantined' ? [{ index, quarantineId: item.id, error: item.rejection satisfies Rejection }] : [],
      );
      const status = quarantined.length === 0 ? 201 : quarantined.length === items.length ? 422 : 207;
      res.status(status).json({ stored: items.length - quarantined.length, quarantined });
    });
  register('cameras');
  register('indicators');

  router.get('/admin/v1/quarantine', async (req, res) => {
    actorOf(res);
    const query = parseAs(QuarantineQuery, { ...req.query });
    if (!query.ok) return sendAdminProblem(res, 400, `${query.error.pointer}: ${query.error.message}`);
    const { open, before, limit } = query.value;
    const records = await quarantine.list({ open: open === 'true', before: before ?? null, limit });
    res.set('Cache-Control', 'no-store').json({ items: records.map(listingOf) });
  });

  router.post('/admin/v1/quarantine/:id/replay', async (req, res) => {
    const actor = actorOf(res);
    const rows = await readRows(req, res, { raw: true });
    const result = await pipeline.replay(req.params.id, actor, rows[0]?.body);
    switch (result.kind) {
      case 'stored':
      case 'duplicate':
        return res.status(result.kind === 'stored' ? 201 : 200).json({ outcome: result.kind, seqs: result.seqs });
      case 'rejected':
        return sendAdminProblem(res, 422, result.rejection.message, { errors: [{ index: 0, error: result.rejection }] });
      case 'unknown':
        return sendAdminProblem(res, 404, 'nothing is in quarantine under this id');
      case 'already-replayed':
        return sendAdminProblem(res, 409, 'it was replayed before');
      case 'overloaded':
      case 'down':
        return sendAdminProblem(res, result.kind === 'down' ? 503 : 429, 'nothing was stored', { retryAfterS: result.retryAfterS });
    }
  });

  router.get('/admin/v1/ledger', async (req, res) => {
    actorOf(res);
    const query = parseAs(LedgerQuery, { ...req.query });
    if (!query.ok) return sendAdminProblem(res, 400, `${query.error.pointer}: ${query.error.message}`);
    const to = query.value.to ?? clock();
    const from = query.value.from ?? epochMs(to - HOUR_MS);
    if (to - from > MAX_LEDGER_MS) return sendAdminProblem(res, 400, 'at most 31 days at once');
    const rows = await ledger.rows(from, to);
    res.set('Cache-Control', 'no-store').json({ rows: rows.map((row) => ({ ...row, minute: new Date(row.minute).toISOString() })) });
  });

  const onError: ErrorRequestHandler = (error: unknown, _req, res, next) => {
    if (res.headersSent) return next(error);
    const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : 500;
    if (status === 400 || status === 413) return sendAdminProblem(res, status, error instanceof Error ? error.message : 'bad request');
    parts.onFailure?.(error);
    // The store throws only when it is not there.
    if (isDatabase(error)) sendAdminProblem(res, 503, 'the database does not answer', { retryAfterS: 2 });
    else sendAdminProblem(res, 500, 'an error that was not expected; it is in the server’s log');
  };
  router.use('/admin/v1', onError);
  return router;
}

/** Who the guard let through. @throws when there was no guard: then nobody may do anything. */
function actorOf(res: Response): string {
  const principal: unknown = res.locals.principal;
  if (typeof principal === 'object' && principal !== null && 'name' in principal && typeof principal.name === 'string')
    return principal.name;
  throw new Error('the administrator’s surface is mounted without its guard');
}

/** PostgreSQL's own errors carry a five-character SQLSTATE, the socket's a name such as ECONNREFUSED. */
const isDatabase = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^(?:08|53|57)...$|^E[A-Z]+$/.test(at.code)) return true;
    if (/connection|timeout/i.test(at.message)) return true;
  }
  return false;
};

function listingOf({ id, source, channel, receivedAt, reason, pointer, body, replayed }: QuarantineRecord): QuarantineListing {
  return {
    id,
    source,
    channel,
    receivedAt: new Date(receivedAt).toISOString(),
    reason,
    pointer,
    body: asText(body),
    replayed: replayed && { ...replayed, at: new Date(replayed.at).toISOString() },
  };
}

function asText(body: Uint8Array): QuarantineListing['body'] {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body) };
  } catch {
    return { base64: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64') };
  }
}
