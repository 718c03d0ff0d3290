/** Longitude, latitude in degrees (WGS 84), rounded to six decimals (0.11 m) at every edge. */
export type LngLat = readonly [lng: number, lat: number];

/** West, south, east, north in degrees. */
export type Bounds = readonly [west: number, south: number, east: number, north: number];

export const roundLngLat = ([lng, lat]: LngLat): LngLat => [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6];

export const isWithin = ([lng, lat]: LngLat, [west, south, east, north]: Bounds): boolean =>
  lng >= west && lng <= east && lat >= south && lat <= north;
