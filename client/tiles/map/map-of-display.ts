import { type Controller, type ControllerParts, createMapController, type MapSetting } from './controller.ts';

/**
 * The one map of this display. A map takes two of the few drawing contexts of a page and most of its graphics memory, so that a
 * display has one, whatever its scenes ask for; who comes second says so in words. It outlives the tile that shows it by a moment:
 * when a scene gives way to another, its canvases are moved to the new one's tile and go on, without a new context (PART5, PART6).
 */
type Held = { controller: Controller; host: HTMLElement; interactive: boolean; leaving?: ReturnType<typeof setTimeout> | undefined };
type Waiting = { granted: () => void };

/** A map that no tile took over within this is closed. Longer than a scene switch, shorter than anybody's patience with a full memory. */
const LINGER_MS = 2000;

const queue: Waiting[] = [];
let held: Held | null = null;

/**
 * Asks for the display's map; `granted` is called at once when it is free, else when whoever has it gives it back.
 * Returns how to give it back, or to wait no longer.
 */
export function claimMap(granted: () => void): () => void {
  const claim: Waiting = { granted };
  queue.push(claim);
  if (queue[0] === claim) granted();
  return () => {
    const first = queue[0] === claim;
    queue.splice(queue.indexOf(claim), 1);
    if (first) queue[0]?.granted();
  };
}

/** Puts the map into `slot`: the one that is there if there is one, else a new one. Only for who was granted it. */
export function openMap(slot: HTMLElement, parts: Pick<ControllerParts, 'giveUp'>, setting: MapSetting): Controller {
  if (held) clearTimeout(held.leaving);
  // Whether a hand may move it is settled when it is made.
  if (held && held.interactive !== setting.props.interactive) close();
  if (held) {
    slot.append(held.host);
    held.controller.set(setting);
    return held.controller;
  }
  const host = element('map-tile__host');
  const canvas = element('map-tile__canvas');
  const labels = element('map-tile__labels');
  host.append(canvas, labels);
  slot.append(host);
  const controller = createMapController({ ...parts, container: canvas, labels }, setting);
  held = { controller, host, interactive: setting.props.interactive };
  return controller;
}

/** Takes the map out of its slot. It waits a moment for the next one, and is closed. */
export function leaveMap(): void {
  if (!held) return;
  held.host.remove();
  held.leaving = setTimeout(close, LINGER_MS);
}

function close(): void {
  if (!held) return;
  clearTimeout(held.leaving);
  held.host.remove();
  held.controller.close();
  held = null;
}

function element(className: string): HTMLElement {
  const made = document.createElement('div');
  made.className = className;
  return made;
}
