import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { paletteOf } from '../../../client/map/palette.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { encodeFrame } from '../../../shared/contract/frame.ts';
import { areaCode, seq, sourceId } from '../../../shared/model/ids.ts';
import type { LngLat } from '../../../shared/model/units.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { buildMapPage, drillSnapshot, type MapPage, serveMapPage } from './map-page.ts';

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
let built: string;
let site: MapPage;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'map-data-'));
  writeFileSync(join(folder, SHA), GEOJSON);
  built = await buildMapPage();
  site = await serveMapPage({
    folder: built,
    fixture: { snapshot, now },
    dataDir: folder,
    boundaries: async (sha256) => (sha256 === SHA ? join(folder, SHA) : null),
  });
  browser = await openChromium();
});
afterAll(async () => {
  await site?.close();
  for (const made of [folder, built]) rmSync(made, { recursive: true, force: true });
});

// A test that failed leaves its page behind: a map that is drawn on would take the time of those that follow.
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

type Opened = { page: Page; watch: ReturnType<typeof watchConsole> };
async function openMap({ query = 'u=11', width = 900, height = 560, frozen = false } = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width, height } });
  const watch = watchConsole(page);
  // Time goes on as it does, and can be made to pass.
  if (frozen) await page.clock.install();
  await page.goto(`${site.url}?${query}`);
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

/** Of the map, where nothing changes by itself. */
const MIDDLE = { x: 190, y: 40, width: 460, height: 400 };

/** Once it has come to rest. */
async function restingPicture(page: Page): Promise<Buffer> {
  const shoot = (): Promise<Buffer> => page.screenshot({ clip: MIDDLE });
  for (let last = await shoot(), same = 0; ; ) {
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const next = await shoot();
    same = next.equals(last) ? same + 1 : 0;
    if (same === 3) return next;
    last = next;
  }
}
/** Its pixels, red, green, blue and opacity one after another. */
const pixelsOf = (picture: Buffer): Promise<Uint8Array> => sharp(picture).ensureAlpha().raw().toBuffer();
/** 0 to 1: pixels that look the same. */
function likeness(a: Uint8Array, b: Uint8Array): number {
  let same = 0;
  for (let i = 0; i < a.length; i += 4) {
    if ([0, 1, 2].every((c) => Math.abs((a[i + c] ?? 0) - (b[i + c] ?? 0)) <= 6)) same++;
  }
  return same / (a.length / 4);
}
/** Pixels of wards that are shaded, in the exact colours of the upper classes. */
function shadedIn(pixels: Uint8Array): number {
  const shades = new Set(paletteOf('dark').ramp.slice(1));
  let shaded = 0;
  for (let i = 0; i < pixels.length; i += 4) if (shades.has(`#${Buffer.from(pixels.subarray(i, i + 3)).toString('hex')}`)) shaded++;
  return shaded;
}

/** Takes the context of MapLibre's own canvas away; `restore` gives it back, as a browser does after the graphics process died. */
const loseMap = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.maplibregl-canvas');
    const held = canvas?.getContext('webgl2')?.getExtension('WEBGL_lose_context');
    Object.assign(window, { restore: () => held?.restoreContext() });
    return new Promise<void>((done) => {
      canvas?.addEventListener('webglcontextlost', () => done(), { once: true });
      held?.loseContext();
    });
  });

const frameOf = (entries: readonly Entry[]): number[] => {
  const first = entries[0]?.seq ?? seq(1);
  return [...encodeFrame(entries, first, entries.at(-1)?.seq ?? first, now, ORIGIN)];
};
/** A unit told again, unchanged but for its number: the map outlines, shades and names everything anew. */
const areaAgain = (): Entry[] => {
  const area = snapshot.entries.find(({ kind }) => kind === 'area.defined');
  return area ? [{ ...area, seq: seq(snapshot.seq + 1) }] : [];
};
const common = { classification: 'public', occurredAt: now, receivedAt: now, source: sourceId('test'), actor: null, drill: false } as const;

