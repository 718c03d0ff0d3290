import type { PlacedLabel, PlacedMark } from '../../map/marks.ts';
import { createRuler } from './ruler.ts';
import { createTextElements } from './text-elements.ts';

/** Labels of what is severe, over the map. */
export type LabelLayer = {
  measure(placed: PlacedMark): { width: number; height: number };
  show(labels: readonly PlacedLabel[]): void;
  /** Another unit, or the page's own font came. */
  resize(u: number): void;
  close(): void;
};

const MAX_LETTERS = 30;

export function createLabelLayer(host: HTMLElement, unit: number): LabelLayer {
  let u = unit;
  let ruler = createRuler(u, 600);
  const elements = createTextElements(host);
  const textOf = ({ mark }: PlacedMark): string =>
    mark.label.length > MAX_LETTERS ? `${mark.label.slice(0, MAX_LETTERS - 1)}…` : mark.label;

  return {
    measure: (placed) => ({ width: ruler.widthOf(textOf(placed)) + u * 0.8, height: ruler.fontPx * 1.45 }),
    show: (labels) =>
      elements.show(
        labels.map(({ placed, box }) => ({
          id: placed.mark.id,
          className: `map-label map-label--${placed.mark.severity}`,
          text: textOf(placed),
          box,
        })),
      ),
    resize(next) {
      u = next;
      ruler = createRuler(u, 600);
    },
    close: elements.close,
  };
}
