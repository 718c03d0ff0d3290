import type { Express, Router } from 'express';

export type MountedRoute = { method: string; path: string };
type Listed = { path: unknown; methods: string[] | undefined; router: (Router & { listRoutes(): Listed[] }) | undefined };

/** Every route of an application with its whole path, routers within routers too, in the order in which they are asked. @throws of a path that is no text. */
export function mountedRoutes(app: Express): MountedRoute[] {
  const walk = (router: { listRoutes(): Listed[] }, prefix: string): MountedRoute[] =>
    router.listRoutes().flatMap(({ path, methods, router: inner }) => {
      if (typeof path !== 'string') throw new Error(`a route whose path is ${String(path)} cannot be held against the table`);
      const whole = `${prefix}${path}`.replaceAll(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
      if (inner) return walk(inner, whole);
      // Express answers HEAD by GET's handler: the same door.
      return (methods ?? [])
        .filter((method) => method.toUpperCase() !== 'HEAD')
        .map((method) => ({ method: method.toUpperCase(), path: whole }));
    });
  return walk(app.router as unknown as { listRoutes(): Listed[] }, '');
}
