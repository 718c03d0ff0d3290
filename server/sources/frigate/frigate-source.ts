import type { EntryData } from '../../../shared/contract/entry-data.ts';
import type { EpochMs, SourceId } from '../../../shared/model/ids.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { Draft, Intake, Rejection } from '../../domain/intake/ports.ts';
import { createBrokerLink } from './broker-link.ts';
import { createCameraHealth } from './camera-health.ts';
import { createEventMemory, type EventContext, type OpenEvent } from './event-memory.ts';
import { type FrigateMessage, MAX_PAYLOAD_BYTES, readFrigateMessage, subscriptionsOf } from './messages.ts';
import { createOutbox, type Parcel } from './outbox.ts';
import { channelOf } from './parse.ts';
import { type FrigateHealth, SOURCE_REASONS } from './source-health.ts';
import type { SourceLog } from './source-log.ts';

export type FrigateSourceParts = EventContext & {
  /** `mqtt://user:password@host:port`. Holds a credential: never logged. */
  url: string;
  topicPrefix?: string;
  sourceId: SourceId;
  intake: Intake;
  log: SourceLog;
  clock: () => EpochMs;
  /** Told at each change of state or connection. */
  onHealth?: (health: FrigateHealth) => void;
  /** As the log has it at the start: without it, what was open or live when this process died would stay so for ever. */
  resumed?: {
    events: readonly OpenEvent[];
    cameras: ReadonlyMap<string, EntryData['camera.state']>;
    state: EntryData['source.state'] | null;
  };
  /** An event not heard of for so long is closed (Frigate repeats a living one each minute). */
  openTimeoutMs?: number;
  /** Statistics come each minute; after this long without, Frigate is silent. */
  silentAfterMs?: number;
  /** A link may blink for so long before all cameras become unknown. */
  awayAfterMs?: number;
  sweepEveryMs?: number;
  reconnectMs?: number;
  maxWaiting?: number;
  maxWaitingBytes?: number;
};

export type FrigateSource = { start(): void; stop(): Promise<void>; state(): FrigateHealth };

/**
 * One Frigate over MQTT: a client that reconnects by itself, in front of the pure parts. One node of several runs it: camera and
 * source states carry no publisher's id by which a second reader's copies would be found.
 */
