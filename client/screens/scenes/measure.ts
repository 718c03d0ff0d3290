import { DIACRITIC_TEST, type Rgb, type TextBox } from '../../../shared/rules/legibility.ts';
import { intersection, type Rect } from '../../../shared/rules/wall-canvas.ts';

/** Be Vietnam Pro's capitals are so high, in em; the page's own token says the same. */
const CAP_RATIO = 0.74;

/**
 * The texts of a picture as they are laid out, in pixels of the wall's canvas. `root`: the sheet that shows the whole canvas, at
 * whatever scale. What is drawn on a canvas of the page (a map's labels) has no text here: the map holds them to one unit itself.
 */
export function measureTexts(root: HTMLElement, canvas: { w: number; h: number }): TextBox[] {
  const frame = root.getBoundingClientRect();
  if (frame.width === 0 || root.offsetWidth === 0) return [];
  const toCanvas = { seen: canvas.w / frame.width, laid: canvas.w / root.offsetWidth };
  const face = faces();
  const texts: TextBox[] = [];
  for (const place of root.querySelectorAll<HTMLElement>('.wall__place[data-tile]')) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const parent = node.parentElement;
      const text = node.textContent ?? '';
      if (!parent || text.trim() === '' || parent.closest('svg')) continue;
      // What is just arriving is still faint and not in its place: it is judged once it rests.
      if (
        parent
          .closest('.arriving')
          ?.getAnimations()
          .some(({ playState }) => playState === 'running')
      )
        continue;
      const style = getComputedStyle(parent);
      const shown = shownOf(parent, root);
      if (style.visibility === 'hidden' || shown.opacity < 0.05) continue;
      const fontPx = Number.parseFloat(style.fontSize);
      const measured = face(style, fontPx, text);
      const range = document.createRange();
      range.selectNodeContents(node);
      const rects = [...range.getClientRects()];
      const lines = new Set(rects.map(({ top }) => Math.round(top))).size;
      for (const rect of rects) {
        if (rect.width < 0.5) continue;
        const onCanvas = rectOf(rect, frame, toCanvas.seen);
        const base = onCanvas.y + measured.baseline * onCanvas.h;
        const box = {
          ...onCanvas,
          y: base - measured.ascent * toCanvas.laid,
          h: (measured.ascent + measured.descent) * toCanvas.laid,
        };
        const visible = rectOf(shown.clip, frame, toCanvas.seen);
        // A whole line that makes way for what stands before it is left out, not cut.
        if (shown.drops && !intersection(visible, { ...box, y: box.y + box.h / 4, h: box.h / 2 })) continue;
        texts.push({
          tile: place.dataset.tile ?? '',
          text: text.trim(),
          box,
          visible,
          ellipsis: shown.ellipsis,
          lines,
          capPx: fontPx * CAP_RATIO * toCanvas.laid,
          lineHeightPx: lineHeightOf(style, fontPx) * toCanvas.laid,
          marksPx: measured.marks * toCanvas.laid,
          colour: over(colourOf(style.color), shown.ground, shown.opacity),
          ground: shown.ground,
        });
      }
    }
  }
  return texts;
}

const rectOf = (rect: { x: number; y: number; width: number; height: number }, frame: DOMRect, factor: number): Rect => ({
  x: (rect.x - frame.x) * factor,
  y: (rect.y - frame.y) * factor,
  w: rect.width * factor,
  h: rect.height * factor,
});

/** `normal` is what the face itself asks for; screens set theirs, so a guess is only for a text without any. */
const lineHeightOf = ({ lineHeight }: CSSStyleDeclaration, fontPx: number): number => {
  const px = Number.parseFloat(lineHeight);
  return Number.isFinite(px) ? px : 1.265 * fontPx;
};

type Measured = {
  /** Where the base line is in the run's box, 0 at its top. */
  baseline: number;
  /** How far the letters reach above and below it; CSS pixels of the layout. */
  ascent: number;
  descent: number;
  marks: number;
};

