import type { Layer } from '@deck.gl/core';
import { MapLibreOverlay, type MapLibreOverlayProps } from '@deck.gl/maplibre';
import type { IControl, Map as MapLibreMap } from 'maplibre-gl';

/** Makes fresh layers from the present data; called again after a lost context, because finalised layers cannot be shown twice. */
export type LayerSource = () => Layer[];

export type Overlay = {
  /** Draws again, before the next paint, what changed; many calls in one frame are one. */
  invalidate(): void;
  /** Hands the layers over now: for callers that already are in the frame. */
  draw(): void;
  /** How often the overlay was remade after its WebGL context was lost. */
  readonly healed: () => number;
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

  const draw = (): void => {
    cancelAnimationFrame(frame);
    frame = 0;
    overlay?.setProps({ layers: layers() });
  };
  const invalidate = (): void => {
    if (frame === 0 && !closed) frame = requestAnimationFrame(draw);
  };
  const drop = (): void => {
    const gone = overlay;
    overlay = null;
    if (gone) map.removeControl(gone as unknown as IControl);
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
    const made = new MapLibreOverlay({ ...props, onAfterRender, layers: layers() });
    overlay = made;
    map.addControl(made as unknown as IControl);
    listen(made, CANVAS_WAIT_FRAMES);
  };
  make();

  return {
    invalidate,
    draw,
    healed: () => healed,
    pick: (params) => overlay?.pickObjects(params) ?? [],
    close() {
      closed = true;
      cancelAnimationFrame(frame);
      clearTimeout(timer);
      drop();
    },
  };
}
