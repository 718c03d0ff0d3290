import type { Layer } from '@deck.gl/core';
import { MapLibreOverlay, type MapLibreOverlayProps } from '@deck.gl/maplibre';
import type { IControl, Map as MapLibreMap } from 'maplibre-gl';
import { createBeat, type FrameProvider } from './beat.ts';

/** Makes fresh layers from the present data; called again after a lost context, because finalised layers cannot be shown twice. */
export type LayerSource = () => Layer[];

export type Overlay = {
  /** Draws again, before the next paint, what changed; many calls in one frame are one. */
  invalidate(): void;
  /** Hands the layers over now: for callers that already are in the frame. */
  draw(): void;
  /** At once and though nothing changed: its canvas is read in the same task. */
  redraw(): void;
  /** How often the overlay was remade after its WebGL context was lost. */
  readonly healed: () => number;
  /** Nothing changes, and nothing is drawn. */
  readonly isAtRest: () => boolean;
  readonly pick: MapLibreOverlay['pickObjects'];
  close(): void;
};

export type OverlayParts = {
  map: MapLibreMap;
  layers: LayerSource;
  /** Fires when the overlay's own canvas lost its context, and when a new one has been drawn on: one that was only made proves nothing. */
  onContext: (state: 'lost' | 'restored') => void;
  props?: MapLibreOverlayProps;
};

const REMAKE_AFTER_MS = 300;
const CANVAS_WAIT_FRAMES = 600;

/**
 * deck.gl over MapLibre, on a canvas of its own. deck.gl 9.4 does not come back from a lost WebGL context where MapLibre
 * does, so the overlay is thrown away and made anew (MAP3).
 */
export function createOverlay({ map, layers, onContext, props = {} }: OverlayParts): Overlay {
  let overlay: MapLibreOverlay | null = null;
  let frame = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let healed = 0;
  let closed = false;

  let shown: Layer[] = [];
  const isBusy = (): boolean =>
    shown.some((layer) => !layer.isLoaded || (layer.context?.deck?.needsRedraw({ clearRedrawFlags: false }) ?? false));
  const beat = createBeat(isBusy);

  const draw = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    if (!overlay) return;
    shown = layers();
    overlay.setProps({ layers: shown });
    beat.wake();
  };
  const invalidate = (): void => {
    if (frame === 0 && !closed) frame = requestAnimationFrame(draw);
  };
  const drop = (): void => {
    const gone = overlay;
    const device = shown.find((layer) => layer.context)?.context.device;
    overlay = null;
    shown = [];
    if (!gone) return;
    const canvas = gone.getCanvas();
    canvas?.removeEventListener('webglcontextlost', lost);
    map.removeControl(gone as unknown as IControl);
    // deck.gl lets go of its layers only. The device's observers of the screen would keep it and its canvas for ever, and its context
    // would wait for the garbage collector: a page has 16, and the next map is made long before.
    device?.getDefaultCanvasContext().destroy();
    device?.destroy();
    (canvas?.getContext('webgl2') as WebGL2RenderingContext | null)?.getExtension('WEBGL_lose_context')?.loseContext();
  };
  const lost = (): void => {
    onContext('lost');
    drop();
    clearTimeout(timer);
    timer = setTimeout(remake, REMAKE_AFTER_MS);
  };
  const remake = (): void => {
    if (closed || overlay) return;
    healed++;
    make(() => onContext('restored'));
  };
  // The overlay makes its canvas asynchronously; the loss can only be heard on the canvas itself.
  const listen = (made: MapLibreOverlay, framesLeft: number): void => {
    if (overlay !== made) return;
    const canvas = made.getCanvas();
    if (canvas) canvas.addEventListener('webglcontextlost', lost, { once: true });
    else if (framesLeft > 0) requestAnimationFrame(() => listen(made, framesLeft - 1));
  };
  const make = (onDrawn?: () => void): void => {
    let untold = onDrawn;
    const onAfterRender: MapLibreOverlayProps['onAfterRender'] = (context) => {
      props.onAfterRender?.(context);
      untold?.();
      untold = undefined;
    };
    shown = layers();
    beat.wake();
    // Deck hands this to its loop, though its own type of properties does not name it.
    const paced: MapLibreOverlayProps & { animationFrameProvider: FrameProvider } = {
      ...props,
      onAfterRender,
      layers: shown,
      animationFrameProvider: beat.provider,
    };
    const made = new MapLibreOverlay(paced);
    overlay = made;
    map.addControl(made as unknown as IControl);
    listen(made, CANVAS_WAIT_FRAMES);
  };
  make();
  // deck.gl draws with the map's own frames; its loop only has to follow them.
  map.on('render', beat.wake);

  return {
    invalidate,
    draw,
    redraw: () => shown.find((layer) => layer.context)?.context.deck?.redraw('its canvas is read'),
    healed: () => healed,
    isAtRest: beat.isParked,
    pick: (params) => overlay?.pickObjects(params) ?? [],
    close() {
      closed = true;
      map.off('render', beat.wake);
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      drop();
    },
  };
}
