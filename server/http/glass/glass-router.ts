import { randomUUID } from 'node:crypto';
import { type Request, type RequestHandler, type Response, Router, raw } from 'express';
import { CAPTURE_MAX_BYTES, DisplayCommand, type DisplayCommandAnswer } from '../../../shared/contract/glass.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import type { Act, Audit, Callers } from '../../domain/access/ports.ts';
import { commandDelivery, isCaptureDue, maySeeCapture } from '../../domain/glass/commands.ts';
import type { GlassDesk } from '../../domain/glass/glass-desk.ts';
import type { Captures, GlassTable } from '../../domain/glass/ports.ts';
import type { Intake } from '../../domain/intake/ports.ts';

export type GlassRouterParts = {
  desk: Pick<GlassDesk, 'ofWall' | 'exposureOf'>;
  table: Pick<GlassTable, 'ofWall'>;
  captures: Captures;
  /** The picture drawn anew as a JPEG no wider than allowed; null: it is none. */
  redraw: (bytes: Uint8Array) => Promise<Uint8Array | null>;
  /** Displays alone: a person hands in no picture of a display. */
  displays: Pick<Callers, 'of'>;
  intake: Pick<Intake, 'take'>;
  world: () => World;
  audit: Audit;
  readBody: RequestHandler;
  /** The guard of an action, by the table of rights. */
  may: (action: 'wall:read' | 'wall:direct') => RequestHandler;
  /** Who that guard let through. */
  principalOf: (response: Response) => Principal;
  clock: () => number;
};

const TITLES = {
  401: 'Trình duyệt này không phải là màn hình đã ghép · This browser is no paired display',
  403: 'Không được xem hình này · This picture may not be seen',
  404: 'Không tìm thấy · Not found',
  415: 'Chỉ nhận ảnh JPEG · Only a JPEG is taken',
  422: 'Lệnh không hợp lệ · There is no such command',
  503: 'Chưa thực hiện được, vui lòng thử lại · Not done; try again',
} as const;

/** What displays show, prove and are told: `/walls/v1/:id/{glass,exposure,displays,captures}` for desks, `/display/v1/captures` for displays. */
export function createGlassRouter(parts: GlassRouterParts): Router {
  const { desk, table, captures, redraw, displays, intake, world, audit, readBody, may, principalOf, clock } = parts;
  const router = Router();
  const act = (
    response: Response,
    action: Act['action'],
    id: string,
    outcome: Act['outcome'],
    detail: Act['detail'] = {},
  ): Promise<void> => {
    const { id: actor, name: actorName } = principalOf(response);
    return audit.record({ actor, actorName, action, subject: { kind: 'display', id }, outcome, detail });
  };

  router.get('/walls/v1/:id/glass', may('wall:read'), async (request: Request<{ id: string }>, response) => {
    const glass = await desk.ofWall(request.params.id);
    if (glass) response.set('Cache-Control', 'no-store').json(glass);
    else problem(response, 404);
  });

  router.get('/walls/v1/:id/exposure', may('wall:read'), async (request: Request<{ id: string }>, response) => {
    const exposure = await desk.exposureOf(request.params.id);
    if (exposure) response.set('Cache-Control', 'no-store').json(exposure);
    else problem(response, 404);
  });

  router.post(
    '/walls/v1/:id/displays/:position/command',
    may('wall:direct'),
    readBody,
    async (request: Request<{ id: string; position: string }>, response) => {
      const { id, position } = request.params;
      const command = DisplayCommand.safeParse(request.body);
      if (!command.success) return problem(response, 422);
      const seat = (await table.ofWall(id))?.find((one) => one.position === position);
      if (!seat) return problem(response, 404);
      const capture = command.data.command === 'capture' ? randomUUID() : null;
      // Written down first: what cannot be told afterwards is not done.
      await act(response, 'wall:direct', seat.display, 'done', { wall: id, position, ...command.data, capture });
      const receipt = await intake.take(commandDelivery(seat, command.data, { capture, actor: principalOf(response).name, now: clock() }));
      if (receipt.kind !== 'committed' || receipt.items[0]?.kind !== 'stored') return problem(response, 503);
      response
        .status(202)
        .set('Cache-Control', 'no-store')
        .json({ capture } satisfies DisplayCommandAnswer);
    },
  );

  router.get('/walls/v1/:id/captures/:capture', may('wall:read'), async (request: Request<{ id: string; capture: string }>, response) => {
    const { id, capture } = request.params;
    const found = await captures.of(id, capture);
    if (!found) return problem(response, 404);
    const isAllowed = maySeeCapture(viewOf(principalOf(response)), found.view);
    await act(response, 'wall:read', found.display, isAllowed ? 'done' : 'denied', { wall: id, capture, audience: found.view.audience });
    if (!isAllowed) return problem(response, 403);
    response
      .set({
        'Content-Type': 'image/jpeg',
        'Content-Disposition': `inline; filename="${found.display}.jpg"`,
        'Cache-Control': 'private, no-store',
      })
      .send(Buffer.from(found.body));
  });

  /** Asks who it is before it reads a byte, and never writes a sign of life (TRUTH2). */
  const onlyWhoWasAsked: RequestHandler<{ capture: string }> = async (request, response, next) => {
    const caller = await displays.of(request.headers.cookie);
    if (caller?.holds.kind !== 'display') return problem(response, 401);
    if (!isCaptureDue(world(), caller.holds.id, request.params.capture, clock())) return problem(response, 404);
    response.locals.holder = { display: caller.holds.id, wall: caller.holds.wall, view: viewOf(caller.principal) };
    next();
  };

  router.post(
    '/display/v1/captures/:capture',
    onlyWhoWasAsked,
    raw({ type: 'image/jpeg', limit: CAPTURE_MAX_BYTES }),
    async (request: Request<{ capture: string }>, response) => {
      const body = Buffer.isBuffer(request.body) ? await redraw(request.body) : null;
      if (!body) return problem(response, 415);
      await captures.keep({ id: request.params.capture, ...response.locals.holder, takenAt: clock(), body });
      response.status(204).end();
    },
  );
  return router;
}

function problem(response: Response, status: keyof typeof TITLES): void {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify({ title: TITLES[status], status }));
}
