import { describe, expect, it } from 'vitest';
import { outlineOf, readBoundaries } from '../../../client/map/boundaries.ts';
import { approximateCells } from '../../../client/map/cells.ts';
import { contains, loadLandParts, neighboursOf } from '../../../client/map/land-parts.ts';
import { HAI_PHONG_AREAS } from '../../../server/domain/areas/hai-phong-areas.ts';

const SITES = HAI_PHONG_AREAS.map(({ code, at, areaKm2 }) => ({ code, at, areaKm2 }));

describe('MAP6 wards without boundaries', () => {
  it('MAP6 gives each of the 114 units one cell with its own middle and no other middle in it', () => {
    const cells = approximateCells(SITES);
    expect(cells.size).toBe(114);
    for (const site of SITES) {
      const cell = cells.get(site.code) ?? [];
      expect(contains(cell, site.at), site.code).toBe(true);
      for (const other of SITES) if (other !== site) expect(contains(cell, other.at), `${other.code} in ${site.code}`).toBe(false);
    }
  });

  it('MAP6 tells the land of neighbours from the own, islands too', async () => {
    const neighbours = neighboursOf(SITES, await loadLandParts(), [106.1, 20.1, 107.77, 21.26]);
    const isNeighbour = (at: [number, number]): boolean => neighbours.some(({ ring }) => contains(ring, at));
    expect(isNeighbour([106.684, 20.857])).toBe(false);
    expect(isNeighbour([106.32, 20.94])).toBe(false);
    expect(isNeighbour([107.01, 20.8])).toBe(false);
    expect(isNeighbour([107.08, 20.98])).toBe(true);
    expect(isNeighbour([106.34, 20.45])).toBe(true);
  });

  it('MAP6 finds the common outline of imported units, and counts what has no code or no area', () => {
    const square = (code: string | null, x: number) => ({
      type: 'Feature',
      properties: code === null ? {} : { code },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [x, 0],
            [x + 1, 0],
            [x + 1, 1],
            [x, 1],
            [x, 0],
          ],
        ],
      },
    });
    const { boundaries, skipped } = readBoundaries({
      type: 'FeatureCollection',
      features: [square('1', 0), square('2', 1), square(null, 5), { geometry: null }],
    });
    expect([boundaries.length, skipped]).toEqual([2, 2]);
    expect(outlineOf(boundaries)).toHaveLength(6);
    expect(readBoundaries('nonsense')).toEqual({ boundaries: [], skipped: 0 });
  });
});
