import '../../../../client/ui/look.ts';
import './harness.css';
import { type CSSProperties, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createWords } from '../../../../client/app/i18n.ts';
import { createLinkStore } from '../../../../client/stores/link-store.ts';
import { type Stores, StoresContext } from '../../../../client/stores/stores-context.tsx';
import { createWorldStore } from '../../../../client/stores/world-store.ts';
import { map } from '../../../../client/tiles/map/index.ts';
import { ConditionContext } from '../../../../client/ui/condition.ts';
import { ComingContext, type Part, PartContext } from '../../../../client/ui/part.ts';
import { decodeFrame } from '../../../../shared/contract/frame.ts';
import type { EpochMs } from '../../../../shared/model/ids.ts';
import type { Snapshot } from '../../../../shared/rules/fold.ts';

/**
 * Map tiles alone on a page, their world handed in by the test: `?u=22&room=light&measure=dv-ngap`. `part=x,y,w,h&full=w,h`: the page
 * is a display that shows this part of a tile of that size.
 */
const query = new URLSearchParams(location.search);
const fixture = (await (await fetch('/fixture.json')).json()) as { snapshot: Snapshot; now: number };
const world = createWorldStore({ schedule: (publish) => requestAnimationFrame(publish) });
world.replace(fixture.snapshot);
const link = createLinkStore();
const started = performance.now();
const now = (): number => fixture.now + (performance.now() - started);
link.setState({ link: { kind: 'live', seq: fixture.snapshot.seq, heardAt: now() as EpochMs } });
const clock = {
  now,
  subscribe: (listener: () => void) => {
    const timer = setInterval(() => {
      if (link.getState().link.kind === 'live')
        link.setState({ link: { kind: 'live', seq: world.world().seq, heardAt: now() as EpochMs } });
      listener();
    }, 1000);
    return () => clearInterval(timer);
  },
};
const Tile = map.component;
const root = document.getElementById('root') as HTMLElement;
root.dataset.room = query.get('room') ?? 'dark';
root.style.setProperty('--u', `${query.get('u') ?? 11}px`);
const reactRoot = createRoot(root);
const words = createWords([map], query.get('language') === 'en' ? 'en' : 'vi');

/** A tile of a scene: `key` is its identity, `at` where it lies, CSS pixels; left out: the whole page. `coming`: laid out, not seen yet. */
type Placed = { key: string; props: Record<string, unknown>; at?: { x: number; y: number; w: number; h: number }; coming?: boolean };
const numbers = (name: string): number[] | null => query.get(name)?.split(',').map(Number) ?? null;
const [x = 0, y = 0, w = 0, h = 0] = numbers('part') ?? [];
const [fullW = 0, fullH = 0] = numbers('full') ?? [];
let part: Part | null = fullW > 0 ? { full: { w: fullW, h: fullH }, x, y, w, h } : null;
let since: number | null = null;
let placed: Placed[] = [
  {
    key: 'one',
    props: {
      ...(query.get('measure') ? { measure: query.get('measure') } : {}),
      ...(query.get('legend') === 'none' ? { legend: false } : {}),
      ...(query.get('interactive') ? { interactive: true } : {}),
      ...(numbers('bounds') ? { bounds: numbers('bounds') } : {}),
    },
  },
];

/** A world for each tile that comes, seen through an object that nobody else holds: when it is collected, all that drew from it is. */
const collected: string[] = [];
const registry = new FinalizationRegistry<string>((name) => collected.push(name));
const own = new Map<string, Stores>();
function storesFor(key: string): Stores {
  let stores = own.get(key);
  if (!stores) {
    stores = { world: { ...world }, link, clock };
    registry.register(stores.world, `world of ${key}`);
    own.set(key, stores);
  }
  return stores;
}
const watchCanvases = (name: string): number => {
  const canvases = [...document.querySelectorAll('canvas')];
  for (const canvas of canvases) registry.register(canvas, `canvas of ${name}`);
  return canvases.length;
};

const placeOf = (at: Placed['at']): CSSProperties =>
  part
    ? { position: 'absolute', left: -part.x, top: -part.y, width: part.full.w, height: part.full.h, display: 'grid' }
    : at
      ? { position: 'absolute', left: at.x, top: at.y, width: at.w, height: at.h, display: 'grid' }
      : { display: 'contents' };
const draw = (): void =>
  reactRoot.render(
    <StrictMode>
      <I18nextProvider i18n={words}>
        <ConditionContext value={since === null ? { kind: 'live' } : { kind: 'cut', since }}>
          <PartContext value={part}>
            {placed.map(({ key, props, at, coming = false }) => (
              <StoresContext key={key} value={storesFor(query.get('own') ? key : 'all')}>
                <div className="place" data-place={key} style={{ ...placeOf(at), visibility: coming ? 'hidden' : undefined }}>
                  <ComingContext value={coming}>
                    <Tile {...map.props.parse(props)} />
                  </ComingContext>
                </div>
              </StoresContext>
            ))}
          </PartContext>
        </ConditionContext>
      </I18nextProvider>
    </StrictMode>,
  );
draw();

Object.assign(window, {
  harness: {
    applyFrame: (bytes: number[]) => world.applyFrame(decodeFrame(new Uint8Array(bytes))),
    replace: (snapshot: Snapshot) => world.replace(snapshot),
    cut: () => {
      since = now() - 42_000;
      link.setState({
        link: { kind: 'down', since: since as EpochMs, lastSeq: world.world().seq, lastHeardAt: since as EpochMs, attempt: 3 },
      });
      draw();
    },
    place: (next: Placed[]) => {
      placed = next;
      for (const key of own.keys()) if (!next.some((tile) => tile.key === key)) own.delete(key);
      draw();
    },
    showPart: (next: Part | null) => {
      part = next;
      draw();
    },
    wear: (room: string, u: number) => {
      root.dataset.room = room;
      root.style.setProperty('--u', `${u}px`);
    },
    watchCanvases,
    collected: () => collected,
  },
});
