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
    expect(obstaclesOf(placed, labels, U).length).toBeGreaterThan(placed.length + labels.length);
  });
});
