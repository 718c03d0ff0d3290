import { CAPTURE_MAX_PX } from '../../shared/contract/glass.ts';
import { redrawForCapture } from '../ui/before-capture.ts';
import { createStylesheet, readAsDataUrl } from './capture-styles.ts';

/**
 * The page as it stands, as a JPEG no larger than `CAPTURE_MAX_PX`. The browser draws it itself: a copy of the document and of its
 * style sheets inside an SVG image. What is on a canvas is read from there. Nothing is shown, fetched or kept that the page does not show.
 * @throws Error when the browser cannot draw the copy.
 */
export async function capturePage(): Promise<Blob> {
  const { innerWidth: width, innerHeight: height } = window;
  const scale = Math.min(1, CAPTURE_MAX_PX / width, CAPTURE_MAX_PX / height);
  // In one task: what WebGL drew is gone with the next.
  redrawForCapture();
  const pictures = picturesOf(document);
  const copies = pictures.map((picture) => copyOf(picture, scale));
  const page = document.documentElement.cloneNode(true) as HTMLElement;
  const boxes = pictures.map(boxOf);

  await Promise.all(
    picturesOf(page).map(async (original, i) => {
      const copy = copies[i];
      const still = document.createElement('img');
      for (const { name, value } of original.attributes) if (!['src', 'srcset', 'style'].includes(name)) still.setAttribute(name, value);
      // Not as an attribute: the page's policy knows no inline style.
      still.style.cssText = original.style.cssText;
      Object.assign(still.style, boxes[i]);
      if (copy) still.src = await dataUrlOf(copy);
      original.replaceWith(still);
    }),
  );
  for (const gone of page.querySelectorAll('script, link, style, noscript, meta')) gone.remove();
  const style = document.createElement('style');
  style.textContent = `${await stylesheet()}\n*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important}`;
  page.querySelector('head')?.append(style);

  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(page, width, height))}`;
  await image.decode();
  const canvas = canvasOf(width * scale, height * scale);
  draw(canvas, image);
  return jpegOf(canvas);
}

const stylesheet = createStylesheet();

type Picture = HTMLCanvasElement | HTMLImageElement | HTMLVideoElement;
/** In the order of the document: the same for the page and for its copy. */
const picturesOf = (root: ParentNode): Picture[] => [...root.querySelectorAll<Picture>('canvas, img, video')];

function copyOf(picture: Picture, scale: number): HTMLCanvasElement | null {
  const { width, height } = picture.getBoundingClientRect();
  const isThere =
    picture instanceof HTMLImageElement
      ? picture.complete && picture.naturalWidth > 0
      : picture.width > 0 || picture instanceof HTMLVideoElement;
  if (!isThere || width === 0 || height === 0) return null;
  const copy = canvasOf(width * scale, height * scale);
  draw(copy, picture);
  return copy;
}

/** An image in the place of a canvas is laid out as that was. */
function boxOf(picture: Picture): Partial<CSSStyleDeclaration> {
  const { position, left, top, right, bottom, display, width, height, objectFit } = getComputedStyle(picture);
  return { position, left, top, right, bottom, display, width, height, objectFit };
}

function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(width));
  canvas.height = Math.max(1, Math.round(height));
  return canvas;
}

function draw(on: HTMLCanvasElement, picture: Picture): void {
  const context = on.getContext('2d');
  if (!context) throw new Error('no canvas to draw on');
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, on.width, on.height);
}

const bytesOf = (canvas: HTMLCanvasElement, type: string): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('a picture could not be encoded'))), type, 0.85),
  );
const jpegOf = (canvas: HTMLCanvasElement): Promise<Blob> => bytesOf(canvas, 'image/jpeg');

/** PNG: one canvas lies over another. */
const dataUrlOf = async (canvas: HTMLCanvasElement): Promise<string> => readAsDataUrl(await bytesOf(canvas, 'image/png'));

/** Characters that XML does not know, wherever they came from. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

function svgOf(page: HTMLElement, width: number, height: number): string {
  const inside = new XMLSerializer().serializeToString(page).replaceAll(NO_XML, '');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">` +
    `<foreignObject x="0" y="0" width="${width}" height="${height}">${inside}</foreignObject></svg>`
  );
}