describe('the map on the glass', () => {
  it('MAP9 draws the drill over the built-in basemap, with every count in words, without a complaint', async () => {
    const { page, watch } = await openMap();
    expect(await page.textContent('.map-margin')).toContain('Ranh giới gần đúng, dựng từ tâm đơn vị');
    expect(await page.textContent('.map-margin__as-of')).toMatch(/Cập nhật 16:3\d:\d\d/);
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

  it('MAP10 the context of the map itself is lost: what comes meanwhile throws nothing, and the whole picture comes back', async () => {
    const { page, watch } = await openMap({ frozen: true });
    // Until names have made room for the marks.
    const settled = async (): Promise<Uint8Array> => {
      await page.clock.fastForward(6_000);
      return pixelsOf(await restingPicture(page));
    };
    const whole = await settled();
    expect(shadedIn(whole)).toBeGreaterThan(1_000);
    await loseMap(page);
    const lost = await pixelsOf(await page.screenshot({ clip: MIDDLE }));
    expect(likeness(whole, lost)).toBeLessThan(0.9);
    expect(shadedIn(lost)).toBe(0);
    // Data for a style that is not there: units, their names and shades are told anew.
    await page.evaluate(
      (bytes) => (window as unknown as { harness: { applyFrame(b: number[]): void } }).harness.applyFrame(bytes),
      frameOf([...areaAgain()]),
    );
    await page.evaluate(() => (window as unknown as { restore(): void }).restore());
    const back = await vi.waitUntil(
      async () => {
        const picture = await settled();
        return likeness(whole, picture) > 0.98 && picture;
      },
      { timeout: 60_000 },
    );
    expect(shadedIn(back) / shadedIn(whole)).toBeCloseTo(1, 1);
    watch.assertClean();
    await page.close();
  });

  it.each(['map', 'overlay'])('MAP4 the %s stays lost for 10 s: the page is loaded anew, and is whole', async (which) => {
    const { page } = await openMap({ frozen: true });
    await page.evaluate(() => Object.assign(window, { first: true }));
    if (which === 'map') await loseMap(page);
    else {
      await page.evaluate(() => {
        // No new context is to be had: the graphics process is gone for good.
        const canvas = [...document.querySelectorAll('canvas')].find((each) => !each.classList.contains('maplibregl-canvas'));
        const { getContext } = HTMLCanvasElement.prototype;
        HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...more: unknown[]) {
          return kind.startsWith('webgl') ? null : Reflect.apply(getContext, this, [kind, ...more]);
        } as typeof getContext;
        const context = (canvas ? Reflect.apply(getContext, canvas, ['webgl2']) : null) as WebGL2RenderingContext | null;
        return new Promise<void>((done) => {
          canvas?.addEventListener('webglcontextlost', () => done(), { once: true });
          context?.getExtension('WEBGL_lose_context')?.loseContext();
        });
      });
    }
    await page.clock.fastForward(5_000);
    expect(await page.evaluate(() => 'first' in window)).toBe(true);
    const loaded = page.waitForEvent('load');
    await page.clock.fastForward(5_500);
    await loaded;
    expect(await page.evaluate(() => 'first' in window)).toBe(false);
    await marked(page);
    await page.close();
  });

  it.each([
    { width: 1113, height: 668, u: 21.5, measure: 'open-reports', lines: 2 },
    { width: 1113, height: 668, u: 21.5, measure: 'dv-ngap', lines: 2 },
    { width: 2226, height: 1336, u: 43, measure: 'dv-ngap', lines: 2 },
    // Wide enough for the legend to stand beside the city.
    { width: 1600, height: 700, u: 11, measure: 'dv-ngap', lines: 16 },
  ])('MAP13 at $width×$height, $measure: nothing under one unit, nothing cut, a legend of $lines lines at most', async (size) => {
    const { page, watch } = await openMap({ query: `u=${size.u}&measure=${size.measure}`, width: size.width, height: size.height });
    const found = await page.evaluate((u) => {
      const tile = document.querySelector('.map-tile');
      const legend = document.querySelector('.map-legend');
      if (!tile || !legend) throw new Error('no map');
      const bounds = tile.getBoundingClientRect();
      const small: string[] = [];
      const beyond: string[] = [];
      const walker = document.createTreeWalker(tile, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        if (!parent || walker.currentNode.textContent?.trim() === '' || parent.closest('svg, .map-ramp__title')) continue;
        if (Number.parseFloat(getComputedStyle(parent).fontSize) * 0.74 < u * 0.99) small.push(walker.currentNode.textContent ?? '');
        const range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        const box = range.getBoundingClientRect();
        if (box.width > 0 && (box.left < bounds.left || box.right > bounds.right || box.bottom > bounds.bottom + u / 3))
          beyond.push(walker.currentNode.textContent ?? '');
      }
      const line = Number.parseFloat(getComputedStyle(legend).lineHeight);
      return { small, beyond, lines: Math.floor((legend.getBoundingClientRect().height - u) / line) };
    }, size.u);
    expect(found).toMatchObject({ small: [], beyond: [] });
    expect(found.lines).toBeGreaterThan(0);
    expect(found.lines).toBeLessThanOrEqual(size.lines);
    watch.assertClean();
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
    await page.waitForFunction(() => !document.querySelector('.map-margin')?.textContent?.includes('gần đúng'));
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
