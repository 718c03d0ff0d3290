import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { isStraight, lineIn, type Point, straight } from '../../support/line-on-glass.ts';
import { buildMapPage, drillSnapshot, type MapPage, serveMapPage } from './map-page.ts';

/** A triangle in the open sea: one long side crosses the picture, the others lie far outside it. */
const GEOJSON = JSON.stringify({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: '11914' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [109, 12.2],
            [112, 13.8],
            [112, 12.2],
            [109, 12.2],
          ],
        ],
      },
    },
  ],
});
const SHA = createHash('sha256').update(GEOJSON).digest('hex');
const SEA = 'bounds=110.2,12.75,110.8,13.25&legend=none';
const { snapshot, now } = drillSnapshot(16.5, 3);
const lined = drillSnapshot(16.5, 1, [
  {
    kind: 'boundaries.imported',
    id: 'boundaries',
    area: null,
    classification: 'public',
    occurredAt: now,
    receivedAt: now,
    source: 'test',
    actor: null,
    drill: false,
    data: { sha256: SHA, features: 1, attribution: '' },
  } as never,
]);

let folder: string;
let built: string;
let city: MapPage;
let sea: MapPage;
let browser: Browser;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'map-part-'));
  writeFileSync(join(folder, SHA), GEOJSON);
  built = await buildMapPage();
  const parts = { folder: built, dataDir: folder, boundaries: async (sha256: string) => (sha256 === SHA ? join(folder, SHA) : null) };
  city = await serveMapPage({ ...parts, fixture: { snapshot, now } });
  sea = await serveMapPage({ ...parts, fixture: lined });
  browser = await openChromium({ flags: ['--js-flags=--expose-gc'] });
});
afterAll(async () => {
  await city?.close();
  await sea?.close();
  for (const made of [folder, built]) rmSync(made, { recursive: true, force: true });
});

// A test that failed leaves its pages behind: maps that are drawn on would take the time of those that follow.
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

type Rect = { x: number; y: number; w: number; h: number };
type Display = { page: Page; part: Rect; watch: ReturnType<typeof watchConsole> };
const FULL = { w: 1230, h: 640 };

/** Counts drawing contexts as they are made, and frames as they are asked for. */
const COUNTERS = () => {
  const canvases = new Set<HTMLCanvasElement>();
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...more: unknown[]) {
    const context = Reflect.apply(getContext, this, [kind, ...more]);
    if (context && kind.startsWith('webgl')) canvases.add(this);
    return context;
  } as typeof getContext;
  const ask = window.requestAnimationFrame.bind(window);
  const counted = { frames: 0, contexts: () => canvases.size, forget: () => canvases.clear() };
  window.requestAnimationFrame = (callback) => {
    counted.frames++;
    return ask(callback);
  };
  Object.assign(window, { counted });
};

async function openPage(
  site: MapPage,
  query: string,
  width: number,
  height: number,
  paced = false,
): Promise<Pick<Display, 'page' | 'watch'>> {
  const page = await browser.newPage({ viewport: { width, height } });
  page.setDefaultTimeout(90_000);
  const watch = watchConsole(page);
  // Time goes on as it does, and can be made to pass.
  if (paced) await page.clock.install();
  await page.addInitScript(COUNTERS);
  await page.goto(`${site.url}?${query}`);
  // No handle of an element is kept: it would keep the map.
  await page.locator('canvas.maplibregl-canvas').waitFor();
  return { page, watch };
}

/** One map on columns × rows displays, as many windows, with a bezel of `gap` pixels between them that no display shows. */
async function openWall(site: MapPage, columns: number, rows: number, gap: number, query: string): Promise<Display[]> {
  const w = Math.floor((FULL.w - (columns - 1) * gap) / columns);
  const h = Math.floor((FULL.h - (rows - 1) * gap) / rows);
  const places = Array.from({ length: columns * rows }, (_, i) => ({
    x: (i % columns) * (w + gap),
    y: Math.floor(i / columns) * (h + gap),
    w,
    h,
  }));
  return Promise.all(
    places.map(async (part) => ({
      part,
      ...(await openPage(site, `u=11&full=${FULL.w},${FULL.h}&part=${Object.values(part).join(',')}&${query}`, w, h)),
    })),
  );
}
const closeWall = async (wall: readonly Display[]): Promise<void> => {
  for (const { watch } of wall) watch.assertClean();
  await Promise.all(wall.map(({ page }) => page.close()));
};

