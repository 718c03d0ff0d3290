import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { build } from 'vite';
import { ROOT } from '../centre/built.ts';

export type Stage = { url: string; close(): Promise<void> };

/** The page of this folder, built as the product's own pages are, on a free port of this machine. */
export async function openPointsStage(): Promise<Stage> {
  await mkdir(join(ROOT, 'dist'), { recursive: true });
  const folder = await mkdtemp(join(ROOT, 'dist', 'bench-page-'));
  await build({
    configFile: false,
    root: fileURLToPath(new URL('.', import.meta.url)),
    base: './',
    logLevel: 'error',
    publicDir: false,
    build: { outDir: folder, emptyOutDir: true, chunkSizeWarningLimit: 3000 },
  });
  const app = express().use(express.static(folder));
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
