import { AreaCodeField } from '../../../shared/contract/fields.ts';
import { fail, ok, type Result } from '../../../shared/model/result.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import type { AREA_KINDS } from '../../../shared/model/vocabulary.ts';
import { extentOf, isRecord, type Outline, readOutline } from './boundary-rings.ts';

type AreaKind = (typeof AREA_KINDS)[number];
export type KnownArea = { name: string; at: LngLat };

/** `feature` counts from 0, as its place in the array does; null: the file as a whole. `pointer` is RFC 6901 into the file. */
export type BoundaryFault = { feature: number | null; code: string | null; pointer: string; message: string };
export type NewArea = { code: string; name: string; areaKind: Exclude<AreaKind, 'province'>; at: LngLat; areaKm2: number };

export type BoundaryFile = {
  /** The same outlines as RFC 7946 has them, with `code`, `name` and `kind` and nothing else: the bytes that are kept. */
  bytes: Uint8Array;
  features: number;
  /** Units that the centre does not know yet. */
  added: NewArea[];
  /** Which property of the file served as which of ours ("ma_xa" as code). */
  used: { code: string[]; name: string[]; kind: string[] };
  /** What was mended or is odd, but no reason to refuse. */
  notes: string[];
};

/** Other people's names for our three properties, without case, marks and separators. */
const NAMES = {
  code: ['code', 'ma', 'maxa', 'maphuongxa', 'madvhc', 'madonvi', 'wardcode', 'communecode', 'gsocode', 'areacode', 'id'],
  name: ['name', 'ten', 'tenxa', 'tenphuongxa', 'tendvhc', 'tendonvi', 'wardname', 'communename', 'areaname', 'fullname'],
  kind: ['kind', 'loai', 'cap', 'loaidvhc', 'type', 'areakind', 'capdvhc'],
} as const;
const KIND_WORDS: Readonly<Record<string, NewArea['areaKind']>> = {
  ward: 'ward',
  phuong: 'ward',
  commune: 'commune',
  xa: 'commune',
  specialzone: 'special-zone',
  dackhu: 'special-zone',
};
/** How far an outline may lie from where the centre has the unit, degrees: codes that slipped by a row are found by this. */
const FAR_DEG = 0.15;

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/đ/gi, 'd')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

/** Everything that is wrong is told at once, each fault with its feature; a file is taken whole or not at all. */
export function readBoundaryFile(bytes: Uint8Array, known: ReadonlyMap<string, KnownArea>): Result<BoundaryFile, BoundaryFault[]> {
  const collection = readCollection(bytes);
  if (!collection.ok) return fail([{ feature: null, code: null, ...collection.error }]);

  const faults: BoundaryFault[] = [];
  const used = { code: new Set<string>(), name: new Set<string>(), kind: new Set<string>() };
  const notes: string[] = [];
  const firstOf = new Map<string, number>();
  const added: NewArea[] = [];
  const features: unknown[] = [];

  for (const [i, raw] of collection.value.entries()) {
    let code: string | null = null;
    const fault = (pointer: string, message: string): void => {
      faults.push({ feature: i, code, pointer: `/features/${i}${pointer}`, message });
    };
    if (!isRecord(raw) || raw.type !== 'Feature') {
      fault('', 'not a GeoJSON Feature');
      continue;
    }
    const properties = isRecord(raw.properties) ? raw.properties : {};
    const given = { code: find(properties, 'code') ?? idOf(raw), name: find(properties, 'name'), kind: find(properties, 'kind') };
    code = codeOf(given.code?.value, known);
    if (given.code === null || code === null) {
      fault(
        '/properties',
        given.code ? `"${String(given.code.value)}" is no code of an administrative unit` : `no code: none of ${NAMES.code.join(', ')}`,
      );
      continue;
    }
    for (const part of ['code', 'name', 'kind'] as const) if (given[part]) used[part].add(given[part].key);

    const twin = firstOf.get(code);
    if (twin === undefined) firstOf.set(code, i);
    else fault('/properties', `code ${code} comes twice: feature ${twin} has it too`);

    const outline = readOutline(raw.geometry);
    if (!outline.ok) {
      fault(`/geometry${outline.error.pointer}`, outline.error.message);
      continue;
    }
    const unit = known.get(code);
    const name = typeof given.name?.value === 'string' ? given.name.value.trim().normalize('NFC') : (unit?.name ?? null);
    const kind = kindOf(given.kind?.value, name);
    if (typeof given.name?.value === 'string' && given.name.value !== given.name.value.normalize('NFC'))
      notes.push(`${code}: its name was not NFC and is now`);
    if (unit) {
      const far = farFrom(outline.value, unit.at);
      if (far) fault('/geometry', `the outline lies at [${far.join(', ')}], but ${code} (${unit.name}) is at [${unit.at.join(', ')}]`);
      if (name !== null && plain(name) !== plain(unit.name) && !plain(unit.name).endsWith(plain(name)))
        notes.push(`${code}: "${name}" here, "${unit.name}" in the centre`);
    } else if (name === null || name === '' || kind === null) {
      fault('/properties', `${code} is not a unit of this centre; a new one needs a name and a kind (ward, commune, special-zone)`);
    } else {
      const { at, areaKm2 } = extentOf(outline.value);
      added.push({ code, name, areaKind: kind, at, areaKm2 });
    }
    features.push({ type: 'Feature', id: code, properties: { code, name, kind }, geometry: outline.value });
  }
  if (faults.length > 0) return fail(faults);
  const missing = [...known.keys()].filter((code) => !firstOf.has(code));
  if (missing.length > 0)
    notes.push(
      `${missing.length} units of the centre have no outline here: ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ', …' : ''}`,
    );
  return ok({
    bytes: new TextEncoder().encode(JSON.stringify({ type: 'FeatureCollection', features })),
    features: features.length,
    added,
    used: { code: [...used.code], name: [...used.name], kind: [...used.kind] },
    notes,
  });
}

