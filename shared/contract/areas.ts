import type { AreaCode } from '../model/ids.ts';
import type { LngLat } from '../model/units.ts';
import type { AREA_KINDS } from '../model/vocabulary.ts';

/**
 * The administrative hierarchy over HTTP.
 *
 * | route | action | body → answer |
 * | --- | --- | --- |
 * | `GET /admin/v1/areas` | `area:read` | – → `AreaListing` |
 * | `POST /admin/v1/areas/import` | `area:manage` | CSV → `AreasImport`; `?preview=true` stores nothing |
 */

export type AreaKind = (typeof AREA_KINDS)[number];

/** A unit of one code over one stretch of days. Both ends belong to it. */
export type AreaPeriodListing = {
  name: string;
  areaKind: AreaKind;
  parent: AreaCode | null;
  at: LngLat;
  areaKm2: number | null;
  validFrom: string;
  /** null: still. */
  validTo: string | null;
  /** Codes that it was made of; empty: of none, or nobody said. */
  from: AreaCode[];
};
export type AreaListing = { items: { code: AreaCode; periods: AreaPeriodListing[] }[] };

/** Columns of the table, in any order; `area_km2` and `made_of` may be missing, and the codes of `made_of` stand apart by spaces, + or |. */
export const AREA_COLUMNS = ['code', 'name', 'level', 'parent', 'lng', 'lat', 'valid_from', 'valid_to', 'made_of', 'area_km2'] as const;
export type AreaColumn = (typeof AREA_COLUMNS)[number];

/** Why a table is not taken; a screen says each in words, with what was `found`. */
export const AREA_FAULTS = [
  'not-utf8',
  'no-rows',
  'too-many-rows',
  'unknown-column',
  'missing-column',
  'wrong-width',
  'open-quote',
  'missing',
  'bad-code',
  'bad-text',
  'bad-level',
  'bad-number',
  'outside',
  'bad-date',
  'ends-before-start',
  'twice',
  'overlap',
  'gap',
  'unknown-parent',
  'parent-not-then',
  'children-left',
  'cycle',
  'unknown-origin',
  'origin-not-then',
] as const;
export type AreaFault = {
  /** As a spreadsheet counts, the heading being 1; null: the whole file. */
  row: number | null;
  column: AreaColumn | null;
  code: (typeof AREA_FAULTS)[number];
  /** What stands there, or which other unit or day is meant. */
  found: string;
  /** In English, for the API. */
  message: string;
};

/** What an import did, or would do. With a fault nothing is stored. */
export type AreasImport = {
  rows: number;
  stored: boolean;
  /** Codes that the centre did not know, knew otherwise, and knew just so. */
  added: AreaCode[];
  changed: AreaCode[];
  unchanged: number;
  /** At most 200 are told. */
  faults: AreaFault[];
  faultCount: number;
};
