/** The farthest seat sees one `u` of cap height under this angle (ISO 9241-3: at least 16′, 20–22′ preferred; stacked marks need 22′). */
const ARC_MINUTES = 22;
/** One radian in arcminutes. */
const RADIAN = 3438;

/**
 * Active height, millimetres, of one 16:9 panel group of the reference wall: 3 × 3 panels of 55″ (55″ × 25.4 × 9 / √337 each).
 */
export const PANEL_GROUP_HEIGHT_MM = 3 * 684.9;

export type WallSize = {
  /** CSS pixels that the picture is high. */
  heightPx: number;
  /** Millimetres that the same picture is high on the wall. */
  heightMm: number;
  farthestSeatM: number;
};

/** Cap height of one `u` in CSS pixels: h = D·θ/3438, taken from millimetres to pixels of this wall. */
export function unitPx({ heightPx, heightMm, farthestSeatM }: WallSize): number {
  const capMm = (farthestSeatM * 1000 * ARC_MINUTES) / RADIAN;
  return (capMm / heightMm) * heightPx;
}

/** `--u` as an element has it, in CSS pixels. */
export function unitOf(element: Element): number {
  const declared = Number.parseFloat(getComputedStyle(element).getPropertyValue('--u'));
  return Number.isFinite(declared) && declared > 0 ? declared : 11;
}
