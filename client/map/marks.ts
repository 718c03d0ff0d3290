import type { LngLat } from '../../shared/model/units.ts';
import { SEVERITIES, type Severity } from '../../shared/model/vocabulary.ts';

/** Something abnormal at a place. Events are solid, reports hollow, sensors solid with their value beside. */
export const MARK_FORMS = ['event', 'report', 'sensor'] as const;
export type MarkForm = (typeof MARK_FORMS)[number];
export type Mark = {
  id: string;
  form: MarkForm;
  severity: Severity;
  at: LngLat;
  /** Newest first among equals; epoch milliseconds. */
  since: number;
  /** What a label would say, NFC. */
  label: string;
};

/** A mark on the glass: the most severe of those that would overlap, standing at its own true place, and how many it folded. */
export type PlacedMark = { mark: Mark; x: number; y: number; count: number };

export type Project = (at: LngLat) => { x: number; y: number };
export type Glass = { width: number; height: number };

/**
 * Diameter in units of cap height: the number inside is one unit tall, the smallest that is read from the farthest seat. What is
 * low is a dot without a number: there are hundreds in an ordinary hour, and the hour is to look ordinary.
 */
export const MARK_SIZE_U: Record<Severity, number> = { critical: 2.9, high: 2.7, medium: 2.2, low: 0.75 };

export const levelOf = (severity: Severity): 1 | 2 | 3 | 4 => (SEVERITIES.indexOf(severity) + 1) as 1 | 2 | 3 | 4;

/**
 * Folds what would overlap into its most severe mark, so that nothing abnormal is hidden and nothing is drawn over (MAP5). Marks off
 * the glass are left out; `outside` counts them. What is low is folded into nothing and folds nothing: it is `quiet`. Order of the
 * answer: most severe last, to be drawn on top.
 */
export function thinMarks(
  marks: readonly Mark[],
  project: Project,
  { width, height }: Glass,
  u: number,
): { placed: PlacedMark[]; quiet: Mark[]; outside: Mark[] } {
  const ordered = [...marks].sort(byWeight);
  const cell = MARK_SIZE_U.critical * u;
  const grid = new Map<number, PlacedMark[]>();
  const placed: PlacedMark[] = [];
  const quiet: Mark[] = [];
  const outside: Mark[] = [];
  for (const mark of ordered) {
    const { x, y } = project(mark.at);
    if (x < 0 || y < 0 || x > width || y > height) {
      outside.push(mark);
      continue;
    }
    if (mark.severity === 'low') {
      quiet.push(mark);
      continue;
    }
    const column = Math.floor(x / cell);
    const row = Math.floor(y / cell);
    const host = nearest(grid, column, row, x, y, (MARK_SIZE_U[mark.severity] * u) / 2, u);
    if (host) {
      host.count++;
      continue;
    }
    const own: PlacedMark = { mark, x, y, count: 1 };
    placed.push(own);
    const key = keyOf(column, row);
    const there = grid.get(key);
    if (there) there.push(own);
    else grid.set(key, [own]);
  }
  return { placed: placed.reverse(), quiet, outside };
}

function byWeight(a: Mark, b: Mark): number {
  return (
    levelOf(a.severity) - levelOf(b.severity) ||
    MARK_FORMS.indexOf(a.form) - MARK_FORMS.indexOf(b.form) ||
    b.since - a.since ||
    (a.id < b.id ? -1 : 1)
  );
}

const keyOf = (column: number, row: number): number => row * 100_003 + column;

function nearest(
  grid: Map<number, PlacedMark[]>,
  column: number,
  row: number,
  x: number,
  y: number,
  radius: number,
  u: number,
): PlacedMark | null {
  let best: PlacedMark | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (let dr = -1; dr <= 1; dr++) {
    for (let dc = -1; dc <= 1; dc++) {
      for (const candidate of grid.get(keyOf(column + dc, row + dr)) ?? []) {
        // Higher than wide: under a mark stands how many it folded.
        const distance = Math.hypot(candidate.x - x, (candidate.y - y) * 0.7);
        const limit = (MARK_SIZE_U[candidate.mark.severity] * u) / 2 + radius;
        if (distance < limit && distance < bestDistance) {
          best = candidate;
          bestDistance = distance;
        }
      }
    }
  }
  return best;
}

export type Box = { left: number; top: number; right: number; bottom: number };
export type PlacedLabel = { placed: PlacedMark; box: Box };

