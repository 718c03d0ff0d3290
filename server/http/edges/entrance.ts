import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Edge } from '../../domain/network/edge.ts';
import { setSecurityHeaders } from './headers.ts';

/** Looks at a request before anything else does. true: it may come in; false: it was answered. */
export type Entrance = (request: IncomingMessage, response: ServerResponse) => boolean;

/** What a supervisor asks from wherever it runs, by whatever name: it tells nothing of the centre. */
const FOR_SUPERVISORS: ReadonlySet<string> = new Set(['/live', '/ready']);

const REFUSALS = {
  421: 'Địa chỉ này không thuộc hệ thống · This is not the name of this server (PUBLIC_URL, ALLOWED_HOSTS)',
  403: 'Chỉ nhận kết nối HTTPS · HTTPS only',
} as const;

/** Headers on every answer (SEC14), our own names only, and nothing in the clear from another machine (SEC2). */
export function createEntrance(edge: Edge): Entrance {
  return (request, response) => {
    const isSecure = edge.isSecure(request);
    setSecurityHeaders(request, response, isSecure);
    // Whoever reads these further in reads what was found here: one truth, and no other name for us.
    if ('x-forwarded-proto' in request.headers) request.headers['x-forwarded-proto'] = isSecure ? 'https' : 'http';
    delete request.headers['x-forwarded-host'];
    if (FOR_SUPERVISORS.has(request.url ?? '')) return true;
    if (!edge.isOurHost(request)) return refuse(response, 421);
    if (!edge.isPrivateWay(request)) return refuse(response, 403);
    return true;
  };
}

function refuse(response: ServerResponse, status: keyof typeof REFUSALS): false {
  response
    .writeHead(status, { 'Content-Type': 'application/problem+json', Connection: 'close' })
    .end(JSON.stringify({ title: REFUSALS[status], status }));
  return false;
}
