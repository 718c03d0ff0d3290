import { type RequestHandler, type Response, Router } from 'express';
import type { Principal } from '../../../shared/contract/principal.ts';
import { type AccessChangeList, AudienceSwitch, type WallList } from '../../../shared/contract/walls.ts';
import type { AccessTimes, WallAudiences } from '../../domain/walls/ports.ts';

export type WallsParts = {
  walls: WallAudiences;
  changes: AccessTimes;
  readBody: RequestHandler;
  /** The guard of an action, by the table of rights. */
  may: (action: 'audience:switch' | 'display:read' | 'wall:read') => RequestHandler;
  /** Who that guard let through. */
  principalOf: (response: Response) => Principal;
};

const CHANGES_MAX = 200;

/** `/walls/v1`, `/admin/v1/walls/:id/audience`, `/admin/v1/access-changes`: who is in the room with a wall, and how soon every screen knew. */
export function createWallsRouter({ walls, changes, readBody, may, principalOf }: WallsParts): Router {
  const router = Router();

  router.get('/walls/v1', may('wall:read'), async (_, response) => {
    response.set('Cache-Control', 'no-store').json({ walls: await walls.list() } satisfies WallList);
  });

  router.post('/admin/v1/walls/:id/audience', may('audience:switch'), readBody, async (request, response) => {
    const { id } = request.params;
    const wanted = AudienceSwitch.safeParse(request.body);
    if (!wanted.success) return sendProblem(response, 422, 'Đối tượng xem không hợp lệ · There is no such audience');
    const wall = typeof id === 'string' ? await walls.switchTo(id, wanted.data.audience, principalOf(response)) : null;
    if (wall) response.set('Cache-Control', 'no-store').json(wall);
    else sendProblem(response, 404, 'Không có tường này · There is no such wall');
  });

  router.get('/admin/v1/access-changes', may('display:read'), async (_, response) => {
    const list = await changes.list(CHANGES_MAX);
    const took = list
      .flatMap(({ nodes }) => nodes.flatMap(({ sockets, tookMs }) => (sockets > 0 ? [tookMs] : [])))
      .toSorted((a, b) => a - b);
    const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? 0;
    const answer: AccessChangeList = { changes: list, tookMs: took.length === 0 ? null : { max: at(1), p95: at(0.95) } };
    response.set('Cache-Control', 'no-store').json(answer);
  });
  return router;
}

function sendProblem(response: Response, status: 404 | 422, title: string): void {
  response.status(status).set('Cache-Control', 'no-store').type('application/problem+json').send(JSON.stringify({ title, status }));
}
