import { type ErrorRequestHandler, Router } from 'express';
import { sendAdminProblem } from './admin-problem.ts';
import { areaRoutes } from './area-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import type { AdminParts } from './parts.ts';
import { quarantineRoutes } from './quarantine-routes.ts';
import { registryRoutes } from './registry-routes.ts';
import { sourceRoutes } from './source-routes.ts';

/**
 * `/admin/v1/…`: the hierarchy, sources, cameras and indicators, and what was not stored. Every route stands behind the guard of its
 * own action, and every act is in the audit before it is done.
 */
export function createAdminRouter(parts: AdminParts): Router {
  const router = Router();
  areaRoutes(router, parts);
  sourceRoutes(router, parts);
  registryRoutes(router, parts);
  quarantineRoutes(router, parts);
  ledgerRoutes(router, parts);

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

/** PostgreSQL's own errors carry a five-character SQLSTATE, the socket's a name such as ECONNREFUSED. */
const isDatabase = (error: unknown): boolean => {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string' && /^(?:08|53|57)...$|^E[A-Z]+$/.test(at.code)) return true;
    if (/connection|timeout/i.test(at.message)) return true;
  }
  return false;
};
