import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Entry } from '../../../shared/contract/entry.ts';
import { encodeFrame } from '../../../shared/contract/frame.ts';
import { areaCode, seq, sourceId } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { drillSnapshot, type MapPage, serveMapPage } from './map-page.ts';

/** Two units' outlines, as an operator would import them. */
const GEOJSON = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    ['11914', 106.9],
    ['11383', 106.67],
  ].map(([code, x]) => ({
    type: 'Feature',
    properties: { code },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [x, 20.7],
          [Number(x) + 0.1, 20.7],
          [Number(x) + 0.1, 20.8],
          [x, 20.8],
          [x, 20.7],
        ],
      ],
    },
  })),
});
const SHA = createHash('sha256').update(GEOJSON).digest('hex');
const { snapshot, now } = drillSnapshot(16.5, 3);
const ORIGIN: LngLat = [106.6, 20.87];

let folder: string;
let site: MapPage;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'map-data-'));
  writeFileSync(join(folder, SHA), GEOJSON);
  site = await serveMapPage({
    fixture: { snapshot, now },
    dataDir: folder,
    boundaries: async (sha256) => (sha256 === SHA ? join(folder, SHA) : null),
  });
  browser = await openChromium();
});
afterAll(async () => {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function openMap(query = ''): Promise<{ page: Page; watch: ReturnType<typeof watchConsole> }> {
  const page = await browser.newPage({ viewport: { width: 900, height: 560 } });
  const watch = watchConsole(page);
  await page.goto(`${site.url}?u=11&${query}`);
  await page.waitForSelector('.map-legend');
  await marked(page);
  return { page, watch };
}

/** Pixels of the overlay's own canvas that have a severity's full colour; waits until there are some. */
const marked = (page: Page) =>
  page.waitForFunction(() => {
    const canvas = [...document.querySelectorAll('canvas')].find((each) => !each.classList.contains('maplibregl-canvas'));
    if (!canvas || canvas.width === 0) return false;
    return new Promise<number | false>((resolve) => {
      requestAnimationFrame(() => {
        const copy = document.createElement('canvas');
        copy.width = canvas.width;
        copy.height = canvas.height;
        const pen = copy.getContext('2d');
        if (!pen) return resolve(false);
        pen.drawImage(canvas, 0, 0);
        const { data } = pen.getImageData(0, 0, copy.width, copy.height);
        let red = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (data[i] === 255 && data[i + 1] === 77 && data[i + 2] === 79) red++;
        }
        resolve(red > 20 ? red : false);
      });
    });
  });

const frameOf = (entries: readonly Entry[]): number[] => {
  const first = entries[0]?.seq ?? seq(1);
  return [...encodeFrame(entries, first, entries.at(-1)?.seq ?? first, now, ORIGIN)];
};
const common = { classification: 'public', occurredAt: now, receivedAt: now, source: sourceId('test'), actor: null, drill: false } as const;

describe('the map on the glass', () => {
  it('MAP9 draws the drill over the built-in basemap, with every count in words, without a complaint', async () => {
    const { page, watch } = await openMap();
    expect(await page.textContent('.map-legend')).toContain('Ranh giới gần đúng, dựng từ tâm đơn vị');
    expect(await page.textContent('.map-legend__foot')).toMatch(/Cập nhật 16:3\d:\d\d/);
    expect(await page.textContent('.map-tile__attribution')).toContain('OpenStreetMap');
    expect(await page.locator('.map-label').count()).toBeGreaterThan(0);
    // The letters come from the files of this build: one face for each part of the alphabet that the names use.
    const faces = await page.evaluate(() => [...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family));
    expect(faces.length).toBeGreaterThan(1);
    watch.assertClean();
    await page.close();
  });

  it('MAP2 an event that comes and ends is marked and unmarked without React', async () => {
    const { page, watch } = await openMap();
    const event = (number: number, phase: 'new' | 'end'): Entry =>
      ({
        ...common,
        seq: seq(snapshot.seq + number),
        kind: 'camera-event.observed',
        id: 'test-1',
        area: areaCode('11242'),
        data: {
          cameraId: 'c',
          type: 'weapon',
          severity: 'critical',
          phase,
          startedAt: now,
          endedAt: phase === 'end' ? now : null,
          at: [106.224, 20.8],
          label: null,
          score: null,
          zones: [],
          plate: null,
          speedKmh: null,
          evidence: null,
        },
      }) as Entry;
    const tell = (entry: Entry) =>
      page.evaluate(
        (bytes) => (window as unknown as { harness: { applyFrame(b: number[]): void } }).harness.applyFrame(bytes),
        frameOf([entry]),
      );
    const label = page.locator('.map-label--critical', { hasText: 'Phát hiện hung khí' });
    await tell(event(1, 'new'));
    await label.waitFor({ state: 'attached' });
    await tell(event(2, 'end'));
    await label.waitFor({ state: 'detached' });
    watch.assertClean();
    await page.close();
  });

  it('MAP3 a lost context is healed: the overlay is remade and draws again', async () => {
    const { page } = await openMap();
    await page.evaluate(() => {
      const canvas = [...document.querySelectorAll('canvas')].find((each) => !each.classList.contains('maplibregl-canvas'));
      canvas?.setAttribute('data-first', 'yes');
      canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await page.waitForFunction(() => !document.querySelector('canvas[data-first]'));
    await marked(page);
    await page.close();
  });

  it('MAP6 imported boundaries take the place of the approximate ones, and the tile no longer says so', async () => {
    const { page, watch } = await openMap();
    const imported = {
      ...common,
      seq: seq(snapshot.seq + 1),
      kind: 'boundaries.imported',
      id: 'boundaries',
      area: null,
      data: { sha256: SHA, features: 2, attribution: '' },
    } as Entry;
    const answered = page.waitForResponse((response) => response.url().endsWith(`${SHA}.geojson`));
    await page.evaluate(
      (bytes) => (window as unknown as { harness: { applyFrame(b: number[]): void } }).harness.applyFrame(bytes),
      frameOf([imported]),
    );
    const response = await answered;
    expect(response.headers()['cache-control']).toContain('immutable');
    await page.waitForFunction(() => !document.querySelector('.map-legend')?.textContent?.includes('gần đúng'));
    watch.assertClean();
    await page.close();
  });

  it('MAP7 a cut link leaves the picture, faded and hatched, with its age in words', async () => {
    const { page, watch } = await openMap();
    await page.evaluate(() => (window as unknown as { harness: { cut(): void } }).harness.cut());
    await page.waitForSelector('.tile[data-state="stale"] .hatch');
    expect(await page.textContent('.tile__age')).toMatch(/dữ liệu cũ.*cách đây \d+ giây/);
    await marked(page);
    watch.assertClean();
    await page.close();
  });
});
