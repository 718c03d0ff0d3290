import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { beforeAll, expect, test, vi } from 'vitest';
import type { DisplayGlass, WallGlass } from '../../../shared/contract/glass.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { openAdministration } from '../../support/ingest-client.ts';
import { testDatabase } from '../../support/postgres.ts';
import { printedLinks } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';

/** The built wall in a real browser at one node; the desk asks another node of the same database. */

let browser: Browser;
let ofDisplay: ServerProcess;
let ofDesk: ServerProcess;
let cookie: string;
let wall: string;
let page: Page;
let watch: ReturnType<typeof watchConsole>;

beforeAll(async () => {
  const { url } = await testDatabase();
  ofDisplay = await startServerProcess({ env: { DATABASE_URL: url, DRILL: 'auto' } });
  ofDesk = await startServerProcess({ env: { DATABASE_URL: url } });
  ({ cookie } = await openAdministration(ofDisplay));
  browser = await openChromium();
  page = await (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
  watch = watchConsole(page);
  await page.goto(printedLinks(ofDisplay).wall);
  await page.waitForSelector('.wall[data-link="live"]', { timeout: 60_000 });
  const { wall: own } = (await page.evaluate(async () => (await fetch('/display/v1/self')).json())) as { wall: { id: string } };
  wall = own.id;
}, 120_000);

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${ofDesk.url}/walls/v1/${wall}/${path}`, {
    ...init,
    headers: { cookie, origin: ofDesk.url, 'content-type': 'application/json' },
  });
async function theDisplay(): Promise<DisplayGlass> {
  const { displays } = (await (await ask('glass')).json()) as WallGlass;
  const [first] = displays;
  if (!first) throw new Error('the wall has no display');
  return first;
}
const soon = <T>(look: () => Promise<T>, timeout = 20_000): Promise<T> => vi.waitFor(look, { timeout, interval: 100 });
const isWell = (): Promise<void> =>
  soon(async () => expect(await theDisplay()).toMatchObject({ state: 'online', faults: [], painted: { scene: 'standby' } }), 60_000);
const tell = async (command: 'reload' | 'capture'): Promise<{ capture: string | null }> => {
  const { position } = await theDisplay();
  const answer = await ask(`displays/${position}/command`, { method: 'POST', body: JSON.stringify({ command }) });
  expect(answer.status).toBe(202);
  return (await answer.json()) as { capture: string | null };
};

test('TRUTH9 a picture of a real page shows what the page shows, its map among it, and the browser complains of nothing', async () => {
  await isWell();
  await page.waitForSelector('canvas.maplibregl-canvas');
  await soon(async () => expect(await page.$$eval('.tile[data-state="live"]', (tiles) => tiles.length)).toBeGreaterThan(3));
  const { capture } = await tell('capture');
  const taken = await soon(async () => {
    const answer = await ask(`captures/${capture}`);
    expect(answer.status).toBe(200);
    return Buffer.from(await answer.arrayBuffer());
  });
  const shown = await page.screenshot({ type: 'png' });
  if (process.env.KEEP_CAPTURE) {
    await sharp(taken).toFile(`${process.env.KEEP_CAPTURE}/taken.jpg`);
    await sharp(shown).toFile(`${process.env.KEEP_CAPTURE}/shown.png`);
  }
  expect(await sharp(taken).metadata()).toMatchObject({ format: 'jpeg', width: 1280, height: 720 });
  // Blurred to what a person across the room tells apart: clocks and counts go on between the two.
  const [a, b] = await Promise.all(
    [taken, shown].map((picture) => sharp(picture).removeAlpha().resize(64, 36, { fit: 'fill' }).raw().toBuffer()),
  );
  const differing = [...(a ?? [])].filter((value, i) => Math.abs(value - (b?.[i] ?? 0)) > 24).length;
  expect(differing / (a?.length ?? 1)).toBeLessThan(0.03);
  watch.assertClean();
});

test('TRUTH8 a page that is told to load again does so once, and comes back to its scene', async () => {
  await isWell();
  await soon(async () => expect((await theDisplay()).painted?.frames ?? 0).toBeGreaterThan(60));
  const before = (await theDisplay()).painted?.frames ?? 0;
  let loads = 0;
  page.on('load', () => loads++);
  await page.evaluate(() => Object.assign(window, { isOld: true }));
  await tell('reload');
  await page.waitForFunction(() => !('isOld' in window), undefined, { timeout: 20_000 });
  // The page counts its frames from one again; whatever it is sent now, it has that command behind it.
  await soon(async () => expect((await theDisplay()).painted?.frames ?? Infinity).toBeLessThan(before));
  await isWell();
  const fresh = (await theDisplay()).painted?.frames ?? 0;
  await soon(async () => expect((await theDisplay()).painted?.frames ?? 0).toBeGreaterThan(fresh + 3));
  expect(loads).toBe(1);
  watch.assertClean();
});

test('TRUTH4 TRUTH2 a page whose compositor stands raises "frozen" within 5 s, whatever picture it hands in, and is well again once it was told to load again', async () => {
  await isWell();
  // A stand-in for a compositor that hangs: no frame ever comes, all else goes on. One that is really stopped is seen on the wall of
  // six displays; there no picture of the page can be made either, and here it can.
  await page.evaluate(() => {
    const real = window.requestAnimationFrame;
    Object.assign(window, { real });
    window.requestAnimationFrame = () => 0;
  });
  const stoodAt = Date.now();
  await soon(async () => expect(await theDisplay()).toMatchObject({ state: 'online', faults: ['frozen'] }));
  expect(Date.now() - stoodAt).toBeLessThan(5_000);
  // The picture that it hands in is one of what it should show, and no proof of what is on its glass.
  const { heardAt } = await theDisplay();
  const { capture } = await tell('capture');
  await soon(async () => expect((await ask(`captures/${capture}`)).status).toBe(200));
  expect(await theDisplay()).toMatchObject({ state: 'online', faults: ['frozen'], heardAt });
  await page.evaluate(() => {
    window.requestAnimationFrame = (window as unknown as { real: typeof requestAnimationFrame }).real;
  });
  // What waited for a frame that never came is lost with it: the desk loads the page again.
  await tell('reload');
  await isWell();
});

test('TRUTH4 a page that hangs, its connection open, raises "frozen" within 5 s too, and heals by itself', async () => {
  await isWell();
  await page.evaluate(() => {
    setTimeout(() => {
      const end = Date.now() + 8_000;
      while (Date.now() < end);
    });
  });
  const stoodAt = Date.now();
  const seen = new Set<string>();
  await soon(async () => {
    const { state, faults } = await theDisplay();
    seen.add([state, ...faults].join(' '));
    expect([...seen]).toContain('online frozen');
  });
  expect(Date.now() - stoodAt).toBeLessThan(5_000);
  await isWell();
});

test('TRUTH1 a page that is closed is off within seconds; one whose process is killed is late', async () => {
  await isWell();
  const state = await page.context().storageState();
  await page.close({ runBeforeUnload: false });
  await soon(async () => expect(await theDisplay()).toMatchObject({ state: 'off' }));
  const again = await openChromium();
  const other = await (await again.newContext({ storageState: state })).newPage();
  await other.goto(`${ofDisplay.url}/wall`);
  await isWell();
  const crash = await other.context().newCDPSession(other);
  crash.send('Page.crash').catch(() => undefined);
  await soon(async () => expect(await theDisplay()).toMatchObject({ state: 'late', faults: [] }));
});
