import { describe, expect, it } from 'vitest';
import { MARK_SIZE_U, type Mark, obstaclesOf, placeLabels, thinMarks } from '../../../client/map/marks.ts';
import { SEVERITIES } from '../../../shared/model/vocabulary.ts';

const GLASS = { width: 1920, height: 1080 };
const U = 11;
const project = ([x, y]: readonly [number, number]) => ({ x, y });
const mark = (id: string, x: number, y: number, severity: Mark['severity'] = 'medium', form: Mark['form'] = 'event'): Mark => ({
  id,
  form,
  severity,
  at: [x, y],
  since: 0,
  label: `Ngập nước ${id}`,
});

describe('MAP5 nothing abnormal is hidden', () => {
  it('MAP5 folds what overlaps into the most severe, at its true place, and counts it', () => {
    const { placed } = thinMarks(
      [mark('a', 500, 500), mark('b', 504, 500, 'critical'), mark('c', 497, 503, 'high'), mark('d', 900, 500)],
      project,
      GLASS,
      U,
    );
    expect(placed.map(({ mark: { id }, count, x, y }) => [id, count, x, y])).toEqual([
      ['d', 1, 900, 500],
      ['b', 3, 504, 500],
    ]);
  });

  it('MAP5 places plus folded plus quiet plus outside are all marks, and no two placed marks cover each other', () => {
    const marks = Array.from({ length: 3000 }, (_, i) => mark(`m${i}`, (i * 7919) % 2200, (i * 104_729) % 1200, SEVERITIES[i % 4]));
    const { placed, quiet, outside } = thinMarks(marks, project, GLASS, U);
    expect(placed.reduce((sum, { count }) => sum + count, 0) + quiet.length + outside.length).toBe(3000);
    expect(quiet.every(({ severity }) => severity === 'low')).toBe(true);
    expect(placed.every(({ mark: { severity } }) => severity !== 'low')).toBe(true);
    expect(outside.length).toBeGreaterThan(0);
    const covered = placed.filter((a) =>
      placed.some((b) => a !== b && Math.hypot(a.x - b.x, a.y - b.y) < (MARK_SIZE_U[a.mark.severity] * U) / 2),
    );
    expect(covered).toEqual([]);
  });

  it('MAP5 labels only critical and high, inside the glass, over no mark and no other label', () => {
    const marks = Array.from({ length: 400 }, (_, i) => mark(`m${i}`, (i * 7919) % 1920, (i * 104_729) % 1080, SEVERITIES[i % 4]));
    const { placed } = thinMarks(marks, project, GLASS, U);
    const legend = { left: 1500, top: 700, right: 1920, bottom: 1080 };
    const labels = placeLabels(placed, () => ({ width: 130, height: 22 }), GLASS, U, [legend]);
    expect(labels.length).toBeGreaterThan(3);
    const boxes = [legend, ...labels.map(({ box }) => box)];
    boxes.forEach((a, i) => {
      for (const b of boxes.slice(i + 1)) expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
    });
    for (const { placed: own, box } of labels) {
      expect(['critical', 'high']).toContain(own.mark.severity);
      expect(box.left >= 0 && box.right <= GLASS.width && box.top >= 0 && box.bottom <= GLASS.height).toBe(true);
      for (const { x, y } of placed) expect(x > box.left && x < box.right && y > box.top && y < box.bottom).toBe(false);
    }
  });
});

describe('MAP11 names of the map', () => {
  const covers = (squares: ReturnType<typeof obstaclesOf>, x: number, y: number): boolean =>
    squares.some((square) => Math.abs(square.x - x) <= square.size / 2 && Math.abs(square.y - y) <= square.size / 2);

  it('MAP11 keep off marks, counts, labels, what stands over the map and the edge, and off nothing else', () => {
    const placed = [{ mark: mark('a', 400, 300, 'critical'), x: 400, y: 300, count: 3 }];
    const label = { placed: placed[0] as (typeof placed)[number], box: { left: 430, top: 290, right: 560, bottom: 310 } };
    const taken = { left: 1500, top: 700, right: 1520, bottom: 900 };
    const squares = obstaclesOf(placed, [label], U, GLASS, [taken]);
    for (const [x, y] of [
      [400, 300],
      [400, 300 + 1.9 * U],
      [431, 300],
      [559, 300],
      [1510, 701],
      [1510, 899],
    ] as const)
      expect([x, y, covers(squares, x, y)]).toEqual([x, y, true]);
    for (let x = 0; x <= GLASS.width; x += 5) expect(covers(squares, x, -1) && covers(squares, x, GLASS.height + 1)).toBe(true);
    for (let y = 0; y <= GLASS.height; y += 5) expect(covers(squares, -1, y) && covers(squares, GLASS.width + 1, y)).toBe(true);
    for (const [x, y] of [
      [1, 1],
      [GLASS.width - 1, GLASS.height - 1],
      [300, 300],
      [495, 320],
      [1530, 800],
    ] as const)
      expect([x, y, covers(squares, x, y)]).toEqual([x, y, false]);
  });
});
