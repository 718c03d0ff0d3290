import { createElement } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nextProvider } from 'react-i18next';
import { createGlassReporter } from '../../../client/app/glass-reporter.ts';
import { createWords } from '../../../client/app/i18n.ts';
import { pastOver } from '../../../client/app/replay-past.tsx';
import { Wall } from '../../../client/screens/wall/Wall.tsx';
import { createLinkStore, type LinkState } from '../../../client/stores/link-store.ts';
import { StoresContext } from '../../../client/stores/stores-context.tsx';
import { createWorldStore } from '../../../client/stores/world-store.ts';
import { TILES } from '../../../client/tiles/registry.ts';
import type { Entry, NewEntry } from '../../../shared/contract/entry.ts';
import { decodeFrame, encodeFrame } from '../../../shared/contract/frame.ts';
import { type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { snapshotOf } from '../../../shared/rules/fold.ts';
import { actsIn, WALL } from './acts.ts';
import { createCensus } from './census.ts';
import { SPEED, webglContexts } from './faster.ts';
import { CYCLE_S, type Fixture, ORIGIN, type SoakPage, viewOf } from './protocol.ts';
import { castOf, heardIn } from './script.ts';

/**
 * A wall as the product draws it, over the product's stores, that lives `speed` times as fast: its clock, its timers and what it hears
 * are accelerated together. Frames come as bytes, as from a socket; the past is asked for over HTTP.
 */

/** Frames of the log in a second of the wall's time. */
const FRAMES_A_SECOND = 4;
/** However busy the machine is: no frame of the screen takes the wall further than so many milliseconds of its time. */
const STEP_MAX_MS = Number(new URLSearchParams(location.search).get('step') ?? '1000');

const census = createCensus();
const schedule = (publish: () => void): void => void requestAnimationFrame(publish);
const world = createWorldStore({ schedule });
const { cast, startsAt, heardSeconds } = await begin();

/** A function of its own: a module that waits keeps what it waited for, and the first picture is to go with time. */
async function begin() {
  const { snapshot, ...when } = (await (await fetch('/fixture.json')).json()) as Fixture;
  world.replace(snapshot);
  return { ...when, cast: castOf(snapshot.entries) };
}
const link = createLinkStore();
const counted = { scenes: 0, entries: 0, frames: 0, reports: 0 };

/** The wall's time, milliseconds since it began; stands still at `until`. */
let elapsed = 0;
let until = 0;
const now = (): number => startsAt + elapsed;
const moment = (): EpochMs => epochMs(Math.round(now()));
const glass = createGlassReporter({
  world,
  connection: { report: () => void counted.reports++ },
  now: moment,
  clockOffsetMs: () => 0,
});
const clock = {
  now,
  subscribe(listener: () => void) {
    let timer: ReturnType<typeof setTimeout>;
    const next = (): void => {
      timer = setTimeout(
        () => {
          listener();
          next();
        },
        1000 - (now() % 1000),
      );
    };
    next();
    return () => clearTimeout(timer);
  },
};

const live = (): Partial<LinkState> => ({
  cursor: world.world().seq,
  link: { kind: 'live', seq: world.world().seq, heardAt: moment() },
});
link.setState({ ...live(), view: viewOf('operators') });

/** What was said while the link was cut, and comes with the next frame; null: it is not. */
let missed: NewEntry[] | null = null;

function hear(entries: readonly NewEntry[]): void {
  if (missed) {
    missed.push(...entries);
    return;
  }
  const from = world.world().seq + 1;
  const numbered = entries.map((entry, i) => ({ ...entry, seq: seq(from + i) }) as Entry);
  const bytes = encodeFrame(numbered, seq(from), seq(from + entries.length - 1), moment(), ORIGIN);
  world.applyFrame(decodeFrame(bytes));
  link.setState(live());
  counted.entries += entries.length;
  counted.frames++;
}

/** What befalls the link: it is cut and comes back with a snapshot, and other people come into the room. */
function befall(at: number): void {
  const { seq: cursor } = world.world();
  const since = moment();
  if (at === 14) {
    missed = [];
    link.setState({ link: { kind: 'down', since, lastSeq: cursor, lastHeardAt: since, attempt: 1 } });
  }
  if (at === 19) link.setState({ link: { kind: 'resyncing', since } });
  if (at === 273 || at === 283) link.setState({ view: viewOf(at === 273 ? 'leaders' : 'operators') });
  if (at === 20 || at === 273 || at === 283) world.replace(snapshotOf(world.world()));
  if (at === 20 && missed) {
    const entries = missed;
    missed = null;
    hear(entries);
  }
}

let frame = 0;
let coming: NewEntry[] = [];
let arrived: (() => void) | null = null;
function liveOn(last: number, at: number): void {
  requestAnimationFrame((next) => liveOn(at, next));
  elapsed = Math.min(until, elapsed + Math.min((at - last) * SPEED, STEP_MAX_MS));
  const due = Math.floor((elapsed / 1000) * FRAMES_A_SECOND);
  for (; frame < due; frame++) {
    const part = frame % FRAMES_A_SECOND;
    if (part === 0) beginSecond(frame / FRAMES_A_SECOND);
    const entries = coming.filter((_, i) => i % FRAMES_A_SECOND === part);
    if (entries.length > 0) hear(entries);
  }
  if (elapsed < until) return;
  arrived?.();
  arrived = null;
}

function beginSecond(second: number): void {
  const at = startsAt + second * 1000;
  befall(second % CYCLE_S);
  coming = [...heardIn(heardSeconds + second, at, cast), ...actsIn(second, at, cast)];
  census.look(second);
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
let shown = '';
new MutationObserver(() => {
  const scene = document.querySelector<HTMLElement>('main.wall .picture')?.dataset.scene ?? shown;
  if (scene !== shown) counted.scenes++;
  shown = scene;
}).observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-scene'] });
createRoot(root).render(
  createElement(
    I18nextProvider,
    { i18n: createWords(TILES, 'vi') },
    createElement(
      StoresContext,
      { value: { world, link, clock } },
      createElement(Wall, { wall: WALL, position: null, past: pastOver({ screen: 'wall' }), onPainted: glass.painted }),
    ),
  ),
);

function held(): number {
  const { slots, history } = world.world();
  const entries = Object.values(slots).reduce((sum, slot) => sum + slot.size, 0);
  return [...history.values()].reduce((sum, points) => sum + points.length, entries);
}

const soak: SoakPage = {
  liveTo(second) {
    until = second * 1000;
    return new Promise((done) => {
      arrived = done;
    });
  },
  rest: () =>
    new Promise((done) => {
      requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => done())));
    }),
  counts: () => ({ ...counted, held: held(), left: census.left(), registered: census.registered(), contexts: webglContexts() }),
  survivors: (sinceSeconds) => census.survivors(elapsed / 1000, sinceSeconds),
};
requestAnimationFrame((at) => liveOn(at, at));
Object.assign(window, { soak });
