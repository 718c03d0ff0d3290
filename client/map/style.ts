import { type Flavor, layers, namedFlavor } from '@protomaps/basemaps';
import type { FeatureCollection, Position } from 'geojson';
import type { ExpressionFilterSpecification, FilterSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import { type Palette, paletteOf, type Room } from './palette.ts';

export type FontFaces = NonNullable<StyleSpecification['font-faces']>;
export type StyleParts = {
  room: Room;
  /** Absolute address of the PMTiles archive. */
  basemapUrl: string;
  fonts: FontFaces;
  /** Cap height of one unit, CSS pixels: map labels are as large as the rest of the wall's. */
  u: number;
  language: 'vi' | 'en';
};

/** Be Vietnam Pro's capitals are 0.74 of its em. */
const EM_PER_CAP = 1 / 0.74;
export const MEDIUM = ['Be Vietnam Pro Medium'];
export const SEMIBOLD = ['Be Vietnam Pro SemiBold'];

/** What of Protomaps' style a control room needs; the rest (shops, shields, one-way arrows) is noise from 6 m, and wants a sprite. */
const KEPT =
  /^(background|earth|landuse_runway|water(_river|_stream|_label_ocean|_waterway_label)?|roads_(highway|major|link|minor|rail|bridges_(highway|major)|tunnels_(highway|major))|roads_labels_major|buildings|boundaries(_country)?|earth_label_islands|places_(locality|country))$/;
/** Drawn over the shaded wards, so that coasts, rivers and roads stay exact whatever the wards' own outlines are. */
const UNDER_WARDS = new Set(['background', 'earth', 'landuse_runway']);

export const WARDS = 'wards';
export const NEIGHBOURS = 'neighbours';
export const OUTLINE = 'outline';
export const OBSTACLES = 'obstacles';
export const LOCALITIES = 'places_locality';
/**
 * Towns are written beside their place where they find no room on it: two displays could both write the one at their seam. So each
 * writes those whose place it shows.
 */
export const localitiesIn = (share: Position[] | null): FilterSpecification => {
  const town: ExpressionFilterSpecification = ['==', ['get', 'kind'], 'locality'];
  return share ? ['all', town, ['within', { type: 'Polygon', coordinates: [share] }]] : town;
};
/** An image of one clear pixel: takes room and shows nothing. */
export const CLEAR = 'clear';
const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** One quiet style for the built-in basemap and for an operator's own Protomaps extract. */
export function mapStyle({ room, basemapUrl, fonts, u, language }: StyleParts): StyleSpecification {
  const palette = paletteOf(room);
  const base = layers('basemap', quietFlavor(room, palette), { lang: language }).flatMap((layer) =>
    KEPT.test(layer.id) ? [quietLayer(layer as LayerSpecification, palette, u)] : [],
  );
  const geojson = { type: 'geojson' as const, data: EMPTY };
  return {
    version: 8,
    'font-faces': fonts,
    sources: {
      basemap: { type: 'vector', url: `pmtiles://${basemapUrl}` },
      [WARDS]: { ...geojson, promoteId: 'code', tolerance: 0.1 },
      [NEIGHBOURS]: geojson,
      [OUTLINE]: geojson,
      [OBSTACLES]: geojson,
    },
    layers: [
      ...base.filter((layer) => UNDER_WARDS.has(layer.id)),
      ...wardGround(palette, u),
      ...base.filter((layer) => !UNDER_WARDS.has(layer.id) && layer.type !== 'symbol'),
      coast(palette, u),
      cityOutline(palette, u),
      // The last layer's are placed first. The units' own names are not among them: see `placeNames`.
      ...base.filter((layer) => layer.type === 'symbol'),
      obstacles,
    ],
  };
}

function quietFlavor(room: Room, palette: Palette): Flavor {
  const flavor: Flavor = { ...namedFlavor(room) };
  for (const key of Object.keys(flavor) as (keyof Flavor)[]) {
    if (key === 'pois' || key === 'landcover' || key === 'regular' || key === 'bold' || key === 'italic') continue;
    flavor[key] = flavorColour(key, palette);
  }
  return { ...flavor, regular: MEDIUM[0] ?? '', bold: SEMIBOLD[0] ?? '', italic: MEDIUM[0] ?? '' };
}

function flavorColour(key: string, palette: Palette): string {
  if (key === 'background' || key === 'water') return palette.water;
  if (key.endsWith('_halo')) return palette.land;
  if (key.endsWith('_label') || key.startsWith('roads_label')) return palette.quiet;
  if (key === 'boundaries') return palette.border;
  if (key === 'buildings') return palette.building;
  if (key.includes('casing')) return palette.land;
  if (/highway|major|minor|link|railway|runway/.test(key)) return palette.road;
  return palette.land;
}

/** Same layer, our sizes: no icon (there is no sprite), labels in the wall's unit, no capitals (they hide Vietnamese marks). */
function quietLayer(layer: LayerSpecification, palette: Palette, u: number): LayerSpecification {
  if (layer.type === 'line' && layer.id.startsWith('boundaries')) {
    const country = layer.id === 'boundaries_country';
    return {
      ...layer,
      paint: { 'line-color': palette.border, 'line-width': country ? u / 6 : u / 9, 'line-dasharray': country ? [4, 2, 1, 2] : [4, 3] },
    };
  }
  if (layer.type !== 'symbol') return layer;
  const { 'icon-image': _icon, 'icon-size': _size, 'icon-padding': _padding, 'text-transform': _transform, ...layout } = layer.layout ?? {};
  const strong = layer.id === 'places_locality' || layer.id === 'places_country';
  const colour = layer.id.startsWith('water') ? palette.faint : palette.quiet;
  return {
    ...layer,
    layout: {
      ...layout,
      'text-font': strong ? SEMIBOLD : MEDIUM,
      'text-size': u * EM_PER_CAP * (strong ? 1.15 : 1),
      'text-line-height': 1.4,
      'text-letter-spacing': layer.id === 'water_label_ocean' ? 0.12 : 0,
      'text-padding': u / 2,
      ...(layer.id === LOCALITIES
        ? { 'text-variable-anchor': ['center', 'top', 'bottom', 'right', 'left'] as ('center' | 'top')[], 'text-radial-offset': 1.4 }
        : { 'text-anchor': 'center' as const, 'text-radial-offset': 0 }),
    },
    paint: { 'text-color': colour, 'text-halo-color': palette.land, 'text-halo-width': u / 8 },
  };
}

const STATE_COLOUR = (palette: Palette, otherwise: string) =>
  [
    'match',
    ['coalesce', ['feature-state', 'severity'], ''],
    'critical',
    palette.severity.critical,
    'high',
    palette.severity.high,
    'medium',
    palette.severity.medium,
    'low',
    palette.severity.low,
    otherwise,
  ] as const;

/** Shades and lines of the units, under water, roads and the neighbours' land: those are exact, and cut what is not. */
function wardGround(palette: Palette, u: number): LayerSpecification[] {
  const [first, ...rest] = palette.ramp;
  const steps = rest.flatMap((colour, i) => [i + 1, colour]);
  return [
    {
      id: 'ward-fill',
      type: 'fill',
      source: WARDS,
      paint: {
        // The class of the measure, 0 to 4; a ward without a value has none and keeps the ground of the city.
        'fill-color': ['step', ['coalesce', ['feature-state', 'class'], 0], first, ...steps] as never,
        'fill-antialias': false,
      },
    },
    { id: 'ward-line', type: 'line', source: WARDS, paint: { 'line-color': palette.wardLine, 'line-width': u / 11 } },
    {
      id: 'ward-abnormal',
      type: 'line',
      source: WARDS,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': STATE_COLOUR(palette, palette.wardLine) as never,
        'line-width': [
          'match',
          ['coalesce', ['feature-state', 'severity'], ''],
          'critical',
          u / 3,
          'high',
          u / 4,
          'medium',
          u / 8,
          'low',
          u / 10,
          0,
        ] as never,
        // Inside its own unit, so that two abnormal neighbours both keep their line.
        'line-offset': u / 8,
      },
    },
    // Approximate cells reach past the city's border; the neighbours' land covers what is too much.
    { id: 'neighbour-fill', type: 'fill', source: NEIGHBOURS, paint: { 'fill-color': palette.land } },
  ];
}

const coast = (palette: Palette, u: number): LayerSpecification => ({
  id: 'coast',
  type: 'line',
  source: 'basemap',
  'source-layer': 'water',
  filter: ['==', ['geometry-type'], 'Polygon'],
  paint: { 'line-color': palette.coast, 'line-width': u / 14 },
});

const cityOutline = (palette: Palette, u: number): LayerSpecification => ({
  id: 'city-outline',
  type: 'line',
  source: OUTLINE,
  paint: { 'line-color': palette.faint, 'line-width': u / 8 },
});

/** Where marks stand over the map: names make room for them. */
const obstacles: LayerSpecification = {
  id: 'obstacles',
  type: 'symbol',
  source: OBSTACLES,
  layout: { 'icon-image': CLEAR, 'icon-size': ['get', 'size'], 'icon-allow-overlap': true, 'icon-padding': 0 },
  paint: { 'icon-opacity': 0 },
};
