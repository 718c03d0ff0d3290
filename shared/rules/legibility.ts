import type { Cells } from '../contract/scene.ts';
import type { WallGeometry } from '../contract/wall.ts';
import { gapsOf, type Rect, seamsOf } from './wall-canvas.ts';

/**
 * Whether a scene can be read from the farthest seat of a wall (ISO 9241-3, NUREG-0700, `standards.md`): pure, from the texts as they
 * were laid out. A finding names its tile, what was found, what is needed and the size that would pass.
 */

/** Capitals with stacked marks above and below, and letters that reach under the line: the highest line that Vietnamese makes. */
export const DIACRITIC_TEST = 'Ễ Ộ Ẵ Ặ Ữ Ỹ gjpqy';

/** Cap heights in arcminutes: under the first nobody should have to read it, under the second stacked marks are hard to tell. */
export const ARC_REFUSED = 16;
export const ARC_WANTED = 22;
/** Contrast ratios of WCAG 2: 7 is the wall's rule (`look.md`), under 4.5 it is not readable for many. */
export const CONTRAST_REFUSED = 4.5;
export const CONTRAST_WANTED = 7;

/** Red, green, blue, 0 to 255. */
export type Rgb = readonly [number, number, number];

/** A run of text on one line, in pixels of the wall's canvas. */
export type TextBox = {
  tile: string;
  text: string;
  /** Where its letters lie: as wide as the run, from the top of its capitals' marks to under the line. */
  box: Rect;
  /** What clipping leaves to be seen of that place. */
  visible: Rect;
  /** It ends in an ellipsis when it is too long: meant to be cut at its end, never above or below. */
  ellipsis: boolean;
  capPx: number;
  lineHeightPx: number;
  /** Lines that its text takes: marks of several may touch, those of one alone only what cuts them. */
  lines: number;
  /** Height of `DIACRITIC_TEST` in its face and size, from the highest mark to the lowest. */
  marksPx: number;
  colour: Rgb;
  ground: Rgb;
};

/** A wall as the eye at its farthest seat has it. `seams`: middles of the gaps between panels, canvas pixels; `gaps`: what each hides. */
export type Sight = {
  pxPerMm: { x: number; y: number };
  farthestSeatM: number;
  seams: { x: number[]; y: number[] };
  gaps: { x: number; y: number };
};

