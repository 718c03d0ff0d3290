import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCamera, MAX_ZOOM, metresPerPx, partCamera, projectOn, unprojectOn, wholeCamera } from '../../../client/map/camera.ts';
import type { Bounds, LngLat } from '../../../shared/model/units.ts';

const GLASS = { width: 5800, height: 1500 };
const PADDING = { top: 20, right: 400, bottom: 10, left: 10 };
const bounds = fc
  .tuple(
    fc.double({ min: 100, max: 110, noNaN: true }),
    fc.double({ min: 8, max: 22, noNaN: true }),
    fc.double({ min: 0.05, max: 2, noNaN: true }),
    fc.double({ min: 0.05, max: 2, noNaN: true }),
  )
  .map(([west, south, w, h]): Bounds => [west, south, west + w, south + h]);
const part = fc.record({
  x: fc.integer({ min: 0, max: 5000 }),
  y: fc.integer({ min: 0, max: 1200 }),
  w: fc.integer({ min: 1, max: 800 }),
  h: fc.integer({ min: 1, max: 300 }),
});
const place = fc.tuple(fc.double({ min: 100, max: 112, noNaN: true }), fc.double({ min: 8, max: 24, noNaN: true })) as fc.Arbitrary<LngLat>;

describe('PART1 the camera of a part', () => {
  it('PART1 shows every place where the whole shows it, less the part’s own corner, at the same zoom', () => {
    fc.assert(
      fc.property(bounds, part, place, (box, rect, at) => {
        const whole = fitCamera(box, GLASS, PADDING);
        const here = partCamera(whole, GLASS, rect);
        expect(here.zoom).toBe(whole.zoom);
        const on = projectOn(whole, GLASS, at);
        const mine = projectOn(here, { width: rect.w, height: rect.h }, at);
        expect(mine.x + rect.x).toBeCloseTo(on.x, 4);
        expect(mine.y + rect.y).toBeCloseTo(on.y, 4);
        const back = wholeCamera(here, GLASS, rect);
        expect(back.x).toBeCloseTo(whole.x, 12);
        expect(back.y).toBeCloseTo(whole.y, 12);
      }),
    );
  });

  it('PART1 the whole holds its bounds inside the padding, touching it on one side or at the nearest zoom', () => {
    fc.assert(
      fc.property(bounds, (box) => {
        const camera = fitCamera(box, GLASS, PADDING);
        const nw = projectOn(camera, GLASS, [box[0], box[3]]);
        const se = projectOn(camera, GLASS, [box[2], box[1]]);
        expect(nw.x).toBeGreaterThan(PADDING.left - 0.01);
        expect(nw.y).toBeGreaterThan(PADDING.top - 0.01);
        expect(se.x).toBeLessThan(GLASS.width - PADDING.right + 0.01);
        expect(se.y).toBeLessThan(GLASS.height - PADDING.bottom + 0.01);
        const touches = nw.x - PADDING.left < 0.01 || nw.y - PADDING.top < 0.01;
        expect(touches || camera.zoom === MAX_ZOOM).toBe(true);
      }),
    );
  });

  it('PART1 a place on the glass is found again on the ground', () => {
    const camera = fitCamera([106, 20.5, 107, 21], GLASS, PADDING);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5800 }), fc.integer({ min: 0, max: 1500 }), (x, y) => {
        const back = projectOn(camera, GLASS, unprojectOn(camera, GLASS, x, y));
        expect(back.x).toBeCloseTo(x, 4);
        expect(back.y).toBeCloseTo(y, 4);
      }),
    );
    // One degree of longitude is 111.32 km at the equator, and less here.
    const [a, b] = [projectOn(camera, GLASS, [106, 20.75]), projectOn(camera, GLASS, [107, 20.75])];
    expect((b.x - a.x) * metresPerPx(camera)).toBeCloseTo(111_320 * Math.cos((20.75 * Math.PI) / 180), -2.5);
  });

  it('PART1 a picture that is covered almost whole still shows its city', () => {
    const camera = fitCamera([106, 20.5, 107, 21], { width: 400, height: 300 }, { top: 200, right: 390, bottom: 150, left: 20 });
    expect(Number.isFinite(camera.zoom)).toBe(true);
    expect(camera.zoom).toBeGreaterThan(5);
  });
});
