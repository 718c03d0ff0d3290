import { type EpochMs, epochMs, type Seq, seq } from '../model/ids.ts';
import { type LngLat, roundLngLat } from '../model/units.ts';
import type { Entry } from './entry.ts';
import type { Kind } from './entry-data.ts';

/**
 * One tick's entries for one view. `from` and `to` are the log's numbers it covers, both inclusive, whatever the view
 * let through; an empty frame with `from === to + 1` says "alive, and the log stands at `to`".
 */
export type Frame = { from: Seq; to: Seq; sentAt: EpochMs; tables: Table[] };

/** The rows of one kind, by column. Positions are Float32 offsets in degrees from `origin`, [dLng, dLat, …]: straight to the GPU. */
export type Table<K extends Kind = Kind> = {
  kind: K;
  length: number;
  seq: Uint32Array;
  occurredAt: Float64Array;
  receivedAt: Float64Array;
  /** Present when the kind has `data.at`. */
  positions: Float32Array | null;
  origin: LngLat;
  /**
   * Parallel to the rows: `id`, `area`, `classification`, `source`, `actor`, `drill` and the fields of `data`. Read-only; a
   * column of a decoded table is expanded when it is first asked for.
   */
  columns: { id: string[]; [column: string]: unknown[] };
  /** Names of the columns that belong to `data`. */
  fields: string[];
};

type TableHeader = { kind: Kind; n: number; at: boolean; columns: Record<string, Packed>; fields: string[] };
type Header = { from: number; to: number; sentAt: number; origin: LngLat; tables: TableHeader[] };

const ENVELOPE = ['id', 'area', 'classification', 'source', 'actor', 'drill'] as const;
const aligned = (n: number): number => (n + 7) & ~7;
const bytesOf = (n: number, at: boolean): number => 8 * n + 8 * n + aligned(4 * n) + (at ? 8 * n : 0);

/**
 * How a column travels: as it is; once, when all rows are equal; as its few distinct values and one character a row, from '0'
 * on, that says which; or, texts that differ, as one text: a parser is five times quicker with one long text than with many short ones.
 */
type Packed = unknown[] | { all: unknown } | { of: unknown[]; at: string } | { texts: string };
const DISTINCT_MAX = 40;
/** Delete: no text that a person or a camera sends has it, and JSON does not escape it. */
const BETWEEN = '\u007f';

function pack(column: unknown[]): Packed {
  if (column.length < 3) return column;
  const all = column[0];
  if ((typeof all !== 'object' || all === null) && column.every((value) => value === all)) return { all };
  const at = new Map<unknown, number>();
  let rows = '';
  for (const value of column) {
    // The zero character keeps an object apart from a text that reads the same.
    const key = typeof value === 'object' && value !== null ? `\0${JSON.stringify(value)}` : value;
    let i = at.get(key);
    if (i === undefined) {
      i = at.size;
      if (i >= DISTINCT_MAX || (i > 4 && i > column.length / 4)) return joined(column);
      at.set(key, i);
    }
    rows += String.fromCharCode(48 + i);
  }
  const first = (i: number): unknown => column[rows.indexOf(String.fromCharCode(48 + i))];
  return at.size === 1 ? { all } : { of: Array.from({ length: at.size }, (_, i) => first(i)), at: rows };
}

const joined = (column: unknown[]): Packed =>
  column.every((value) => typeof value === 'string' && !value.includes(BETWEEN)) ? { texts: column.join(BETWEEN) } : column;

function unpack(column: Packed, n: number): unknown[] {
  if (Array.isArray(column)) return column;
  if ('all' in column) return new Array(n).fill(column.all);
  if ('texts' in column) return column.texts.split(BETWEEN);
  return Array.from({ length: n }, (_, i) => column.of[column.at.charCodeAt(i) - 48]);
}

/** Below this an accessor costs more than the rows that it saves. */
const ON_DEMAND_FROM = 256;

/** Most columns of a long table are never read on a display: the map wants positions, a tile the newest of each subject. */
function unpackedOnDemand(packed: Record<string, Packed>, n: number): Table['columns'] {
  const columns: Table['columns'] = { id: [] };
  for (const [name, column] of Object.entries(packed)) {
    if (Array.isArray(column) || n < ON_DEMAND_FROM) columns[name] = unpack(column, n);
    else {
      const get = (): unknown[] => {
        const value = unpack(column, n);
        Object.defineProperty(columns, name, { value });
        return value;
      };
      Object.defineProperty(columns, name, { get, enumerable: true, configurable: true });
    }
  }
  return columns;
}

/** The ids of decoded tables as they came, so that two can be compared without making an array of either. */
const idsAsText = new WeakMap<Table, string>();

/** Whether two tables have the same subjects in the same rows: the sign that one of them only says what is newer. */
export function sameSubjects(a: Table, b: Table): boolean {
  if (a.kind !== b.kind || a.length !== b.length) return false;
  const [text, other] = [idsAsText.get(a), idsAsText.get(b)];
  if (text !== undefined && other !== undefined) return text === other;
  return a.columns.id === b.columns.id || a.columns.id.every((id, i) => id === b.columns.id[i]);
}

/**
 * Layout, little-endian: u32 length of the header · header as JSON, padded to 8 · per table: occurredAt f64, receivedAt f64,
 * seq offset from `from` u32 (padded to 8), positions f32×2 where the kind has them.
 */
