import { describe, expect, it } from 'vitest';
import { rangeOf, sparklineGeometry } from '../../../client/ui/sparkline-geometry.ts';

describe('LOOK5 a line of values', () => {
  it('breaks at an unknown value and never draws it as zero', () => {
    const { lines, dot } = sparklineGeometry(
      [
        [0, 1],
        [1, null],
        [2, 3],
        [3, 2],
      ],
      null,
      100,
      20,
      0,
    );
    expect(lines).toEqual([
      [[0, 20]],
      [
        [(2 / 3) * 100, 0],
        [100, 10],
      ],
    ]);
    expect(dot).toEqual([100, 10]);
  });
  it('has no dot when the newest value is unknown, and nothing at all when none is known', () => {
    expect(
      sparklineGeometry(
        [
          [0, 1],
          [1, null],
        ],
        null,
        10,
        10,
        0,
      ).dot,
    ).toBeNull();
    expect(sparklineGeometry([[0, null]], 3, 10, 10, 0)).toEqual({ lines: [], dot: null, thresholdY: null });
    expect(rangeOf([[0, null]])).toBeNull();
  });
  it('draws a threshold in reach and leaves one far away out, so that the line stays readable', () => {
    expect(
      sparklineGeometry(
        [
          [0, 0],
          [1, 10],
        ],
        20,
        10,
        10,
        0,
      ).thresholdY,
    ).toBe(0);
    expect(
      sparklineGeometry(
        [
          [0, 0],
          [1, 10],
        ],
        21,
        10,
        10,
        0,
      ).thresholdY,
    ).toBeNull();
  });
  it('lays a line that never moved in the middle', () => {
    expect(
      sparklineGeometry(
        [
          [0, 5],
          [1, 5],
        ],
        null,
        10,
        10,
        0,
      ).lines,
    ).toEqual([
      [
        [0, 5],
        [10, 5],
      ],
    ]);
  });
});