export function createFrigateSource(parts: FrigateSourceParts): FrigateSource {
  const { sourceId, intake, log, clock } = parts;
  const prefix = parts.topicPrefix ?? 'frigate';
  const openTimeoutMs = parts.openTimeoutMs ?? 5 * 60_000;
  const silentAfterMs = parts.silentAfterMs ?? 150_000;
  const awayAfterMs = parts.awayAfterMs ?? 5_000;
  // While this server was away nobody listened: what was open has the whole time-out to be heard of again.
  const resumedAt = clock();
  const events = createEventMemory(
    parts,
    parts.resumed?.events.map((event) => ({ ...event, heardAt: resumedAt })),
  );
  const cameras = createCameraHealth(parts, parts.resumed?.cameras);
  const outbox = createOutbox({
    sourceId,
    intake,
    log,
    maxParcels: parts.maxWaiting ?? 5_000,
    maxBytes: parts.maxWaitingBytes ?? 32 * 1024 * 1024,
  });

  let sweeper: NodeJS.Timeout | null = null;
  let state: FrigateHealth['state'] = parts.resumed?.state?.state ?? 'unknown';
  let reason: string | null = parts.resumed?.state?.reason ?? null;
  let since = parts.resumed?.state?.since ?? clock();
  let connected = false;
  let connections = 0;
  /** When the link was last lost or the client started; null while it holds. */
  let unlinkedAt: EpochMs | null = null;
  let linkedAt: EpochMs | null = null;
  let frigateStopped = false;
  let lastMessageAt: EpochMs | null = null;
  let lastStatsAt: EpochMs | null = null;
  let version: string | null = null;
  const counts = { received: 0, handedIn: 0, rejected: 0, ignored: 0, tooLarge: 0, closedByTimeOut: 0 };

  const health = (): FrigateHealth => ({
    state,
    since,
    reason,
    connected,
    reconnects: Math.max(0, connections - 1),
    lastMessageAt,
    lastStatsAt,
    version,
    ...counts,
    waiting: outbox.waiting(),
    dropped: outbox.dropped(),
    openEvents: events.open(),
    unregisteredCameras: cameras.unregistered(),
  });

  const enter = (next: FrigateHealth['state'], why: string | null, now: EpochMs): void => {
    if (state === next && reason === why) return;
    if (state !== next) since = now;
    state = next;
    reason = why;
    log.info({ source: sourceId, state, reason }, 'the source changed its state');
    say(
      'state',
      [{ kind: 'source.state', id: sourceId, occurredAt: now, area: null, data: { state, since, reason }, publisherKey: null }],
      now,
    );
    parts.onHealth?.(health());
  };

  /** A fact that no single message states: its body is the fact itself, so that a quarantine shows what was meant. */
  const say = (about: string, drafts: Draft[], now: EpochMs): void => {
    for (const draft of drafts) {
      const body = Buffer.from(JSON.stringify(draft));
      outbox.push({ channel: `frigate:${about}`, receivedAt: now, item: { body, drafts: ok([draft]) }, rank: rankOf([draft]) });
    }
  };

  const receive = (topic: string, payload: Uint8Array): void => {
    const now = clock();
    counts.received += 1;
    lastMessageAt = now;
    const message = readFrigateMessage(prefix, topic, payload);
    if (!message.ok && message.error.code === 'too-large') {
      counts.tooLarge += 1;
      intake.refuse(sourceId, 1);
      log.warn({ source: sourceId, topic, bytes: payload.byteLength, limit: MAX_PAYLOAD_BYTES }, 'message refused: too large');
      return;
    }
    if (message.ok && message.value.kind !== 'available') heard(now, message.value.kind);
    const drafts = message.ok ? draftsOf(message.value, payload, now) : message;
    if (drafts.ok && drafts.value.length === 0) {
      counts.ignored += 1;
      return;
    }
    counts.handedIn += 1;
    if (!drafts.ok) counts.rejected += 1;
    // The client's buffer is a view of its read buffer: kept as it is, a small message would hold a large one.
    const body = Uint8Array.from(payload);
    outbox.push({
      channel: channelOf(topic),
      receivedAt: now,
      item: { body, drafts },
      rank: drafts.ok ? rankOf(drafts.value) : 'ordinary',
    });
  };

  const draftsOf = (message: FrigateMessage, payload: Uint8Array, now: EpochMs): Result<Draft[], Rejection> => {
    switch (message.kind) {
      case 'event':
        return events.event(message.message, payload, now);
      case 'review':
        return events.review(message.message, payload, now);
      case 'plate':
        return events.plate(message.message, now);
      case 'status':
        return cameras.status(message, now);
      case 'stats':
        version = message.version ?? version;
        return ok(cameras.stats(message.cameras, now));
      case 'available':
        frigateStopped = message.available !== 'online';
        if (frigateStopped) {
          enter('offline', SOURCE_REASONS.frigateStopped, now);
          say('camera-state', cameras.sourceAway(now), now);
        } else {
          // Born again: what it did not say since the last start is not its silence.
          linkedAt = now;
          lastStatsAt = null;
          enter('online', null, now);
        }
        return ok([]);
      case 'other':
        return ok([]);
    }
  };

  /**
   * Statistics are the pulse; anything else only shows that it lives when nothing was known. After a word of farewell a late event
   * may still be on its way, but who goes on reporting figures and states has not stopped: the broker's will was for an old link.
   */
  const heard = (now: EpochMs, kind: FrigateMessage['kind']): void => {
    if (kind === 'stats') lastStatsAt = now;
    if (kind === 'stats' || kind === 'status') frigateStopped = false;
    if (!frigateStopped && (kind === 'stats' || state === 'unknown' || state === 'offline')) enter('online', null, now);
  };

  const sweep = (): void => {
    const now = clock();
    const expired = events.expire(now, openTimeoutMs);
    if (expired.length > 0) {
      counts.closedByTimeOut += expired.length;
      log.info({ source: sourceId, events: expired.length, openTimeoutMs }, 'events closed: not heard of for too long');
      say('time-out', expired, now);
    }
    if (unlinkedAt !== null && now - unlinkedAt >= awayAfterMs) say('camera-state', cameras.sourceAway(now), now);
    const pulseAt = Math.max(lastStatsAt ?? 0, linkedAt ?? 0);
    // Silent is who spoke before; of a Frigate that never did, "unknown" stays the truth.
    const spoke = lastMessageAt !== null || (parts.resumed?.state ?? null) !== null;
    if (connected && spoke && !frigateStopped && now - pulseAt >= silentAfterMs) {
      enter('silent', SOURCE_REASONS.noStats, now);
      say('camera-state', cameras.sourceAway(now), now);
    }
  };

  const link = createBrokerLink({
    url: parts.url,
    topics: subscriptionsOf(prefix),
    reconnectMs: parts.reconnectMs ?? 1_000,
    onUp() {
      connected = true;
      connections += 1;
      unlinkedAt = null;
      linkedAt = clock();
      frigateStopped = false;
      log.info(
        { source: sourceId, reconnects: connections - 1 },
        connections > 1 ? 'connected to the broker again' : 'connected to the broker',
      );
      // On the broker's word alone nothing is known of Frigate: "available" is retained and comes with the subscription.
      if (state === 'offline') enter('unknown', SOURCE_REASONS.starting, linkedAt);
      else parts.onHealth?.(health());
    },
    onDown() {
      const now = clock();
      if (connected) log.warn({ source: sourceId }, 'the connection to the broker is lost; reconnecting');
      connected = false;
      linkedAt = null;
      unlinkedAt ??= now;
      enter('offline', SOURCE_REASONS.brokerUnreachable, now);
    },
    onRefused(detail) {
      log.error({ source: sourceId, detail }, 'the broker refused the subscription');
      enter('offline', SOURCE_REASONS.brokerRefused, clock());
    },
    onTrouble: (detail) => log.warn({ source: sourceId, detail }, 'the broker cannot be reached or refuses'),
    onMessage: receive,
  });

  return {
    start() {
      if (sweeper) return;
      unlinkedAt = clock();
      link.open();
      sweeper = setInterval(sweep, parts.sweepEveryMs ?? 1_000);
      sweeper.unref();
    },
    async stop() {
      if (sweeper) {
        clearInterval(sweeper);
        sweeper = null;
        await link.close();
        connected = false;
        enter('unknown', SOURCE_REASONS.stopped, clock());
      }
      await outbox.close(2_000);
    },
    state: health,
  };
}

function rankOf(drafts: readonly Draft[]): Parcel['rank'] {
  let updates = 0;
  for (const draft of drafts) {
    if (draft.kind !== 'camera-event.observed') continue;
    if (draft.data.severity === 'critical' || draft.data.severity === 'high') return 'alarm';
    if (draft.data.phase === 'update') updates += 1;
  }
  return updates > 0 && updates === drafts.length ? 'update' : 'ordinary';
}
