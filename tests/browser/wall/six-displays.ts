import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openDatabase } from '../../../server/store/database.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../server/store/embedded-postgres.ts';
import type { Scene, SceneTile } from '../../../shared/contract/scene.ts';
import { cookiesOf } from '../../bench/centre/cookies.ts';
import { openChromium, type Watch, watchConsole } from '../../support/chromium.ts';
import { deskOf, panelWall, type WallDesk } from '../../support/panel-wall.ts';
import { silentLog, urlOf } from '../../support/postgres.ts';
import { knownDisplayOf, knownPerson, knownWall } from '../../support/principals.ts';
import { startServerProcess } from '../../support/server-process.ts';
import { createKiosk, type Kiosk } from './kiosk.ts';

/** Six windows of Chromium as one wall of 3 × 2 panels; the last is a machine of its own. The built server, its PostgreSQL, a desk. */

export const WINDOW = { width: 320, height: 180 };
/** 60 mm from picture to picture: 16 px of a window, so that what stands behind a bezel cannot be taken for what stands beside it. */
export const GAP_PX = 16;
const GAP_MM = 60;
export const COLUMNS = 3;
const ROWS = 2;
export const POSITIONS = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6'] as const;
export type Position = (typeof POSITIONS)[number];
/** Where the kiosk hangs. */
export const OWN_MACHINE = 'D6' satisfies Position;

const tile = (id: string, panel: number, kind = id, props = {}): SceneTile => ({
  id,
  tile: kind,
  x: 12 * (panel % COLUMNS),
  y: 13 * Math.floor(panel / COLUMNS),
  w: 12,
  h: 13,
  props,
});
const scene = (id: string, name: string, tiles: SceneTile[]): Scene => ({ id, name, columns: 36, rows: 26, tiles, focus: null });

/** A tile on each display, none of them a map: five kinds that follow the log and a notice. */
const QUIET = scene('quiet', 'Ca trực', [
  tile('events', 0, 'camera-events'),
  tile('indicators', 1),
  tile('status', 2),
  tile('reports', 3, 'field-reports'),
  tile('notice', 4, 'notice', { title: 'Ca trực', text: 'Không có lệnh mới' }),
  tile('more', 5, 'camera-events'),
]);
const OTHER = scene('other', 'Giao ca', [
  tile('reports', 0, 'field-reports'),
  tile('status', 1),
  tile('notice', 2, 'notice', { title: 'Giao ca', text: 'Bàn giao lúc 14 giờ' }),
  tile('indicators', 3),
  tile('events', 4, 'camera-events'),
  tile('more', 5, 'indicators'),
]);
/** One map over all six, in the open sea, where one boundary crosses the picture from the lower left to the upper right. */
const SEA = scene('sea', 'Vùng biển', [
  { id: 'map', tile: 'map', x: 0, y: 0, w: 36, h: 26, props: { bounds: [110.2, 12.75, 110.8, 13.25], legend: false } },
]);
const BOUNDARY = {
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code: '11999', name: 'Xã Thử Nghiệm', kind: 'xã' },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [107, 12.279],
            [117, 10],
            [114, 13.781],
            [107, 12.279],
          ],
        ],
      },
    },
  ],
};

export type Room = {
  /** Of the server; it stays the same over restarts. */
  url: string;
  desk: WallDesk;
  kiosk: Kiosk;
  page(position: Position): Page;
  /** Not of the kiosk. */
  opened(position: Position): { page: Page; watch: Watch };
  /** A new page in the same browser profile, as the machine of a display opens it. */
  open(position: Position): Promise<Page>;
  /** `kill -9`, and down until it is started. */
  killServer(): Promise<void>;
  /** The same data and port again. */
  restartServer(): Promise<void>;
  /** Sets back when a display that is gone was last heard of. */
  longAgo(position: Position, ms: number): Promise<void>;
  /** `kill -9`, and down until it is started. */
  killPostgres(): Promise<void>;
  startPostgres(): Promise<void>;
  close(): Promise<void>;
};

