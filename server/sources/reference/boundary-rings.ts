import { fail, ok, type Result } from '../../../shared/model/result.ts';
import type { LngLat } from '../../../shared/model/units.ts';

/** Rings of one polygon, the outer one first (RFC 7946, 3.1.6): closed, WGS 84, longitude first, six decimals. */
export type Rings = LngLat[][];

/** What is wrong with a geometry, and at which RFC 6901 pointer inside it. */
export type GeometryFault = { pointer: string; message: string };
export type Outline = { type: 'Polygon'; coordinates: Rings } | { type: 'MultiPolygon'; coordinates: Rings[] };

/** A polygon or several, checked ring by ring. A height, where there is one, is left out. */
export function readOutline(raw: unknown): Result<Outline, GeometryFault> {
  if (!isRecord(raw)) return fail({ pointer: '', message: 'geometry is missing' });
  const { type, coordinates } = raw;
  if (type === 'Polygon') {
    const rings = readRings(coordinates, '/coordinates');
    return rings.ok ? ok({ type, coordinates: rings.value }) : rings;
  }
  if (type !== 'MultiPolygon')
    return fail({ pointer: '/type', message: `expected Polygon or MultiPolygon, found ${JSON.stringify(type) ?? 'nothing'}` });
  if (!Array.isArray(coordinates) || coordinates.length === 0)
    return fail({ pointer: '/coordinates', message: 'a MultiPolygon needs one polygon or more' });
  const polygons: Rings[] = [];
  for (const [i, polygon] of coordinates.entries()) {
    const rings = readRings(polygon, `/coordinates/${i}`);
    if (!rings.ok) return rings;
    polygons.push(rings.value);
  }
  return ok({ type, coordinates: polygons });
}

function readRings(raw: unknown, pointer: string): Result<Rings, GeometryFault> {
  if (!Array.isArray(raw) || raw.length === 0) return fail({ pointer, message: 'a polygon needs one ring or more' });
  const rings: Rings = [];
  for (const [i, ring] of raw.entries()) {
    const read = readRing(ring, `${pointer}/${i}`);
    if (!read.ok) return read;
    rings.push(read.value);
  }
  return ok(rings);
}

function readRing(raw: unknown, pointer: string): Result<LngLat[], GeometryFault> {
  if (!Array.isArray(raw)) return fail({ pointer, message: 'a ring is an array of positions' });
  if (raw.length < 4) return fail({ pointer, message: `a ring has four positions or more, found ${raw.length}` });
  const ring: LngLat[] = [];
  for (const [i, position] of raw.entries()) {
    const read = readPosition(position, `${pointer}/${i}`);
    if (!read.ok) return read;
    ring.push(read.value);
  }
  const [first, last] = [ring[0], ring.at(-1)];
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    return fail({ pointer, message: `the ring is not closed: it begins at [${first?.join(', ')}] and ends at [${last?.join(', ')}]` });
  }
  if (areaOf(ring) === 0) return fail({ pointer, message: 'the ring encloses no area' });
  return ok(ring);
}

function readPosition(raw: unknown, pointer: string): Result<LngLat, GeometryFault> {
  const [lng, lat]: unknown[] = Array.isArray(raw) ? raw : [];
  if (typeof lng !== 'number' || typeof lat !== 'number' || !Number.isFinite(lng) || !Number.isFinite(lat)) {
    return fail({
      pointer,
      message: `a position is [longitude, latitude] in numbers, found ${JSON.stringify(raw)?.slice(0, 60) ?? 'nothing'}`,
    });
  }
  if (Math.abs(lng) > 180 || Math.abs(lat) > 90) {
    const hint =
      Math.abs(lng) > 1000
        ? '; this looks like metres (VN-2000?): convert to WGS 84'
        : Math.abs(lng) <= 90 && Math.abs(lat) <= 180
          ? '; latitude seems to stand first'
          : '';
    return fail({ pointer, message: `[${lng}, ${lat}] is outside WGS 84's range of longitude and latitude${hint}` });
  }
  return ok([Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]);
}

/** Signed, in square degrees. */
function areaOf(ring: readonly LngLat[]): number {
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1] as LngLat;
    const [bx, by] = ring[i] as LngLat;
    sum += ax * by - bx * ay;
  }
  return sum / 2;
}

const outerRings = (outline: Outline): LngLat[][] =>
  (outline.type === 'Polygon' ? [outline.coordinates] : outline.coordinates).flatMap((rings) => (rings[0] ? [rings[0]] : []));

/** Middle of the frame around it, degrees, and its size: good enough to place a unit that nobody described. */
export function extentOf(outline: Outline): { at: LngLat; areaKm2: number; west: number; south: number; east: number; north: number } {
  const positions = outerRings(outline).flat();
  const lngs = positions.map(([lng]) => lng);
  const lats = positions.map(([, lat]) => lat);
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const frame = { west: least(lngs), south: least(lats), east: most(lngs), north: most(lats) };
  const at: LngLat = [Math.round(((frame.west + frame.east) / 2) * 1e6) / 1e6, Math.round(((frame.south + frame.north) / 2) * 1e6) / 1e6];
  const squareDegrees = outerRings(outline).reduce((sum, ring) => sum + Math.abs(areaOf(ring)), 0);
  const areaKm2 = squareDegrees * 111.32 ** 2 * Math.cos((at[1] * Math.PI) / 180);
  return { at, areaKm2: Math.max(0.01, Math.round(areaKm2 * 100) / 100), ...frame };
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
