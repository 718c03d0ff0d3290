import type { Layer } from '@deck.gl/core';
import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource } from 'maplibre-gl';
import type { Bounds, LngLat } from '../../shared/model/units.ts';
import { labelFonts } from './label-fonts.ts';
import { MapLibreMap } from './maplibre.ts';
import { createOverlay, type Overlay } from './overlay.ts';
import type { Room } from './palette.ts';
import { CLEAR, mapStyle, WARDS } from './style.ts';
import { createWatchdog } from './watchdog.ts';

export type Padding = { top: number; right: number; bottom: number; left: number };
export type WallMapParts = {
  container: HTMLElement;
  room: Room;
  /** Cap height of one unit, CSS pixels. */
  u: number;
  language: 'vi' | 'en';
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
export type WallMap = {
  readonly map: MapLibreMap;
  readonly overlay: Overlay;
  setData(source: string, data: FeatureCollection): void;
  setWardState(code: string, state: WardState): void;
  showBasemapBorders(shown: boolean): void;
  /** At once, without flying: the picture is moved by an incident or a hand only. */
  show(bounds: Bounds): void;
  project(at: LngLat): { x: number; y: number };
  unproject(x: number, y: number): [lng: number, lat: number];
  close(): void;
};

/** A wall is wider than MapLibre's default canvas of 4,096 px. */
const MAX_CANVAS_PX = 16_384;
const NOTHING: FeatureCollection = { type: 'FeatureCollection', features: [] };

export function createWallMap(parts: WallMapParts): WallMap {
  const { container, room, u, language, bounds, padding, interactive } = parts;
  let framed = bounds;
  const fitted = () => ({ padding: padding(), animate: false, maxZoom: 14 });
  const frame = (): void => {
    const [west, south, east, north] = framed;
    map.fitBounds([west, south, east, north], fitted());
  };
  const map = new MapLibreMap({
    container,
    style: mapStyle({
      room,
      u,
      language,
      basemapUrl: new URL('/map/basemap.pmtiles', location.href).href,
      fonts: labelFonts(location.href),
    }),
    bounds: [bounds[0], bounds[1], bounds[2], bounds[3]],
    fitBoundsOptions: fitted(),
    maxCanvasSize: [MAX_CANVAS_PX, MAX_CANVAS_PX],
    attributionControl: false,
    interactive,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    rollEnabled: false,
    renderWorldCopies: false,
    // A fade would repaint the whole map for a while after each change of a name.
    fadeDuration: 0,
  });
  const watchdog = createWatchdog(parts.giveUp);
  map.on('webglcontextlost', () => watchdog.report('map', 'lost'));
  map.on('webglcontextrestored', () => watchdog.report('map', 'restored'));
  map.on('error', ({ error }) => parts.onTrouble(error.message));
  map.on('move', parts.onMove);
  map.on('resize', () => {
    if (!interactive) frame();
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
    borders: () => map.setLayoutProperty('boundaries', 'visibility', said.borders ? 'visible' : 'none'),
  };
  map.on('style.load', () => {
    stands = true;
    if (!map.hasImage(CLEAR)) map.addImage(CLEAR, { width: 1, height: 1, data: new Uint8Array(4) });
    for (const source of said.data.keys()) tell.data(source);
    for (const code of said.wards.keys()) tell.ward(code);
    tell.borders();
    parts.onReady();
  });
  map.on('webglcontextlost', () => {
    stands = false;
  });

  return {
    map,
    overlay,
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
      frame();
    },
    project: ([lng, lat]) => map.project([lng, lat]),
    unproject: (x, y) => map.unproject([x, y]).toArray(),
    close() {
      watchdog.close();
      overlay.close();
      map.remove();
    },
  };
}
