import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { Server, type Socket } from 'socket.io';
import type { z } from 'zod';
import type { Entry } from '../../shared/contract/entry.ts';
import type { Principal } from '../../shared/contract/principal.ts';
import {
  type ClientEvents,
  GlassReport,
  Handshake,
  type NodeStatus,
  PROTOCOL,
  RangeRequest,
  type ServerEvents,
  type View,
} from '../../shared/contract/socket.ts';
import { BEFORE_FIRST, type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';
import { can } from '../../shared/rules/access.ts';
import { viewOf } from '../../shared/rules/view.ts';
import { createEdge } from '../domain/network/edge.ts';
import { createCatchUp, type GatewaySocket } from './catch-up.ts';
import { createGlassLedger } from './glass-ledger.ts';
import type { LiveLog } from './live-log.ts';
import { framedEvent } from './shared-packet.ts';
import { createViewChannel, isDrained, type Member, type ViewChannel } from './view-channel.ts';

/** One frame a view a tick. */
const TICK_MS = 50;
/** So long before its tick a frame may leave: what a commit just brought then goes out in the same turn, not in a timer's later one. */
const EARLY_MS = 15;
const HEARTBEAT_MS = 1000;
/** Past this many missed entries a snapshot is cheaper than the entries. */
const CATCH_UP_MAX = 20_000;
const SLOW_MAX_MS = 30_000;
const CLOSE_GRACE_MS = 300;
const EVENTS_PER_SECOND_MAX = 100;

export type GatewayParts = {
  http: HttpServer;
  /** Whether a handshake comes from a page of ours (SEC1); unset: from this machine alone. */
  isOurs?: (request: IncomingMessage) => boolean;
  node: string;
  live: LiveLog;
  /** Entries with `after < seq` from the log itself, for a reader whose cursor has left memory. */
  read: (after: Seq, limit: number) => Promise<Entry[]>;
  /** Who a handshake's cookies say it is; null: nobody. */
  authenticate: (cookies: string | undefined) => Promise<Principal | null>;
  databaseState: () => NodeStatus['database'];
  clock: () => EpochMs;
  log: { info(data: object, message: string): void; warn(data: object, message: string): void };
};

export type Gateway = {
  /** Entries as the tail brings them: folded, then framed for every view. */
  take(entries: readonly Entry[], committedAt: EpochMs): void;
  status(): NodeStatus;
  close(): Promise<void>;
};

/** The Socket.IO gateway: handshake from a cursor, one frame a tick and view, gap repair, slow readers, glass reports. */
export function createGateway(parts: GatewayParts): Gateway {
  const { live, clock, log } = parts;
  const isOurs = parts.isOurs ?? createEdge({ trustProxy: [], publicUrl: null, allowedHosts: [] }).isOurOrigin;
  const glass = createGlassLedger();
  const catchUp = createCatchUp({ live, read: parts.read, clock });
  const channels = new Map<string, ViewChannel>();
  let lagged = 0;
  let nextTick = 0;
  let tick: NodeJS.Timeout | null = null;

  const io = new Server<ClientEvents, ServerEvents, Record<string, never>, GatewaySocket['data']>(parts.http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 5000,
    pingTimeout: 5000,
    maxHttpBufferSize: 64 * 1024,
    serveClient: false,
    allowRequest: (request, answer) => answer(null, isOurs(request)),
  });

  // A half-open reader never answers a close; its transport is destroyed after a moment instead.
  const transports = new Set<Duplex>();
  parts.http.on('upgrade', (_, transport) => {
    transports.add(transport);
    transport.on('close', () => transports.delete(transport));
  });

  io.use(async (socket, next) => {
    try {
      const principal = await parts.authenticate(socket.handshake.headers.cookie);
      if (!principal) return next(new Error('unauthenticated'));
      socket.data.principal = principal;
      socket.data.view = viewOf(principal);
      next();
    } catch (error) {
      // Closed when the sessions cannot be read: a dependency that is down never opens a door.
      log.warn({ err: error }, 'a handshake could not be checked');
      next(new Error('unavailable'));
    }
  });

  io.on('connection', (socket) => {
    const handshake = Handshake.safeParse(socket.handshake.auth);
    if (!handshake.success) {
      const spoken = (socket.handshake.auth as { protocol?: unknown }).protocol;
      refuse(
        socket,
        spoken === PROTOCOL
          ? { code: 'malformed', message: handshake.error.issues[0]?.message ?? 'malformed handshake' }
          : { code: 'protocol', message: `this server speaks protocol ${PROTOCOL}, you ${String(spoken)}: reload the page` },
      );
      return;
    }
    listen(socket);
    join(socket, handshake.data).catch((error: unknown) => {
      log.warn({ err: error }, 'a client could not be caught up');
      socket.disconnect(true);
    });
  });

  function channelOf(view: View): ViewChannel {
    const existing = channels.get(view.key);
    if (existing) return existing;
    const onLagging = (member: Member): void => {
      lagged++;
      log.warn(
        { principal: (member.socket as unknown as GatewaySocket).data.principal.id },
        'a reader is too slow: snapshot instead of a backlog',
      );
    };
    const channel = createViewChannel({ view, from: live.head(), onLagging });
    channels.set(view.key, channel);
    return channel;
  }

  /** Replay pages, then join with no await between (SEQ4). */
  async function join(socket: GatewaySocket, { cursor, view: key }: z.output<typeof Handshake>): Promise<void> {
    const { view } = socket.data;
    // What was folded through another view is not added to: it would stay on the glass (SEC4).
    const behind = cursor === null || key !== view.key ? Number.POSITIVE_INFINITY : live.head() - cursor;
    // A cursor ahead of the log belongs to another log (a restored database): start over.
    const resume = behind < 0 || behind > CATCH_UP_MAX ? 'snapshot' : 'entries';
    socket.emit('session:welcome', {
      protocol: PROTOCOL,
      node: parts.node,
      serverTime: clock(),
      view,
      resume,
      head: live.head(),
      origin: live.origin(),
      bounds: live.world().slots['centre.defined'].values().next().value?.data.bounds ?? null,
      reports: can(socket.data.principal, 'glass:report'),
    });
    const position = resume === 'entries' ? await catchUp.pages(socket, cursor as Seq) : BEFORE_FIRST;
    if (position === null) return;
    const rest = resume === 'entries' ? catchUp.rest(view, position) : null;
    if (rest) socket.emit('frame:next', rest);
    else catchUp.fresh(socket, 'joined', position);
    // The channel's next frame starts after what it last sent; what overlaps, the client drops.
    channelOf(view).members.add(socket.data.member);
  }

  function listen(socket: GatewaySocket): void {
    socket.data.member = { socket: socket as unknown as Socket, laggingSince: null };
    let events = 0;
    let second = 0;
    socket.use((_, next) => {
      const now = Math.floor(clock() / 1000);
      events = now === second ? events + 1 : 1;
      second = now;
      if (events > EVENTS_PER_SECOND_MAX)
        refuse(socket, { code: 'flooding', message: `more than ${EVENTS_PER_SECOND_MAX} messages a second` });
      else next();
    });
    socket.on('clock:ping', (_, answer) => {
      if (typeof answer === 'function') answer({ serverTime: clock() });
    });
    socket.on('range:read', (request, answer) => {
      const parsed = RangeRequest.safeParse(request);
      if (typeof answer !== 'function') return;
      if (!parsed.success) return answer({ error: 'range:read wants {from: number}' });
      const after = seq(Math.max(0, parsed.data.from - 1));
      const rest = catchUp.rest(socket.data.view, after);
      if (rest) return answer({ bytes: rest });
      answer({ snapshot: true });
      catchUp.fresh(socket, 'lagging', after);
    });
    socket.on('glass:report', (report) => {
      const parsed = GlassReport.safeParse(report);
      if (parsed.success) glass.report(socket.id, parsed.data, clock());
      else refuse(socket, { code: 'malformed', message: `glass:report: ${parsed.error.issues[0]?.message ?? 'malformed'}` });
    });
    socket.on('disconnect', () => {
      channels.get(socket.data.view.key)?.members.delete(socket.data.member);
      glass.forget(socket.id);
    });
  }

  function refuse(socket: GatewaySocket, refusal: Parameters<ServerEvents['session:refused']>[0]): void {
    log.warn({ principal: socket.data.principal.id, ...refusal }, 'a client was refused');
    socket.emit('session:refused', refusal);
    socket.disconnect();
  }

  function flush(): void {
    if (tick) clearTimeout(tick);
    tick = null;
    const now = clock();
    // One that left early leaves the next one where it was due, so that ticks stay 50 ms apart in the mean.
    nextTick = Math.min(Math.max(nextTick, now), now + EARLY_MS) + TICK_MS;
    send(now);
  }

  function send(now: EpochMs): void {
    let framed: Buffer[] | null = null;
    const statusOnce = (): Buffer[] => {
      framed ??= framedEvent('node:status', status());
      return framed;
    };
    for (const [key, channel] of channels) {
      if (channel.members.size === 0) {
        channels.delete(key);
        continue;
      }
      glass.sent(channel.flush(live.head(), now, live.origin(), statusOnce), now);
    }
  }

  /** Readers that drained get one fresh snapshot; those that never do are cut off. */
  function serveLagging(now: EpochMs): void {
    for (const { members } of channels.values()) {
      for (const member of members) {
        if (member.laggingSince === null) continue;
        const socket = member.socket as unknown as GatewaySocket;
        if (isDrained(member.socket)) {
          member.laggingSince = null;
          catchUp.fresh(socket, 'lagging', live.head());
        } else if (now - member.laggingSince > SLOW_MAX_MS) {
          members.delete(member);
          refuse(socket, { code: 'slow', message: `nothing was read for ${SLOW_MAX_MS / 1000} s` });
        }
      }
    }
  }

  const status = (): NodeStatus => {
    const now = clock();
    return {
      node: parts.node,
      at: now,
      head: live.head(),
      ...glass.summary(now),
      sockets: io.of('/').sockets.size,
      lagged,
      database: parts.databaseState(),
    };
  };

  const everySecond = setInterval(() => serveLagging(clock()), HEARTBEAT_MS);
  // Silence is looked for four times a second and view by view: one that lets little through is silent while others are busy.
  const everyQuarter = setInterval(() => {
    if (!tick) send(clock());
  }, HEARTBEAT_MS / 4);

  return {
    take(entries, committedAt) {
      let severe = false;
      for (const entry of entries) {
        live.take(entry);
        glass.committed(entry, committedAt);
        for (const channel of channels.values()) channel.offer(entry);
        severe ||= isSevere(entry);
      }
      const wait = nextTick - clock();
      if (severe || wait <= EARLY_MS) flush();
      else tick ??= setTimeout(flush, wait);
    },
    status,
    async close() {
      clearInterval(everySecond);
      clearInterval(everyQuarter);
      if (tick) clearTimeout(tick);
      const grace = setTimeout(() => {
        for (const transport of transports) transport.destroy();
      }, CLOSE_GRACE_MS);
      await io.close();
      clearTimeout(grace);
    },
  };
}

/** What must not wait for the tick: it flushes at once and takes along what waits (STREAM3). */
const isSevere = (entry: Entry): boolean =>
  (entry.kind === 'camera-event.observed' || entry.kind === 'field-report.recorded') && entry.data.severity === 'critical';
