import type { Router } from 'express';
import { type SourceIssued, type SourceListing, SourceRegistration } from '../../../shared/contract/ingest-admin.ts';
import { type SourceId, sourceId } from '../../../shared/model/ids.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { parseAs } from '../../domain/intake/parse-as.ts';
import { standingOf } from '../../domain/intake/standing.ts';
import { sendAdminProblem } from './admin-problem.ts';
import { type AdminParts, actorOf, append, recordAct } from './parts.ts';
import { readRows } from './read-rows.ts';
import { sourceDrafts, withdrawalDrafts } from './registrations.ts';

const ACTION = 'source:manage';

/** Who hands data in: listed, registered with a token and a signing secret that are told once, revoked. */
export function sourceRoutes(router: Router, parts: AdminParts): void {
  const { may, credentials, audit, world, clock } = parts;

  router.get('/admin/v1/sources', may('source:read'), (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ items: listingOf(world()) } satisfies { items: SourceListing[] });
  });

  router.post('/admin/v1/sources', may(ACTION), async (req, res) => {
    const { name: actor } = actorOf(res);
    const rows = await readRows(req, res);
    const registration = parseAs(SourceRegistration, rows.length === 1 ? rows[0]?.value : undefined);
    if (!registration.ok)
      return sendAdminProblem(res, 422, registration.error.message, { errors: [{ index: 0, error: registration.error }] });
    const source = registration.value;
    const subject = { kind: 'source', id: source.id };
    await recordAct(audit, res, { action: ACTION, subject, detail: { does: 'register', name: source.name } });
    const seq = await append(parts, res, 'sources', sourceDrafts(source, standingOf(world()), clock(), actor));
    if (seq === null) return recordAct(audit, res, { action: ACTION, subject, outcome: 'failed', detail: { does: 'register' } });
    const issued: SourceIssued = { source: source.id, ...(await credentials.issue(source.id)), seq };
    res.status(201).set('Cache-Control', 'no-store').json(issued);
  });

  router.delete('/admin/v1/sources/:id', may(ACTION), async (req, res) => {
    const { name: actor } = actorOf(res);
    const id = String(req.params.id);
    const subject = { kind: 'source', id: id.slice(0, 120) };
    await recordAct(audit, res, { action: ACTION, subject, detail: { does: 'revoke' } });
    // The token dies first: what follows may fail.
    const revoked = await credentials.revoke(sourceId(id));
    const drafts = withdrawalDrafts(id, standingOf(world()), clock(), actor);
    const failed = () => recordAct(audit, res, { action: ACTION, subject, outcome: 'failed', detail: { does: 'revoke' } });
    if (!revoked && drafts.length === 0) {
      await failed();
      return sendAdminProblem(res, 404, 'no such source');
    }
    if (drafts.length > 0 && (await append(parts, res, 'sources', drafts)) === null) return failed();
    res.status(204).end();
  });
}

/** Registered sources by name, and when each last handed something in that stands in the picture. */
function listingOf(world: World): SourceListing[] {
  const heard = new Map<SourceId, number>();
  for (const slot of Object.values(world.slots)) {
    for (const { kind, source, receivedAt } of slot.values()) {
      // What the centre itself wrote of a source is no message from it.
      if (!kind.startsWith('source.') && receivedAt > (heard.get(source) ?? 0)) heard.set(source, receivedAt);
    }
  }
  const moment = (at: number | undefined): string | null => (at === undefined ? null : new Date(at).toISOString());
  return [...world.slots['source.registered'].values()]
    .map(({ id, data, drill, occurredAt }): SourceListing => {
      const state = world.slots['source.state'].get(id)?.data;
      return {
        id,
        name: data.name,
        feed: data.feed,
        drill,
        registeredAt: new Date(occurredAt).toISOString(),
        expectedIntervalMs: data.expectedIntervalMs,
        toleranceMs: data.toleranceMs,
        state: state?.state ?? 'unknown',
        since: moment(state?.since),
        reason: state?.reason ?? null,
        lastMessageAt: moment(heard.get(sourceId(id))),
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}
