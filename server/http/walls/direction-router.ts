import { type RequestHandler, type Response, Router } from 'express';
import { ScenePublication, WallOrder, type WallOrderAnswer, type WallStanding } from '../../../shared/contract/direction.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { WallDefined } from '../../../shared/contract/wall.ts';
import type { EpochMs } from '../../../shared/model/ids.ts';
import { NO_ORDERS, sceneOn, UNSET_WALL } from '../../../shared/rules/direction.ts';
import type { World } from '../../../shared/rules/fold.ts';
import type { WallRegister } from '../../domain/walls/ports.ts';
import type { Publishing } from '../../domain/walls/publishing.ts';
import type { WallDesk } from '../../domain/walls/wall-desk.ts';
import {
  conflictOf,
  sceneConflict,
  sendFaults,
  sendUnavailable,
  sendUnknownWall,
  sendUnreadable,
  sendWallProblem,
} from './wall-problem.ts';

export type DirectionParts = {
  desk: Pick<WallDesk, 'order'>;
  publishing: Publishing;
  register: Pick<WallRegister, 'find'>;
  world: () => World;
  clock: () => EpochMs;
  /** By how much a body may weigh, bytes. */
  readBody: (limitBytes: number) => RequestHandler;
  /** The guard of an action, by the table of rights. */
  may: (action: 'wall:read' | 'wall:direct' | 'wall:define' | 'scene:publish') => RequestHandler;
  /** Who that guard let through. */
  principalOf: (response: Response) => Principal;
};

const KIB = 1024;

/** `/walls/v1/:id` and `/scenes/v1/:id`: what a wall is, what it is told to show, and the scenes that it can show. */
export function createDirectionRouter({ desk, publishing, register, world, clock, readBody, may, principalOf }: DirectionParts): Router {
  const router = Router();
  const answer = (response: Response, body: unknown): void => void response.set('Cache-Control', 'no-store').json(body);

  router.get('/walls/v1/:id', may('wall:read'), async (request, response) => {
    const wall = await register.find(String(request.params.id));
    if (!wall) return sendUnknownWall(response);
    const { slots } = world();
    const of = <K extends 'wall.defined' | 'wall.directed' | 'wall.controlled' | 'wall.focused' | 'wall.triggered'>(kind: K) =>
      slots[kind].get(wall.id)?.data ?? null;
    const [definition, direction] = [of('wall.defined'), of('wall.directed')];
    const at = clock();
    const { scene, why } = sceneOn(definition ?? UNSET_WALL, direction ?? NO_ORDERS, of('wall.triggered'), at);
    const revision = slots['scene.published'].get(scene)?.data.revision ?? 0;
    const standing = {
      at,
      ...wall,
      definition,
      direction,
      control: of('wall.controlled'),
      focus: of('wall.focused'),
      up: { scene, revision, why },
    };
    answer(response, standing satisfies WallStanding);
  });

  router.post('/walls/v1/:id/direction', may('wall:direct'), readBody(4 * KIB), async (request, response) => {
    const order = WallOrder.safeParse(request.body);
    if (!order.success) return sendFaults(response, order.error);
    const ordered = await desk.order(String(request.params.id), order.data, principalOf(response));
    switch (ordered.kind) {
      case 'done':
        return answer(response, ordered.answer satisfies WallOrderAnswer);
      case 'fault': {
        const { title, status, ...more } = conflictOf(ordered.fault);
        return sendWallProblem(response, status, title, more);
      }
      case 'unknown-wall':
        return sendUnknownWall(response);
      case 'unavailable':
        return sendUnavailable(response, ordered);
    }
  });

  router.put('/walls/v1/:id', may('wall:define'), readBody(256 * KIB), async (request, response) => {
    const definition = WallDefined.safeParse(request.body);
    if (!definition.success) return sendFaults(response, definition.error);
    const defined = await publishing.define(String(request.params.id), definition.data, principalOf(response));
    switch (defined.kind) {
      case 'done':
        return answer(response, { seq: defined.seq });
      case 'unknown-wall':
        return sendUnknownWall(response);
      case 'unknown-scene': {
        const { scene } = defined;
        return sendWallProblem(response, 422, `Không có kịch bản “${scene}” · There is no scene “${scene}”`, { code: 'unknown-scene' });
      }
      case 'unavailable':
        return sendUnavailable(response, defined);
    }
  });

  router.post('/scenes/v1/:id', may('scene:publish'), readBody(512 * KIB), async (request, response) => {
    const publication = ScenePublication.safeParse(request.body);
    if (!publication.success) return sendFaults(response, publication.error, 'Kịch bản chưa hợp lệ · The scene is not valid');
    if (publication.data.scene.id !== request.params.id) {
      const errors = [{ pointer: '/scene/id', message: 'it is not the id of the address' }];
      return sendWallProblem(response, 422, 'Mã kịch bản không khớp · The scene has another id', { errors });
    }
    const published = await publishing.publish(publication.data, principalOf(response));
    switch (published.kind) {
      case 'done':
        return answer(response, { revision: published.revision, seq: published.seq });
      case 'overtaken': {
        const { title, status, ...more } = sceneConflict(published);
        return sendWallProblem(response, status, title, more);
      }
      case 'unreadable':
        return sendUnreadable(response, publication.data.scene, published);
      case 'unavailable':
        return sendUnavailable(response, published);
    }
  });

  router.get('/scenes/v1/:id/versions', may('wall:read'), async (request, response) => {
    const list = await publishing.versions(String(request.params.id));
    if (list) answer(response, list);
    else sendWallProblem(response, 404, 'Không có kịch bản này · There is no such scene');
  });
  return router;
}
