import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Express } from 'express';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import { createSignsOfLife } from '../domain/displays/signs-of-life.ts';
import { createEdge } from '../domain/network/edge.ts';
import { createPipeline } from '../pipeline/pipeline.ts';
import { startBroker } from '../sources/broker/broker.ts';
import { createAccessWatch } from '../store/access-watch.ts';
import { ROLE_IS_MISSING } from '../store/audit-trail.ts';
import { createTail } from '../store/tail.ts';
import { createDisplayPresence } from '../stream/display-presence.ts';
import { createGateway } from '../stream/gateway.ts';
import { createLiveLog } from '../stream/live-log.ts';
import { createLogger } from '../telemetry/logger.ts';
import { createMetrics } from '../telemetry/metrics.ts';
import { createCallers } from './callers.ts';
import { fillCheckpoints } from './checkpoint-filling.ts';
import type { Configuration } from './configuration.ts';
import { createFeeds } from './feeds.ts';
import { takePort } from './front-door.ts';
import { createGlassWatch, type GlassWatch } from './glass-watch.ts';
import { createHttpApp } from './http-app.ts';
import { identityKeyFault, originOf, printableLinks } from './links.ts';
import { keepCheckpoints, readWorld } from './live-picture.ts';
import { openNodeStore } from './node-store.ts';
import { reparse } from './reparse.ts';
import { runOnOneNode } from './sole-runner.ts';
import { createSourceWatch, type SourceWatch } from './source-watch.ts';
import type { WallWatch } from './wall-watch.ts';
import { createWalls } from './walls.ts';

export type RunningServer = {
  /** Where browsers reach it. */
  origin: string;
  port: number;
  banner: string[];
  /** Every route as it is mounted, for the table of access to be held against. */
  app: Express;
  close(): Promise<void>;
};

/** Any number serves, as long as all nodes of one database agree on it. */
const FEEDS_LOCK = 4_812_202_603;