export const FINDING_KINDS = ['too-small', 'clipped', 'across-seam', 'contrast', 'diacritics'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export type Finding = {
  tile: string;
  kind: FindingKind;
  verdict: 'refuse' | 'warn';
  /** Arcminutes (too-small), canvas pixels (clipped: what is seen; across-seam: what is hidden; diacritics: the line), a ratio (contrast). */
  found: number;
  needed: number;
  /** The worst text, and how many of the tile's texts have the same fault. */
  text: string;
  count: number;
  /** Cap height in canvas pixels that would pass; null: it is not the letters' height that is wrong. */
  capPx: number | null;
  /** Cells of the scene's grid that the tile would need; null: its size is not what is wrong. */
  cells: { w: number; h: number } | null;
};

/** How a wall is looked at. Without geometry it is one screen without seams, as high as told. */
export function sightOf(geometry: WallGeometry | null, canvas: { heightPx: number; heightMm: number; farthestSeatM: number }): Sight {
  if (!geometry) {
    const pxPerMm = canvas.heightPx / canvas.heightMm;
    return { pxPerMm: { x: pxPerMm, y: pxPerMm }, farthestSeatM: canvas.farthestSeatM, seams: { x: [], y: [] }, gaps: { x: 0, y: 0 } };
  }
  const { panels, farthestSeatM } = geometry;
  return {
    pxPerMm: { x: panels.widthPx / panels.widthMm, y: panels.heightPx / panels.heightMm },
    farthestSeatM,
    seams: seamsOf(geometry),
    gaps: gapsOf(geometry),
  };
}

/** Radian in arcminutes, as `standards.md` rounds it. */
const RADIAN = 3438;
/** The angle under which the farthest seat sees so many canvas pixels. */
export const arcminutesOf = (px: number, { pxPerMm, farthestSeatM }: Sight): number => ((px / pxPerMm.y) * RADIAN) / (farthestSeatM * 1000);
/** Canvas pixels that the farthest seat sees under that angle. */
export const pixelsOf = (arcminutes: number, { pxPerMm, farthestSeatM }: Sight): number =>
  ((arcminutes * farthestSeatM * 1000) / RADIAN) * pxPerMm.y;

/** WCAG 2's contrast of two opaque colours: 1 to 21. */
export function contrastOf(a: Rgb, b: Rgb): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((m, n) => n - m) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const linear = (channel: number): number => (channel / 255 <= 0.04045 ? channel / 255 / 12.92 : ((channel / 255 + 0.055) / 1.055) ** 2.4);

/** A tile of the scene: its cells, and how many canvas pixels one cell is. */
export type TilePlace = Cells & { cellPx: { w: number; h: number } };

/**
 * What is wrong with the texts of a scene, worst first: one finding for each tile and kind. `tiles`: where each tile stands; a text of
 * a tile that is not among them (a banner) is judged without a size that would pass.
 */
export function legibilityOf(texts: readonly TextBox[], sight: Sight, tiles: ReadonlyMap<string, TilePlace>): Finding[] {
  const worst = new Map<string, { finding: Finding; grade: number }>();
  for (const text of texts) {
    if (text.text.trim() === '') continue;
    for (const [finding, grade] of faultsOf(text, sight, tiles.get(text.tile))) {
      const key = `${finding.tile}|${finding.kind}`;
      const known = worst.get(key);
      if (!known) worst.set(key, { finding, grade });
      else {
        const count = known.finding.count + 1;
        const keep = known.grade >= grade ? known : { finding, grade };
        worst.set(key, { finding: { ...keep.finding, count }, grade: keep.grade });
      }
    }
  }
  const rank = ({ verdict }: Finding): number => (verdict === 'refuse' ? 0 : 1);
  return [...worst.values()]
    .sort(
      (a, b) =>
        rank(a.finding) - rank(b.finding) ||
        FINDING_KINDS.indexOf(a.finding.kind) - FINDING_KINDS.indexOf(b.finding.kind) ||
        b.grade - a.grade,
    )
    .map(({ finding }) => finding);
}

type Graded = [finding: Finding, grade: number];

function faultsOf(text: TextBox, sight: Sight, place: TilePlace | undefined): Graded[] {
  return [tooSmall(text, sight, place), clipped(text, place), acrossSeam(text, sight), contrast(text), diacritics(text)].flatMap((fault) =>
    fault ? [fault] : [],
  );
}

const finding = (
  { tile, text }: TextBox,
  kind: FindingKind,
  verdict: Finding['verdict'],
  found: number,
  needed: number,
  size: Partial<Pick<Finding, 'capPx' | 'cells'>> = {},
): Finding => ({ tile, kind, verdict, found, needed, text, count: 1, capPx: null, cells: null, ...size });

/** Rounding of a browser's layout, canvas pixels and arcminutes: 15.97′ is 16′. */
const SLACK = 0.05;

function tooSmall(text: TextBox, sight: Sight, place: TilePlace | undefined): Graded | null {
  const found = arcminutesOf(text.capPx, sight);
  if (found >= ARC_WANTED - SLACK) return null;
  const factor = ARC_WANTED / found;
  const size = {
    capPx: pixelsOf(ARC_WANTED, sight),
    // What was shrunk to fit its tile grows with it.
    cells: place ? { w: Math.ceil(place.w * factor), h: Math.ceil(place.h * factor) } : null,
  };
  return [finding(text, 'too-small', found < ARC_REFUSED - SLACK ? 'refuse' : 'warn', found, ARC_WANTED, size), factor];
}

/** Of what may end in an ellipsis, at least half should be seen, or so many cap heights: a word or two. */
const ELLIPSIS_SHARE = 0.5;
const ELLIPSIS_CAPS = 6;

function clipped(text: TextBox, place: TilePlace | undefined): Graded | null {
  const { box, visible, ellipsis, capPx } = text;
  // Marks and the parts under the line may touch an edge: a quarter of a capital is not yet a letter that is cut.
  const lostHigh = Math.max(0, visible.y - box.y, box.y + box.h - visible.y - visible.h);
  const lostWide = Math.max(0, visible.x - box.x) + Math.max(0, box.x + box.w - visible.x - visible.w);
  const cutHigh = lostHigh > capPx / 4;
  const cutWide = ellipsis ? box.w - lostWide < Math.min(ELLIPSIS_SHARE * box.w, ELLIPSIS_CAPS * capPx) : lostWide > 1;
  if (!cutHigh && !cutWide) return null;
  const cells = place && {
    w: place.w + (cutWide ? Math.ceil(lostWide / place.cellPx.w) : 0),
    h: place.h + (cutHigh ? Math.ceil(lostHigh / place.cellPx.h) : 0),
  };
  const verdict = cutHigh || !ellipsis ? 'refuse' : 'warn';
  const [found, needed] = cutHigh ? [Math.max(0, box.h - lostHigh), box.h] : [Math.max(0, box.w - lostWide), box.w];
  return [finding(text, 'clipped', verdict, found, needed, { cells: cells ?? null }), 1 + (lostHigh + lostWide) / Math.max(1, capPx)];
}

function acrossSeam(text: TextBox, { seams, gaps }: Sight): Graded | null {
  const shown = { x: Math.max(text.box.x, text.visible.x), right: Math.min(text.box.x + text.box.w, text.visible.x + text.visible.w) };
  // Between the capitals' top and the base line: marks that touch a gap are still guessed.
  const middle = text.box.y + text.box.h / 2;
  const [top, bottom] = [middle - text.capPx / 2, middle + text.capPx / 2];
  const crossesX = seams.x.some((seam) => shown.x < seam - gaps.x / 2 && shown.right > seam + gaps.x / 2);
  const crossesY = seams.y.some((seam) => top < seam + gaps.y / 2 && bottom > seam - gaps.y / 2);
  const hidden = Math.max(crossesX ? gaps.x : 0, crossesY ? gaps.y : 0);
  if (!crossesX && !crossesY) return null;
  // A gap as wide as half a capital hides a whole thin letter, or the middle of every letter of a line.
  return [finding(text, 'across-seam', hidden > text.capPx / 2 ? 'refuse' : 'warn', hidden, 0), 1 + hidden];
}

function contrast(text: TextBox): Graded | null {
  const found = contrastOf(text.colour, text.ground);
  if (found >= CONTRAST_WANTED - SLACK) return null;
  return [finding(text, 'contrast', found < CONTRAST_REFUSED - SLACK ? 'refuse' : 'warn', found, CONTRAST_WANTED), 21 / found];
}

/** Only words carry marks: figures and signs may stand closer. */
const HAS_LETTERS = /\p{L}/u;

function diacritics(text: TextBox): Graded | null {
  const { lineHeightPx, marksPx, lines, box, visible } = text;
  if (lineHeightPx >= marksPx - SLACK || !HAS_LETTERS.test(text.text)) return null;
  const middle = box.y + box.h / 2;
  const isUncut = visible.y <= middle - marksPx / 2 && visible.y + visible.h >= middle + marksPx / 2;
  if (lines === 1 && isUncut) return null;
  return [finding(text, 'diacritics', 'refuse', lineHeightPx, marksPx), marksPx / Math.max(1, lineHeightPx)];
}
