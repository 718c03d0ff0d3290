import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { Server, type Socket } from 'socket.io';
import type { z } from 'zod';
import type { Entry } from '../../shared/contract/entry.ts';
import {
  type ClientEvents,
  Handshake,
  type NodeStatus,
  PROTOCOL,
  type ServerEvents,
  type SessionEnd,
  type TurnedAway,
} from '../../shared/contract/socket.ts';
import { BEFORE_FIRST, type EpochMs, type Seq } from '../../shared/model/ids.ts';
import { can } from '../../shared/rules/access.ts';
import type { AccessChange, Audit, Caller } from '../domain/access/ports.ts';
import { createEdge } from '../domain/network/edge.ts';
import { createAccessGuard } from './access-guard.ts';
import { createCatchUp, type GatewaySocket, type SocketData } from './catch-up.ts';
import type { DisplayPresence } from './display-presence.ts';
import { createGlassLedger } from './glass-ledger.ts';
import type { LiveLog } from './live-log.ts';
import { type AudienceOf, type PageCallers, viewFor, withMirrors } from './mirrors.ts';
import { framedEvent } from './shared-packet.ts';
import { createSocketEvents } from './socket-events.ts';
import { createTally, SOCKET_LIMITS, type SocketLimits } from './socket-limits.ts';
import { createTicker } from './ticker.ts';
import { hasUnsent, isDrained, terminate, watchTransports } from './transport.ts';
import { createViewChannels } from './view-channels.ts';

const HEARTBEAT_MS = 1000;
/** Past this many missed entries a snapshot is cheaper than the entries. */
const CATCH_UP_MAX = 20_000;
const SLOW_MAX_MS = 30_000;
/** A reader that does not answer a close is not waited for. */
const CLOSE_GRACE_MS = 300;

export type GatewayParts = {
  http: HttpServer;
  /** Whether a handshake comes from a page of ours (SEC1); unset: from this machine alone. */
  isOurs?: (request: IncomingMessage) => boolean;
  node: string;
  live: LiveLog;
  /** Entries with `after < seq` from the log itself, for a reader whose cursor has left memory. */
  read: (after: Seq, limit: number) => Promise<Entry[]>;
  callers: PageCallers;
  /** Unset: there is no wall that a desk could look at as its room does. */
  audienceOf?: AudienceOf;
  audit: Audit;
  /** A paired display gave a sign of life. Comes often; must not throw. */
  seen?: (display: string, at: EpochMs) => void;
  presence?: DisplayPresence;
  limits?: Partial<SocketLimits>;
  databaseState: () => NodeStatus['database'];
  clock: () => EpochMs;
  log: { info(data: object, message: string): void; warn(data: object, message: string): void };
};

export type Gateway = {
  /** Entries as the tail brings them: folded, then framed for every view. */
  take(entries: readonly Entry[], committedAt: EpochMs): void;
  /** Asks those again whom a change concerns; answers on how many sockets it acted, once nothing leaves by their old rights. */
  rightsChanged(change: AccessChange): Promise<number>;
  status(): NodeStatus;
  /** Views that somebody looks through now: each is projected and encoded once. */
  views(): number;
  close(): Promise<void>;
};

