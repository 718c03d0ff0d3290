import type { Box, PlacedLabel, PlacedMark } from '../../map/marks.ts';

/** Labels of what is severe, as elements over the map: they are few, and text of the page is always whole and sharp. */
export type LabelLayer = {
  measure(placed: PlacedMark): { width: number; height: number };
  show(labels: readonly PlacedLabel[]): void;
  close(): void;
};

const MAX_LETTERS = 30;

export function createLabelLayer(host: HTMLElement, u: number): LabelLayer {
  const pen = document.createElement('canvas').getContext('2d');
  const fontPx = u / 0.74;
  if (pen) pen.font = `600 ${fontPx}px "Be Vietnam Pro", sans-serif`;
  const widths = new Map<string, number>();
  const elements = new Map<string, HTMLElement>();

  const textOf = ({ mark }: PlacedMark): string =>
    mark.label.length > MAX_LETTERS ? `${mark.label.slice(0, MAX_LETTERS - 1)}…` : mark.label;
  const widthOf = (text: string): number => {
    let width = widths.get(text);
    if (width === undefined) {
      width = pen?.measureText(text).width ?? text.length * fontPx * 0.6;
      if (widths.size > 2000) widths.clear();
      widths.set(text, width);
    }
    return width;
  };
  const put = (element: HTMLElement, { left, top }: Box): void => {
    element.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  };

  return {
    measure: (placed) => ({ width: widthOf(textOf(placed)) + u * 0.8, height: fontPx * 1.45 }),
    show(labels) {
      const gone = new Set(elements.keys());
      for (const { placed, box } of labels) {
        const { id, severity } = placed.mark;
        gone.delete(id);
        let element = elements.get(id);
        if (!element) {
          element = document.createElement('span');
          elements.set(id, element);
          host.append(element);
        }
        const className = `map-label map-label--${severity}`;
        if (element.className !== className) element.className = className;
        const text = textOf(placed);
        if (element.textContent !== text) element.textContent = text;
        put(element, box);
      }
      for (const id of gone) {
        elements.get(id)?.remove();
        elements.delete(id);
      }
    },
    close() {
      for (const element of elements.values()) element.remove();
      elements.clear();
    },
  };
}
