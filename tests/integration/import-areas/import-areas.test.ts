import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../../server/store/database.ts';
import { startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import { createLog } from '../../../server/store/log.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { silentLog, testDatabase } from '../../support/postgres.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CITY_FILE = join(ROOT, '../shared/data/hai-phong/wards.geojson');
const folder = mkdtempSync(join(tmpdir(), 'ioc-areas-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ran = { code: number; out: string; err: string };
/** The command as an operator runs it, without npm around it. */
function run(environment: Record<string, string>, ...args: string[]): Promise<Ran> {
  const tsx = join(ROOT, 'node_modules/tsx/dist/cli.mjs');
  const { DATABASE_URL: _, DATA_DIR: __, ...clean } = process.env;
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsx, join(ROOT, 'server/app/import-areas.ts'), ...args],
      { env: { ...clean, ...environment } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err }),
    );
  });
}

const square = (lng: number, lat: number): number[][] => [
  [lng - 0.01, lat - 0.01],
  [lng + 0.01, lat - 0.01],
  [lng + 0.01, lat + 0.01],
  [lng - 0.01, lat + 0.01],
  [lng - 0.01, lat - 0.01],
];
function fileOf(name: string, ...features: { properties: object; ring: number[][] }[]): string {
  const path = join(folder, name);
  const made = features.map(({ properties, ring }) => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Polygon', coordinates: [ring] },
  }));
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features: made }));
  return path;
}
const NGO_QUYEN = { properties: { ma_xa: '11329', ten_xa: 'Phường Ngô Quyền' }, ring: square(106.7045, 20.8659) };

async function logOf(database: Database): Promise<Entry[]> {
  return createLog({ pool: database.pool, clock: () => epochMs(Date.now()) }).read(seq(0), 1000);
}
const imports = (entries: readonly Entry[]): Entry<'boundaries.imported'>[] =>
  entries.filter((entry): entry is Entry<'boundaries.imported'> => entry.kind === 'boundaries.imported');
const keptBytes = (dataDir: string, { data }: Entry<'boundaries.imported'>): Buffer => readFileSync(join(dataDir, 'media', data.sha256));

describe('npm run import-areas', { timeout: 120_000 }, () => {
  test('AREA4 into the database of DATABASE_URL: the outlines by their content, new units, and replacing only when told to', async () => {
    const { database, url } = await testDatabase();
    const dataDir = join(folder, 'by-url');
    const env = { DATABASE_URL: url, DATA_DIR: dataDir };
    const first = await run(env, fileOf('first.geojson', NGO_QUYEN), '--attribution', 'Sở Nông nghiệp và Môi trường');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('code = ma_xa; name = ten_xa');
    let entries = await logOf(database);
    expect(entries.filter(({ kind }) => kind === 'area.defined')).toHaveLength(115);
    const [imported] = imports(entries);
    expect(imported).toMatchObject({ id: 'boundaries', drill: false, data: { features: 1, attribution: 'Sở Nông nghiệp và Môi trường' } });
    const kept = imported ? keptBytes(dataDir, imported) : Buffer.alloc(0);
    expect(createHash('sha256').update(kept).digest('hex')).toBe(imported?.data.sha256);
    expect(JSON.parse(kept.toString()).features[0].properties).toEqual({ code: '11329', name: 'Phường Ngô Quyền', kind: 'ward' });

    const again = await run(env, join(folder, 'first.geojson'));
    expect(again.code).toBe(0);
    expect((await logOf(database)).length).toBe(entries.length);

    const second = fileOf('second.geojson', NGO_QUYEN, { properties: { code: '99001', name: 'Xã Mới' }, ring: square(106.6, 20.9) });
    const refused = await run(env, second);
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('--replace');
    const replaced = await run(env, second, '--replace');
    expect(replaced).toMatchObject({ code: 0, err: '' });
    entries = await logOf(database);
    expect(imports(entries).map(({ data }) => data.features)).toEqual([1, 2]);
    const added = entries.find(({ kind, id }) => kind === 'area.defined' && id === '99001');
    expect(added?.data).toMatchObject({ name: 'Xã Mới', areaKind: 'commune', parent: '31' });
  });

  test('AREA3 a file with faults imports nothing, and says which feature has which', async () => {
    const { database, url } = await testDatabase();
    const open = { properties: { code: '11413', name: 'Phường Hải An' }, ring: square(106.7381, 20.8093).slice(0, 4) };
    const dataDir = join(folder, 'faulty');
    const ran = await run({ DATABASE_URL: url, DATA_DIR: dataDir }, fileOf('faulty.geojson', NGO_QUYEN, open));
    expect(ran.code).toBe(1);
    expect(ran.err).toContain('/features/1/geometry/coordinates/0 (11413): the ring is not closed');
    expect(await logOf(database)).toEqual([]);
    expect(existsSync(join(dataDir, 'media'))).toBe(false);
    expect((await run({ DATABASE_URL: url, DATA_DIR: dataDir })).err).toContain('npm run import-areas --');
  });

  test('AREA5 beside a running server it uses that PostgreSQL; without one it starts its own and leaves none behind', async () => {
    const dataDir = join(folder, 'embedded');
    const embedded = await startEmbeddedPostgres({ dataDir, log: silentLog });
    const database = openDatabase({ embedded, log: silentLog });
    try {
      const beside = await run({ DATA_DIR: dataDir }, fileOf('beside.geojson', NGO_QUYEN));
      expect(beside).toMatchObject({ code: 0, err: '' });
      expect(imports(await logOf(database))).toHaveLength(1);
      expect(embedded.pid).not.toBeNull();
    } finally {
      await database.close();
      await embedded.stop();
    }
    const alone = await run({ DATA_DIR: dataDir }, fileOf('alone.geojson', { ...NGO_QUYEN, ring: square(106.7, 20.86) }), '--replace');
    expect(alone).toMatchObject({ code: 0, err: '' });
    expect(existsSync(join(dataDir, 'pg18', 'postmaster.pid'))).toBe(false);
  });

  test.skipIf(!existsSync(CITY_FILE))('AREA4 the outlines of the whole city, 114 units', async () => {
    const { database, url } = await testDatabase();
    const ran = await run({ DATABASE_URL: url, DATA_DIR: join(folder, 'city') }, CITY_FILE);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).not.toContain('Note');
    const [imported] = imports(await logOf(database));
    expect(imported?.data.features).toBe(114);
  });
});
