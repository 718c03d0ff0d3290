import { describe, expect, it } from 'vitest';
import { driftAt } from '../../../client/scene/screen.ts';
import { PANEL_GROUP_HEIGHT_MM, unitPx } from '../../../client/ui/unit.ts';

describe('LOOK4 one unit is the cap height under 22 arcminutes at the farthest seat', () => {
  it('gives the figure of the standard: at 6 m on a 55″ full-HD panel (0.634 mm) 20′ are 55 px, so 22′ are 60.5', () => {
    expect(unitPx({ heightPx: 1080, heightMm: 684.9, farthestSeatM: 6 })).toBeCloseTo(60.5, 1);
  });
  it('is the same part of the picture at 4K and full HD, so the composition is the same', () => {
    const at = (heightPx: number): number => unitPx({ heightPx, heightMm: PANEL_GROUP_HEIGHT_MM, farthestSeatM: 6 }) / heightPx;
    expect(at(2160)).toBeCloseTo(at(1080), 10);
    expect(unitPx({ heightPx: 2160, heightMm: PANEL_GROUP_HEIGHT_MM, farthestSeatM: 6 })).toBeCloseTo(40.4, 1);
  });
  it('grows with the distance', () => {
    const wall = { heightPx: 2160, heightMm: 2000 };
    expect(unitPx({ ...wall, farthestSeatM: 12 })).toBeCloseTo(2 * unitPx({ ...wall, farthestSeatM: 6 }), 10);
  });
});

describe('WALL4 the picture wanders against burn-in', () => {
  it('moves once a minute, within a third of a unit, and comes back', () => {
    const minutes = Array.from({ length: 17 }, (_, minute) => driftAt(minute * 60_000));
    expect(driftAt(59_999)).toEqual(minutes[0]);
    expect(new Set(minutes.map(String)).size).toBeGreaterThan(8);
    expect(minutes[16]).toEqual(minutes[0]);
    for (const [x, y] of minutes) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(0.3);
  });
});
