import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server as SocketServer } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Caller } from '../../../server/domain/access/ports.ts';
import { HAI_PHONG_AREAS } from '../../../server/domain/areas/hai-phong-areas.ts';
import type { CommitResult } from '../../../server/domain/log/ports.ts';
import { openDatabase } from '../../../server/store/database.ts';
import { createLog } from '../../../server/store/log.ts';
import { createTail } from '../../../server/store/tail.ts';
import { createGateway } from '../../../server/stream/gateway.ts';
import { createLiveLog } from '../../../server/stream/live-log.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { encodeFrame } from '../../../shared/contract/frame.ts';
import { areaCode, BEFORE_FIRST, type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import { emptyWorld } from '../../../shared/rules/fold.ts';
import { answer, cpuMicros } from '../process/answer.ts';
import { cameraEntry } from '../workload.ts';
import { type FanoutServer, type ServerKind, TICK_MS } from './protocol.ts';

/** One server of the three, with the same ingest: a group commit to the real log each tick, then its own way to the readers. */

type Fanout = { port: number; deliver(result: CommitResult): void; lagged(): number; projections?(): { views: number; looks: number } };

const ORIGIN: LngLat = [106.6, 20.87];
const clock = (): EpochMs => epochMs(Date.now());
const fault = (data: object, message: string): void => console.error(message, data);
/** The i-th reader: with several views each sees all of the city but one unit, so that views differ and what is delivered hardly does. */
function readerOf(i: number, views: number): Caller {
  const { code } = HAI_PHONG_AREAS[i % HAI_PHONG_AREAS.length] as (typeof HAI_PHONG_AREAS)[number];
  const areas = views === 1 ? null : HAI_PHONG_AREAS.flatMap((area) => (area.code === code ? [] : [areaCode(area.code)]));
  return {
    principal: { id: `reader-${i}`, name: 'Reader', role: 'display', unit: null, areas, audience: 'operators' },
    holds: { kind: 'display', id: `reader-${i}`, wall: 'wall', pairedAt: 0 },
  };
}

async function listening(http: ReturnType<typeof createServer>): Promise<number> {
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  return (http.address() as AddressInfo).port;
}

type Store = { database: ReturnType<typeof openDatabase>; log: ReturnType<typeof createLog> };

/** The product's own way: tail, fold, gateway. */
async function ours({ database, log }: Store, views: number): Promise<Fanout> {
  const readers = Array.from({ length: views }, (_, i) => readerOf(i, views));
  const http = createServer();
  const live = createLiveLog(emptyWorld());
  const gateway = createGateway({
    http,
    node: 'bench',
    live,
    read: log.read,
    callers: {
      of: async (cookies) => readers[Number(/who=(\d+)/.exec(cookies ?? '')?.[1])] ?? null,
      again: async (caller) => caller,
    },
    audit: { record: async () => {} },
    limits: { socketsPerPrincipal: Number.POSITIVE_INFINITY },
    databaseState: () => 'up',
    clock,
    log: { info: () => {}, warn: fault },
  });
  const isUp = new Promise<void>((up) => {
    tail = createTail({
      log,
      database,
      after: BEFORE_FIRST,
      onEntries: gateway.take,
      onState: (state) => state === 'up' && up(),
      diagnostics: { info: () => {}, warn: fault, error: fault },
    });
  });
  await isUp;
  return {
    port: await listening(http),
    deliver: (result) => tail?.offer(result),
    lagged: () => gateway.status().lagged,
    projections() {
      // An entry that no display may see is folded, then asked of each view whether it passes, and goes no further.
      let looks = 0;
      const entry = { ...cameraEntry(0, clock()), id: 'looked-at', seq: seq(live.head() + 1) } as Entry;
      Object.defineProperty(entry, 'classification', {
        get() {
          looks++;
          return 'police';
        },
      });
      gateway.take([entry], clock());
      return { views: gateway.views(), looks };
    },
  };
}
let tail: ReturnType<typeof createTail> | null = null;

/** Only a tail listens; the others commit over a connection of their own all the same, as ours does over the one that listens. */
async function commitsOverItsOwn({ database, log }: Store): Promise<void> {
  const client = database.client();
  await client.connect();
  await log.commitOver(client);
}

/** What most would write first: one emit an event. The adapter encodes it once for all, as Socket.IO does by itself. */
async function plain(store: Store): Promise<Fanout> {
  await commitsOverItsOwn(store);
  const http = createServer();
  const io = new SocketServer(http, { transports: ['websocket'], perMessageDeflate: false, httpCompression: false, serveClient: false });
  return {
    port: await listening(http),
    deliver({ entries }) {
      for (const entry of entries) io.emit('entry', entry);
    },
    lagged: () => 0,
  };
}

/** The floor: no session, no view, no heartbeat; the same frame, encoded and framed once, one write a reader. */
async function bareWs(store: Store): Promise<Fanout> {
  await commitsOverItsOwn(store);
  const http = createServer();
  const server = new WebSocketServer({ server: http, perMessageDeflate: false });
  type Sender = { sendFrame(frames: Buffer[]): void };
  return {
    port: await listening(http),
    deliver({ entries }) {
      const first = entries[0];
      const last = entries.at(-1);
      if (!first || !last) return;
      const wire = binaryFrame(encodeFrame(entries, first.seq, last.seq, clock(), ORIGIN));
      for (const client of server.clients) (client as WebSocket & { _sender: Sender })._sender.sendFrame([wire]);
    },
    lagged: () => 0,
  };
}

function binaryFrame(payload: Uint8Array): Buffer {
  const long = payload.length >= 65_536;
  const header = Buffer.alloc(payload.length < 126 ? 2 : long ? 10 : 4);
  header[0] = 0x82;
  if (payload.length < 126) header[1] = payload.length;
  else if (long) {
    header[1] = 127;
    header.writeUInt32BE(payload.length, 6);
  } else {
    header[1] = 126;
    header.writeUInt16BE(payload.length, 2);
  }
  return Buffer.concat([header, payload]);
}

const MAKERS: Record<ServerKind, (store: Store, views: number) => Promise<Fanout>> = { ours, plain, ws: bareWs };

let store: Store | null = null;
let fanout: Fanout | null = null;
let head = 0;
/** Entries so far, and those of the load that runs now. */
let entries = 0;
let made = 0;
let startedAt = 0;
let rate = 0;
let tickMs: number = TICK_MS;
let dueAtLast = 0;
let stopping = false;
let loop: Promise<void> = Promise.resolve();

const due = (): number => Math.floor(((performance.now() - startedAt) / 1000) * rate);

/** As much as the schedule asks for, each tick; one commit at a time, so a slow one makes the next one larger. */
async function ingest(opened: Store, out: Fanout): Promise<void> {
  for (let tick = 1; !stopping; tick++) {
    const wait = startedAt + tick * tickMs - performance.now();
    if (wait > 0) await new Promise((later) => setTimeout(later, wait));
    else {
      // Ticks that are gone are not made up one by one; the reader's side must run too.
      tick = Math.floor((performance.now() - startedAt) / tickMs);
      await new Promise((later) => setImmediate(later));
    }
    dueAtLast = due();
    const count = dueAtLast - made;
    if (count <= 0) continue;
    const now = clock();
    const arrivals = Array.from({ length: count }, (_, i) => ({ entry: cameraEntry(entries + i, now), publisherKey: null }));
    made += count;
    entries += count;
    const result = await opened.log.commit({ arrivals, quarantined: [], refused: [] });
    if (result.entries.length !== count) throw new Error(`${count} entries were made, ${result.entries.length} stored`);
    head = result.entries.at(-1)?.seq ?? head;
    out.deliver(result);
  }
}

answer({
  async open({ kind, url, views }) {
    const database = openDatabase({ url, log: { info: () => {}, warn: fault, error: fault }, max: 4 });
    store = { database, log: createLog({ pool: database.pool, clock }) };
    fanout = await MAKERS[kind](store, views);
    return { port: fanout.port };
  },
  start(load) {
    if (!store || !fanout) throw new Error('open first');
    ({ rate, tickMs } = load);
    made = 0;
    stopping = false;
    startedAt = performance.now();
    loop = ingest(store, fanout);
    loop.catch(() => {});
  },
  mark: () => ({
    atMs: performance.now(),
    cpuMicros: cpuMicros(),
    head,
    due: dueAtLast + entries - made,
    lagged: fanout?.lagged() ?? 0,
  }),
  projections() {
    if (!fanout?.projections) throw new Error('only our own server projects');
    return fanout.projections();
  },
  async drain() {
    stopping = true;
    await loop;
    return head;
  },
} satisfies FanoutServer);
