import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Size, type Stage } from './stage.ts';

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
  for (const place of document.querySelectorAll<HTMLElement>('.wall__place')) {
    const tile = place.getBoundingClientRect();
    places[place.dataset.tile ?? ''] = [tile.left / innerWidth, tile.top / innerHeight, tile.right / innerWidth, tile.bottom / innerHeight];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode;
      const parent = text.parentElement;
      if (!parent || text.textContent?.trim() === '' || parent.closest('svg')) continue;
      const cap = Number.parseFloat(getComputedStyle(parent).fontSize) * 0.74;
      if (cap < u * 0.99) small.push(`${text.textContent}: ${cap / u} u`);
      // What ends in an ellipsis may be longer than its lines; nothing else may leave its tile.
      if (parent.closest('.one-line, .indicator__name')) continue;
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
      for (const size of TELEVISIONS) {
        const { page, faults } = await stage.open(query, size);
        const found = await page.evaluate(survey);
        await page.close();
        expect(faults).toEqual([]);
        expect(found.small).toEqual([]);
        expect(found.beyond).toEqual([]);
        seen.set(size, found);
      }
      const [large, small] = [seen.get('2160p'), seen.get('1080p')];
      for (const [tile, place] of Object.entries(large?.places ?? {}))
        place.forEach((edge, i) => {
          expect([tile, i, Math.abs(edge - (small?.places[tile]?.[i] ?? Number.NaN)) < 0.002]).toEqual([tile, i, true]);
        });
    },
  );
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
