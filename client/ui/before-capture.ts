/**
 * What must draw itself once more, at once, before a page is copied: a WebGL canvas is empty as soon as its frame is on the glass.
 * Whoever owns such a canvas says here how it is drawn; whoever copies the page asks for it and reads the canvas in the same task.
 */
const redraws = new Set<() => void>();

/** @returns how to take it back. */
export function beforeCapture(redraw: () => void): () => void {
  redraws.add(redraw);
  return () => void redraws.delete(redraw);
}

export function redrawForCapture(): void {
  for (const redraw of redraws) redraw();
}
