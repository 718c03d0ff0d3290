import 'maplibre-gl/dist/maplibre-gl.css';
import { addProtocol, Map as MapLibreMap, prewarm, setWorkerUrl } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import { Protocol } from 'pmtiles';

/** MapLibre 6 is modules only: its worker is a file of this build (the content security policy allows no other), and PMTiles is a protocol of it. */
setWorkerUrl(workerUrl);
const archives = new Protocol();
addProtocol('pmtiles', archives.tile);

/**
 * The workers of the first map stay for the next. With the last map gone MapLibre would end them, and the error that it ends them
 * with holds that map, its canvas and all its tiles until another one is made (PART7).
 */
export const keepWorkers = prewarm;
export { MapLibreMap };