/** The Socket.IO gateway: handshake from a cursor, one frame a tick and view, slow readers, rights that change meanwhile. */
export function createGateway(parts: GatewayParts): Gateway {
  const { live, clock, log } = parts;
  const isOurs = parts.isOurs ?? createEdge({ trustProxy: [], publicUrl: null, allowedHosts: [] }).isOurOrigin;
  const limits = { ...SOCKET_LIMITS, ...parts.limits };
  const glass = createGlassLedger();
  const catchUp = createCatchUp({ live, read: parts.read, clock });
  const inside = createTally();
  let lagged = 0;

  const channels = createViewChannels({
    live,
    onLagging({ socket }) {
      lagged++;
      log.warn({ principal: asOurs(socket).data.caller.principal.id }, 'a reader is too slow: snapshot instead of a backlog');
    },
  });
  const events = createSocketEvents({ ...parts, limits, glass, catchUp, refuse });
  const guard = createAccessGuard<SocketData>({
    callers: withMirrors(parts.callers, parts.audienceOf ?? (async () => null)),
    end: ({ member }, reason) => end(asOurs(member.socket), reason),
    renew: ({ member }, caller) => renew(asOurs(member.socket), caller),
    cut: ({ member }) => terminate(member.socket),
    clock,
    log,
  });

  const transports = watchTransports(parts.http);
  const io = new Server<ClientEvents, ServerEvents, Record<string, never>, SocketData>(parts.http, {
    transports: ['websocket'],
    perMessageDeflate: false,
    httpCompression: false,
    pingInterval: 5000,
    pingTimeout: 5000,
    maxHttpBufferSize: 64 * 1024,
    serveClient: false,
    allowRequest: (request, answer) => answer(null, isOurs(request)),
  });

  io.use(async (socket, next) => {
    const turnAway = (word: TurnedAway): void => next(new Error(word));
    try {
      const { screen, mirrorOf } = socket.handshake.auth as { screen?: unknown; mirrorOf?: unknown };
      const mirrored = typeof mirrorOf === 'string' ? mirrorOf : null;
      const caller = await guard.letIn(socket.handshake.headers.cookie, screen === 'wall' ? 'display' : 'person', mirrored);
      if (!caller) return turnAway('unauthenticated');
      if (!can(caller.principal, 'stream:join')) {
        events.denied(caller, 'stream:join', 'stream');
        return turnAway('forbidden');
      }
      // No such wall, or not for this account: it is never shown with its own eyes instead.
      if (mirrored !== null && !caller.mirrors) {
        events.denied(caller, 'wall:read', `mirror:${mirrored.slice(0, 100)}`);
        return turnAway('forbidden');
      }
      socket.data.caller = caller;
      next();
    } catch (error) {
      // Closed when the sessions cannot be read: a dependency that is down never opens a door.
      log.warn({ err: error }, 'a handshake could not be checked');
      turnAway('unavailable');
    }
  });

  io.on('connection', (socket) => {
    const { caller } = socket.data;
    socket.data.view = viewFor(caller);
    socket.data.member = { socket: socket as unknown as Socket, laggingSince: null };
    if (inside.of(caller.principal.id) >= limits.socketsPerPrincipal) {
      refuse(socket, { code: 'flooding', message: `more than ${limits.socketsPerPrincipal} connections of one account or display` });
      return;
    }
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
    inside.enter(caller.principal.id);
    guard.keep(socket.data);
    socket.on('disconnect', () => {
      inside.leave(caller.principal.id);
      guard.forget(socket.data);
      channels.leave(socket.data.view, socket.data.member);
      glass.forget(socket.id);
    });
    events.listen(socket);
    join(socket, handshake.data).catch((error: unknown) => {
      log.warn({ err: error }, 'a client could not be caught up');
      socket.disconnect(true);
    });
  });

  /** Replay pages, then join with no await between (SEQ4). */
  async function join(socket: GatewaySocket, { cursor, view: key }: z.output<typeof Handshake>): Promise<void> {
    const { view, member, caller } = socket.data;
    // What was folded through another view is not added to: it would stay on the glass (VIEW2).
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
      reports: can(caller.principal, 'glass:report'),
    });
    const position = resume === 'entries' ? await catchUp.pages(socket, cursor as Seq) : BEFORE_FIRST;
    if (position === null) return;
    const rest = resume === 'entries' ? catchUp.rest(view, position) : null;
    if (rest) socket.emit('frame:next', rest);
    else catchUp.fresh(socket, 'joined', position);
    // The channel's next frame starts after what it last sent; what overlaps, the client drops.
    channels.enter(view, member);
  }

  function refuse(socket: GatewaySocket, refusal: Parameters<ServerEvents['session:refused']>[0]): void {
    log.warn({ principal: socket.data.caller.principal.id, ...refusal }, 'a client was refused');
    channels.leave(socket.data.view, socket.data.member);
    socket.emit('session:refused', refusal);
    socket.disconnect();
  }

  /** Nothing leaves any more: what still lies here for a slow reader is thrown away with its connection. */
  function end(socket: GatewaySocket, reason: SessionEnd): void {
    channels.leave(socket.data.view, socket.data.member);
    if (hasUnsent(socket)) {
      terminate(socket);
      return;
    }
    socket.emit('session:ended', { reason });
    socket.disconnect(true);
    setTimeout(terminate, CLOSE_GRACE_MS, socket).unref();
  }

  /** Shows a reader what it may see from now on; whether that is anything else than before. */
  function renew(socket: GatewaySocket, caller: Caller): boolean {
    const { view: before, member } = socket.data;
    const view = viewFor(caller);
    if (!can(caller.principal, 'stream:join')) {
      end(socket, 'revoked');
      return true;
    }
    if (view.key === before.key && view.audience === before.audience) return false;
    socket.data.view = view;
    if (view.key === before.key) {
      socket.emit('session:view', view);
      return true;
    }
    channels.leave(before, member);
    // Frames of the old view that have not left yet must not: the reader comes back and gets a picture of the new one.
    if (hasUnsent(socket)) {
      terminate(socket);
      return true;
    }
    member.laggingSince = null;
    socket.emit('session:view', view);
    catchUp.fresh(socket, 'reprojected', live.head());
    channels.enter(view, member);
    return true;
  }

  function send(now: EpochMs): void {
    let framed: Buffer[] | null = null;
    const statusOnce = (): Buffer[] => {
      framed ??= framedEvent('node:status', status());
      return framed;
    };
    channels.flush(now, statusOnce, (entries) => glass.sent(entries, now));
  }

  /** Readers that drained get one fresh snapshot; those that never do are cut off. */
  function serveLagging(now: EpochMs): void {
    for (const member of channels.members()) {
      if (member.laggingSince === null) continue;
      const socket = asOurs(member.socket);
      if (isDrained(socket)) {
        member.laggingSince = null;
        catchUp.fresh(socket, 'lagging', live.head());
      } else if (now - member.laggingSince > SLOW_MAX_MS) {
        refuse(socket, { code: 'slow', message: `nothing was read for ${SLOW_MAX_MS / 1000} s` });
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
  const ticker = createTicker({ clock, send });

  return {
    take(entries, committedAt) {
      let severe = false;
      for (const entry of entries) {
        live.take(entry);
        glass.committed(entry, committedAt);
        channels.offer(entry);
        severe ||= isSevere(entry);
      }
      ticker.came(severe);
    },
    rightsChanged: guard.apply,
    status,
    views: channels.count,
    async close() {
      guard.close();
      clearInterval(everySecond);
      ticker.close();
      const grace = setTimeout(transports.destroy, CLOSE_GRACE_MS);
      await io.close();
      clearTimeout(grace);
    },
  };
}

/** Socket.IO's socket without and with our events: its types cannot tell that they are one. */
const asOurs = (socket: Socket): GatewaySocket => socket as unknown as GatewaySocket;

/** What must not wait for the tick: it flushes at once and takes along what waits (STREAM3). */
const isSevere = (entry: Entry): boolean =>
  (entry.kind === 'camera-event.observed' || entry.kind === 'field-report.recorded') && entry.data.severity === 'critical';
