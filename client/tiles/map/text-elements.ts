import type { Box } from '../../map/marks.ts';

export type PlacedText = { id: string; className: string; text: string; box: Box };

/** Texts as elements by id: they are few, and text of the page is always whole and sharp. Only what changed is touched. */
export function createTextElements(host: HTMLElement): { show(texts: readonly PlacedText[]): void; close(): void } {
  const elements = new Map<string, HTMLElement>();
  return {
    show(texts) {
      const gone = new Set(elements.keys());
      for (const { id, className, text, box } of texts) {
        gone.delete(id);
        let element = elements.get(id);
        if (!element) {
          element = document.createElement('span');
          elements.set(id, element);
          host.append(element);
        }
        if (element.className !== className) element.className = className;
        if (element.textContent !== text) element.textContent = text;
        // Whole pixels of the whole picture: two displays that draw its halves round alike.
        const transform = `translate(${Math.round(box.left)}px, ${Math.round(box.top)}px)`;
        if (element.style.transform !== transform) element.style.transform = transform;
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
