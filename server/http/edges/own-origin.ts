import type { RequestHandler } from 'express';
import type { Edge } from '../../domain/network/edge.ts';

/** Agencies' own programs post there, with a token and a signature; no browser's cookie opens it. */
const NOT_BY_COOKIE = '/ingest/v1/';

/** A state change comes from our own pages or it does not come, on whatever route (SEC13). Mounted before all of them. */
export function requireOwnPages(edge: Edge): RequestHandler {
  return (request, response, next) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (isRead || request.path.startsWith(NOT_BY_COOKIE) || edge.isOurOrigin(request)) return next();
    response
      .status(403)
      .type('application/problem+json')
      .json({ title: 'Yêu cầu không đến từ trang của hệ thống · Foreign or missing Origin', status: 403 });
  };
}
