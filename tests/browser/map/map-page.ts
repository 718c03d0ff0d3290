import { mkdtempSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import express from 'express';
import { build } from 'vite';
import { writeBasemap } from '../../../client/map/basemap/build-basemap.ts';
import { createMapRouter } from '../../../server/http/map/map-router.ts';
import { DRILL_EPOCH, drillEntries } from '../../../server/sources/drill/drill-entries.ts';
import { referenceDrafts } from '../../../server/sources/reference/reference-entries.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { type EpochMs, epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, type Snapshot, snapshotOf } from '../../../shared/rules/fold.ts';

const HARNESS = fileURLToPath(new URL('./harness', import.meta.url));
const MINUTE = 60_000;

/** The centre, its units and some minutes of the drill up to an hour of its day (16.5: the height of the storm). */
export function drillSnapshot(hour: number, minutes = 20, extra: readonly Omit<Entry, 'seq'>[] = []): { snapshot: Snapshot; now: EpochMs } {
  const to = epochMs(DRILL_EPOCH + hour * 60 * MINUTE);
  const world = emptyWorld();
  let number = 0;
  const add = (entry: Omit<Entry, 'seq'>): void => fold(world, { ...entry, seq: seq(++number) } as Entry);
  for (const draft of referenceDrafts(DRILL_EPOCH)) {
    add({
      ...draft,
      area: null,
      classification: 'public',
      receivedAt: DRILL_EPOCH,
      source: sourceId('reference'),
      actor: null,
      drill: false,
    } as Omit<Entry, 'seq'>);
  }
  for (const entry of drillEntries({ seed: 7, from: epochMs(to - minutes * MINUTE), to })) add(entry);
  for (const entry of extra) add(entry);
  return { snapshot: snapshotOf(world), now: to };
}

export type MapPage = { url: string; close(): Promise<void> };

/** Builds the tile's page as the product is built, into a new folder that the caller removes. */
export async function buildMapPage(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'map-page-'));
  await build({
    root: HARNESS,
    configFile: false,
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: join(folder, 'client'), emptyOutDir: true, chunkSizeWarningLimit: 5000, minify: false },
  });
  writeBasemap(join(folder, 'basemap.pmtiles'));
  return folder;
}

/** Serves the built page with the product's own map routes on a free port of 127.0.0.1. */
export async function serveMapPage(parts: {
  /** Of `buildMapPage`. */
  folder: string;
  fixture: { snapshot: Snapshot; now: number };
  dataDir?: string;
  boundaries?: (sha256: string) => Promise<string | null>;
}): Promise<MapPage> {
  const { folder } = parts;
  const app = express();
  app.get('/fixture.json', (_, response) => void response.json(parts.fixture));
  app.use(
    createMapRouter({
      dataDir: parts.dataDir ?? join(folder, 'data'),
      builtIn: join(folder, 'basemap.pmtiles'),
      boundaries: parts.boundaries ?? (async () => null),
      onRefused: () => undefined,
      now: Date.now,
    }),
  );
  app.use(express.static(join(folder, 'client')));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}
