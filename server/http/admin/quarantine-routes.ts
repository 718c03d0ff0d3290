import type { Router } from 'express';
import { z } from 'zod';
import type { QuarantineListing } from '../../../shared/contract/ingest-admin.ts';
import { parseAs } from '../../domain/intake/parse-as.ts';
import type { QuarantineRecord } from '../../domain/log/ports.ts';
import { sendAdminProblem } from './admin-problem.ts';
import { type AdminParts, actorOf, queryOf, recordAct } from './parts.ts';
import { readRows } from './read-rows.ts';

const QuarantineQuery = z.strictObject({
  open: z.enum(['true', 'false']).default('true'),
  before: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** What was not stored: read by whoever may, which is recorded because nobody knows what is in it; mended and replayed. */
export function quarantineRoutes(router: Router, { may, pipeline, quarantine, audit }: AdminParts): void {
  router.get('/admin/v1/quarantine', may('quarantine:read'), async (req, res) => {
    const query = parseAs(QuarantineQuery, queryOf(req));
    if (!query.ok) return sendAdminProblem(res, 400, `${query.error.pointer}: ${query.error.message}`);
    const { open, before, limit } = query.value;
    const records = await quarantine.list({ open: open === 'true', before: before ?? null, limit });
    if (records.length > 0) {
      const detail = { newest: records[0]?.id, oldest: records.at(-1)?.id, count: records.length };
      await recordAct(audit, res, { action: 'quarantine:read', subject: { kind: 'quarantine', id: 'list' }, detail });
    }
    res.set('Cache-Control', 'no-store').json({ items: records.map(listingOf) });
  });

  router.post('/admin/v1/quarantine/:id/replay', may('quarantine:replay'), async (req, res) => {
    const { name: actor } = actorOf(res);
    const rows = await readRows(req, res, { raw: true });
    const id = String(req.params.id);
    const act = { action: 'quarantine:replay', subject: { kind: 'quarantine', id: id.slice(0, 120) } };
    await recordAct(audit, res, { ...act, detail: { mended: rows.length > 0 } });
    const result = await pipeline.replay(id, actor, rows[0]?.body);
    if (result.kind === 'stored' || result.kind === 'duplicate')
      return res.status(result.kind === 'stored' ? 201 : 200).json({ outcome: result.kind, seqs: result.seqs });
    await recordAct(audit, res, { ...act, outcome: 'failed', detail: { why: result.kind } });
    switch (result.kind) {
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
}

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
