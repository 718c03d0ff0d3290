import type { Request, RequestHandler, Response } from 'express';
import type { Principal } from '../../../shared/contract/principal.ts';
import { CENTRE, can, type Resource } from '../../../shared/rules/access.ts';
import type { Action } from '../../../shared/rules/rights.ts';
import type { Audit } from '../../domain/access/ports.ts';

/** Who a request's cookies say it is; null: nobody. With an `audit`, what its callers were refused is recorded. */
export type Authenticate = ((cookies: string | undefined) => Promise<Principal | null>) & { readonly audit?: Audit };

/** The same, and every refusal of somebody who is known goes to the audit: who asked, what for, where. */
export const audited = (authenticate: Authenticate, audit: Audit): Authenticate =>
  Object.assign((cookies: string | undefined) => authenticate(cookies), { audit });

/** For routes that learn only from the request's body which area it is about, and ask again then: whether it may anywhere at all. */
export const somewhere = (_request: Request, { areas }: Principal): Resource => ({ area: areas?.[0] ?? null });

/** Lets through who may do this, and leaves who it is on `response.locals.principal`. `resourceOf`: what a request is about. */
export function requireAccess(
  authenticate: Authenticate,
  action: Exclude<Action, 'entry:read'>,
  resourceOf: (request: Request, principal: Principal) => Resource = () => CENTRE,
): RequestHandler {
  return async (request, response, next) => {
    const principal = await authenticate(request.headers.cookie);
    if (principal && can(principal, action, resourceOf(request, principal))) {
      response.locals.principal = principal;
      next();
      return;
    }
    const status = principal ? 403 : 401;
    // An audit that cannot be written opens nothing: the request then fails, and stays refused.
    if (principal) await authenticate.audit?.record(refusalOf(principal, action, request));
    const title = principal ? 'Không thuộc quyền của tài khoản này · Not for this account' : 'Chưa đăng nhập · Not signed in';
    response.status(status).type('application/problem+json').json({ title, status });
  };
}

/** The path alone: a query may carry what is personal. */
const refusalOf = ({ id, name }: Principal, action: Action, { method, baseUrl, path }: Request): Parameters<Audit['record']>[0] => ({
  actor: id,
  actorName: name,
  action,
  subject: { kind: 'route', id: `${baseUrl}${path}` },
  outcome: 'denied',
  detail: { method },
});

/** Who the guard let through. @throws when there was no guard: then nobody may do anything. */
export function principalOf(response: Response): Principal {
  const principal = response.locals.principal as Principal | undefined;
  if (!principal) throw new Error('a route is mounted without its guard');
  return principal;
}
