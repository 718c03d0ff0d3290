import { join } from 'node:path';
import express, { Router } from 'express';

/** Paths that the client's own router knows; everything else is a 404, not a page that pretends. */
const SCREENS = [
  '/',
  '/wall',
  '/login',
  '/ingest/try',
  '/admin',
  '/admin/:section',
  '/desk/replay',
  '/desk/wall',
  '/desk/wall/setup',
  '/desk/scenes',
];

/** The built client: hashed files for ever, its one page never from a cache. */
export function createPagesRouter(clientDir: string): Router {
  const router = Router();
  router.use('/assets', express.static(join(clientDir, 'assets'), { immutable: true, maxAge: '1y', fallthrough: false }));
  router.get(SCREENS, (_, response) => {
    response.set('cache-control', 'no-store').sendFile(join(clientDir, 'index.html'));
  });
  router.use(express.static(clientDir, { index: false, maxAge: 0 }));
  return router;
}
