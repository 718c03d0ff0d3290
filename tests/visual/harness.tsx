import { Profiler } from 'react';
import { createRoot } from 'react-dom/client';
import { createWords } from '../../client/app/i18n.ts';
import { SCENES, sceneOf } from '../../client/screens/wall/scenes.ts';
import { Wall } from '../../client/screens/wall/Wall.tsx';
import { createLinkStore } from '../../client/stores/link-store.ts';
import { StoresContext } from '../../client/stores/stores-context.tsx';
import { createWorldStore } from '../../client/stores/world-store.ts';
import { TILES } from '../../client/tiles/registry.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/frame.ts';
import type { Scene } from '../../shared/contract/scene.ts';
import { epochMs, seq } from '../../shared/model/ids.ts';
import type { Snapshot } from '../../shared/rules/fold.ts';
import { burst, CASES, momentOf, NOW, snapshotOfCase } from './worlds.ts';

/** The wall alone, under a fixed clock, with a world of `worlds.ts`: `?case=storm&scene=standby&link=down&lang=en`, or the drill’s at an hour: `?drill=16:10`. */
const query = new URLSearchParams(location.search);
const name = CASES.find((known) => known === query.get('case')) ?? 'ordinary';
document.documentElement.lang = query.get('lang') ?? 'vi';
createWords(TILES, document.documentElement.lang === 'en' ? 'en' : 'vi');

const world = createWorldStore({ schedule: (publish) => requestAnimationFrame(publish) });
const link = createLinkStore();
let now = NOW;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const hour = query.get('drill');
const snapshot: Snapshot = hour === null ? snapshotOfCase(name) : await (await fetch(`drill.json?at=${hour}`)).json();
if (hour !== null) now = momentOf(hour);
if (snapshot.entries.length > 0) world.replace(snapshot);
const leg = (p50: number, p95: number) => ({ p50, p95 });
const state = query.get('link') ?? (name === 'empty' ? 'connecting' : 'live');
link.setState({
  cursor: snapshot.seq,
  link:
    state === 'down'
      ? { kind: 'down', since: epochMs(now - 41_000), lastSeq: snapshot.seq, lastHeardAt: epochMs(now - 43_000), attempt: 4 }
      : state === 'connecting'
        ? { kind: 'connecting', since: epochMs(NOW - 3000) }
        : { kind: 'live', seq: snapshot.seq, heardAt: epochMs(now - 40) },
  status:
    name === 'empty'
      ? null
      : {
          node: 'ioc-1',
          at: epochMs(NOW),
          head: snapshot.seq,
          glass: {
            toReceived: leg(18, 44),
            toCommitted: leg(9, 21),
            toSent: leg(26, 50),
            toPainted: leg(14, 31),
            total: leg(61, 118),
            samples: 1204,
          },
          displays: { connected: 3, late: 0 },
          sockets: 12,
          lagged: 0,
          database: 'up',
        },
});

/** The map has tests of its own, and wants a server: it stays away unless it is asked for. */
const known = (scene: Scene): Scene => ({
  ...scene,
  tiles: scene.tiles.filter(({ tile }) => query.has('map') || tile !== 'map'),
});
const scene = known(sceneOf(query.get('scene') ?? SCENES[0]?.id ?? null));

const stage = {
  NOW,
  burst,
  world,
  link,
  paints: 0,
  renders: {} as Record<string, number>,
  /** Moves the fixed clock and lets the page know. */
  setNow(at: number) {
    now = at;
    for (const listener of listeners) listener();
  },
  /** Entries as a frame would bring them, through the wire's own encoding. */
  frame(entries: Entry[]) {
    const from = world.world().seq + 1;
    const numbered = entries.map((entry, i) => ({ ...entry, seq: seq(from + i) }) as Entry);
    const bytes = encodeFrame(numbered, seq(from), seq(from + entries.length - 1), epochMs(now), [106.68, 20.86]);
    world.applyFrame(decodeFrame(bytes));
  },
};
declare global {
  interface Window {
    stage: typeof stage;
  }
}
window.stage = stage;

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StoresContext value={{ world, link, clock: { now: () => now, subscribe } }}>
    <Profiler id="wall" onRender={() => (stage.renders.wall = (stage.renders.wall ?? 0) + 1)}>
      <Wall
        scene={scene}
        {...(query.has('heightMm') ? { heightMm: Number(query.get('heightMm')) } : {})}
        onPainted={() => {
          stage.paints++;
        }}
      />
    </Profiler>
  </StoresContext>,
);