function readCollection(bytes: Uint8Array): Result<unknown[], { pointer: string; message: string }> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return fail({ pointer: '', message: 'the file is not valid UTF-8' });
  }
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return fail({ pointer: '', message: `the file is not JSON: ${error instanceof Error ? error.message : String(error)}` });
  }
  if (!isRecord(raw) || raw.type !== 'FeatureCollection' || !Array.isArray(raw.features))
    return fail({ pointer: '', message: 'expected a GeoJSON FeatureCollection' });
  if (raw.features.length === 0) return fail({ pointer: '/features', message: 'the collection is empty' });
  const crs = raw.crs === undefined || raw.crs === null ? '' : JSON.stringify(raw.crs);
  // GeoJSON of 2008 could name another system; RFC 7946 knows WGS 84 alone.
  if (crs !== '' && !/CRS84|EPSG:{1,2}4326/.test(crs))
    return fail({ pointer: '/crs', message: `expected WGS 84 (CRS84), found ${crs.slice(0, 100)}` });
  return ok(raw.features);
}

type Given = { key: string; value: unknown };
function find(properties: Record<string, unknown>, part: keyof typeof NAMES): Given | null {
  const present = Object.entries(properties).filter(([, value]) => value !== null && value !== '');
  for (const wanted of NAMES[part]) {
    const hit = present.find(([key]) => plain(key) === wanted);
    if (hit) return { key: hit[0], value: hit[1] };
  }
  return null;
}
const idOf = (feature: Record<string, unknown>): Given | null =>
  feature.id === undefined || feature.id === null ? null : { key: 'id of the feature', value: feature.id };

/** A spreadsheet on the way may have made a number of it and taken its leading zeros. */
function codeOf(raw: unknown, known: ReadonlyMap<string, unknown>): string | null {
  const text = typeof raw === 'number' && Number.isInteger(raw) && raw >= 0 ? String(raw) : typeof raw === 'string' ? raw.trim() : '';
  const padded = text.padStart(5, '0');
  const code = !known.has(text) && known.has(padded) ? padded : text;
  return AreaCodeField.safeParse(code).success ? code : null;
}

function kindOf(raw: unknown, name: string | null): NewArea['areaKind'] | null {
  const said = typeof raw === 'string' ? KIND_WORDS[plain(raw)] : undefined;
  if (said) return said;
  const first = /^(phường|xã|đặc khu)\s/i.exec(name ?? '')?.[1];
  return first === undefined ? null : (KIND_WORDS[plain(first)] ?? null);
}

/** Where an outline is, when that is not where its unit is. */
function farFrom(outline: Outline, [lng, lat]: LngLat): LngLat | null {
  const { at, west, south, east, north } = extentOf(outline);
  const isNear = lng >= west - FAR_DEG && lng <= east + FAR_DEG && lat >= south - FAR_DEG && lat <= north + FAR_DEG;
  return isNear ? null : at;
}
