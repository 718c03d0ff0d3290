import type { Layer } from '@deck.gl/core';
import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource } from 'maplibre-gl';
import type { Bounds, LngLat } from '../../shared/model/units.ts';
import { beforeCapture } from '../ui/before-capture.ts';
import {
  type Camera,
  fitCamera,
  lngLatOf,
  mercatorOf,
  type Padding,
  type PartRect,
  partCamera,
  projectOn,
  unprojectOn,
  wholeCamera,
} from './camera.ts';
import { labelFonts } from './label-fonts.ts';
import { keepWorkers, MapLibreMap } from './maplibre.ts';
import type { Glass } from './marks.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import type { Room } from './palette.ts';
import { CLEAR, LOCALITIES, localitiesIn, mapStyle, WARDS } from './style.ts';
import { createWatchdog } from './watchdog.ts';

/** How large the whole picture is, and which part of it this display draws; CSS pixels, the part in whole ones. */
export type Lay = { full: Glass; part: PartRect };
export type Dress = {
  room: Room;
  /** Cap height of one unit, CSS pixels. */
  u: number;
  language: 'vi' | 'en';
};
export type WallMapParts = {
  container: HTMLElement;
  dress: Dress;
  lay: Lay;
  bounds: Bounds;
  /** Asked at every fit: what covers the map may grow. */
  padding: () => Padding;
  /** A hand may move it (a desk); a wall's map stands still. */
  interactive: boolean;
  /** Fresh layers from the present data, drawn over the map. */
  layers: () => Layer[];
  /** The view changed (size, a hand, an incident): places on the glass are to be found again. */
  onMove: () => void;
  onReady: () => void;
  /** A canvas stayed lost: what the page does about it. */
  giveUp: () => void;
  onTrouble: (message: string) => void;
};

export type WardState = { class: number; severity: string | null };
/** Positions on the glass are those of the whole picture, on every display of it. */
export type WallMap = {
  readonly map: MapLibreMap;
  readonly overlay: Overlay;
  /** As large as the whole picture, between the map and what is drawn over it. */
  readonly under: HTMLElement;
  setData(source: string, data: FeatureCollection): void;
  setWardState(code: string, state: WardState): void;
  showBasemapBorders(shown: boolean): void;
  /** A wall's picture at once; one under a hand flies there, unless people asked for stillness. */
  show(bounds: Bounds): void;
  /** Another place or size for the same map: no new canvas, no new context. */
  place(lay: Lay): void;
  /** Other sizes, colours or words for the same map. */
  wear(dress: Dress): void;
  camera(): Camera;
  project(at: LngLat): { x: number; y: number };
  unproject(x: number, y: number): [lng: number, lat: number];
  close(): void;
};

/** A wall is wider than MapLibre's default canvas of 4,096 px. */
const MAX_CANVAS_PX = 16_384;
const FLIGHT_MS = 700;
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

