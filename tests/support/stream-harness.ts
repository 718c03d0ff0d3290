import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createConnection } from '../../client/connection/connection.ts';
import { createServerClock } from '../../client/connection/server-clock.ts';
import { createWorldStore } from '../../client/stores/world-store.ts';
import type { Act, Caller, Callers } from '../../server/domain/access/ports.ts';
import { createGateway, type Gateway, type GatewayParts } from '../../server/stream/gateway.ts';
import { createLiveLog, type LiveLog } from '../../server/stream/live-log.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import type { Link } from '../../shared/contract/link.ts';
import type { Principal } from '../../shared/contract/principal.ts';
import type { SnapshotMessage, View } from '../../shared/contract/socket.ts';
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

/** Callers by a word in their cookie, whose rights the test may change. */
export function testCallers(principals: Record<string, Principal>) {
  const standing = new Map(Object.entries(principals));
  let isDown = false;
  let failures = 0;
  let held = 0;
  let hold: Promise<void> | null = null;
  let release = (): void => {};
  const callerOf = (who: string): Caller | null => {
    if (isDown) {
      failures++;
      throw new Error('the database does not answer');
    }
    const principal = standing.get(who);
    if (!principal) return null;
    return {
      principal,
      holds:
        principal.role === 'display'
          ? { kind: 'display', id: who, wall: 'wall', pairedAt: 0 }
          : { kind: 'session', id: who, person: principal.id },
    };
  };
  const callers: Callers = {
    async of(cookies) {
      const caller = callerOf(/who=([a-z]+)/.exec(cookies ?? '')?.[1] ?? '');
      if (hold) {
        held++;
        await hold;
      }
      return caller;
    },
    again: async ({ holds }) => callerOf(holds.id),
  };
  return {
    callers,
    set: (who: string, principal: Principal) => void standing.set(who, principal),
    revoke: (who: string) => void standing.delete(who),
    down(now: boolean) {
      isDown = now;
    },
    /** Questions that the database did not answer. */
    failures: () => failures,
    /** Answers that are known already are kept back, until `release`. */
    hold() {
      hold = new Promise((resolve) => {
        release = resolve;
      });
    },
    held: () => held,
    release() {
      hold = null;
      release();
    },
  };
}
export type TestCallers = ReturnType<typeof testCallers>;

/** A gateway over a log that the test holds in an array (the store has its own tests): real sockets, real frames. */
export type StreamServer = {
  port: number;
  live: LiveLog;
  gateway: Gateway;
  callers: TestCallers;
  /** What was audited. */
  acts: Act[];
  /** Displays that gave a sign of life. */
  alive: Set<string>;
  take(entries: Entry[]): void;
  stop(): Promise<void>;
};

export async function startStreamServer(
  log: readonly Entry[],
  principals: Record<string, Principal> = { everything: EVERYTHING },
  port = 0,
  clock: () => EpochMs = () => epochMs(Date.now()),
  limits: GatewayParts['limits'] = {},
): Promise<StreamServer> {
  const http: Server = createServer();
  const world = emptyWorld();
  for (const entry of log) fold(world, entry);
  const live = createLiveLog(world);
  const callers = testCallers(principals);
  const acts: Act[] = [];
  const alive = new Set<string>();
  const gateway = createGateway({
    http,
    callers: callers.callers,
    audit: { record: async (act) => void acts.push(act) },
    seen: (display) => void alive.add(display),
    limits,
    node: 'test',
    live,
    read: async (after, limit) => log.slice(after, after + limit),
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
    callers,
    acts,
    alive,
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
  const views: View[] = [];
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
      welcome: ({ view }) => void views.push(view),
      view: (view) => void views.push(view),
      status() {},
      clockOffset() {},
    },
  });
  return { world, connection, links, views, snapshots, doubled: () => [...seen.values()].filter((count) => count > 1).length };
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
