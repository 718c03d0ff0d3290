import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser as Chromium, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { referenceDelivery } from '../../../server/sources/reference/reference-entries.ts';
import { createLog } from '../../../server/store/log.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import { areaCode, epochMs, sourceId } from '../../../shared/model/ids.ts';
import { openChromium, watchConsole } from '../../support/chromium.ts';
import { ownServer } from '../../support/own-server.ts';
import { testDatabase } from '../../support/postgres.ts';
import { type Known, knownPerson, knownWall } from '../../support/principals.ts';
import { faultsOf, tabTo } from '../login/at-the-desk.ts';

/** The past as built, over a log that holds one grave event half an hour ago. */

const NO_DIRECTION = { emergency: null, override: null, banner: null, pin: null, fullTile: null, frozenAt: null, replay: null };
const SHOTS = process.env.SCREENSHOTS ?? null;
const HAPPENED = epochMs(Math.floor(Date.now() / 1000) * 1000 - 30 * 60_000);
let chromium: Chromium;
let server: Awaited<ReturnType<typeof ownServer>>;
let lead: Known;
/** The page that one test leaves open for the next. */
let opened: Awaited<ReturnType<typeof openAt>> | null = null;

beforeAll(async () => {
  const { database, url } = await testDatabase();
  const log = createLog({ pool: database.pool, clock: () => HAPPENED });
  const entry = (at: number, draft: object): NewEntry =>
    ({
      area: null,
      classification: 'internal',
      actor: null,
      drill: false,
      source: sourceId('test'),
      occurredAt: epochMs(at),
      receivedAt: epochMs(at),
      ...draft,
    }) as NewEntry;
  const city = referenceDelivery(epochMs(HAPPENED - 3_600_000)).items.flatMap(({ drafts }) => (drafts.ok ? drafts.value : []));
  const at = [106.683, 20.861];
  const area = areaCode('11383');
  const camera = { name: 'Camera Cầu Rào', at, directionDeg: null, owner: 'Trung tâm' };
  const seen = { cameraId: 'cau-rao', type: 'fire', severity: 'critical', phase: 'new', startedAt: HAPPENED, endedAt: null, at };
  const rest = { label: null, score: 0.9, zones: [], plate: null, speedKmh: null, evidence: null };
  const entries = [
    ...city.map(({ publisherKey: _, ...draft }) => entry(HAPPENED - 3_600_000, { classification: 'public', ...draft })),
    entry(HAPPENED - 3_500_000, { kind: 'camera.registered', id: 'cau-rao', area, data: camera }),
    entry(HAPPENED, { kind: 'camera-event.observed', id: 'fire-1', area, data: { ...seen, ...rest } }),
    ...[5, 6, 7].map((minutes) => {
      const jam = { type: 'congestion', severity: 'high', startedAt: HAPPENED + minutes * 60_000 };
      return entry(HAPPENED + minutes * 60_000, {
        kind: 'camera-event.observed',
        id: `jam-${minutes}`,
        area,
        data: { ...seen, ...rest, ...jam },
      });
    }),
    entry(HAPPENED + 10 * 60_000, {
      kind: 'wall.directed',
      id: await knownWall(database, 'operators', 'Tường phòng họp'),
      classification: 'public',
      actor: 'Nguyễn Thị Ánh',
      data: {
        ...NO_DIRECTION,
        revision: 1,
        showAt: HAPPENED,
        override: { scene: 'storm', reason: null, since: HAPPENED, until: HAPPENED + 3_600_000 },
      },
    }),
  ];
  await log.commit({ arrivals: entries.map((one) => ({ entry: one, publisherKey: null })), quarantined: [], refused: [] });
  server = await ownServer(url);
  lead = await knownPerson(database, 'shift-lead', null);
  chromium = await openChromium();
}, 90_000);
afterAll(() => server?.close());

async function openAt(at: number): Promise<{ page: Page; assertClean: () => void }> {
  const context = await chromium.newContext({ viewport: { width: 1920, height: 1080 }, colorScheme: 'dark' });
  const [name = '', value = ''] = lead.cookie.split('=');
  await context.addCookies([{ name, value, url: 'https://127.0.0.1/', secure: true, httpOnly: true, sameSite: 'Strict' }]);
  const page = await context.newPage();
  const { assertClean } = watchConsole(page);
  await page.goto(`${server.origin}/desk/replay?at=${at}`);
  await page.waitForFunction((moment) => document.querySelector<HTMLElement>('main.replay')?.dataset.moment === String(moment), at);
  await page.locator('[data-tile="camera-events"]').waitFor();
  return { page, assertClean };
}

