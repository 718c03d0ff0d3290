import type { Bounds, LngLat } from '../../shared/model/units.ts';
import type { Glass } from './marks.ts';

/**
 * Where the whole picture's middle lies (Mercator, 0 to 1 from the north-west corner of the world) and at which zoom. Every display of
 * a wall works it out from the same figures, so that all have the same one to the last digit; none asks its own part of the map.
 */
export type Camera = { x: number; y: number; zoom: number };
export type Padding = { top: number; right: number; bottom: number; left: number };
/** The part of a picture that is drawn here, in CSS pixels of the whole. */
export type PartRect = { x: number; y: number; w: number; h: number };

/** Pixels that the world is wide at zoom 0, as MapLibre and deck.gl have it. */
const WORLD_PX = 512;
/** Streets fill the picture here; nearer shows less, not more. */
export const MAX_ZOOM = 14;
/** What is left of a picture for the city when much covers it: the padding gives way before the city does. */
const LEAST_ROOM = 0.25;

export const mercatorOf = ([lng, lat]: LngLat): { x: number; y: number } => ({
  x: (lng + 180) / 360,
  y: (1 - Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) / Math.PI) / 2,
});

export const lngLatOf = ({ x, y }: { x: number; y: number }): [lng: number, lat: number] => [
  x * 360 - 180,
  (Math.atan(Math.exp(Math.PI * (1 - 2 * y))) * 360) / Math.PI - 90,
];

const worldPx = (zoom: number): number => WORLD_PX * 2 ** zoom;

/** The nearest view that holds `bounds` inside the padding. */
export function fitCamera([west, south, east, north]: Bounds, { width, height }: Glass, padding: Padding): Camera {
  const nw = mercatorOf([west, north]);
  const se = mercatorOf([east, south]);
  const room = {
    w: Math.max(width * LEAST_ROOM, width - padding.left - padding.right),
    h: Math.max(height * LEAST_ROOM, height - padding.top - padding.bottom),
  };
  const zoom = Math.min(MAX_ZOOM, Math.log2(Math.min(room.w / (se.x - nw.x), room.h / (se.y - nw.y)) / WORLD_PX));
  const scale = worldPx(zoom);
  return {
    x: (nw.x + se.x) / 2 + (padding.right - padding.left) / 2 / scale,
    y: (nw.y + se.y) / 2 + (padding.bottom - padding.top) / 2 / scale,
    zoom,
  };
}

/** The same view, looked at through its part only: same zoom, the middle moved by whole and half pixels and by nothing else. */
export function partCamera({ x, y, zoom }: Camera, { width, height }: Glass, part: PartRect): Camera {
  const scale = worldPx(zoom);
  return { x: x + (part.x + part.w / 2 - width / 2) / scale, y: y + (part.y + part.h / 2 - height / 2) / scale, zoom };
}

/** The whole's view from that of its part: `partCamera` the other way, for a hand that moved the part. */
export function wholeCamera({ x, y, zoom }: Camera, { width, height }: Glass, part: PartRect): Camera {
  const scale = worldPx(zoom);
  return { x: x - (part.x + part.w / 2 - width / 2) / scale, y: y - (part.y + part.h / 2 - height / 2) / scale, zoom };
}

/** Where a place stands on the whole picture, CSS pixels from its top left. */
export function projectOn({ x, y, zoom }: Camera, { width, height }: Glass, at: LngLat): { x: number; y: number } {
  const scale = worldPx(zoom);
  const place = mercatorOf(at);
  return { x: (place.x - x) * scale + width / 2, y: (place.y - y) * scale + height / 2 };
}

export function unprojectOn(camera: Camera, { width, height }: Glass, x: number, y: number): [lng: number, lat: number] {
  const scale = worldPx(camera.zoom);
  return lngLatOf({ x: camera.x + (x - width / 2) / scale, y: camera.y + (y - height / 2) / scale });
}

/** Metres that one CSS pixel spans in the middle of the picture. */
export function metresPerPx(camera: Camera): number {
  const [, lat] = lngLatOf(camera);
  return (Math.cos((lat * Math.PI) / 180) * 40_075_016.7) / worldPx(camera.zoom);
}
