import { type RequestHandler, type Response, Router } from 'express';
import type { z } from 'zod';
import { Approval, UserCodeField, WallRegistration } from '../../../shared/contract/displays.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import type { Actor, DisplayRegister, Pairings } from '../../domain/displays/ports.ts';
import { isSlowed } from './display-router.ts';
import { sendProblem } from './problem.ts';
import { createSlowDown } from './slow-down.ts';

export type DisplayAdminParts = {
  pairings: Pick<Pairings, 'waiting' | 'approve'>;
  register: DisplayRegister;
  readBody: RequestHandler;
  /** The guard of an action, by the table of rights. */
  may: (action: 'display:read' | 'display:manage') => RequestHandler;
  /** Who that guard let through. */
  principalOf: (response: Response) => Principal;
};

/** `/admin/v1/displays`, `/admin/v1/pairings`, `/admin/v1/walls`: who runs the walls looks at them, lets displays in and takes them out. Behind the guard against foreign pages. */
export function createDisplayAdminRouter({ pairings, register, readBody, may, principalOf }: DisplayAdminParts): Router {
  // There are 25 thousand million codes: ten wrong ones are a person's typing, more are a search (SEC17).
  const wrongCodes = createSlowDown({ points: 10, durationS: 10 * 60 });
  const router = Router();
  const actorOf = (response: Response): Actor => {
    const { id, name } = principalOf(response);
    return { id, name };
  };

  router.get('/admin/v1/displays', may('display:read'), async (_, response) => {
    response.set('Cache-Control', 'no-store').json(await register.list());
  });

  router.get('/admin/v1/pairings/:code', may('display:manage'), async (request, response) => {
    const { id } = principalOf(response);
    if (isSlowed(response, await wrongCodes.look(id))) return;
    const code = UserCodeField.safeParse(request.params.code);
    const waiting = code.success ? await pairings.waiting(code.data) : null;
    if (waiting) {
      response.set('Cache-Control', 'no-store').json(waiting);
      return;
    }
    await wrongCodes.take(id);
    sendProblem(response, 404, { detail: 'no display shows this code, or no longer' });
  });

  router.post('/admin/v1/pairings/:code/approve', may('display:manage'), readBody, async (request, response) => {
    const by = actorOf(response);
    if (isSlowed(response, await wrongCodes.look(by.id))) return;
    const approval = Approval.safeParse(request.body);
    if (!approval.success) return refuseBody(response, approval.error);
    const code = UserCodeField.safeParse(request.params.code);
    const approved = code.success ? await pairings.approve(code.data, approval.data, by) : null;
    if (approved?.ok) {
      response.status(201).json(approved.value);
      return;
    }
    switch (approved?.error.kind) {
      case 'no-wall':
        return sendProblem(response, 422, { pointer: '/wall', detail: 'there is no such wall' });
      case 'taken': {
        const { what, display, name } = approved.error;
        return sendProblem(response, 409, { taken: { what, display, name } });
      }
      default:
        await wrongCodes.take(by.id);
        return sendProblem(response, 404, { detail: 'no display shows this code, or no longer' });
    }
  });

  router.delete('/admin/v1/displays/:id', may('display:manage'), async (request, response) => {
    const { id } = request.params;
    if (typeof id === 'string' && (await register.revoke(id, actorOf(response)))) response.status(204).end();
    else sendProblem(response, 404, { detail: 'there is no such display, or it was revoked before' });
  });

  router.post('/admin/v1/walls', may('display:manage'), readBody, async (request, response) => {
    const wall = WallRegistration.safeParse(request.body);
    if (!wall.success) return refuseBody(response, wall.error);
    const added = await register.addWall(wall.data, actorOf(response));
    if (added) response.status(201).json(added);
    else sendProblem(response, 409, { pointer: '/id', detail: 'there is a wall with this id' });
  });
  return router;
}

/** Where the first fault is and nothing of what was sent. */
function refuseBody(response: Response, { issues }: z.ZodError): void {
  const [first] = issues;
  sendProblem(response, 422, { pointer: `/${(first?.path ?? []).join('/')}`, detail: first?.message ?? 'malformed' });
}
