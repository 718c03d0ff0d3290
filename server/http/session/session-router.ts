import { Router } from 'express';
import { createLogIn } from './log-in.ts';
import { createOwnAccount } from './own-account.ts';
import { answerRefusals } from './refusals.ts';
import type { SessionParts } from './session-parts.ts';
import { createSingleSignOnRoutes } from './single-sign-on-routes.ts';

/** `/session…`: see `shared/contract/session.ts`. To be mounted behind the check of our own Origin, with JSON bodies read. */
export function createSessionRouter(parts: SessionParts): Router {
  const router = Router();
  router.use(createLogIn(parts), createOwnAccount(parts));
  if (parts.singleSignOn) router.use(createSingleSignOnRoutes(parts, parts.singleSignOn, parts.onFailure));
  router.use(answerRefusals);
  return router;
}
