import { type Request, type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import type { Principal } from '../../../shared/contract/principal.ts';
import { BriefingFrozen, type BriefingList, ReplayMarksQuery, ReplayPage, ReplaySeek } from '../../../shared/contract/replay.ts';
import type { View } from '../../../shared/contract/socket.ts';
import { type EpochMs, sourceId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import type { Audience } from '../../../shared/model/vocabulary.ts';
import { can } from '../../../shared/rules/access.ts';
import { mirrorViewOf, viewOf } from '../../../shared/rules/view.ts';
import type { Audit } from '../../domain/access/ports.ts';
import type { AuditBook } from '../../domain/audit/ports.ts';
import type { Intake } from '../../domain/intake/ports.ts';
import type { Marks } from '../../domain/replay/marks.ts';
import type { Past } from '../../domain/replay/past.ts';
import type { PastLog } from '../../domain/replay/ports.ts';
import { createLooks } from './looks.ts';
import { revealsFor } from './reveals.ts';

export type ReplayParts = {
  past: Past;
  log: Pick<PastLog, 'span' | 'briefings'>;
  marks: Marks;
  /** What was revealed to whom is told to who may know. */
  book: Pick<AuditBook, 'list'>;
  intake: Pick<Intake, 'take'>;
  audit: Audit;
  may: (action: 'replay:read' | 'replay:keep') => RequestHandler;
  /** `replay:read` of the display that this browser is, whoever else is signed in in it. */
  mayDisplay: RequestHandler;
  /** Who is in the room with a wall; null: there is no such wall. */
  audienceOf: (wall: string) => Promise<Audience | null>;
  principalOf: (response: Response) => Principal;
  readBody: RequestHandler;
  clock: () => EpochMs;
};

/** The source of what a person keeps of the past; `actor` says which person. */
const REPLAY = sourceId('replay');
const NOT_THIS_WALL = 'Không thuộc quyền của tài khoản này · Not for this account';
const MARKS_SPAN_MS = 8 * 86_400_000;

/** `/replay/v1`: the log from any moment, through the view of who asks (REPLAY2). See `shared/contract/replay.ts`. */
export function createReplayRouter(parts: ReplayParts): Router {
  const { past, log, marks, book, intake, audit, may, mayDisplay, audienceOf, principalOf, readBody, clock } = parts;
  const router = Router();
  const looks = createLooks({ audit, clock });
  const mayPerson = may('replay:read');
  const read: RequestHandler = (request: Request, response, next) =>
    (request.query.as === 'wall' ? mayDisplay : mayPerson)(request, response, next);
  /** As somebody may see it, or as the room of the wall that they look at may too; null: they may not look at that wall. */
  const seenBy = async (response: Response, mirrorOf: string | null = null): Promise<View | null> => {
    const principal = principalOf(response);
    if (mirrorOf === null) return viewOf(principal);
    const audience = principal.role !== 'display' && can(principal, 'wall:read') ? await audienceOf(mirrorOf) : null;
    return audience && mirrorViewOf(principal, audience);
  };

  router.get('/replay/v1/span', read, async (_, response) => {
    const span = await log.span();
    response.set('Cache-Control', 'no-store').json(span ?? { from: clock(), to: clock() });
  });

  router.post('/replay/v1/seek', read, readBody, async (request, response) => {
    const asked = ReplaySeek.safeParse(request.body);
    if (!asked.success) return malformed(response, asked.error);
    const at = Math.min(asked.data.at, clock()) as EpochMs;
    const principal = principalOf(response);
    // On record before it is shown: what cannot be written down is not looked at.
    await looks.at(principal, at);
    const view = await seenBy(response, asked.data.mirrorOf);
    if (!view) return problem(response, 403, NOT_THIS_WALL);
    const made = await past.picture(view, at);
    if (!made.ok) return problem(response, 410, 'Thời điểm này không còn được lưu · This moment is no longer kept');
    bytesOf(response, made.value.bytes);
  });

  router.get('/replay/v1/frames', read, async (request, response) => {
    const { as: _, ...query } = request.query;
    const asked = ReplayPage.safeParse(query);
    if (!asked.success) return malformed(response, asked.error);
    const { after, until, limit, mirrorOf } = asked.data;
    const view = await seenBy(response, mirrorOf);
    if (!view) return problem(response, 403, NOT_THIS_WALL);
    const { bytes, covered, more } = await past.page(view, after, until, limit);
    response.set('x-covered', String(covered));
    if (more) response.set('x-more', '1');
    bytesOf(response, bytes);
  });

  router.get('/replay/v1/marks', read, async (request, response) => {
    const { as: _, ...query } = request.query;
    const asked = ReplayMarksQuery.safeParse(query);
    if (!asked.success) return malformed(response, asked.error);
    const { from, to } = asked.data;
    if (to < from || to - from > MARKS_SPAN_MS)
      return problem(response, 400, 'Khoảng thời gian quá dài hoặc ngược · At most eight days, forwards');
    const principal = principalOf(response);
    const reveals = await revealsFor(book, principal, from, to);
    response.set('Cache-Control', 'no-store').json(await marks.between(viewOf(principal), from, to, reveals));
  });

  router.get('/replay/v1/briefings', read, async (_, response) => {
    response
      .set('Cache-Control', 'no-store')
      .json({ briefings: await log.briefings(viewOf(principalOf(response))) } satisfies BriefingList);
  });

  router.post('/replay/v1/briefings', may('replay:keep'), readBody, async (request, response) => {
    const kept = BriefingFrozen.safeParse(request.body);
    if (!kept.success) return malformed(response, kept.error, 422);
    const principal = principalOf(response);
    const now = clock();
    const receipt = await intake.take({
      source: REPLAY,
      channel: 'replay:briefings',
      receivedAt: now,
      drill: false,
      priority: 'alarm',
      items: [
        {
          body: Buffer.from(JSON.stringify(kept.data)),
          drafts: ok([
            {
              kind: 'briefing.frozen',
              id: kept.data.id,
              area: null,
              occurredAt: now,
              data: kept.data,
              publisherKey: null,
              actor: principal.name,
            },
          ]),
        },
      ],
    });
    const [item] = receipt.kind === 'committed' ? receipt.items : [];
    if (item?.kind !== 'stored') return problem(response, item ? 422 : 503, 'Chưa lưu được · It could not be kept');
    await audit.record({
      actor: principal.id,
      actorName: principal.name,
      action: 'replay:keep',
      subject: { kind: 'briefing', id: kept.data.id },
      outcome: 'done',
      detail: { name: kept.data.name, from: kept.data.from, to: kept.data.to },
    });
    response.status(201).set('Cache-Control', 'no-store').json({ id: kept.data.id, seq: item.seqs[0] });
  });
  return router;
}

const bytesOf = (response: Response, bytes: Uint8Array): void =>
  void response
    .set('Cache-Control', 'no-store')
    .type('application/octet-stream')
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));

function malformed(response: Response, { issues: [issue] }: z.ZodError, status: 400 | 422 = 400): void {
  const detail = `${issue?.path.join('/') ?? ''}: ${issue?.message ?? ''}`;
  problem(response, status, 'Yêu cầu không hợp lệ · Bad request', detail);
}

function problem(response: Response, status: number, title: string, detail?: string): void {
  const body = { title, status, ...(detail === undefined ? {} : { detail }) };
  response.status(status).set('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify(body));
}