/** Where the boundary stands on a display, in the whole map's pixels: between the tile's head and the map's attribution. */
async function lineOn({ page, part }: Display): Promise<Point[]> {
  const top = await page.evaluate(() => document.querySelector('.map-tile__stage')?.getBoundingClientRect().top ?? 0);
  const found = await lineIn(await page.screenshot(), { from: Math.ceil(top) + 2, to: part.h - 25 });
  return found.map(([x, y]) => [x + part.x, y + part.y]);
}

/** Every name and label as it stands on the whole map. */
const writtenOn = ({ page, part }: Pick<Display, 'page' | 'part'>): Promise<string[]> =>
  page.evaluate(
    ({ x, y }) =>
      [...document.querySelectorAll('.map-name, .map-label')]
        .map((each) => {
          const box = each.getBoundingClientRect();
          return `${each.className} ${each.textContent} ${Math.round(box.left + x)} ${Math.round(box.top + y)}`;
        })
        .sort(),
    part,
  );

const harness = <T>(page: Page, act: string, ...given: unknown[]): Promise<T> =>
  page.evaluate(
    ([name, args]) =>
      (window as unknown as { harness: Record<string, (...all: unknown[]) => T> }).harness[name as string]?.(...(args as [])),
    [act, given],
  ) as Promise<T>;
const contexts = (page: Page): Promise<number> =>
  page.evaluate(() => (window as unknown as { counted: { contexts(): number } }).counted.contexts());
const marked = (page: Page): Promise<void> => page.locator('.map-name').first().waitFor();

describe('a map on several displays', () => {
  it.each([
    { columns: 2, rows: 1 },
    { columns: 3, rows: 2 },
  ])('PART1 a line goes on across $columns × $rows displays within 2 px, behind the bezels too', async ({ columns, rows }) => {
    const wall = await openWall(sea, columns, rows, 20, SEA);
    const lines = new Map<Display, (x: number) => number>();
    for (const display of wall) {
      // Those that the line does not cross have nothing to say; on the others it comes when the outline is read and drawn.
      const { part } = display;
      const expected = part.y < FULL.h / 2 === part.x + part.w / 2 >= FULL.w / 2 || rows === 1;
      const points = await vi.waitUntil(
        async () => {
          const seen = await lineOn(display);
          return (isStraight(seen) || !expected) && seen;
        },
        { timeout: 60_000 },
      );
      if (isStraight(points)) lines.set(display, straight(points));
    }
    expect(lines.size).toBeGreaterThanOrEqual(columns);
    const all = [...lines];
    let seams = 0;
    for (const [a, lineA] of all) {
      for (const [b, lineB] of all) {
        const across = b.part.x > a.part.x && b.part.x < a.part.x + a.part.w + 40 && b.part.y === a.part.y;
        const down = b.part.y > a.part.y && b.part.x === a.part.x;
        if (!across && !down) continue;
        seams++;
        // In the middle of the gap; for displays one over another, where the lower one's line is at its upper edge.
        const xs = across ? [b.part.x - 10] : [a.part.x + 10, a.part.x + a.part.w / 2, a.part.x + a.part.w - 10];
        for (const x of xs) expect(Math.abs(lineA(x) - lineB(x))).toBeLessThan(2);
      }
    }
    expect(seams).toBeGreaterThan(0);
    await closeWall(wall);
  });

  it('PART2 each draws a canvas as large as its part and no more; the legend and the margin stand once, where they are on the whole', async () => {
    const wall = await openWall(city, 2, 1, 20, '');
    const seen: string[] = [];
    for (const { page, part } of wall) {
      await page.waitForSelector('.map-legend');
      const canvases = await page.evaluate(() => [...document.querySelectorAll('canvas')].map((each) => [each.width, each.height]));
      for (const [width = 0, height = 0] of canvases) {
        expect(width).toBeLessThanOrEqual(part.w + 1);
        expect(height).toBeLessThanOrEqual(part.h);
      }
      const legend = await page.evaluate(() => document.querySelector('.map-legend')?.getBoundingClientRect().toJSON());
      seen.push(legend.left < part.w && legend.right > 0 ? 'here' : 'elsewhere');
    }
    expect(seen).toEqual(['elsewhere', 'here']);
    await closeWall(wall);
  });

  it('PART3 names and labels have one place on the whole map, so that two displays draw halves of the same one', async () => {
    const whole = { ...(await openPage(city, 'u=11', FULL.w, FULL.h)), part: { x: 0, y: 0, ...FULL } };
    // The seam goes through the middle of the city.
    const gap = 20;
    const left = { x: 0, y: 0, w: 480, h: FULL.h };
    const right = { x: 500, y: 0, w: FULL.w - 500, h: FULL.h };
    const wall = await Promise.all(
      [left, right].map(async (part) => ({
        part,
        ...(await openPage(city, `u=11&full=${FULL.w},${FULL.h}&part=${Object.values(part).join(',')}`, part.w, part.h)),
      })),
    );
    const [a, b] = wall as [Display, Display];
    const texts = await vi.waitUntil(
      async () => {
        const [all, ofLeft, ofRight] = await Promise.all([writtenOn(whole), writtenOn(a), writtenOn(b)]);
        return all.length > 30 && JSON.stringify(all) === JSON.stringify(ofLeft) && JSON.stringify(all) === JSON.stringify(ofRight) && all;
      },
      { timeout: 60_000, interval: 300 },
    );
    expect(texts.length).toBeGreaterThan(30);
    // Some of them lie across the seam, or this proves nothing.
    const crossing = await whole.page.evaluate(
      ([from = 0, to = 0]) =>
        [...document.querySelectorAll('.map-name, .map-label')].filter((each) => {
          const box = each.getBoundingClientRect();
          return box.left < from - 3 && box.right > to + 3;
        }).length,
      [left.w, left.w + gap],
    );
    expect(crossing).toBeGreaterThan(0);
    // And on the glass: beside the seam each display shows the very pixels of the whole map.
    for (const { page, part } of wall) {
      const at = part === left ? left.w - 60 : right.x;
      await vi.waitUntil(
        async () => {
          const clip = { width: 60, height: 500, y: 60 };
          const [mine, its] = await Promise.all([
            page.screenshot({ clip: { ...clip, x: at - part.x } }),
            whole.page.screenshot({ clip: { ...clip, x: at } }),
          ]);
          return (await likeness(page, mine, its)) > 0.97;
        },
        { timeout: 60_000, interval: 500 },
      );
    }
    await closeWall([whole, ...wall]);
  });
});