/** Measures in the faces of the page; each face's own figures once. */
function faces(): (style: CSSStyleDeclaration, fontPx: number, text: string) => Measured {
  const context = document.createElement('canvas').getContext('2d');
  const marks = new Map<string, number>();
  return (style, fontPx, text) => {
    if (!context) return { baseline: 0.79, ascent: CAP_RATIO * fontPx, descent: 0, marks: 1.41 * fontPx };
    const font = `${style.fontWeight} ${fontPx}px ${style.fontFamily}`;
    context.font = font;
    let high = marks.get(font);
    if (high === undefined) {
      const test = context.measureText(DIACRITIC_TEST);
      high = test.actualBoundingBoxAscent + test.actualBoundingBoxDescent;
      marks.set(font, high);
    }
    const of = context.measureText(text);
    const whole = of.fontBoundingBoxAscent + of.fontBoundingBoxDescent;
    return {
      baseline: whole > 0 ? of.fontBoundingBoxAscent / whole : 0.79,
      ascent: of.actualBoundingBoxAscent,
      descent: Math.max(0, of.actualBoundingBoxDescent),
      marks: high,
    };
  };
}

type Clip = { x: number; y: number; width: number; height: number };
type Shown = { clip: Clip; ground: Rgb; opacity: number; ellipsis: boolean; drops: boolean };

/** What stands between a text and the eye: clipping boxes, strength, and the ground under it. */
function shownOf(element: HTMLElement, root: HTMLElement): Shown {
  let [left, top, right, bottom] = [-1e6, -1e6, 1e6, 1e6];
  let opacity = 1;
  let [ellipsis, drops] = [false, false];
  const grounds: (readonly [number, number, number, number])[] = [];
  for (let at: HTMLElement | null = element; at; at = at === root ? null : at.parentElement) {
    const style = getComputedStyle(at);
    const ground = colourOf(style.backgroundColor);
    if (ground[3] > 0 && (grounds.at(-1)?.[3] ?? 0) < 1) grounds.push(ground);
    // Half strength is how a stale value is meant to look; it is judged as it is when it is fresh.
    if (!at.closest('[data-state="stale"], [data-freshness="stale"]')) opacity *= Number.parseFloat(style.opacity);
    ellipsis ||= style.textOverflow === 'ellipsis' && style.overflowX !== 'visible';
    drops ||= at.dataset.drops !== undefined || (style.getPropertyValue('-webkit-line-clamp') || 'none') !== 'none';
    const paints = /strict|content|paint/.test(style.contain);
    if (style.overflowX === 'visible' && style.overflowY === 'visible' && !paints) continue;
    const rect = at.getBoundingClientRect();
    const factor = at.offsetWidth > 0 ? rect.width / at.offsetWidth : 1;
    const margin =
      style.overflowX === 'clip' || style.overflowY === 'clip' ? (Number.parseFloat(style.overflowClipMargin) || 0) * factor : 0;
    if (style.overflowX !== 'visible' || paints) [left, right] = [Math.max(left, rect.left - margin), Math.min(right, rect.right + margin)];
    if (style.overflowY !== 'visible' || paints) [top, bottom] = [Math.max(top, rect.top - margin), Math.min(bottom, rect.bottom + margin)];
  }
  const ground = grounds.reduceRight<Rgb>((under, one) => over(one, under, 1), [0, 0, 0]);
  return {
    clip: { x: left, y: top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) },
    ground,
    opacity,
    ellipsis,
    drops,
  };
}

const over = ([r, g, b, a]: readonly [number, number, number, number], ground: Rgb, opacity: number): Rgb => {
  const share = a * opacity;
  const mix = (front: number, back: number): number => front * share + back * (1 - share);
  return [mix(r, ground[0]), mix(g, ground[1]), mix(b, ground[2])];
};

/** Computed colours: `rgb(r g b / a)` in any of its spellings, or `color(srgb r g b / a)` after a mix. */
export function colourOf(computed: string): readonly [number, number, number, number] {
  const [r = 0, g = 0, b = 0, a = 1] = [...computed.matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map(Number);
  const unit = computed.startsWith('color(') ? 255 : 1;
  return [r * unit, g * unit, b * unit, a];
}
