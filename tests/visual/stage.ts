import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer } from 'vite';

const FLAGS = [
  '--no-sandbox',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

export const SIZES = { '2160p': { width: 3840, height: 2160 }, '1080p': { width: 1920, height: 1080 } } as const;
export type Size = keyof typeof SIZES;

export type Stage = {
  /** Opens the wall and waits for its fonts; every console error and failed request is kept in `faults`. */
  open(query: string, size: Size): Promise<{ page: Page; faults: string[] }>;
  close(): Promise<void>;
};

/** The pages of this folder on a free port of this machine, and one Chromium to look at them. */
export async function openStage(): Promise<Stage> {
  const cacheDir = await mkdtemp(join(tmpdir(), 'ioc-stage-'));
  const server = await createServer({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    cacheDir,
    plugins: [react()],
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
  const browser: Browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });
  return {
    async open(query, size) {
      const page = await browser.newPage({ viewport: SIZES[size] });
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('requestfailed', (request) => faults.push(`${request.url()}: ${request.failure()?.errorText}`));
      await page.goto(`${url}?${query}`);
      await page.waitForSelector('.wall__place');
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
