import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import express, { type Express } from 'express';
import type { Page } from 'playwright-core';
import { build } from 'vite';
import { writeBasemap } from '../../client/map/basemap/build-basemap.ts';
import { createMapRouter } from '../../server/http/map/map-router.ts';
import { openChromium } from '../support/chromium.ts';
import { drillSnapshot } from './drill-world.ts';

export const SIZES = {
  '2160p': { width: 3840, height: 2160 },
  '1080p': { width: 1920, height: 1080 },
  /** The whole reference wall at a third of its size; one of its three displays is `1080p` then. */
  '9x3': { width: 5760, height: 1080 },
  /** One of the three displays of the reference wall at its true size. */
  '9x3-display': { width: 5760, height: 3240 },
} as const;
export type Size = keyof typeof SIZES;

export type Stage = {
  /** Opens the wall and waits for its fonts; every console error and failed request is kept in `faults`. */
  open(query: string, size: Size): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
};

/** A change of size, of scene, of anything: drawn twice. */
export const twoFrames = (page: Page): Promise<unknown> =>
  page.evaluate(() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))));

/**
 * The page of this folder, built once with React's own checks in it, and one Chromium that keeps it from page to page; `flags` are
 * for that one.
 */
export async function openStage({ flags = [] }: { flags?: string[] } = {}): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), 'ioc-stage-'));
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'development';
  await build({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    mode: 'development',
    logLevel: 'error',
    plugins: [react()],
    build: { outDir: join(folder, 'page'), emptyOutDir: true, chunkSizeWarningLimit: 20_000, minify: false },
  });
  process.env.NODE_ENV = before;
  const app = express();
  drillDoor(app);
  const basemap = join(folder, 'basemap.pmtiles');
  app.get('/map/basemap.pmtiles', (_request, _response, next) => {
    // Made from packages, when the first map asks for it.
    if (!existsSync(basemap)) writeBasemap(basemap);
    next();
  });
  app.use(
    createMapRouter({
      dataDir: join(folder, 'data'),
      builtIn: basemap,
      boundaries: async () => null,
      onRefused: () => undefined,
      now: Date.now,
    }),
  );
  app.use(express.static(join(folder, 'page'), { immutable: true, maxAge: '1h' }));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  // Whole pages of eight million pixels are put together faster without the imitated graphics card; maps still have it.
  const browser = await openChromium({ flags: ['--disable-gpu-compositing', ...flags] });
  // One profile: what one page has fetched and compiled, the next one has.
  const profile = await browser.newContext();
  return {
    async open(query, size) {
      const page = await profile.newPage();
      await page.setViewportSize(SIZES[size]);
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('requestfailed', (request) => {
        const reason = request.failure()?.errorText;
        // What the page itself lets go of is no fault: a map that moves on asks for other ground.
        if (reason !== 'net::ERR_ABORTED') faults.push(`${request.url()}: ${reason}`);
      });
      // The drill's world takes its time to be folded.
      await page.goto(`${url}?${query}`, { waitUntil: 'commit' });
      await page.waitForSelector('.wall__place', { timeout: 90_000 });
      await twoFrames(page);
      return { page, faults };
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** `drill.json?at=16:10`: the drill lives on the server's side of the house and cannot be imported by a page. */
function drillDoor(app: Express): void {
  const folded = new Map<string, string>();
  app.get('/drill.json', (request, response) => {
    const at = String(request.query.at ?? '14:05');
    const text = folded.get(at) ?? JSON.stringify(drillSnapshot(at));
    folded.set(at, text);
    response.type('json').send(text);
  });
}