export function encodeFrame(entries: readonly Entry[], from: Seq, to: Seq, sentAt: EpochMs, origin: LngLat): Uint8Array {
  const byKind = new Map<Kind, Entry[]>();
  for (const entry of entries) {
    const rows = byKind.get(entry.kind);
    if (rows) rows.push(entry);
    else byKind.set(entry.kind, [entry]);
  }
  const header: Header = { from, to, sentAt, origin, tables: [] };
  for (const [kind, rows] of byKind) {
    const fields = new Set<string>();
    for (const row of rows) for (const field of Object.keys(row.data)) fields.add(field);
    const at = fields.delete('at');
    const columns: TableHeader['columns'] = {};
    for (const name of ENVELOPE) columns[name] = pack(rows.map((row) => row[name]));
    for (const field of fields) columns[`data.${field}`] = pack(rows.map((row) => (row.data as Record<string, unknown>)[field] ?? null));
    header.tables.push({ kind, n: rows.length, at, columns, fields: [...fields] });
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  let offset = aligned(4 + json.length);
  const size = header.tables.reduce((sum, table) => sum + bytesOf(table.n, table.at), offset);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, json.length, true);
  bytes.set(json, 4);
  for (const table of header.tables) {
    const rows = byKind.get(table.kind) as Entry[];
    const sections = sectionsAt(bytes.buffer, offset, table.n, table.at);
    rows.forEach((row, i) => {
      sections.occurredAt[i] = row.occurredAt;
      sections.receivedAt[i] = row.receivedAt;
      sections.seq[i] = row.seq - from;
      if (sections.positions) {
        const [lng, lat] = (row.data as { at: LngLat }).at;
        sections.positions[2 * i] = lng - origin[0];
        sections.positions[2 * i + 1] = lat - origin[1];
      }
    });
    offset += bytesOf(table.n, table.at);
  }
  return bytes;
}

function sectionsAt(buffer: ArrayBuffer, offset: number, n: number, at: boolean) {
  return {
    occurredAt: new Float64Array(buffer, offset, n),
    receivedAt: new Float64Array(buffer, offset + 8 * n, n),
    seq: new Uint32Array(buffer, offset + 16 * n, n),
    positions: at ? new Float32Array(buffer, offset + 16 * n + aligned(4 * n), 2 * n) : null,
  };
}

/** @throws RangeError or SyntaxError on bytes that no server of ours made. */
export function decodeFrame(received: ArrayBuffer | Uint8Array): Frame {
  // Typed arrays need their own alignment, and a network buffer may start anywhere.
  const buffer = received instanceof ArrayBuffer ? received : alignedCopy(received);
  const length = new DataView(buffer).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length))) as Header;
  let offset = aligned(4 + length);
  const tables = header.tables.map(({ kind, n, at, columns, fields }): Table => {
    const sections = sectionsAt(buffer, offset, n, at);
    offset += bytesOf(n, at);
    const seqs = sections.seq;
    for (let i = 0; i < n; i++) seqs[i] = (seqs[i] as number) + header.from;
    const table: Table = { kind, length: n, ...sections, origin: header.origin, columns: unpackedOnDemand(columns, n), fields };
    const ids = columns.id;
    if (ids && 'texts' in ids) idsAsText.set(table, ids.texts);
    return table;
  });
  return { from: seq(header.from), to: seq(header.to), sentAt: epochMs(header.sentAt), tables };
}

const alignedCopy = (view: Uint8Array): ArrayBuffer =>
  view.byteOffset % 8 === 0 && view.buffer instanceof ArrayBuffer && view.byteLength === view.buffer.byteLength
    ? view.buffer
    : new Uint8Array(view).buffer;

/** The rows of a table as the entries they were; positions come back exact to six decimals. */
export function entriesOfTable({ kind, length, seq: seqs, occurredAt, receivedAt, positions, origin, columns, fields }: Table): Entry[] {
  // Columns are looked up once and not for each row.
  const column = (name: string): unknown[] => columns[name] ?? [];
  const data = fields.map((field): [field: string, column: unknown[]] => [field, column(`data.${field}`)]);
  const { id } = columns;
  const [area, classification, source, actor, drill] = [
    column('area'),
    column('classification'),
    column('source'),
    column('actor'),
    column('drill'),
  ];
  return Array.from({ length }, (_, i) => {
    const row: Record<string, unknown> = {};
    for (const [field, values] of data) row[field] = values[i];
    if (positions) row.at = roundLngLat([origin[0] + (positions[2 * i] as number), origin[1] + (positions[2 * i + 1] as number)]);
    const entry = {
      seq: seqs[i],
      kind,
      occurredAt: occurredAt[i],
      receivedAt: receivedAt[i],
      data: row,
      id: id[i],
      area: area[i],
      classification: classification[i],
      source: source[i],
      actor: actor[i],
      drill: drill[i],
    };
    return entry as unknown as Entry;
  });
}

/** All rows in log order. */
export function entriesOf(frame: Frame): Entry[] {
  const entries = frame.tables.flatMap(entriesOfTable);
  return frame.tables.length > 1 ? entries.sort((a, b) => a.seq - b.seq) : entries;
}