/** 0 to 1: pixels that look the same, compared by the browser. */
const likeness = (page: Page, a: Buffer, b: Buffer): Promise<number> =>
  page.evaluate(
    async (pictures) => {
      const [one, two] = await Promise.all(
        pictures.map(async (base64) => {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
          const pen = new OffscreenCanvas(image.width, image.height).getContext('2d');
          pen?.drawImage(image, 0, 0);
          return pen?.getImageData(0, 0, image.width, image.height).data ?? new Uint8ClampedArray();
        }),
      );
      if (!one || !two) return 0;
      let same = 0;
      for (let i = 0; i < one.length; i += 4) if ([0, 1, 2].every((c) => Math.abs((one[i + c] ?? 0) - (two[i + c] ?? 0)) <= 24)) same++;
      return same / (one.length / 4);
    },
    [a.toString('base64'), b.toString('base64')],
  );

describe('the one map of a display', () => {
  it('PART4 other props, another size, room or unit change the map that is there: no new canvas, no new context', async () => {
    const { page, watch } = await openPage(city, 'u=11', 1100, 560);
    await marked(page);
    await page.waitForSelector('.map-legend');
    const made = await contexts(page);
    await page.evaluate(() => {
      for (const canvas of document.querySelectorAll('canvas')) canvas.setAttribute('data-first', 'yes');
    });
    const scale = () => page.textContent('.map-scale');
    const before = await scale();
    await harness(page, 'place', [{ key: 'one', props: { measure: 'dv-ngap', bounds: [106.6, 20.8, 106.75, 20.9] } }]);
    await page.waitForFunction(() => document.querySelector('.map-ramp__title')?.textContent?.includes('ngập'));
    await vi.waitUntil(async () => (await scale()) !== before, { timeout: 30_000 });
    await harness(page, 'place', [{ key: 'one', props: { legend: false } }]);
    await page.waitForSelector('.map-legend', { state: 'detached' });
    await page.setViewportSize({ width: 800, height: 600 });
    await page.waitForFunction(() => document.querySelector<HTMLCanvasElement>('canvas.maplibregl-canvas')?.clientWidth === 800);
    await harness(page, 'wear', 'light', 16);
    await page.waitForFunction(() => {
      const name = document.querySelector('.map-name');
      return name && getComputedStyle(name).color === 'rgb(85, 96, 107)';
    });
    expect(await page.evaluate(() => document.querySelectorAll('canvas:not([data-first])').length)).toBe(0);
    expect(await contexts(page)).toBe(made);
    watch.assertClean();
    await page.close();
  });

  it('PART5 a second map on the same display says in words that there is one already, and takes over when the first goes', async () => {
    const { page, watch } = await openPage(city, 'u=11', 1400, 500);
    await marked(page);
    const made = await contexts(page);
    const one = { key: 'one', props: {}, at: { x: 0, y: 0, w: 690, h: 500 } };
    const two = { key: 'two', props: { legend: false }, at: { x: 710, y: 0, w: 690, h: 500 } };
    await harness(page, 'place', [one, two]);
    const second = page.locator('[data-place="two"]');
    await second.getByText('Bản đồ đang hiển thị ở ô khác').waitFor();
    expect(await second.locator('canvas').count()).toBe(0);
    await harness(page, 'place', [two]);
    await second.locator('canvas.maplibregl-canvas').waitFor();
    await second.locator('.map-name').first().waitFor();
    expect(await page.getByText('Bản đồ đang hiển thị ở ô khác').count()).toBe(0);
    expect(await contexts(page)).toBe(made);
    watch.assertClean();
    await page.close();
  });

  it('PART6 when one scene gives way to another the map goes on in the new one by the next frame: the same canvas, the same context', async () => {
    const { page, watch } = await openPage(city, 'u=11', 1400, 500);
    await marked(page);
    const made = await contexts(page);
    await page.evaluate(() => document.querySelector('canvas.maplibregl-canvas')?.setAttribute('data-first', 'yes'));
    await harness(page, 'place', [{ key: 'new', props: { measure: 'dv-ngap' }, at: { x: 300, y: 40, w: 900, h: 440 } }]);
    const there = await page.evaluate(
      () =>
        new Promise((done) =>
          requestAnimationFrame(() => {
            const canvas = document.querySelector<HTMLCanvasElement>('[data-place="new"] canvas[data-first]');
            done(canvas && { width: canvas.clientWidth, lost: canvas.getContext('webgl2')?.isContextLost() });
          }),
        ),
    );
    expect(there).toEqual({ width: 900, lost: false });
    expect(await contexts(page)).toBe(made);
    watch.assertClean();
    await page.close();
  });

  it('PART10 the tile of a scene that comes has the map before its moment, and a still of it stays on the glass, also when the scene is called off', async () => {
    const { page, watch } = await openPage(city, 'u=11', 1400, 500);
    await marked(page);
    const made = await contexts(page);
    const one = { key: 'one', props: {} };
    const two = { key: 'two', props: { legend: false }, at: { x: 300, y: 40, w: 700, h: 440 }, coming: true };
    const live = page.locator('canvas.maplibregl-canvas');
    await harness(page, 'place', [one, two]);
    await page.locator('[data-place="two"] canvas.maplibregl-canvas').waitFor({ state: 'attached' });
    // What stands still are pictures: as many colours as the map had, and nobody draws on them.
    const still = await page.$$eval('[data-place="one"] canvas', (canvases) =>
      canvases.map((each) => {
        const canvas = each as HTMLCanvasElement;
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] };
        return new Set(new Uint32Array(Uint8ClampedArray.from(data).buffer)).size;
      }),
    );
    expect(still).toHaveLength(2);
    for (const colours of still) expect(colours).toBeGreaterThan(10);
    expect(await page.locator('[data-place="one"] .map-name').count()).toBeGreaterThan(5);
    expect(await page.locator('[data-place="one"] .map-legend').count()).toBe(1);
    expect(await page.getByText('Bản đồ đang hiển thị ở ô khác').count()).toBe(0);

    await harness(page, 'place', [one]);
    await page.locator('[data-place="one"] canvas.maplibregl-canvas').waitFor();
    expect(await page.locator('canvas').count()).toBe(2);

    await harness(page, 'place', [one, two]);
    await page.locator('[data-place="two"] canvas.maplibregl-canvas').waitFor({ state: 'attached' });
    await harness(page, 'place', [{ ...two, coming: false }]);
    await live.waitFor();
    await page.locator('[data-place="two"] .map-name').first().waitFor();
    expect(await contexts(page)).toBe(made);
    watch.assertClean();
    await page.close();
  });

  it('PART7 once no scene shows it, the map rests and in five minutes is closed: its contexts are given back, all that it held is collected', async () => {
    const { page, watch } = await openPage(city, 'u=11&own=1', 900, 500, true);
    await marked(page);
    expect(await harness<number>(page, 'watchCanvases', 'one')).toBe(2);
    await page.evaluate(() => {
      const held = [...document.querySelectorAll('canvas')].map((each) => each.getContext('webgl2'));
      Object.assign(window, { lost: () => held.every((each) => each?.isContextLost()), letGo: () => held.splice(0) });
    });
    await harness(page, 'place', []);
    await page.clock.fastForward(3_000);
    expect(await page.evaluate(() => (window as unknown as { lost(): boolean }).lost())).toBe(false);
    await page.clock.fastForward(301_000);
    await page.waitForFunction(() => (window as unknown as { lost(): boolean }).lost());
    await page.evaluate(() => {
      (window as unknown as { letGo(): void }).letGo();
      (window as unknown as { counted: { forget(): void } }).counted.forget();
    });
    await vi.waitFor(
      async () => {
        // React keeps the tree before the present one: the page draws on, as a wall does.
        await harness(page, 'place', []);
        await page.evaluate(() => (window as unknown as { gc(): void }).gc());
        expect((await harness<string[]>(page, 'collected')).toSorted()).toEqual(['canvas of one', 'canvas of one', 'world of one']);
      },
      { timeout: 60_000, interval: 200 },
    );
    watch.assertClean();
    await page.close();
  });

  it('PART8 a map on which nothing changes asks for no frames', async () => {
    const { page, watch } = await openPage(city, 'u=11', 900, 500);
    await marked(page);
    const framesInASecond = () =>
      page.evaluate(async () => {
        const { counted } = window as unknown as { counted: { frames: number } };
        const before = counted.frames;
        await new Promise((done) => setTimeout(done, 1000));
        return counted.frames - before;
      });
    await vi.waitUntil(async () => (await framesInASecond()) <= 5, { timeout: 60_000 });
    // A loop that nobody parked asks for sixty.
    expect(await framesInASecond()).toBeLessThan(15);
    watch.assertClean();
    await page.close();
  });

  it.each([
    { interactive: false, how: 'at once' },
    { interactive: true, how: 'in a flight' },
  ])('PART9 other bounds: a map with interactive=$interactive goes there $how', async ({ interactive }) => {
    const { page, watch } = await openPage(city, `u=11&legend=none${interactive ? '&interactive=1' : ''}`, 500, 350, true);
    await marked(page);
    await page.evaluate(() => {
      const pictures = new Set<string>();
      const look = (): void => {
        pictures.add([...document.querySelectorAll<HTMLElement>('.map-name')].map((each) => each.style.transform).join());
        requestAnimationFrame(look);
      };
      look();
      Object.assign(window, { seen: () => [...pictures], start: () => pictures.clear() });
    });
    await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 120_000);
    const picturesSeen = () => page.evaluate(() => (window as unknown as { seen(): string[] }).seen());
    const [before] = await picturesSeen();
    await page.evaluate(() => (window as unknown as { start(): void }).start());
    await harness(page, 'place', [{ key: 'one', props: { legend: false, interactive, bounds: [106.2, 20.6, 106.8, 21] } }]);
    // As many frames as a screen has in that time, however slow this machine draws them.
    await page.clock.runFor(1000);
    const seen = await picturesSeen();
    if (interactive) expect(seen.length).toBeGreaterThan(10);
    else expect(seen.length).toBeLessThanOrEqual(3);
    expect(seen.at(-1)).not.toBe(before);
    watch.assertClean();
    await page.close();
  });
});
