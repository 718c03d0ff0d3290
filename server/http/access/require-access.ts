import type { Request, RequestHandler, Response } from 'express';
import type { Principal } from '../../../shared/contract/principal.ts';
import { CENTRE, can, type Resource } from '../../../shared/rules/access.ts';
import type { Action } from '../../../shared/rules/rights.ts';

/** Who a request's cookies say it is; null: nobody. */
export type Authenticate = (cookies: string | undefined) => Promise<Principal | null>;

/** Lets through who may do this, and leaves who it is on `response.locals.principal`. `resourceOf`: what a request is about. */
export function requireAccess(
  authenticate: Authenticate,
  action: Exclude<Action, 'entry:read'>,
  resourceOf: (request: Request) => Resource = () => CENTRE,
): RequestHandler {
  return async (request, response, next) => {
    const principal = await authenticate(request.headers.cookie);
    if (!principal || !can(principal, action, resourceOf(request))) {
      const status = principal ? 403 : 401;
      const title = principal ? 'Không thuộc quyền của tài khoản này · Not for this account' : 'Chưa đăng nhập · Not signed in';
      response.status(status).type('application/problem+json').json({ title, status });
      return;
    }
    response.locals.principal = principal;
    next();
  };
}

/** Who the guard let through. @throws when there was no guard: then nobody may do anything. */
export function principalOf(response: Response): Principal {
  const principal = response.locals.principal as Principal | undefined;
  if (!principal) throw new Error('a route is mounted without its guard');
  return principal;
}
