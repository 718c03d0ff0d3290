import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Express } from 'express';
import type { EpochMs } from '../../shared/model/ids.ts';
import type { World } from '../../shared/rules/fold.ts';
import type { GlassDesk } from '../domain/glass/glass-desk.ts';
import type { Edge } from '../domain/network/edge.ts';
import { createMarks } from '../domain/replay/marks.ts';
import { createPast } from '../domain/replay/past.ts';
import { audited, principalOf, requireAccess, somewhere } from '../http/access/require-access.ts';
import { createAdminRouter } from '../http/admin/admin-router.ts';
import { createAuditRouter } from '../http/audit/audit-router.ts';
import { createDisplayAdminRouter } from '../http/displays/display-admin-router.ts';
import { createDisplayRouter } from '../http/displays/display-router.ts';
import { answerFailures } from '../http/edges/failure.ts';
import { readJson } from '../http/edges/json-body.ts';
import { requireOwnPages } from '../http/edges/own-origin.ts';
import { createRateLimits } from '../http/edges/rate-limits.ts';
import { createGlassRouter } from '../http/glass/glass-router.ts';
import { createHealthRouter } from '../http/health/health-router.ts';
import { createIngestRouter } from '../http/ingest/ingest-router.ts';
import { createLogRouter } from '../http/log/log-router.ts';
import { createMapRouter } from '../http/map/map-router.ts';
import { createMediaRouter } from '../http/media/media-router.ts';
import { createPagesRouter } from '../http/pages/pages-router.ts';
import { createPeopleRouter } from '../http/people/people-router.ts';
import { createReplayRouter } from '../http/replay/replay-router.ts';
import { createRevealRouter } from '../http/reveal/reveal-router.ts';
import { createFreshProof } from '../http/session/session-callers.ts';
import { createSessionRouter } from '../http/session/session-router.ts';
import { createSingleSignOn } from '../http/session/single-sign-on.ts';
import { createDirectionRouter } from '../http/walls/direction-router.ts';
import { createWallsRouter } from '../http/walls/walls-router.ts';
import type { Pipeline } from '../pipeline/pipeline.ts';
import { breath } from '../store/breath.ts';
import { redrawCapture } from '../store/capture-picture.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import type { NodeCallers } from './callers.ts';
import type { Configuration } from './configuration.ts';
import { cameraAt } from './feeds.ts';
import type { NodeStore } from './node-store.ts';
import type { Walls } from './walls.ts';

/** What the build left, found from the built server as from its source; in development Vite serves the pages itself. */
const DIST = join(fileURLToPath(new URL('../..', import.meta.url)), import.meta.url.endsWith('.ts') ? 'dist' : '.');
const CLIENT_DIR = join(DIST, 'client');
const BASEMAP = join(DIST, 'basemap.pmtiles');

export type HttpAppParts = {
  edge: Edge;
  /** Where browsers reach this server. */
  origin: string;
  callers: NodeCallers;
  store: NodeStore;
  pipeline: Pipeline;
  glass: GlassDesk;
  walls: Pick<Walls, 'desk' | 'publishing'>;
  world: () => World;
  clock: () => EpochMs;
  metrics: Metrics;
  logger: Logger;
  dataDir: string;
  singleSignOn: Configuration['singleSignOn'];
  databaseState: () => 'up' | 'down';
};

