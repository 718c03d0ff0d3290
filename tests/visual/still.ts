import { MapLibreMap } from '../../client/map/maplibre.ts';
import { redrawForCapture } from '../../client/ui/before-capture.ts';

/** So long nothing was drawn or changed: then nothing more comes, for no timer waits longer than `SOON_MS`. */
const QUIET_MS = 120;
const SOON_MS = 20;

const DRAWS = ['clear', 'drawArrays', 'drawArraysInstanced', 'drawElements', 'drawElementsInstanced', 'drawRangeElements'] as const;

export type Still = {
  /** From now on nothing is painted: what changes meanwhile costs no pixels. */
  hide(): void;
  /** Whether maps are whole and nothing is on its way any more. */
  rests(): boolean;
  /** Draws the maps, once, and shows all; to be seen in the next frame. */
  draw(): void;
};

/**
 * For a picture that is the same each time: the machine's own clock stands, and what the product puts off by seconds, so that it does
 * not dance before people, is done at once. Maps reckon as ever, but draw nothing until the page rests: without a graphics card each
 * of their frames takes half a second. To be called before anything is drawn.
 */
export function makeStill(now: () => number): Still {
  Date.now = now;
  const later = window.setTimeout.bind(window);
  window.setTimeout = ((action: () => void, ms = 0, ...rest: unknown[]) =>
    later(action, Math.min(ms, SOON_MS), ...rest)) as typeof window.setTimeout;

  let stirredAt = performance.now();
  const stirred = (): void => {
    stirredAt = performance.now();
  };
  new MutationObserver(stirred).observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  const maps = new Set<MapLibreMap>();
  const { addControl, remove } = MapLibreMap.prototype;
  MapLibreMap.prototype.addControl = function (...control) {
    if (!maps.has(this)) this.on('render', stirred);
    maps.add(this);
    return addControl.apply(this, control);
  };
  MapLibreMap.prototype.remove = function () {
    maps.delete(this);
    remove.apply(this);
  };

  let draws = false;
  const gl = WebGL2RenderingContext.prototype as unknown as Record<string, (...args: unknown[]) => void>;
  for (const name of DRAWS) {
    const drawn = gl[name];
    gl[name] = function (...args) {
      if (draws) drawn?.apply(this, args);
    };
  }
  return {
    hide: () => {
      document.body.style.opacity = '0';
    },
    rests: () =>
      performance.now() - stirredAt > QUIET_MS &&
      document.fonts.status === 'loaded' &&
      document.getAnimations().every(({ playState }) => playState !== 'running') &&
      [...maps].every((map) => map.loaded() && map.areTilesLoaded() && !map.isMoving()),
    draw() {
      document.body.style.opacity = '';
      draws = true;
      redrawForCapture();
      draws = false;
    },
  };
}