/** @throws what kept the room from opening, after everything that was started for it has ended. */
export async function openRoom(): Promise<Room> {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    return { ...(await furnish(closing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function furnish(closing: (() => Promise<unknown>)[]): Promise<Omit<Room, 'close'>> {
  const folder = mkdtempSync(join(tmpdir(), 'ioc-six-'));
  closing.push(() => rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  const dataDir = join(folder, 'data');
  const started = { dataDir: join(folder, 'postgres'), log: silentLog };
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres(started);
  closing.push(() => postgres.stop());
  const databaseUrl = urlOf(postgres, 'postgres');
  await importBoundary(folder, { DATABASE_URL: databaseUrl, DATA_DIR: dataDir });

  const parts = { env: { DATABASE_URL: databaseUrl, DRILL: 'auto' }, dataDir };
  let server = await startServerProcess(parts);
  closing.push(() => server.stop());
  const database = openDatabase({ url: databaseUrl, log: silentLog, max: 2 });
  const wall = { id: await knownWall(database, 'operators'), audience: 'operators' } as const;
  const lead = await knownPerson(database, 'shift-lead', null);
  const desk = deskOf(server, lead.cookie, wall.id);
  for (const one of [QUIET, OTHER, SEA]) await desk.publish(one);
  await desk.define(panelWall({ columns: COLUMNS, rows: ROWS, gapMm: GAP_MM, scene: QUIET.id }));

  const browser: Browser = await openChromium();
  closing.push(() => browser.close());
  const contexts = new Map<Position, BrowserContext>();
  const pages = new Map<Position, { page: Page; watch: Watch }>();
  const url = `${server.url}/wall`;
  const open = async (position: Position): Promise<Page> => {
    const context = contexts.get(position);
    if (!context) throw new Error(`${position} is a machine of its own`);
    const page = await context.newPage();
    const watch = watchConsole(page);
    pages.set(position, { page, watch });
    await page.goto(url);
    return page;
  };
  const kiosk = createKiosk(url, WINDOW);
  closing.push(() => kiosk.close());
  const pairKiosk = async (): Promise<void> => {
    await kiosk.start();
    const page = kiosk.page();
    await page.waitForSelector('[data-code]');
    const code = await page.getAttribute('[data-code]', 'data-code');
    const { cookie } = await knownPerson(database, 'administrator', null);
    const answer = await fetch(`${server.url}/admin/v1/pairings/${code}/approve`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie, origin: server.url },
      body: JSON.stringify({ display: 'man-hinh-6', name: 'Màn hình 6', wall: wall.id, position: OWN_MACHINE }),
    });
    if (answer.status !== 201) throw new Error(`not paired: ${answer.status} ${await answer.text()}`);
  };
  await Promise.all([
    pairKiosk(),
    ...POSITIONS.filter((position) => position !== OWN_MACHINE).map(async (position) => {
      const context = await browser.newContext({ viewport: WINDOW });
      await context.addCookies(cookiesOf((await knownDisplayOf(database, wall, position)).cookie));
      contexts.set(position, context);
      await open(position);
    }),
  ]);
  await database.close();

  const opened = (position: Position): { page: Page; watch: Watch } => {
    const found = pages.get(position);
    if (!found) throw new Error(`${position} has no page`);
    return found;
  };
  return {
    url: server.url,
    killServer: () => server.kill9(),
    desk,
    kiosk,
    page: (position) => (position === OWN_MACHINE ? kiosk.page() : opened(position).page),
    opened,
    open,
    async restartServer() {
      server = await startServerProcess({ ...parts, port: server.port });
    },
    async longAgo(position, ms) {
      const client = new Client({ ...postgres.connection });
      await client.connect();
      const at = Date.now() - ms;
      const of = 'from display d where d.position = $2 and d.wall = $3';
      await client.query(`update display_glass g set alive_at = $1 ${of} and g.display = d.id`, [at, position, wall.id]);
      await client.query('update display set seen_at = $1 where position = $2 and wall = $3', [at, position, wall.id]);
      await client.end();
    },
    async killPostgres() {
      const { pid } = postgres;
      if (pid === null) throw new Error('PostgreSQL is down already');
      process.kill(pid, 'SIGKILL');
      // It would be started again at once.
      await postgres.stop();
    },
    async startPostgres() {
      postgres = await startEmbeddedPostgres(started);
    },
  };
}

/** As an operator brings outlines into a centre: the built command. */
async function importBoundary(folder: string, env: Record<string, string>): Promise<void> {
  const file = join(folder, 'boundary.geojson');
  writeFileSync(file, JSON.stringify(BOUNDARY));
  const command = fileURLToPath(new URL('../../../dist/server/app/import-areas.js', import.meta.url));
  await promisify(execFile)(process.execPath, [command, file], { env: { ...process.env, ...env } });
}
