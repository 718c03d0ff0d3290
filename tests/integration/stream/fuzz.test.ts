import { afterEach, expect, test } from 'vitest';
import type { Entry } from '../../../shared/contract/entry.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { areaCode } from '../../../shared/model/ids.ts';
import { snapshotOf } from '../../../shared/rules/fold.ts';
import { projectSnapshot } from '../../../shared/rules/project-snapshot.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { logFromSeed } from '../../support/log-arbitrary.ts';
import { type Display, EVERYTHING, openDisplay, type StreamServer, startStreamServer, until } from '../../support/stream-harness.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';

const VISITOR: Principal = {
  ...EVERYTHING,
  id: 'visitor',
  role: 'duty-officer',
  areas: [areaCode('11296'), areaCode('11914')],
};
const PRINCIPALS = { everything: EVERYTHING, visitor: VISITOR };

let server: StreamServer | undefined;
let displays: Display[] = [];
let proxies: TcpProxy[] = [];
afterEach(async () => {
  for (const { connection } of displays) connection.close();
  for (const proxy of proxies) await proxy.close();
  await server?.stop();
  displays = [];
  proxies = [];
  server = undefined;
});

/** mulberry32: the same seed cuts in the same places. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const SEEDS = [1, 7, 20261122];

test.each(SEEDS)(
  'SEQ6 cuts, half-open links and server restarts at random: 0 lost, 0 doubled, stores equal the server (seed %i)',
  async (seed) => {
    const roll = random(seed);
    const log: Entry[] = [];
    const all = logFromSeed(seed, 3000);
    server = await startStreamServer(log, PRINCIPALS);
    const port = server.port;
    for (const who of ['everything', 'everything', 'visitor', 'visitor'] as const) {
      const proxy = await startTcpProxy(port);
      proxies.push(proxy);
      displays.push(openDisplay(proxy.port, who));
    }
    let folded = 0;
    let restarts = 0;
    while (folded < all.length) {
      const batch = all.slice(folded, folded + 1 + Math.floor(roll() * 40));
      folded += batch.length;
      log.push(...batch);
      server.take(batch);
      const proxy = proxies[Math.floor(roll() * proxies.length)] as TcpProxy;
      const fate = roll();
      if (fate < 0.06) proxy.cutAll();
      else if (fate < 0.09) proxy.hold(true);
      else if (fate < 0.2) for (const held of proxies) held.hold(false);
      else if (fate > 0.985 && restarts < 3) {
        restarts++;
        await server.stop();
        server = await startStreamServer(log, PRINCIPALS, port);
      }
      await new Promise((resolve) => setTimeout(resolve, Math.floor(roll() * 20)));
    }
    for (const held of proxies) held.hold(false);
    await until('every display at the head', () => displays.every(({ connection }) => connection.cursor() === all.length));

    const truth = snapshotOf(server.live.world());
    displays.forEach((display, i) => {
      const principal = i < 2 ? EVERYTHING : VISITOR;
      const { seq: _, ...shown } = snapshotOf(display.world.world());
      const { seq: __, ...expected } = projectSnapshot(viewOf(principal), truth);
      expect(shown).toEqual(expected);
      expect(display.doubled()).toBe(0);
    });
  },
);
