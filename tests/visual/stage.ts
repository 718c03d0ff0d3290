import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Page } from 'playwright-core';
import { createServer, type Plugin } from 'vite';
import { openChromium } from '../support/chromium.ts';
import { drillSnapshot } from './drill-world.ts';

export const SIZES = {
  '2160p': { width: 3840, height: 2160 },
  '1080p': { width: 1920, height: 1080 },
  /** The whole reference wall at a third of its size; one of its three displays is `1080p` then. */
  '9x3': { width: 5760, height: 1080 },
} as const;
export type Size = keyof typeof SIZES;

export type Stage = {
  /** Opens the wall and waits for its fonts; every console error and failed request is kept in `faults`. */
  open(query: string, size: Size): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
};

/** `drill.json?at=16:10`: the drill lives on the server's side of the house and cannot be imported by a page. */
const drillDoor: Plugin = {
  name: 'drill-door',
  configureServer(server) {
    server.middlewares.use('/drill.json', (request, response) => {
      const at = new URL(request.url ?? '', 'http://127.0.0.1').searchParams.get('at') ?? '14:05';
      response.setHeader('content-type', 'application/json').end(JSON.stringify(drillSnapshot(at)));
    });
  },
};

/** The pages of this folder on a free port of this machine, and one Chromium to look at them. */
export async function openStage(): Promise<Stage> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'ioc-stage-'));
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    cacheDir,
    plugins: [react(), drillDoor],
    server: {
      host: '127.0.0.1',
      port: 0,
      strictPort: false,
      hmr: false,
      fs: { allow: [fileURLToPath(new URL('../..', import.meta.url))] },
    },
    logLevel: 'error',
  });
  await server.listen();
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the stage has no address');
  const browser = await openChromium();
  return {
    async open(query, size) {
      const page = await browser.newPage({ viewport: SIZES[size] });
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('requestfailed', (request) => faults.push(`${request.url()}: ${request.failure()?.errorText}`));
      // The drill's world takes its time to be folded.
      await page.goto(`${url}?${query}`, { waitUntil: 'commit' });
      await page.waitForSelector('.wall__place', { timeout: 90_000 });
      await page.evaluate(() =>
        document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))),
      );
      return { page, faults };
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
}
