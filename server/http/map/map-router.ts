import { resolve } from 'node:path';
import { Router } from 'express';
import { type BasemapChoice, chooseBasemap } from './basemap-file.ts';

export type MapRouterParts = {
  /** Where an operator drops a `*.pmtiles`. */
  dataDir: string;
  /** The archive that the build made. */
  builtIn: string;
  /** File of imported boundaries by the SHA-256 of its GeoJSON; null when there is none. */
  boundaries: (sha256: string) => Promise<string | null>;
  /** An archive that cannot be served, told once for each file and reason. */
  onRefused: (refusal: { path: string; reason: string }) => void;
  now: () => number;
};

/** The folder is looked through at most this often: one picture of a map is dozens of range requests. */
const LOOK_EVERY_MS = 2000;

/**
 * `GET /map/basemap.pmtiles`: the archive, by ranges; its tag changes with the file, so a reader that has half of an old one notices.
 * `GET /map/boundaries/<sha256>.geojson`: imported outlines; the name says the content, so it is kept for ever.
 */
export function createMapRouter({ dataDir, builtIn, boundaries, onRefused, now }: MapRouterParts): Router {
  const router = Router();
  const told = new Set<string>();
  let choice: { at: number; made: Promise<BasemapChoice> } | null = null;

  const choose = async (): Promise<BasemapChoice> => {
    if (!choice || now() - choice.at > LOOK_EVERY_MS) choice = { at: now(), made: chooseBasemap({ dataDir, builtIn }) };
    const made = await choice.made;
    for (const refusal of made.refused) {
      const key = `${refusal.path} ${refusal.reason}`;
      if (told.has(key)) continue;
      told.add(key);
      onRefused(refusal);
    }
    return made;
  };

  router.get('/map/basemap.pmtiles', async (_, response, next) => {
    const { file } = await choose();
    if (!file) {
      response.status(404).json({ error: 'no basemap' });
      return;
    }
    response.set({
      // The name stays when the file changes: ask every time, send only what is new.
      'cache-control': 'no-cache',
      'content-type': 'application/vnd.pmtiles',
      etag: `"${Math.round(file.modifiedMs).toString(36)}-${file.bytes.toString(36)}"`,
      'x-content-type-options': 'nosniff',
    });
    response.sendFile(
      resolve(file.path),
      { cacheControl: false, etag: false, lastModified: false, acceptRanges: true, dotfiles: 'allow' },
      (error) => {
        if (error && !response.headersSent) next(error);
      },
    );
  });

  router.get('/map/boundaries/:file', async (request, response, next) => {
    const sha256 = /^([0-9a-f]{64})\.geojson$/.exec(request.params.file)?.[1];
    const path = sha256 === undefined ? null : await boundaries(sha256);
    if (path === null) {
      response.status(404).json({ error: 'no such boundaries' });
      return;
    }
    response.set({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'application/geo+json; charset=utf-8',
      etag: `"${sha256}"`,
      'x-content-type-options': 'nosniff',
    });
    response.sendFile(resolve(path), { cacheControl: false, etag: false, lastModified: false, dotfiles: 'allow' }, (error) => {
      if (error && !response.headersSent) next(error);
    });
  });
  return router;
}
