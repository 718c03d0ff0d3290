import { gzipSync } from 'node:zlib';
import { zxyToTileId } from 'pmtiles';
import type { Bounds } from '../../../shared/model/units.ts';

/** PMTiles v3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md), gzip inside and out, MVT tiles. */

export type TileBytes = { z: number; x: number; y: number; bytes: Uint8Array };
export type ArchiveInfo = { maxZoom: number; bounds: Bounds; centre: readonly [lng: number, lat: number, zoom: number]; metadata: object };

type DirectoryEntry = { id: number; run: number; offset: number; length: number };

const HEADER_BYTES = 127;
/** The specification wants header and root directory within the first 16 KiB. */
const ROOT_MAX = 16_384 - HEADER_BYTES;

export function writeArchive(tiles: readonly TileBytes[], info: ArchiveInfo): Uint8Array {
  const ordered = tiles.map((tile) => ({ id: zxyToTileId(tile.z, tile.x, tile.y), bytes: tile.bytes })).sort((a, b) => a.id - b.id);
  const { entries, chunks, dataLength } = deduplicate(ordered);
  const { root, leaves } = directories(entries);
  const metadata = gzipSync(JSON.stringify(info.metadata));

  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles', 0);
  header[7] = 3;
  let at = HEADER_BYTES;
  const section = (position: number, length: number): void => {
    header.writeBigUInt64LE(BigInt(at), position);
    header.writeBigUInt64LE(BigInt(length), position + 8);
    at += length;
  };
  section(8, root.length);
  section(24, metadata.length);
  section(40, leaves.length);
  section(56, dataLength);
  header.writeBigUInt64LE(BigInt(ordered.length), 72);
  header.writeBigUInt64LE(BigInt(entries.length), 80);
  header.writeBigUInt64LE(BigInt(chunks.length), 88);
  header[96] = 1; // clustered
  header[97] = 2; // directories: gzip
  header[98] = 2; // tiles: gzip
  header[99] = 1; // MVT
  header[100] = 0;
  header[101] = info.maxZoom;
  const degrees = (value: number, position: number): number => header.writeInt32LE(Math.round(value * 1e7), position);
  info.bounds.forEach((value, i) => {
    degrees(value, 102 + 4 * i);
  });
  header[118] = info.centre[2];
  degrees(info.centre[0], 119);
  degrees(info.centre[1], 123);
  return Buffer.concat([header, root, metadata, leaves, ...chunks]);
}

/** Equal tiles (open sea, plain land) are stored once, and runs of them are one entry. */
function deduplicate(ordered: readonly { id: number; bytes: Uint8Array }[]) {
  const seen = new Map<string, { offset: number; length: number }>();
  const chunks: Uint8Array[] = [];
  const entries: DirectoryEntry[] = [];
  let dataLength = 0;
  for (const { id, bytes } of ordered) {
    const key = Buffer.from(bytes).toString('base64');
    let place = seen.get(key);
    if (!place) {
      const packed = gzipSync(bytes, { level: 9 });
      place = { offset: dataLength, length: packed.length };
      seen.set(key, place);
      chunks.push(packed);
      dataLength += packed.length;
    }
    const last = entries.at(-1);
    if (last && last.offset === place.offset && last.id + last.run === id) last.run++;
    else entries.push({ id, run: 1, ...place });
  }
  return { entries, chunks, dataLength };
}

function directories(entries: readonly DirectoryEntry[]): { root: Uint8Array; leaves: Uint8Array } {
  const whole = serialise(entries);
  if (whole.length <= ROOT_MAX) return { root: whole, leaves: new Uint8Array() };
  for (let size = 1024; ; size *= 2) {
    const pages: Uint8Array[] = [];
    const pointers: DirectoryEntry[] = [];
    let offset = 0;
    for (let i = 0; i < entries.length; i += size) {
      const page = serialise(entries.slice(i, i + size));
      pointers.push({ id: (entries[i] as DirectoryEntry).id, run: 0, offset, length: page.length });
      pages.push(page);
      offset += page.length;
    }
    const root = serialise(pointers);
    if (root.length <= ROOT_MAX) return { root, leaves: Buffer.concat(pages) };
  }
}

function serialise(entries: readonly DirectoryEntry[]): Uint8Array {
  const out: number[] = [];
  const varint = (value: number): void => {
    let rest = value;
    while (rest >= 0x80) {
      out.push((rest % 128) | 0x80);
      rest = Math.floor(rest / 128);
    }
    out.push(rest);
  };
  varint(entries.length);
  let last = 0;
  for (const entry of entries) {
    varint(entry.id - last);
    last = entry.id;
  }
  for (const entry of entries) varint(entry.run);
  for (const entry of entries) varint(entry.length);
  entries.forEach((entry, i) => {
    const before = entries[i - 1];
    varint(before && entry.offset === before.offset + before.length ? 0 : entry.offset + 1);
  });
  return gzipSync(Buffer.from(out), { level: 9 });
}
