import type { LngLat } from '../../shared/model/units.ts';
import { type Box, type Glass, isInside, overlap, type Project } from './marks.ts';

/** The name of a unit as it would be written at its middle. */
export type Name = {
  code: string;
  at: LngLat;
  /** Lines, NFC, already broken. */
  lines: readonly string[];
  /** Carries a figure out of its limits: stronger, and placed first. */
  abnormal: boolean;
  /** Larger units before smaller ones. */
  areaKm2: number;
};
export type PlacedName = { name: Name; box: Box };

/** Free space around a name, and from a unit's middle to a name beside what stands there. */
const CLEAR_U = 0.4;
const BESIDE_U = 1.5;

/**
 * Finds room for the names of units: in the middle of the unit, else under or over what stands there, never over a mark, a label or
 * another name, never cut. On the whole picture and from nothing but what is handed in, so that two displays that each draw half of
 * a name draw halves of the same one (PART3).
 */
export function placeNames(
  names: readonly Name[],
  measure: (name: Name) => { width: number; height: number },
  project: Project,
  { width, height }: Glass,
  u: number,
  taken: readonly Box[],
): PlacedName[] {
  const blocked = [...taken];
  const placed: PlacedName[] = [];
  const clear = CLEAR_U * u;
  for (const name of [...names].sort(byWeight)) {
    const { x, y } = project(name.at);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const size = measure(name);
    const at = (top: number): Box => ({ left: x - size.width / 2, top, right: x + size.width / 2, bottom: top + size.height });
    const box = [at(y - size.height / 2), at(y + BESIDE_U * u), at(y - BESIDE_U * u - size.height)].find(
      (side) => isInside(side, width, height) && !blocked.some((other) => overlap(side, other)),
    );
    if (!box) continue;
    blocked.push({ left: box.left - clear, top: box.top - clear, right: box.right + clear, bottom: box.bottom + clear });
    placed.push({ name, box });
  }
  return placed;
}

const byWeight = (a: Name, b: Name): number =>
  Number(b.abnormal) - Number(a.abnormal) || b.areaKm2 - a.areaKm2 || (a.code < b.code ? -1 : 1);

/** Breaks a name that is wider than `most` where its two lines are most alike; a word is never broken. */
export function breakName(text: string, widthOf: (text: string) => number, most: number): string[] {
  const words = text.split(' ');
  if (words.length < 2 || widthOf(text) <= most) return [text];
  let best = [text];
  let bestWidth = Number.POSITIVE_INFINITY;
  for (let i = 1; i < words.length; i++) {
    const lines = [words.slice(0, i).join(' '), words.slice(i).join(' ')];
    const width = Math.max(...lines.map(widthOf));
    if (width < bestWidth) {
      best = lines;
      bestWidth = width;
    }
  }
  return best;
}
