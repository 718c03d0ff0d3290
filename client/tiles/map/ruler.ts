/** How wide a text will be, CSS pixels: places for texts are found before they are drawn. */
export type Ruler = { readonly fontPx: number; widthOf(text: string): number };

const MOST_KEPT = 2000;
/** Be Vietnam Pro's capitals are 0.74 of its em. */
const CAP_PER_EM = 0.74;

export function createRuler(u: number, weight: 500 | 600): Ruler {
  const pen = document.createElement('canvas').getContext('2d');
  const fontPx = u / CAP_PER_EM;
  if (pen) pen.font = `${weight} ${fontPx}px "Be Vietnam Pro", sans-serif`;
  const widths = new Map<string, number>();
  return {
    fontPx,
    widthOf(text) {
      let width = widths.get(text);
      if (width === undefined) {
        width = pen?.measureText(text).width ?? text.length * fontPx * 0.6;
        if (widths.size > MOST_KEPT) widths.clear();
        widths.set(text, width);
      }
      return width;
    },
  };
}
