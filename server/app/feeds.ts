import { type EpochMs, sourceId } from '../../shared/model/ids.ts';
import { ok } from '../../shared/model/result.ts';
import type { LngLat } from '../../shared/model/units.ts';
import type { World } from '../../shared/rules/fold.ts';
import { drillIsOver, runningDrills } from '../domain/drill/standing.ts';
import type { Delivery, Draft, Intake } from '../domain/intake/ports.ts';
import { standingOf } from '../domain/intake/standing.ts';
import { createDrillFeed } from '../sources/drill/drill-feed.ts';
import { createFrigateSource } from '../sources/frigate/frigate-source.ts';
import { referenceDelivery } from '../sources/reference/reference-entries.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Configuration } from './configuration.ts';

export const FRIGATE_SOURCE = sourceId('frigate');
export const FRIGATE_INSTANCE = 'frigate';
const DRILL_CHECK_MS = 500;

/** Where a registered camera stands. */
export const cameraAt =
  (world: () => World) =>
  (id: string): LngLat | null =>
    world().slots['camera.registered'].get(id)?.data.at ?? null;

export type Feeds = { start(): Promise<void>; stop(): Promise<void> };

type Parts = {
  configuration: Configuration;
  intake: Intake;
  world: () => World;
  clock: () => EpochMs;
  log: Logger;
  /** Where Frigate publishes: the configured broker, or the built-in one with the server's own credential; null: nowhere. */
  mqttUrl: string | null;
};

/** What exactly one node of several runs: the drill over an empty log, and the subscription to Frigate's broker. */
export function createFeeds({ configuration, intake, world, clock, log, mqttUrl }: Parts): Feeds {
  const running: { stop(): Promise<void> }[] = [];

  function startDrill(): void {
    const drill = createDrillFeed({ intake, clock, log: log.child({ part: 'drill' }), seed: configuration.drillSeed, world });
    drill.start();
    const watch = setInterval(() => {
      // A real source was registered: the drill entry says so, and the feed goes silent.
      if (!drillIsOver(standingOf(world()))) return;
      clearInterval(watch);
      log.info({}, 'a real source is registered: the drill is over');
      drill.stop().catch((error: unknown) => log.error({ err: error }, 'the drill feed did not stop'));
    }, DRILL_CHECK_MS);
    running.push({
      async stop() {
        clearInterval(watch);
        await drill.stop();
      },
    });
  }

  function startFrigate(url: string): void {
    const { slots } = world();
    let registering = false;
    const frigate = createFrigateSource({
      url,
      instance: FRIGATE_INSTANCE,
      sourceId: FRIGATE_SOURCE,
      intake,
      clock,
      log: log.child({ part: 'frigate' }),
      onHealth({ lastMessageAt }) {
        // A configured broker is a real source from the start; the built-in one only once Frigate speaks through it.
        const real = configuration.mqttUrl !== null || lastMessageAt !== null;
        if (!real || registering || world().slots['source.registered'].has(FRIGATE_SOURCE)) return;
        registering = true;
        intake
          .take(frigateRegistration(world(), clock()))
          .then(({ kind }) => {
            registering = kind === 'committed';
          })
          .catch((error: unknown) => log.error({ err: error }, 'Frigate could not be registered as a source'));
      },
      cameraAt: cameraAt(world),
      resumed: {
        events: [...slots['camera-event.observed'].values()]
          .filter(({ source, data }) => source === FRIGATE_SOURCE && data.phase !== 'end')
          .map(({ id, data, receivedAt }) => ({ id, data, heardAt: receivedAt })),
        cameras: new Map(
          [...slots['camera.state'].values()].filter(({ source }) => source === FRIGATE_SOURCE).map(({ id, data }) => [id, data]),
        ),
        state: slots['source.state'].get(FRIGATE_SOURCE)?.data ?? null,
      },
    });
    frigate.start();
    running.push(frigate);
  }

  return {
    async start() {
      const isNew = configuration.drill === 'auto' && isUntouched(world());
      // Real facts, whoever speaks next. By their keys they are stored once, however often a start was cut short.
      if (isNew) await intake.take(referenceDelivery(clock()));
      const goesOn = runningDrills(standingOf(world())).length > 0;
      if (configuration.drill === 'auto' && configuration.mqttUrl === null && (isNew || goesOn)) startDrill();
      if (mqttUrl !== null) startFrigate(mqttUrl);
    },
    async stop() {
      for (const feed of running.splice(0).reverse()) await feed.stop();
    },
  };
}

/** Nothing has ever been told here but what the centre is made of: that is as many entries as the log has numbers. */
const isUntouched = ({ seq, slots }: World): boolean =>
  seq === slots['centre.defined'].size + slots['area.defined'].size + slots['boundaries.imported'].size;

/** Frigate as a registered source; a drill that runs ends with it (DRILL3). */
function frigateRegistration(world: World, now: EpochMs): Delivery {
  const drafts: Draft[] = [
    {
      kind: 'source.registered',
      id: FRIGATE_SOURCE,
      area: null,
      occurredAt: now,
      publisherKey: 'registration',
      data: { name: 'Frigate', feed: 'frigate', expectedIntervalMs: 60_000, toleranceMs: 90_000 },
    },
    ...runningDrills(standingOf(world)).map(
      ({ id, name }): Draft => ({
        kind: 'drill.changed',
        id,
        area: null,
        occurredAt: now,
        publisherKey: null,
        data: { state: 'ended', name, reason: 'real-source' },
      }),
    ),
  ];
  const body = new TextEncoder().encode(JSON.stringify(drafts));
  return {
    source: FRIGATE_SOURCE,
    channel: 'app:registration',
    receivedAt: now,
    drill: false,
    priority: 'normal',
    items: [{ body, drafts: ok(drafts) }],
  };
}
