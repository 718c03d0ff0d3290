import { setTimeout as delay } from 'node:timers/promises';
import { createConnection } from '../../client/connection/connection.ts';
import { createServerClock } from '../../client/connection/server-clock.ts';
import { createWorldStore } from '../../client/stores/world-store.ts';
import type { Link } from '../../shared/contract/link.ts';
import { claimWall } from '../support/ingest-client.ts';
import { freePort, startServerProcess } from '../support/server-process.ts';
import { startTcpProxy } from '../support/tcp-proxy.ts';
import { type Bench, figure } from './bench.ts';
import { ensureBuilt } from './centre/built.ts';
import { type Load, startLoad } from './centre/load.ts';
import { registerPublisher } from './centre/publisher.ts';
import { median } from './statistics.ts';

const RATE = 200;
const BATCH = 5;
const NEVER_MS = 30_000;

/** From the moment the link is back until a display shows everything there is; nothing lost, nothing doubled (SEQ4, SEQ5). */
export const reconnect: Bench = {
  name: 'reconnect',
  async run({ quick, say }) {
    await ensureBuilt(say);
    const cutMs = quick ? 5000 : 30_000;
    const server = await startServerProcess();
    const proxy = await startTcpProxy(server.port);
    // Nobody listens there: every attempt is refused at once.
    const closed = await freePort();
    const cookie = await claimWall(server);
    const load = startLoad(await registerPublisher(server), RATE, BATCH);
    const display = openDisplay(proxy.port, cookie);
    try {
      await display.until('the first picture', () => display.isFresh(load), NEVER_MS);
      const refused: number[] = [];
      for (let round = 0; round < (quick ? 1 : 3); round++) {
        proxy.target(closed);
        proxy.cutAll();
        await delay(cutMs);
        proxy.target(server.port);
        refused.push(await timeToFresh(display, load));
        say(`after ${cutMs / 1000} s without a server to reach: fresh in ${Math.round(refused.at(-1) ?? 0)} ms`);
        await delay(2000);
      }
      // Nothing flows and nothing closes: the display must notice by itself.
      proxy.hold(true);
      await delay(cutMs);
      proxy.hold(false);
      const held = await timeToFresh(display, load);
      say(`after ${cutMs / 1000} s of silence on open connections: fresh in ${Math.round(held)} ms`);
      await load.stop();
      await display.until('the end of the log', () => display.isFresh(load), NEVER_MS);
      const { lost, doubled, snapshots } = display.tally(load);
      if (snapshots > 1) throw new Error(`${snapshots} snapshots: what was skipped over cannot be counted`);
      const during = `${cutMs / 1000} s cut at ${RATE} events/s`;
      return [
        figure({
          figure: `to fresh after a ${during}, worst of ${refused.length}`,
          value: Math.max(...refused),
          unit: 'ms',
          bound: { below: 1000 },
        }),
        figure({ figure: `to fresh after a ${during}, median`, value: median(refused), unit: 'ms' }),
        figure({ figure: `to fresh after ${cutMs / 1000} s of a half-open link`, value: held, unit: 'ms' }),
        figure({ figure: `lost of ${load.seqs().length} acknowledged`, value: lost, unit: 'entries', bound: { atMost: 0 } }),
        figure({ figure: 'doubled', value: doubled, unit: 'entries', bound: { atMost: 0 } }),
      ];
    } finally {
      display.close();
      await load.stop().catch(() => {});
      await proxy.close();
      await server.stop();
    }
  },
};

type Display = ReturnType<typeof openDisplay>;

async function timeToFresh(display: Display, load: Load): Promise<number> {
  const backAt = performance.now();
  await display.until('a fresh picture', () => display.isFresh(load), NEVER_MS);
  return performance.now() - backAt;
}

/** The wall's own connection and stores, without a screen; every entry that is folded is counted. */
function openDisplay(port: number, cookie: string) {
  const world = createWorldStore({ schedule: (publish) => setImmediate(publish) });
  const seen = new Map<number, number>();
  let link: Link['kind'] = 'connecting';
  let snapshots = 0;
  let joinedAt = 0;
  const watchers = new Set<() => void>();
  const changed = (): void => {
    for (const watcher of watchers) watcher();
  };
  world.onFolded((_, seqs) => {
    for (const seq of seqs) seen.set(seq, (seen.get(seq) ?? 0) + 1);
  });
  const connection = createConnection({
    url: `http://127.0.0.1:${port}`,
    // Through the proxy the host has the proxy's port, and so must the origin.
    headers: { cookie, origin: `http://127.0.0.1:${port}` },
    screen: 'probe',
    clock: createServerClock(Date.now),
    sink: {
      frame: (frame) => world.applyFrame(frame),
      snapshot(snapshot) {
        snapshots++;
        joinedAt = snapshot.seq;
        world.replace(snapshot);
      },
      link(next) {
        link = next.kind;
        changed();
      },
      welcome() {},
      view() {},
      status() {},
      clockOffset() {},
    },
  });
  return {
    /** Live, and everything that any publisher was told is stored has been folded. */
    isFresh: (load: Load): boolean => link === 'live' && load.acknowledged() > 0 && connection.cursor() >= load.acknowledged(),
    until(what: string, holds: () => boolean, timeoutMs: number): Promise<void> {
      return new Promise((done, failed) => {
        const check = (): void => {
          if (!holds()) return;
          clearTimeout(late);
          watchers.delete(check);
          done();
        };
        const late = setTimeout(() => {
          watchers.delete(check);
          failed(new Error(`never within ${timeoutMs} ms: ${what} (link ${link}, at ${connection.cursor()})`));
        }, timeoutMs);
        watchers.add(check);
        check();
      });
    },
    tally(load: Load) {
      const due = load.seqs().filter((seq) => seq > joinedAt);
      if (due.length < load.seqs().length / 2) throw new Error('the display joined too late to count');
      return {
        lost: due.filter((seq) => !seen.has(seq)).length,
        doubled: [...seen.values()].filter((times) => times > 1).length,
        snapshots,
      };
    },
    close: () => connection.close(),
  };
}
