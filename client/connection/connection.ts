import { io, type Socket } from 'socket.io-client';
import { decodeFrame, entriesOf, type Frame } from '../../shared/contract/frame.ts';
import type { Link } from '../../shared/contract/link.ts';
import {
  type ClientEvents,
  type GlassReport,
  type Handshake,
  type NodeStatus,
  PROTOCOL,
  type ServerEvents,
  type SessionEnd,
  type SnapshotMessage,
  type View,
  type Welcome,
} from '../../shared/contract/socket.ts';
import { BEFORE_FIRST, type EpochMs, type Seq, seq } from '../../shared/model/ids.ts';
import type { Snapshot } from '../../shared/rules/fold.ts';
import { LINK_SILENCE_MS } from '../../shared/rules/freshness.ts';
import type { ServerClock } from './server-clock.ts';

/** Where a connection delivers; it keeps nothing itself but its cursor. */
export type ConnectionSink = {
  frame(frame: Frame): void;
  snapshot(snapshot: Snapshot, reason: SnapshotMessage['reason']): void;
  link(link: Link, cursor: Seq): void;
  welcome(welcome: Welcome): void;
  /** The rights or the room changed. With another key a snapshot follows that takes the place of everything. */
  view(view: View): void;
  status(status: NodeStatus): void;
  clockOffset(offsetMs: number): void;
};

export type ConnectionParts = {
  /** Origin of the server; the page's own when absent. */
  url?: string;
  /** For clients outside a browser: cookies and origin. */
  headers?: Record<string, string>;
  screen: Handshake['screen'];
  /** See the handshake; absent: with the eyes of whoever connects. */
  mirrorOf?: string;
  sink: ConnectionSink;
  clock: ServerClock;
};

export type Connection = {
  cursor(): Seq;
  report(report: GlassReport): void;
  /** Drops the transport as a cut would, and reconnects (a test's and a watchdog's tool). */
  cut(): void;
  close(): void;
};

const SILENCE_CHECK_MS = 100;
const BUSY_CHECKS_MAX = 3;
/** A link silent for this long is half-open: it is dropped and made anew. */
const HALF_OPEN_MS = 4000;
const REFUSED_RETRY_MS = 5000;
const CLOCK_EVERY_MS = 30_000;
const CLOCK_SAMPLES_AT_START = 5;

type ClientSocket = Socket<ServerEvents, ClientEvents>;

