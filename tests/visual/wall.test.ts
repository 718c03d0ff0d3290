import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, SIZES, type Size, type Stage, twoFrames } from './stage.ts';

const TELEVISIONS = ['2160p', '1080p'] as const;

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Where the tiles stand, as parts of the picture, and what breaks the rules of a wall. */
const survey = (): { places: Record<string, number[]>; small: string[]; beyond: string[] } => {
  const wall = document.querySelector('.picture');
  if (!wall) throw new Error('no wall');
  const u = Number.parseFloat(getComputedStyle(wall).getPropertyValue('--u'));
  const places: Record<string, number[]> = {};
  const small: string[] = [];
  const beyond: string[] = [];
  for (const place of document.querySelectorAll<HTMLElement>('.wall__place, .picture__focus, .picture__band, .foot')) {
    const tile = place.getBoundingClientRect();
    places[place.dataset.tile ?? place.className] = [
      tile.left / innerWidth,
      tile.top / innerHeight,
      tile.right / innerWidth,
      tile.bottom / innerHeight,
    ];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const parent = text.parentElement;
      if (!parent || text.textContent?.trim() === '' || parent.closest('svg')) continue;
      const cap = Number.parseFloat(getComputedStyle(parent).fontSize) * 0.74;
      if (cap < u * 0.99) small.push(`${text.textContent}: ${cap / u} u`);
      // What ends in an ellipsis may be longer than its lines, and what does not fit may be left out whole; nothing else may leave its tile.
      if (parent.closest('.one-line, .indicator__name, .said__text, [data-drops]')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const box = range.getBoundingClientRect();
      if (box.width === 0) continue;
      if (box.right > tile.right + 1 || box.left < tile.left - 1 || box.bottom > tile.bottom + u / 3)
        beyond.push(`${place.dataset.tile}: ${text.textContent}`);
    }
  }
  return { places, small, beyond };
};

describe('WALL3 the picture, at both sizes', () => {
  it.each(['case=ordinary', 'case=storm', 'case=storm&scene=storm', 'case=source-silent', 'case=storm&link=down', 'case=empty'])(
    '%s: one composition, nothing under one unit, nothing cut, no fault in the console',
    async (query) => {
      const seen = new Map<Size, ReturnType<typeof survey>>();
      const { page, faults } = await stage.open(query, TELEVISIONS[0]);
      for (const size of TELEVISIONS) {
        await page.setViewportSize(SIZES[size]);
        await twoFrames(page);
        const found = await page.evaluate(survey);
        expect(found.small).toEqual([]);
        expect(found.beyond).toEqual([]);
        seen.set(size, found);
      }
      await page.close();
      expect(faults).toEqual([]);
      const [large, small] = [seen.get('2160p'), seen.get('1080p')];
      for (const [tile, place] of Object.entries(large?.places ?? {}))
        place.forEach((edge, i) => {
          expect([tile, i, Math.abs(edge - (small?.places[tile]?.[i] ?? Number.NaN)) < 0.002]).toEqual([tile, i, true]);
        });
    },
  );
});

/** A storm on the reference wall: an override with its reason, a banner, and an accident in the focus zone. */
const BUSY = (() => {
  const json = (value: object): string => encodeURIComponent(JSON.stringify(value));
  const override = { scene: 'storm', reason: 'Nước lên nhanh tại Lê Chân', since: 1, until: Date.parse('2026-11-23T16:30:00+07:00') };
  const banner = {
    text: 'Đề nghị các phường ven sông cử người trực 24/24',
    severity: 'high',
    since: 1,
    until: Date.parse('2026-11-23T18:00:00+07:00'),
  };
  const incident = { kind: 'camera-event.observed', id: 'event-11', since: 1 };
  const focus = {
    incident,
    cameras: ['cam-lach-tray', 'cam-cau-rao', 'cam-nga-6'],
    reports: ['report-8', 'report-9', 'report-10'],
    waiting: 3,
  };
  return `case=storm&direction=${json({ override, banner })}&focus=${json(focus)}`;
})();

describe('CANVAS6 the reference wall', () => {
  it.each([
    ['9x3', 'all', '9x3'],
    ['9x3', '1', '1080p'],
    ['9x3', '3', '1080p'],
    ['9x3/27', '9', '1080p'],
    ['1x1', 'all', '2160p'],
  ] as const)('%s, display %s: nothing under one unit, nothing cut, no fault in the console', async (wall, display, size) => {
    const { page, faults } = await stage.open(`${BUSY}&wall=${wall}&display=${display}`, size);
    const found = await page.evaluate(survey);
    const foot = await page.$eval('.foot', (line) => line.textContent).catch(() => null);
    await page.close();
    expect(faults).toEqual([]);
    expect(found.small).toEqual([]);
    expect(found.beyond).toEqual([]);
    if (display === 'all' || display === '1') expect(foot).toBe('Mưa bão, ngập úngKíp trực chọn, đến 16:30: Nước lên nhanh tại Lê Chân');
  });
});

describe('WALL6 the hot path', () => {
  it('five frames of fifty events in one turn are one render, change only the tiles that show them, and are reported painted', async () => {
    const { page, faults } = await stage.open('case=storm', '1080p');
    const seen = await page.evaluate(async () => {
      const { stage: wall } = window;
      const nextPaint = async (): Promise<void> => {
        const before = wall.paints;
        while (wall.paints === before) await new Promise((done) => requestAnimationFrame(done));
      };
      const changed = new Set<string>();
      const observer = new MutationObserver((records) => {
        for (const { target } of records) {
          const element = target instanceof Element ? target : target.parentElement;
          changed.add(element?.closest<HTMLElement>('.wall__place')?.dataset.tile ?? 'outside');
        }
      });
      observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
      const renders = wall.renders.wall ?? 0;
      const paints = wall.paints;
      const started = performance.now();
      const events = wall.burst(250);
      for (let i = 0; i < 5; i++) wall.frame(events.slice(50 * i, 50 * i + 50));
      const foldedMs = performance.now() - started;
      await nextPaint();
      return { changed: [...changed].sort(), renders: (wall.renders.wall ?? 0) - renders, paints: wall.paints - paints, foldedMs };
    });
    await page.close();
    expect(seen.changed).toEqual(['camera-events', 'ticker']);
    expect(seen.renders).toBe(1);
    expect(seen.paints).toBe(1);
    expect(seen.foldedMs).toBeLessThan(200);
    expect(faults).toEqual([]);
  });

  it('the second that turns stands on the clock at once', async () => {
    const { page } = await stage.open('case=ordinary', '1080p');
    const time = await page.evaluate(async () => {
      const { stage: wall } = window;
      wall.setNow(wall.NOW + 1000);
      await new Promise((done) => requestAnimationFrame(done));
      return document.querySelector('.clock__time')?.textContent;
    });
    await page.close();
    expect(time).toBe('14:05:33');
  });
});
