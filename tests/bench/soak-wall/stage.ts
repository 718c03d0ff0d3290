import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import express from 'express';
import { build } from 'vite';
import { writeBasemap } from '../../../client/map/basemap/build-basemap.ts';
import { createMapRouter } from '../../../server/http/map/map-router.ts';
import { encodeFrame } from '../../../shared/contract/frame.ts';
import { encodePicture } from '../../../shared/contract/replay-picture.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { ROOT } from '../centre/built.ts';
import { type Fixture, ORIGIN, viewOf } from './protocol.ts';

export type Stage = { url: string; close(): Promise<void> };

/** The page of this folder, built as the product's own pages are, with the product's map routes and a past in which nothing happens. */
export async function openSoakStage(fixture: Fixture): Promise<Stage> {
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, 'dist', 'bench-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: './',
    logLevel: 'error',
    publicDir: false,
    plugins: [react()],
    build: { outDir: join(folder, 'page'), emptyOutDir: true, chunkSizeWarningLimit: 5000 },
  });
  const basemap = join(folder, 'basemap.pmtiles');
  writeBasemap(basemap);
  const { snapshot } = fixture;
  const app = express();
  app.get('/fixture.json', (_, response) => void response.json(fixture));
  app.use(
    createMapRouter({
      dataDir: join(folder, 'data'),
      builtIn: basemap,
      boundaries: async () => null,
      onRefused: () => undefined,
      now: Date.now,
    }),
  );
  app.post('/replay/v1/seek', express.json(), (request, response) => {
    const { at } = request.body as { at: number };
    const frame = encodeFrame(snapshot.entries, seq(1), snapshot.seq, epochMs(at), ORIGIN);
    const { seq: newest, history, folded } = snapshot;
    const picture = encodePicture({ at: epochMs(at), seq: newest, view: viewOf('operators'), frames: [frame], history, folded });
    response.type('application/octet-stream').send(Buffer.from(picture));
  });
  app.get('/replay/v1/frames', (request, response) => {
    const after = Number(request.query.after);
    response.set('x-covered', String(request.query.until)).type('application/octet-stream');
    response.send(Buffer.from(encodeFrame([], seq(after + 1), seq(after), epochMs(Number(request.query.until)), ORIGIN)));
  });
  app.use(express.static(join(folder, 'page')));
  const http = createServer(app).listen(0, '127.0.0.1');
  await once(http, 'listening');
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/`,
    async close() {
      http.closeAllConnections();
      http.close();
      await once(http, 'close');
      await rm(folder, { recursive: true, force: true });
    },
  };
}