test('REPLAY5 a past event is on the glass at its moment and not before; the frame says that this is the past', async () => {
  const { page, assertClean } = await openAt(HAPPENED - 8000);
  expect(await page.locator('[data-past="replay"]').count()).toBeGreaterThan(0);
  expect(await page.locator('[data-tile="camera-events"]').innerText()).not.toContain('Cầu Rào');
  const shownAt = page.evaluate(
    () =>
      new Promise<number>((done) => {
        const look = (): void => {
          const tile = document.querySelector<HTMLElement>('[data-tile="camera-events"]');
          if (tile?.innerText.includes('Cầu Rào')) done(Number(document.querySelector<HTMLElement>('main.replay')?.dataset.moment));
          else requestAnimationFrame(look);
        };
        look();
      }),
  );
  await page.keyboard.press('2');
  const moment = await shownAt;
  expect(moment).toBeGreaterThanOrEqual(HAPPENED - 1000);
  expect(moment).toBeLessThanOrEqual(HAPPENED + 5000);
  await page.keyboard.press(' ');
  await shoot(page, 'replay');
  // Back to before it: gone again.
  await page.evaluate((at) => {
    history.pushState(null, '', `?at=${at}`);
    window.dispatchEvent(new PopStateEvent('popstate'));
  }, HAPPENED - 60_000);
  await page.waitForFunction((at) => document.querySelector<HTMLElement>('main.replay')?.dataset.moment === String(at), HAPPENED - 60_000);
  expect(await page.locator('[data-tile="camera-events"]').innerText()).not.toContain('Cầu Rào');
  // Its mark leads back to it, by a key.
  await page.keyboard.press('.');
  await page.waitForFunction((at) => document.querySelector<HTMLElement>('main.replay')?.dataset.moment === String(at), HAPPENED);
  opened = { page, assertClean };
});

test('REPLAY11 a stretch is kept under a name, listed, and opened again at its beginning', async () => {
  const { page } = opened ?? (await openAt(HAPPENED));
  await page.getByRole('button', { name: 'Đặt đầu đoạn' }).click();
  await page.getByRole('button', { name: 'Tiến 1 phút' }).click();
  await page.waitForFunction((at) => document.querySelector<HTMLElement>('main.replay')?.dataset.moment === String(at), HAPPENED + 60_000);
  await page.getByRole('button', { name: 'Đặt cuối đoạn' }).click();
  await page.getByRole('textbox', { name: 'Tên' }).fill('Cháy tại cầu Rào');
  await page.getByRole('button', { name: 'Lưu', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Đã lưu “Cháy tại cầu Rào”.' }).waitFor();
  await page.getByRole('button', { name: 'Mở', exact: true }).click();
  await page.waitForFunction((at) => {
    const moment = Number(document.querySelector<HTMLElement>('main.replay')?.dataset.moment);
    return moment >= at && moment < at + 30_000;
  }, HAPPENED);
  await page.locator('.replay__moment strong').filter({ hasText: 'Cháy tại cầu Rào' }).waitFor();
});

test('REPLAY12 REPLAY13 what happened and who did what stand beside the picture, by name, and are gone to by the keyboard; axe finds nothing in either room', async () => {
  const { page, assertClean } = opened ?? (await openAt(HAPPENED));
  const [severe, acts] = [page.locator('.marks').first(), page.locator('.marks').nth(1)];
  await acts.locator('li').first().waitFor();
  const lines = (of: typeof severe): Promise<string[]> => of.locator('.marks__one > span:last-child').allInnerTexts();
  expect(await lines(severe)).toEqual([
    'Phát hiện cháy, Camera Cầu Rào, Lê Chân',
    expect.stringMatching(/^Ùn tắc giao thông, Camera Cầu Rào, Lê Chân · gộp 3, đến \d\d:\d\d:\d\d$/),
  ]);
  expect(await severe.getByRole('img').evaluateAll((marks) => marks.map((mark) => mark.getAttribute('aria-label')))).toEqual([
    'Khẩn cấp',
    'Cao',
  ]);
  expect((await lines(acts))[0]).toBe('Nguyễn Thị Ánh đưa kịch bản lên tường: Mưa bão, ngập úng · Tường phòng họp');
  expect(await faultsOf(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  await page.emulateMedia({ colorScheme: 'light' });
  await shoot(page, 'replay-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('.replay__head h1').click();
  await tabTo(page, (await severe.locator('.marks__one').nth(1).textContent()) ?? '');
  await page.keyboard.press('Enter');
  const stands = (at: number) =>
    page.waitForFunction((moment) => document.querySelector<HTMLElement>('main.replay')?.dataset.moment === String(moment), at);
  const jam = (minutes: number): number => HAPPENED + minutes * 60_000;
  await page.waitForFunction((at) => Number(document.querySelector<HTMLElement>('main.replay')?.dataset.moment) >= at, jam(5));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  // One step is one event, though a line folds several: back from the wall's order to the last, and the one before it.
  await page.waitForFunction((at) => Number(document.querySelector<HTMLElement>('main.replay')?.dataset.moment) >= at, jam(10));
  await page.getByRole('button', { name: 'Dừng', exact: true }).click();
  await page.keyboard.press(',');
  await stands(jam(7));
  await page.keyboard.press(',');
  await stands(jam(6));
  await shoot(page, 'replay-marks');
  assertClean();
  await page.context().close();
});

async function shoot(page: Page, name: string): Promise<void> {
  if (SHOTS === null) return;
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`) });
}
