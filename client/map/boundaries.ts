import type { Feature, MultiPolygon, Polygon, Position } from 'geojson';

/** Imported outlines as the map wants them: a code each. Features without a usable code or area are left out, and counted. */
export type Boundary = { code: string; geometry: Polygon | MultiPolygon };

export function readBoundaries(raw: unknown): { boundaries: Boundary[]; skipped: number } {
  const features = isRecord(raw) && Array.isArray(raw.features) ? raw.features : [];
  const boundaries: Boundary[] = [];
  for (const item of features as unknown[]) {
    if (!isRecord(item) || !isRecord(item.geometry)) continue;
    const code = (isRecord(item.properties) ? item.properties.code : undefined) ?? item.id;
    const geometry = item.geometry as unknown as Feature['geometry'];
    if ((typeof code !== 'string' && typeof code !== 'number') || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon'))
      continue;
    boundaries.push({ code: String(code), geometry });
  }
  return { boundaries, skipped: features.length - boundaries.length };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Lines that only one unit has: the outline of all of them together. Neighbours that share no points keep both their lines. */
export function outlineOf(boundaries: readonly Boundary[]): Position[][] {
  const seen = new Map<string, { count: number; line: Position[] }>();
  for (const { geometry } of boundaries) {
    const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat();
    for (const ring of rings) {
      for (let i = 1; i < ring.length; i++) {
        const ends = [ring[i - 1] as Position, ring[i] as Position];
        const key = ends.map(String).sort().join(' ');
        const known = seen.get(key);
        if (known) known.count++;
        else seen.set(key, { count: 1, line: ends });
      }
    }
  }
  return [...seen.values()].filter(({ count }) => count === 1).map(({ line }) => line);
}
