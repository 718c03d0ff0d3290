import { redrawForCapture } from '../../ui/before-capture.ts';
import { type Controller, type ControllerParts, createMapController, type MapSetting } from './controller.ts';

/**
 * The one map of this display. A map takes two of the few drawing contexts of a page and most of its graphics memory, so that a
 * display has one, whatever its scenes ask for; who comes second says so in words. It outlives the tile that shows it: when a scene
 * gives way to another, its canvases go on in the new one's tile, without a new context (PART5, PART6). A tile that is coming gets the map
 * ahead of its moment, and the one on the glass keeps a still of it: at the moment itself nothing is left to draw (PART10).
 */
type Held = {
  controller: Controller;
  host: HTMLElement;
  interactive: boolean;
  /** In whose slot it is; null: in nobody's, and nobody who left is kept. */
  by: Asking | null;
  leaving: ReturnType<typeof setTimeout> | undefined;
};

/** A tile that wants the map. */
export type Asking = {
  /** Laid out and not seen yet. */
  isComing: () => boolean;
  granted: () => void;
  /** The map went ahead; what it last drew stands in the slot. */
  lent: () => void;
};

export type Claim = {
  /** Whether the map is this tile's. */
  holds(): boolean;
  /** Puts the map into `slot`: the one that is there if there is one, else a new one. Only for who was granted it. */
  open(slot: HTMLElement, parts: Pick<ControllerParts, 'giveUp'>, setting: MapSetting): Controller;
  /** Gives the map back, or waits for it no longer. */
  end(): void;
};

/** A map that no tile took over within this rests. Longer than a change of scenes without notice. */
const LINGER_MS = 2000;
/** A map that rested for so long is closed: longer than the scenes of a round without a map. A new one stands still for a second. */
const REST_MS = 300_000;

const queue: Asking[] = [];
let holder: Asking | null = null;
let held: Held | null = null;
/** Where a map stands that no tile shows. */
let aside: HTMLElement | null = null;

/** Asks for the display's map; `granted` is called at once when it is free or goes ahead, else when whoever has it gives it back. */
export function claimMap(asking: Asking): Claim {
  queue.push(asking);
  if (holder === null || (asking.isComing() && !holder.isComing())) grant(asking);
  return {
    holds: () => holder === asking,
    open: (slot, parts, setting) => open(asking, slot, parts, setting),
    end() {
      queue.splice(queue.indexOf(asking), 1);
      if (holder !== asking) return;
      holder = null;
      // One that goes before it put the map into its slot leaves it where it stands.
      if (held?.by === asking) leave();
      const next = queue.find((each) => each.isComing()) ?? queue[0];
      if (next) grant(next);
    },
  };
}

function grant(asking: Asking): void {
  holder = asking;
  asking.granted();
}

function open(asking: Asking, slot: HTMLElement, parts: Pick<ControllerParts, 'giveUp'>, setting: MapSetting): Controller {
  if (held) clearTimeout(held.leaving);
  // Whether a hand may move it is settled when it is made.
  if (held && held.interactive !== setting.props.interactive) close();
  if (held) {
    const { host, by, controller } = held;
    if (by && by !== asking && host.isConnected) {
      host.replaceWith(stillOf(host));
      by.lent();
    }
    held.by = asking;
    slot.replaceChildren(host);
    aside?.remove();
    controller.set(setting);
    return controller;
  }
  const host = element('map-tile__host');
  const canvas = element('map-tile__canvas');
  const labels = element('map-tile__labels');
  host.append(canvas, labels);
  slot.replaceChildren(host);
  const controller = createMapController({ ...parts, container: canvas, labels }, setting);
  held = { controller, host, interactive: setting.props.interactive, by: asking, leaving: undefined };
  return controller;
}

/** What a map looks like now: its words, and its canvases as pictures. */
function stillOf(host: HTMLElement): Node {
  redrawForCapture();
  const still = host.cloneNode(true) as HTMLElement;
  const pictures = still.querySelectorAll('canvas');
  for (const [i, canvas] of host.querySelectorAll('canvas').entries())
    if (canvas.width > 0 && canvas.height > 0) pictures[i]?.getContext('2d')?.drawImage(canvas, 0, 0);
  return still;
}

/**
 * Takes the map out of its slot. It waits a moment for the next one, then rests, and is closed at last; out of sight, and as large as
 * it was: canvases that change their size are made anew, in the very moment in which another scene is to be seen.
 */
function leave(): void {
  if (!held) return;
  const { host, controller } = held;
  held.by = null;
  aside ??= element('map-tile__aside');
  aside.style.width = `${host.clientWidth}px`;
  aside.style.height = `${host.clientHeight}px`;
  aside.append(host);
  document.body.append(aside);
  clearTimeout(held.leaving);
  held.leaving = setTimeout(() => {
    controller.rest();
    if (held) held.leaving = setTimeout(close, REST_MS);
  }, LINGER_MS);
}

function close(): void {
  if (!held) return;
  clearTimeout(held.leaving);
  held.host.remove();
  aside?.remove();
  held.controller.close();
  held = null;
}

function element(className: string): HTMLElement {
  const made = document.createElement('div');
  made.className = className;
  return made;
}
