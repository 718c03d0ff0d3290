import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { Edge } from '../domain/network/edge.ts';
import { requireAccess } from '../http/access/require-access.ts';
import { createAdminRouter } from '../http/admin/admin-router.ts';
import { answerFailures } from '../http/edges/failure.ts';
import { readJson } from '../http/edges/json-body.ts';
import { requireOwnPages } from '../http/edges/own-origin.ts';
import { createRateLimits } from '../http/edges/rate-limits.ts';
import { createHealthRouter } from '../http/health/health-router.ts';
import { createIngestRouter } from '../http/ingest/ingest-router.ts';
import { createMapRouter } from '../http/map/map-router.ts';
import { createPagesRouter } from '../http/pages/pages-router.ts';
import { authenticate, createSessionRouter, requireOwnOrigin } from '../http/session/session-router.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { cameraAt } from './feeds.ts';
import type { NodeStore } from './node-store.ts';

/** What the build left, found from the built server as from its source; in development Vite serves the pages itself. */
const DIST = join(fileURLToPath(new URL('../..', import.meta.url)), import.meta.url.endsWith('.ts') ? 'dist' : '.');
const CLIENT_DIR = join(DIST, 'client');
const BASEMAP = join(DIST, 'basemap.pmtiles');

export type HttpAppParts = {
  edge: Edge;
  store: NodeStore;
  pipeline: Pipeline;
  world: () => World;
  clock: () => EpochMs;
  metrics: Metrics;
  logger: Logger;
  dataDir: string;
  databaseState: () => 'up' | 'down';
};

/** Every HTTP surface on one port, each behind its own door; what no surface knows is a 404. */
export function createHttpApp({ edge, store, pipeline, world, clock, metrics, logger, dataDir, databaseState }: HttpAppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  // Express's own reading of proxies agrees with the edge's: `request.ip` and `request.secure` may be asked.
  app.set('trust proxy', (address: string) => edge.isProxy({ socket: { remoteAddress: address }, headers: {} }));
  app.use(createRateLimits({ edge }), requireOwnPages(edge));

  app.use(
    createHealthRouter({
      problems: () => (databaseState() === 'up' ? [] : ['database']),
      metrics: { contentType: metrics.contentType, text: metrics.text },
    }),
  );
  const authenticateBy = (cookies: string | undefined) => authenticate(store.sessions, cookies);
  const onFailure = (error: unknown): void => logger.error({ err: error }, 'a request failed');
  app.use(
    createIngestRouter({
      intake: pipeline,
      credentials: store.credentials,
      memory: store.deliveries,
      cameraAt: cameraAt(world),
      clock,
      onFailure,
    }),
  );
  app.use('/admin/v1', requireOwnOrigin, requireAccess(authenticateBy, 'source:manage'));
  app.use(
    createAdminRouter({
      pipeline,
      credentials: store.credentials,
      quarantine: store.quarantine,
      ledger: store.ledger,
      world,
      clock,
      onFailure,
    }),
  );
  app.use('/map', requireAccess(authenticateBy, 'map:read'));
  app.use(
    createMapRouter({
      dataDir,
      builtIn: BASEMAP,
      boundaries: store.media.path,
      onRefused: (refusal) => logger.warn(refusal, 'a dropped basemap cannot be served'),
      now: clock,
    }),
  );
  app.use(readJson(16 * 1024), createSessionRouter(store.sessions));
  app.use(createPagesRouter(CLIENT_DIR));

  app.use((_, response) => {
    response.status(404).type('application/problem+json').json({ title: 'Not found', status: 404 });
  });
  app.use(answerFailures((error, path) => logger.error({ err: error, path }, 'a request failed')));
  return app;
}
