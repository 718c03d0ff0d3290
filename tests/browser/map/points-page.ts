import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Browser } from 'playwright-core';
import { build } from 'vite';

export type PointsRun = { count: number; updates: number; everyMs: number };
export type PointsResult = {
  /** Main-thread milliseconds of each update, in order; the first ones compile shaders. */
  ms: number[];
  /** Bytes of heap in use after a forced collection, before and after. */
  heap: { before: number; after: number };
};
export type PointsPage = { run(parts: PointsRun): Promise<PointsResult>; close(): Promise<void> };

/** The page of moving points in a browser, for benches and tests: build once, run as often as wanted. */
export async function openPointsPage(browser: Browser): Promise<PointsPage> {
  const folder = mkdtempSync(join(tmpdir(), 'points-page-'));
  await build({
    root: fileURLToPath(new URL('./points', import.meta.url)),
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 5000 },
  });
  const app = express().use(express.static(folder));
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const page = await browser.newPage({ viewport: { width: 640, height: 360 } });
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'points' in window);
  const cdp = await page.context().newCDPSession(page);
  const heap = async (): Promise<number> => {
    await cdp.send('HeapProfiler.collectGarbage');
    return (await cdp.send('Runtime.getHeapUsage')).usedSize;
  };
  return {
    async run(parts) {
      const before = await heap();
      const ms = await page.evaluate(
        (run) => (window as unknown as { points: { run(parts: PointsRun): Promise<number[]> } }).points.run(run),
        parts,
      );
      return { ms, heap: { before, after: await heap() } };
    },
    async close() {
      await page.close();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