/** One socket and its state machine: cursor handshake, gap repair, ageing on silence. No React, no stores. */
export function createConnection({ url, headers, screen, mirrorOf, sink, clock }: ConnectionParts): Connection {
  let cursor: Seq | null = null;
  /** What the picture was folded through; a server that would show another one replaces it whole. */
  let view: string | null = null;
  let wantsReports = false;
  let heardAt: EpochMs | null = null;
  let connectedAt: EpochMs = clock.now();
  let attempt = 0;
  let repairing = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let link: Link = { kind: 'connecting', since: clock.now() };

  const options = {
    transports: ['websocket'],
    // Socket.IO adds up to half again at random: a wall is back within half a second of its server.
    reconnectionDelay: 150,
    reconnectionDelayMax: 350,
    timeout: 3000,
    auth: (give: (handshake: Handshake) => void) => give({ protocol: PROTOCOL, cursor, view, screen, mirrorOf: mirrorOf ?? null }),
    ...(headers ? { extraHeaders: headers } : {}),
  };
  const socket: ClientSocket = url === undefined ? io(options) : io(url, { ...options, forceNew: true });

  const become = (next: Link): void => {
    link = next;
    sink.link(link, cursor ?? BEFORE_FIRST);
  };
  const heard = (): void => {
    heardAt = clock.now();
    attempt = 0;
    if (!repairing && cursor !== null) become({ kind: 'live', seq: cursor, heardAt });
  };
  const lost = (): void => {
    if (link.kind === 'refused' || link.kind === 'ended') return;
    if (link.kind === 'down') {
      if (link.attempt !== attempt) become({ ...link, attempt });
    } else become({ kind: 'down', since: clock.now(), lastSeq: cursor ?? BEFORE_FIRST, lastHeardAt: heardAt, attempt });
  };

  /** A refusal is said on the screen and tried again: a wall has nobody to press a key. */
  const refused = (message: string): void => {
    become({ kind: 'refused', message });
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), REFUSED_RETRY_MS);
  };

  /** Nothing is tried again with this cookie: the screen asks for another one and opens another connection. */
  const ended = (reason: SessionEnd): void => {
    clearTimeout(retry);
    become({ kind: 'ended', reason });
    socket.disconnect();
  };

  /** Drops what it has; asks for the range when the frame starts past its cursor + 1 (SEQ5). */
  const receive = (frame: Frame): void => {
    if (cursor === null) return; // A snapshot is on its way and covers this.
    if (frame.from > cursor + 1) {
      repair();
      return;
    }
    if (frame.to > cursor) {
      sink.frame(dropKnown(frame, cursor));
      cursor = frame.to;
    }
    heard();
  };

  const repair = (): void => {
    if (repairing || cursor === null) return;
    repairing = true;
    become({ kind: 'resyncing', since: clock.now() });
    socket.timeout(5000).emit('range:read', { from: cursor + 1 }, (failure, reply) => {
      repairing = false;
      if (failure || 'error' in reply) return cut();
      // Otherwise the snapshot follows on the same socket.
      if ('bytes' in reply) receive(decodeFrame(reply.bytes));
    });
  };

  const measureClock = (): void => {
    const sentAt = Date.now();
    socket.emit('clock:ping', { sentAt }, ({ serverTime }) => {
      clock.measured(sentAt, Date.now(), serverTime);
      sink.clockOffset(clock.offsetMs());
    });
  };
  const cut = (): void => {
    socket.io.engine?.close();
  };

  socket.on('connect', () => {
    connectedAt = clock.now();
  });
  socket.on('session:welcome', (welcome) => {
    repairing = false;
    view = welcome.view.key;
    wantsReports = welcome.reports;
    sink.welcome(welcome);
    if (welcome.resume === 'snapshot') {
      cursor = null;
      become({ kind: 'resyncing', since: clock.now() });
    }
    for (let i = 0; i < CLOCK_SAMPLES_AT_START; i++) measureClock();
  });
  socket.on('session:view', (next) => {
    if (next.key !== view) {
      // What is asked for or on its way belongs to the view that is over.
      repairing = false;
      cursor = null;
    }
    view = next.key;
    sink.view(next);
  });
  socket.on('session:ended', ({ reason }) => ended(reason));
  socket.on('snapshot:replace', ({ frame, history, folded, reason }) => {
    const decoded = decodeFrame(frame);
    cursor = decoded.to;
    sink.snapshot({ seq: cursor, entries: entriesOf(decoded), history, folded }, reason);
    heard();
  });
  socket.on('frame:next', (bytes) => receive(decodeFrame(bytes)));
  socket.on('node:status', (status) => sink.status(status));
  socket.on('session:refused', ({ message }) => {
    refused(message);
    socket.disconnect();
  });
  socket.on('disconnect', (reason) => {
    repairing = false;
    lost();
    // The server closed it (a restart, a slow reader): Socket.IO alone would not come back.
    if (reason === 'io server disconnect' && link.kind !== 'refused' && link.kind !== 'ended') socket.connect();
  });
  socket.on('connect_error', ({ message }) => {
    attempt++;
    if (message === 'unauthenticated') ended('unknown');
    else if (message === 'forbidden') refused(message);
    else {
      lost();
      if (!socket.active) setTimeout(() => socket.connect(), options.reconnectionDelayMax);
    }
  });

  let checkedAt = Date.now();
  let busyChecks = 0;
  const silence = setInterval(() => {
    // A page that was busy painting has frames waiting unread: they get their turn before the server is called silent.
    const late = Date.now() - checkedAt > 3 * SILENCE_CHECK_MS;
    checkedAt = Date.now();
    busyChecks = late ? busyChecks + 1 : 0;
    if (busyChecks > 0 && busyChecks <= BUSY_CHECKS_MAX) return;
    if (heardAt === null || link.kind === 'refused' || link.kind === 'ended') return;
    const silentMs = clock.now() - heardAt;
    if (silentMs > LINK_SILENCE_MS) lost();
    // A transport that was just made gets its time to speak: what is missing after a long cut takes a moment to come.
    if (socket.connected && Math.min(silentMs, clock.now() - connectedAt) > HALF_OPEN_MS) cut();
  }, SILENCE_CHECK_MS);
  const remeasure = setInterval(() => socket.connected && measureClock(), CLOCK_EVERY_MS);

  return {
    cursor: () => cursor ?? BEFORE_FIRST,
    report: (report) => void (socket.connected && wantsReports && socket.volatile.emit('glass:report', report)),
    cut,
    close() {
      clearInterval(silence);
      clearInterval(remeasure);
      clearTimeout(retry);
      socket.disconnect();
    },
  };
}

/** The part of a frame above the cursor. Frames overlap only around a join or a repair, so the copy is rare. */
function dropKnown(frame: Frame, cursor: Seq): Frame {
  if (frame.from > cursor) return frame;
  const tables = frame.tables.flatMap((table) => {
    const first = table.seq.findIndex((s) => s > cursor);
    if (first < 0) return [];
    const columns = Object.fromEntries(Object.entries(table.columns).map(([name, column]) => [name, column.slice(first)]));
    return [
      {
        ...table,
        length: table.length - first,
        seq: table.seq.subarray(first),
        occurredAt: table.occurredAt.subarray(first),
        receivedAt: table.receivedAt.subarray(first),
        positions: table.positions?.subarray(2 * first) ?? null,
        columns: columns as typeof table.columns,
      },
    ];
  });
  return { ...frame, from: seq(cursor + 1), tables };
}
