import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { writeBasemap } from './client/map/basemap/build-basemap.ts';

/** The built-in basemap is made from packages, never kept in the repository; the server serves it as `/map/basemap.pmtiles`. */
function basemap(path: string): Plugin {
  let everyTime = true;
  return {
    name: 'built-in-basemap',
    configResolved: ({ command }) => {
      everyTime = command === 'build';
    },
    buildStart: () => {
      if (everyTime || !existsSync(path)) writeBasemap(path);
    },
  };
}

export default defineConfig({
  root: 'client',
  publicDir: '../public',
  plugins: [react(), basemap(fileURLToPath(new URL('dist/basemap.pmtiles', import.meta.url)))],
  server: {
    // In development the pages come from here and everything else from the server beside it.
    proxy: Object.fromEntries(
      [
        '/session',
        '/display',
        '/map',
        '/admin/v1',
        '/audit/v1',
        '/log/v1',
        '/reveal/v1',
        '/replay/v1',
        '/media/v1',
        '/walls/v1',
        '/scenes/v1',
        '/ingest/v1',
        '/live',
        '/ready',
        '/socket.io',
      ].map((path) => [path, { target: `http://127.0.0.1:${process.env.PORT ?? 8080}`, ws: path === '/socket.io', changeOrigin: false }]),
    ),
  },
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    // MapLibre and deck.gl are one megabyte each, loaded once by a screen that stays for months.
    chunkSizeWarningLimit: 3000,
  },
});
