import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { FetchSource, PMTiles } from 'pmtiles';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBasemap } from '../../../client/map/basemap/build-basemap.ts';
import { createMapRouter } from '../../../server/http/map/map-router.ts';

let folder: string;
let dataDir: string;
let server: Server;
let base: string;
let now = 0;
const refused: string[] = [];
const SHA = 'a'.repeat(64);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'map-router-'));
  dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  writeBasemap(join(folder, 'built-in.pmtiles'));
  writeFileSync(join(folder, 'boundaries'), '{"type":"FeatureCollection","features":[]}');
  const app = express().use(
    createMapRouter({
      dataDir,
      builtIn: join(folder, 'built-in.pmtiles'),
      boundaries: async (sha256) => (sha256 === SHA ? join(folder, 'boundaries') : null),
      onRefused: ({ path, reason }) => refused.push(`${path.slice(dataDir.length + 1)}: ${reason}`),
      now: () => now,
    }),
  );
  server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

/** Node's `fetch` adds "no-cache" to a conditional request, which asks for the whole; a browser's cache does not. */
const statusOf = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    get(url, { headers, agent: false }, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).once('error', reject);
  });

describe('MAP8 the basemap over HTTP', () => {
  it('MAP8 the built-in archive is read by a PMTiles reader: Việt Nam, its seas and its archipelagos', async () => {
    const archive = new PMTiles(new FetchSource(`${base}/map/basemap.pmtiles`));
    const header = await archive.getHeader();
    expect([header.specVersion, header.minZoom, header.maxZoom]).toEqual([3, 0, 10]);
    expect(JSON.stringify(await archive.getMetadata())).toContain('OpenStreetMap');
    // The tile of Hải Phòng at zoom 10, and one of the open sea east of Hoàng Sa.
    expect((await archive.getZxy(10, 815, 451))?.data.byteLength).toBeGreaterThan(500);
    const south = await archive.getZxy(5, 25, 14);
    expect(new TextDecoder().decode(south?.data)).toContain('Quần đảo Hoàng Sa (Việt Nam)');
    const spratly = await archive.getZxy(5, 26, 15);
    expect(new TextDecoder().decode(spratly?.data)).toContain('Quần đảo Trường Sa (Việt Nam)');
  });

  it('MAP8 answers ranges with 206, an equal tag with 304, and a range of a changed file with the whole', async () => {
    const url = `${base}/map/basemap.pmtiles`;
    const part = await fetch(url, { headers: { range: 'bytes=0-6' } });
    expect([part.status, await part.text(), part.headers.get('cache-control')]).toEqual([206, 'PMTiles', 'no-cache']);
    const tag = part.headers.get('etag') ?? '';
    expect(await statusOf(url, { 'if-none-match': tag })).toBe(304);
    const stale = await fetch(url, { headers: { range: 'bytes=0-6', 'if-range': '"older"' } });
    expect(stale.status).toBe(200);
    await stale.body?.cancel();
    expect((await fetch(url, { headers: { range: 'bytes=999999999-' } })).status).toBe(416);
  });

  it("MAP8 an operator's newest whole archive replaces it; what is no archive is named and left aside", async () => {
    writeFileSync(join(dataDir, 'broken.pmtiles'), 'not tiles at all');
    writeFileSync(join(dataDir, 'old.pmtiles'), 'PMTiles\u0003 old');
    writeFileSync(join(dataDir, 'new.pmtiles'), 'PMTiles\u0003 new');
    utimesSync(join(dataDir, 'old.pmtiles'), 1000, 1000);
    now += 10_000;
    expect(await (await fetch(`${base}/map/basemap.pmtiles`)).text()).toBe('PMTiles\u0003 new');
    expect(refused).toEqual(['broken.pmtiles: not a PMTiles archive of version 3']);
    rmSync(join(dataDir, 'new.pmtiles'));
    rmSync(join(dataDir, 'old.pmtiles'));
    now += 10_000;
    const again = await fetch(`${base}/map/basemap.pmtiles`, { headers: { range: 'bytes=0-99' } });
    expect((await again.arrayBuffer()).byteLength).toBe(100);
    expect(refused).toHaveLength(1);
  });

  it('MAP8 imported boundaries are kept for ever under their own sum; any other name is 404', async () => {
    const found = await fetch(`${base}/map/boundaries/${SHA}.geojson`);
    expect(found.headers.get('content-type')).toContain('application/geo+json');
    expect(found.headers.get('cache-control')).toContain('immutable');
    expect(await found.json()).toEqual({ type: 'FeatureCollection', features: [] });
    for (const name of ['..%2F..%2Fetc%2Fpasswd', `${'b'.repeat(64)}.geojson`, `${SHA}.json`, `${SHA.toUpperCase()}.geojson`]) {
      expect((await fetch(`${base}/map/boundaries/${name}`)).status, name).toBe(404);
    }
  });
});