/** Every HTTP surface on one port, each behind its own door; what no surface knows is a 404. */
export function createHttpApp({
  edge,
  origin,
  callers,
  store,
  pipeline,
  walls,
  glass,
  world,
  clock,
  metrics,
  logger,
  dataDir,
  singleSignOn,
  databaseState,
}: HttpAppParts): Express {
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
  const authenticateBy = audited(async (cookies) => (await callers.of(cookies))?.principal ?? null, store.audit);
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
  app.use(
    createPeopleRouter({
      identity: store.identity,
      audit: store.audit,
      may: (action) => requireAccess(authenticateBy, action),
      principalOf,
      isFreshlyProven: createFreshProof({ identity: store.identity, clock }),
      readBody: readJson(64 * 1024),
      origin,
      clock,
    }),
  );
  app.use(
    createAdminRouter({
      may: (action) => requireAccess(authenticateBy, action),
      audit: store.audit,
      changes: store.accessChanges,
      pipeline,
      credentials: store.credentials,
      quarantine: store.quarantine,
      ledger: store.ledger,
      world,
      clock,
      onFailure,
    }),
  );
  app.use(
    createWallsRouter({
      walls: store.wallAudiences,
      changes: store.accessChanges,
      readBody: readJson(1024),
      may: (action) => requireAccess(authenticateBy, action),
      principalOf,
    }),
  );
  app.use(
    createGlassRouter({
      ...store.glass,
      desk: glass,
      redraw: redrawCapture,
      displays: callers.displays,
      intake: pipeline,
      world,
      audit: store.audit,
      readBody: readJson(1024),
      may: (action) => requireAccess(authenticateBy, action),
      principalOf,
      clock,
    }),
    createDirectionRouter({
      ...walls,
      register: store.walls.register,
      world,
      clock,
      readBody: readJson,
      may: (action) => requireAccess(authenticateBy, action),
      principalOf,
    }),
  );
  app.use(
    createAuditRouter({
      ...store.auditTrail,
      guards: { read: requireAccess(authenticateBy, 'audit:read'), export: requireAccess(authenticateBy, 'audit:export') },
      isFreshlyProven: createFreshProof({ identity: store.identity, clock }),
      principalOf,
      clock,
    }),
    createRevealRouter({
      world,
      audit: store.audit,
      guard: requireAccess(authenticateBy, 'personal:reveal', somewhere),
      readBody: readJson(4096),
      principalOf,
    }),
    createLogRouter({
      history: store.history,
      book: store.auditTrail.book,
      audit: store.audit,
      guard: requireAccess(authenticateBy, 'entry:export'),
      principalOf,
      clock,
    }),
  );
  app.use(
    createDisplayRouter({ ...store.displays, readBody: readJson(4096), addressOf: edge.addressOf, origin }),
    createDisplayAdminRouter({
      ...store.displays,
      readBody: readJson(4096),
      may: (action) => requireAccess(authenticateBy, action),
      principalOf,
    }),
  );
  app.use(
    createReplayRouter({
      past: createPast({ log: store.replayLog, worlds: store.checkpoints, breath, clock }),
      log: store.replayLog,
      marks: createMarks({
        log: store.replayLog,
        wallNames: async () => new Map((await store.wallAudiences.list()).map(({ id, name }) => [id, name])),
      }),
      book: store.auditTrail.book,
      intake: pipeline,
      audit: store.audit,
      may: (action) => requireAccess(authenticateBy, action),
      mayDisplay: requireAccess(
        audited(async (cookies) => (await callers.of(cookies, 'display'))?.principal ?? null, store.audit),
        'replay:read',
      ),
      audienceOf: async (wall) => (await store.walls.register.find(wall))?.audience ?? null,
      principalOf,
      readBody: readJson(4096),
      clock,
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
  app.use('/media', requireAccess(authenticateBy, 'media:read', somewhere));
  app.use(createMediaRouter({ principalOf, files: store.mediaFiles, path: store.pictures.path, audit: store.audit }));
  app.use('/session', readJson(16 * 1024));
  app.use(
    createSessionRouter({
      identity: store.identity,
      ...store.proofs,
      audit: store.audit,
      clock,
      addressOf: edge.addressOf,
      centreName: () => world().slots['centre.defined'].values().next().value?.data.name ?? null,
      async displayOf(cookies) {
        const display = await callers.displays.of(cookies);
        if (display?.holds.kind !== 'display') return null;
        return { id: display.principal.id, name: display.principal.name, wall: display.holds.wall };
      },
      singleSignOn: singleSignOn && createSingleSignOn({ ...singleSignOn, redirectUri: `${origin}/session/oidc/callback` }),
      onFailure: (error) => logger.warn({ err: error }, 'single sign-on failed'),
    }),
  );
  app.use(createPagesRouter(CLIENT_DIR));

  app.use((_, response) => {
    response.status(404).type('application/problem+json').json({ title: 'Not found', status: 404 });
  });
  app.use(answerFailures((error, path) => logger.error({ err: error, path }, 'a request failed')));
  return app;
}