/**
 * Finds room for labels, most severe first: right of the mark, then left, under and over it, never over another mark or label; one
 * that finds none is not shown (its mark and number stay). `measure` gives a label's width and height in CSS pixels.
 */
export function placeLabels(
  placed: readonly PlacedMark[],
  measure: (mark: PlacedMark) => { width: number; height: number },
  { width, height }: Glass,
  u: number,
  taken: readonly Box[] = [],
  most = 12,
): PlacedLabel[] {
  const blocked: Box[] = [...taken];
  for (const each of placed) blocked.push(markBox(each, u));
  const labels: PlacedLabel[] = [];
  for (const candidate of [...placed].reverse()) {
    if (labels.length >= most) break;
    if (candidate.mark.severity !== 'critical' && candidate.mark.severity !== 'high') continue;
    const size = measure(candidate);
    const gap = (MARK_SIZE_U[candidate.mark.severity] * u) / 2 + u / 3;
    const box = sidesOf(candidate, size, gap).find(
      (side) => isInside(side, width, height) && !blocked.some((other) => overlap(side, other)),
    );
    if (!box) continue;
    blocked.push(box);
    labels.push({ placed: candidate, box });
  }
  return labels;
}

/** Side `size` in CSS pixels, around x and y. */
export type Square = { x: number; y: number; size: number };

/** A mark and the count under it. */
export function markBox({ mark, x, y, count }: PlacedMark, u: number): Box {
  const r = (MARK_SIZE_U[mark.severity] * u) / 2;
  return { left: x - r, top: y - r, right: x + r, bottom: y + r + (count > 1 ? 1.2 * u : 0) };
}

/**
 * What the map's names keep clear of: marks, their counts and labels, what else stands over the map, and the edges of what is drawn
 * here, which would cut them (MAP11).
 */
export function obstaclesOf(
  placed: readonly PlacedMark[],
  labels: readonly PlacedLabel[],
  u: number,
  { width, height }: Glass,
  taken: readonly Box[] = [],
  part: { x: number; y: number; w: number; h: number } = { x: 0, y: 0, w: width, h: height },
): Square[] {
  const squares: Square[] = [];
  for (const { mark, x, y, count } of placed) {
    const size = MARK_SIZE_U[mark.severity] * u;
    squares.push({ x, y, size });
    if (count > 1) squares.push({ x, y: y + size / 2 + u / 2, size: 1.6 * u });
  }
  // Narrow and just outside: nothing of the picture is lost to them, and they lie in the tiles of the map that are loaded.
  const edge = EDGE_U * u;
  const [right, bottom] = [part.x + part.w, part.y + part.h];
  const edges = [
    { left: part.x - edge, top: part.y - edge, right: right + edge, bottom: part.y },
    { left: part.x - edge, top: bottom, right: right + edge, bottom: bottom + edge },
    { left: part.x - edge, top: part.y, right: part.x, bottom },
    { left: right, top: part.y, right: right + edge, bottom },
  ];
  for (const box of [...labels.map(({ box }) => box), ...taken, ...edges]) squares.push(...squaresOf(box));
  return squares.filter(({ x, y }) => x > part.x - FAR_PX && y > part.y - FAR_PX && x < right + FAR_PX && y < bottom + FAR_PX);
}
const EDGE_U = 1.5;
/** No name of this part reaches farther. */
const FAR_PX = 500;

/** As large as the box allows, side by side, the last ones moved back inside. */
function squaresOf({ left, top, right, bottom }: Box): Square[] {
  const size = Math.min(right - left, bottom - top);
  if (size <= 0) return [];
  const squares: Square[] = [];
  for (let x = left; x < right; x += size)
    for (let y = top; y < bottom; y += size)
      squares.push({ x: Math.min(x, right - size) + size / 2, y: Math.min(y, bottom - size) + size / 2, size });
  return squares;
}

function sidesOf({ x, y }: PlacedMark, { width, height }: { width: number; height: number }, gap: number): Box[] {
  const at = (left: number, top: number): Box => ({ left, top, right: left + width, bottom: top + height });
  return [
    at(x + gap, y - height / 2),
    at(x - gap - width, y - height / 2),
    at(x - width / 2, y + gap),
    at(x - width / 2, y - gap - height),
  ];
}

export const isInside = (box: Box, width: number, height: number): boolean =>
  box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
export const overlap = (a: Box, b: Box): boolean => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
