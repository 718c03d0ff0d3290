import { Profiler } from 'react';
import { createRoot } from 'react-dom/client';
import { createWords } from '../../client/app/i18n.ts';
import type { Painted } from '../../client/scene/painted.ts';
import { checkScene } from '../../client/screens/scenes/check-scene.ts';
import { Wall } from '../../client/screens/wall/Wall.tsx';
import { createLinkStore } from '../../client/stores/link-store.ts';
import { StoresContext } from '../../client/stores/stores-context.tsx';
import { createWorldStore } from '../../client/stores/world-store.ts';
import { TILES } from '../../client/tiles/registry.ts';
import type { WallDirected } from '../../shared/contract/direction.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import type { EntryData, Kind } from '../../shared/contract/entry-data.ts';
import { decodeFrame, encodeFrame } from '../../shared/contract/frame.ts';
import { epochMs, seq } from '../../shared/model/ids.ts';
import type { Snapshot } from '../../shared/rules/fold.ts';
import { READY_SCENES, readyScene } from '../../shared/rules/ready-scenes.ts';
import { groupsAcross } from '../../shared/rules/wall-canvas.ts';
import { geometryNamed, NO_DIRECTION } from './reference-wall.ts';
import { makeStill } from './still.ts';
import { burst, CASES, momentOf, NOW, snapshotOfCase } from './worlds.ts';

/**
 * The wall alone, under a fixed clock, with a world of `worlds.ts`: `?case=storm&scene=standby&link=down&lang=en`, or the drill’s at
 * an hour: `?drill=16:10`. `?still`: for pictures that are kept.
 */
const query = new URLSearchParams(location.search);
const name = CASES.find((known) => known === query.get('case')) ?? 'ordinary';
document.documentElement.lang = query.get('lang') ?? 'vi';
createWords(TILES, document.documentElement.lang === 'en' ? 'en' : 'vi');

const world = createWorldStore({ schedule: (publish) => requestAnimationFrame(publish) });
const link = createLinkStore();
let now = NOW;
/** `?clock=real`: the machine’s own clock, which all pages of it share. */
const isReal = query.get('clock') === 'real';
const clockNow = (): number => (isReal ? Date.now() : now);
const still = query.has('still') ? makeStill(clockNow) : null;
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

/**
 * A wall of its own: `?wall=9x3&display=2` is one of the three displays of the reference wall, `?wall=9x3&display=all` the whole of
 * it; `?direction={…}` (what `wall.directed` holds), `?focus={…}` and `?plan={…}` as JSON, for whatever is to be seen.
 */
const WALL = query.has('wall') ? 'wall' : null;
const entry = <K extends Kind>(kind: K, id: string, data: EntryData[K]): Entry => {
  const made = { kind, id, data, area: null, classification: 'internal', source: 'admin', actor: null, drill: false };
  return { ...made, occurredAt: clockNow(), receivedAt: clockNow(), seq: seq(0) } as unknown as Entry;
};
const json = (key: string): object => JSON.parse(query.get(key) ?? '{}');
let hangs = query.get('wall') ?? '';
const defined = (): Entry =>
  entry('wall.defined', WALL ?? 'wall', {
    name: 'Tường',
    geometry: geometryNamed(hangs),
    default: { scenes: [query.get('scene') ?? 'standby'], dwellMs: 60_000 },
    schedule: [],
    dimming: [],
    ...json('plan'),
  });
const told = (): Entry[] => [
  ...(WALL === null ? [] : [defined()]),
  ...(query.has('direction') && WALL
    ? [entry('wall.directed', WALL, { ...NO_DIRECTION, showAt: epochMs(clockNow() - 1000), ...json('direction') })]
    : []),
  ...(query.has('focus') && WALL
    ? [entry('wall.focused', WALL, { incident: null, cameras: [], reports: [], waiting: 0, acknowledged: false, ...json('focus') })]
    : []),
];

/** The map has tests of its own, and wants a server: it stays away unless it is asked for. */
const withoutMap = (): Entry[] =>
  query.has('map')
    ? []
    : READY_SCENES.flatMap(({ id }) => {
        const scene = readyScene(id, groupsAcross(WALL === null ? null : geometryNamed(query.get('wall') ?? '')));
        return scene
          ? [
              entry('scene.published', id, {
                scene: { ...scene, tiles: scene.tiles.filter(({ tile }) => tile !== 'map') },
                revision: 1,
                note: null,
              }),
            ]
          : [];
      });

const stage = {
  NOW,
  burst,
  world,
  link,
  paints: 0,
  painted: null as Painted | null,
  /** The wall is told something new, as a frame would bring it. */
  tell(direction: Partial<WallDirected>) {
    stage.frame([entry('wall.directed', WALL ?? 'wall', { ...NO_DIRECTION, showAt: epochMs(clockNow()), ...direction })]);
  },
  /** Another geometry for the wall; the window is to be made as wide. */
  hang(name: string) {
    hangs = name;
    stage.frame([defined()]);
  },
  /** What the legibility check says of a ready scene that is up. */
  check(id: string) {
    const geometry = geometryNamed(hangs);
    const groups = groupsAcross(geometry);
    const scene = readyScene(id, groups);
    return scene ? checkScene(document.body, scene, { id: 'wall', name: null, geometry, groups }) : [];
  },
  still,
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
const first = [...withoutMap(), ...told()];
if (first.length > 0) stage.frame(first);
if (isReal) setInterval(() => stage.setNow(now), 1000);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StoresContext value={{ world, link, clock: { now: clockNow, subscribe } }}>
    <Profiler id="wall" onRender={() => (stage.renders.wall = (stage.renders.wall ?? 0) + 1)}>
      <Wall
        wall={WALL}
        position={query.get('display') === 'all' ? null : query.get('display')}
        scene={query.get('scene')}
        past={(_order, children) => children}
        {...(query.has('heightMm') ? { seats: { heightMm: Number(query.get('heightMm')) } } : {})}
        onPainted={(painted) => {
          stage.paints++;
          stage.painted = painted;
        }}
      />
    </Profiler>
  </StoresContext>,
);