export function createWallMap(parts: WallMapParts): WallMap {
  const { container, padding, interactive } = parts;
  let { lay, dress, bounds: framed } = parts;
  let camera = fitCamera(framed, lay.full, padding());
  const under = document.createElement('div');
  under.className = 'map-tile__under';
  /** The part as a ring on the ground, clockwise from its top left; null where the whole map is here. */
  const share = (): [number, number][] | null => {
    const { full, part } = lay;
    if (part.w >= full.width && part.h >= full.height) return null;
    const [right, bottom] = [part.x + part.w, part.y + part.h];
    const corners = [
      [part.x, part.y],
      [right, part.y],
      [right, bottom],
      [part.x, bottom],
      [part.x, part.y],
    ] as const;
    return corners.map(([x, y]) => unprojectOn(camera, full, x, y));
  };
  const styled = () =>
    mapStyle({
      ...dress,
      basemapUrl: new URL('/map/basemap.pmtiles', location.href).href,
      fonts: labelFonts(location.href),
    });
  const spread = (): void => {
    const { full, part } = lay;
    box(container, part.x, part.y, part.w, part.h);
    box(under, -part.x, -part.y, full.width, full.height);
  };
  const view = () => {
    const here = partCamera(camera, lay.full, lay.part);
    return { center: lngLatOf(here), zoom: here.zoom };
  };
  spread();
  keepWorkers();
  const map = new MapLibreMap({
    container,
    style: styled(),
    ...view(),
    maxCanvasSize: [MAX_CANVAS_PX, MAX_CANVAS_PX],
    attributionControl: false,
    interactive,
    trackResize: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    renderWorldCopies: false,
    // A part's middle may lie where that of a whole map could not; each part must stand exactly where it was put.
    ...(interactive ? {} : { transformConstrain: (center, zoom) => ({ center, zoom }) }),
    // A fade would repaint the whole map for a while after each change of a name.
    fadeDuration: 0,
  });
  map.getCanvasContainer().after(under);
  const watchdog = createWatchdog(parts.giveUp);
  map.on('webglcontextlost', () => watchdog.report('map', 'lost'));
  map.on('webglcontextrestored', () => watchdog.report('map', 'restored'));
  map.on('error', ({ error }) => parts.onTrouble(error.message));
  map.on('move', () => {
    if (interactive) camera = wholeCamera({ ...mercatorOf(map.getCenter().toArray()), zoom: map.getZoom() }, lay.full, lay.part);
    parts.onMove();
  });
  const overlay = createOverlay({
    map,
    layers: parts.layers,
    onContext: (state) => watchdog.report('overlay', state),
  });
  // The style stands once it is loaded, and no longer when the context is lost: MapLibre then makes it anew, without the state
  // of its features. So what is said is kept, and said again to each new style (MAP10).
  const said = { data: new Map<string, FeatureCollection>(), wards: new Map<string, WardState>(), borders: true };
  let stands = false;
  const tell = {
    data: (source: string) => map.getSource<GeoJSONSource>(source)?.setData(said.data.get(source) ?? NOTHING),
    ward: (code: string) => map.setFeatureState({ source: WARDS, id: code }, said.wards.get(code) ?? {}),
    share: () => map.setFilter(LOCALITIES, localitiesIn(share())),
    borders: () => map.setLayoutProperty('boundaries', 'visibility', said.borders ? 'visible' : 'none'),
  };
  map.on('style.load', () => {
    stands = true;
    if (!map.hasImage(CLEAR)) map.addImage(CLEAR, { width: 1, height: 1, data: new Uint8Array(4) });
    for (const source of said.data.keys()) tell.data(source);
    for (const code of said.wards.keys()) tell.ward(code);
    tell.borders();
    tell.share();
    parts.onReady();
  });
  map.on('webglcontextlost', () => {
    stands = false;
  });
  const uncaptured = beforeCapture(() => {
    if (!stands) return;
    map.redraw();
    overlay.redraw();
  });
  const restyle = (): void => {
    stands = false;
    map.setStyle(styled(), { diff: false });
  };

  return {
    map,
    overlay,
    under,
    setData(source, data) {
      said.data.set(source, data);
      if (stands) tell.data(source);
    },
    setWardState(code, state) {
      said.wards.set(code, state);
      if (stands) tell.ward(code);
    },
    showBasemapBorders(shown) {
      said.borders = shown;
      if (stands) tell.borders();
    },
    show(next) {
      framed = next;
      camera = fitCamera(framed, lay.full, padding());
      if (interactive && !stillnessAsked()) map.easeTo({ ...view(), duration: FLIGHT_MS });
      else map.jumpTo(view());
      if (stands) tell.share();
    },
    place(next) {
      lay = next;
      spread();
      // What a hand chose stays chosen; what was fitted is fitted again.
      if (!interactive) camera = fitCamera(framed, lay.full, padding());
      map.resize();
      map.jumpTo(view());
      if (stands) tell.share();
    },
    wear(next) {
      dress = next;
      restyle();
    },
    camera: () => camera,
    project: (at) => projectOn(camera, lay.full, at),
    unproject: (x, y) => unprojectOn(camera, lay.full, x, y),
    close() {
      uncaptured();
      watchdog.close();
      overlay.close();
      map.remove();
      under.remove();
    },
  };
}

function box({ style }: HTMLElement, left: number, top: number, width: number, height: number): void {
  Object.assign(style, { left: `${left}px`, top: `${top}px`, width: `${width}px`, height: `${height}px` });
}

const stillnessAsked = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
