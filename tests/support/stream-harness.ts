import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConnection } from '../../client/connection/connection.ts';
import { createServerClock } from '../../client/connection/server-clock.ts';
import { createWorldStore } from '../../client/stores/world-store.ts';
import { createGateway, type Gateway } from '../../server/stream/gateway.ts';
import { createLiveLog, type LiveLog } from '../../server/stream/live-log.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import type { Link } from '../../shared/contract/link.ts';
import type { Principal } from '../../shared/contract/principal.ts';
import type { SnapshotMessage } from '../../shared/contract/socket.ts';
import { type EpochMs, epochMs } from '../../shared/model/ids.ts';
import { emptyWorld, fold } from '../../shared/rules/fold.ts';

export const EVERYTHING: Principal = {
  id: 'everything',
  name: 'Test',
  role: 'camera-desk',
  unit: null,
  areas: null,
  audience: 'operators',
};

/** A gateway over a log that the test holds in an array (the store has its own tests): real sockets, real frames. */
export type StreamServer = { port: number; live: LiveLog; gateway: Gateway; take(entries: Entry[]): void; stop(): Promise<void> };

export async function startStreamServer(
  log: readonly Entry[],
  principals: Record<string, Principal> = { everything: EVERYTHING },
  port = 0,
  clock: () => EpochMs = () => epochMs(Date.now()),
): Promise<StreamServer> {
  const http: Server = createServer();
  const world = emptyWorld();
  for (const entry of log) fold(world, entry);
  const live = createLiveLog(world);
  const gateway = createGateway({
    http,
    node: 'test',
    live,
    read: async (after, limit) => log.slice(after, after + limit),
    authenticate: async (cookies) => principals[/who=([a-z]+)/.exec(cookies ?? '')?.[1] ?? ''] ?? null,
    databaseState: () => 'up',
    clock,
    log: { info() {}, warn() {} },
  });
  http.listen(port, '127.0.0.1');
  await once(http, 'listening');
  return {
    port: (http.address() as AddressInfo).port,
    live,
    gateway,
    take: (entries) => gateway.take(entries, clock()),
    async stop() {
      await gateway.close();
    },
  };
}

/** A display without a screen: the real connection and the real stores. Counts what it folded, so that doubles show. */
export function openDisplay(port: number, who = 'everything') {
  const world = createWorldStore({ schedule: (publish) => setImmediate(publish) });
  const clock = createServerClock(Date.now);
  const seen = new Map<number, number>();
  const links: Link[] = [];
  const snapshots: SnapshotMessage['reason'][] = [];
  world.onFolded((_, seqs) => {
    for (const seq of seqs) seen.set(seq, (seen.get(seq) ?? 0) + 1);
  });
  const connection = createConnection({
    url: `http://127.0.0.1:${port}`,
    headers: { cookie: `who=${who}`, origin: `http://127.0.0.1:${port}` },
    screen: 'probe',
    clock,
    sink: {
      frame: (frame) => world.applyFrame(frame),
      snapshot(snapshot, reason) {
        snapshots.push(reason);
        world.replace(snapshot);
      },
      link(link) {
        if (links.at(-1)?.kind !== link.kind) links.push(link);
      },
      welcome() {},
      view() {},
      status() {},
      clockOffset() {},
    },
  });
  return { world, connection, links, snapshots, doubled: () => [...seen.values()].filter((count) => count > 1).length };
}
export type Display = ReturnType<typeof openDisplay>;

/** Waits for a state, not for a time; `what` names it when it never comes. */
export async function until(what: string, holds: () => boolean, timeoutMs = 15_000): Promise<void> {
  const start = Date.now();
  while (!holds()) {
    if (Date.now() - start > timeoutMs) throw new Error(`never: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