/** Composition: takes its port, then opens everything inside out (store, log, stream, sources, doors), and closes it outside in. */
export async function startServer(configuration: Configuration): Promise<RunningServer> {
  const clock = (): EpochMs => epochMs(Date.now());
  const logger = createLogger({ level: configuration.logLevel });
  const metrics = createMetrics();
  const node = `${hostname()}-${randomUUID().slice(0, 8)}`;
  const closing: (() => Promise<void> | void)[] = [];
  const edge = createEdge({
    trustProxy: configuration.trustProxy ?? [],
    publicUrl: configuration.publicUrl,
    allowedHosts: configuration.allowedHosts ?? [],
  });
  const door = await takePort({ ...configuration, edge });
  closing.push(door.close);
  const close = async (): Promise<void> => {
    door.leave();
    for (const end of closing.splice(0).reverse()) await end();
  };

  try {
    const store = await openNodeStore(configuration, clock, logger, node);
    closing.push(() => store.close());

    const live = createLiveLog(await readWorld(store));
    let databaseState: 'up' | 'down' = 'up';
    const callers = createCallers({ store, world: live.world, clock });
    const origin = originOf(configuration, door.port);
    // From before anybody is let in: what changes later is found by the watch.
    const changesKnown = await store.accessChanges.newest();
    const presence = createDisplayPresence({ node });
    const gateway = createGateway({
      http: door.http,
      isOurs: edge.isOurOrigin,
      node,
      live,
      read: store.log.read,
      callers,
      audienceOf: async (wall) => (await store.walls.register.find(wall))?.audience ?? null,
      audit: store.audit,
      seen: createSignsOfLife({
        write: store.displays.seen,
        onFailure: (error) => logger.warn({ err: error }, 'a sign of life of a display could not be written'),
      }),
      presence,
      databaseState: () => databaseState,
      clock,
      log: logger.child({ part: 'stream' }),
    });
    const filling = fillCheckpoints({ ...store, clock, diagnostics: logger });
    const checkpointer = keepCheckpoints({ checkpoints: store.checkpoints, world: live.world, clock, log: logger });
    closing.push(() => checkpointer.close());
    let watch: SourceWatch | null = null;
    let wallWatch: WallWatch | null = null;
    let glass: GlassWatch | null = null;
    const tail = createTail({
      log: store.log,
      database: store.database,
      after: live.head(),
      onEntries(entries, committedAt) {
        watch?.heard(entries);
        glass?.heard(entries, committedAt);
        gateway.take(entries, committedAt);
        wallWatch?.heard(entries);
      },
      onState(state) {
        databaseState = state;
      },
      diagnostics: logger.child({ part: 'tail' }),
    });
    closing.push(() => tail.close());
    closing.push(() => gateway.close());
    const accessWatch = createAccessWatch({
      changes: store.accessChanges,
      database: store.database,
      node,
      after: changesKnown,
      onChange: gateway.rightsChanged,
      diagnostics: logger.child({ part: 'access' }),
    });
    closing.push(() => accessWatch.close());

    const pipeline = createPipeline({
      log: store.log,
      world: live.world,
      clock,
      onCommitted: tail.offer,
      replaying: { quarantine: store.quarantine, reparse: reparse(live.world) },
      telemetry: { failed: (error) => logger.warn({ err: error }, 'a batch could not be committed') },
    });
    closing.push(() => pipeline.close());
    metrics.observe('log_head', 'Newest number of the log that this node has folded', () => live.head());
    metrics.observe('pipeline_waiting', 'Facts waiting to be committed', () => pipeline.stats().waiting.facts);

    const glassWatch = createGlassWatch({
      store,
      presence,
      world: live.world,
      intake: pipeline,
      clock,
      log: logger.child({ part: 'glass' }),
    });
    glass = glassWatch;
    closing.push(() => glassWatch.close());
    const walls = createWalls({ store, intake: pipeline, world: live.world, clock, log: logger.child({ part: 'walls' }) });
    wallWatch = walls.watch;
    const app = createHttpApp({
      edge,
      origin,
      callers,
      store,
      pipeline,
      walls,
      glass: glassWatch.desk,
      world: live.world,
      clock,
      metrics,
      logger,
      dataDir: configuration.dataDir,
      singleSignOn: configuration.singleSignOn,
      databaseState: () => databaseState,
    });

    const broker =
      configuration.mqttUrl === null && configuration.mqttPort !== 'off' ? await openBroker(configuration, configuration.mqttPort) : null;
    const feeds = createFeeds({
      configuration,
      intake: pipeline,
      world: live.world,
      clock,
      log: logger,
      mqttUrl: configuration.mqttUrl ?? broker?.ownUrl ?? null,
    });
    const sources = createSourceWatch({ world: live.world, intake: pipeline, clock, log: logger });
    watch = sources;
    const runner = runOnOneNode({
      client: store.database.client,
      lockKey: FEEDS_LOCK,
      async start() {
        await feeds.start();
        sources.start();
        filling.start();
        walls.watch.start();
        glassWatch.sole.start();
      },
      async stop() {
        await glassWatch.sole.stop();
        await walls.watch.stop();
        await filling.stop();
        await sources.stop();
        await feeds.stop();
      },
      log: logger,
    });
    closing.push(() => runner.stop());

    const banner = [
      `Trung tâm Điều hành thông minh: ${origin}`,
      ...(await printableLinks(store, origin)),
      ...(await identityKeyFault(store, logger)),
      ...(broker?.lines ?? []),
      ...(store.auditTrail.role === 'missing' ? [ROLE_IS_MISSING] : []),
    ];
    door.open(app);
    return { origin, port: door.port, banner, app, close };
  } catch (error) {
    await close();
    throw error;
  }

  async function openBroker({ dataDir }: Configuration, port: number) {
    const started = await startBroker({ port, dataDir, log: logger.child({ part: 'broker' }) });
    if (!started.ok) {
      logger.error({ code: started.error.code }, started.error.message);
      return { ownUrl: null, lines: [`Không mở được máy chủ MQTT dựng sẵn / Built-in MQTT broker is off: ${started.error.message}`] };
    }
    closing.push(() => started.value.close());
    const { url, username, firstPassword, ownUrl } = started.value;
    const secret = firstPassword === null ? '' : `, mật khẩu (chỉ in một lần) / password (printed once): ${firstPassword}`;
    return { ownUrl, lines: [`Máy chủ MQTT cho Frigate / MQTT broker for Frigate: ${url}, tài khoản / user: ${username}${secret}`] };
  }
}
