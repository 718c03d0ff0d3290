import { fileTypeFromBuffer } from 'file-type';
import sharp, { type Sharp } from 'sharp';
import { fail, ok, type Result } from '../../shared/model/result.ts';
import type { MediaFile } from '../domain/media/ports.ts';

/** The pictures that are taken, by what their bytes say; everything else is refused before anybody opens it. */
const TYPES: readonly { type: MediaFile['type']; extensions: readonly string[]; begins: (bytes: Uint8Array) => boolean }[] = [
  { type: 'image/jpeg', extensions: ['jpg', 'jpeg'], begins: (b) => at(b, 0, [0xff, 0xd8, 0xff]) },
  { type: 'image/png', extensions: ['png'], begins: (b) => at(b, 0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]) },
  { type: 'image/webp', extensions: ['webp'], begins: (b) => at(b, 0, [0x52, 0x49, 0x46, 0x46]) && at(b, 8, [0x57, 0x45, 0x42, 0x50]) },
];
const at = (bytes: Uint8Array, from: number, signs: readonly number[]): boolean => signs.every((sign, i) => bytes[from + i] === sign);

export type PictureFault = 'not-allowed' | 'mismatch' | 'too-many-pixels' | 'broken';
export type Picture = { type: MediaFile['type']; bytes: Buffer; width: number; height: number; blurred: Buffer };

/** What its bytes are, when its name and its declared type say the same. */
export async function pictureType(
  bytes: Uint8Array,
  extension: string,
  declared: string,
): Promise<Result<MediaFile['type'], PictureFault>> {
  // A zip is not even looked into to learn what kind of zip it is (SEC22).
  const begun = TYPES.find(({ begins }) => begins(bytes));
  if (!begun) return fail('not-allowed');
  const found = await fileTypeFromBuffer(bytes);
  // An animated PNG begins like a PNG and is another type.
  if (found?.mime !== begun.type) return fail('not-allowed');
  return declared === begun.type && begun.extensions.includes(extension) ? ok(begun.type) : fail('mismatch');
}

/** Longest side of the blurred likeness in cells: a face that fills the whole picture is sixteen blots across. */
const CELLS = 16;
const CELL_PX = 24;
const DECODE_S = 20;

/**
 * The picture drawn anew: upright, sRGB, without EXIF, profiles, comments or anything that stood behind its end; and its blurred
 * likeness, from which nothing can be brought back because it was never put in.
 */
export async function redraw(bytes: Uint8Array, type: MediaFile['type'], maxPixels: number): Promise<Result<Picture, PictureFault>> {
  try {
    // The head alone: nothing is decoded yet.
    const { width = 0, height = 0 } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (width < 1 || height < 1) return fail('broken');
    if (width * height > maxPixels) return fail('too-many-pixels');
    const upright = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', pages: 1 }).autoOrient().toColourspace('srgb');
    const drawn = await encoded(upright, type).timeout({ seconds: DECODE_S }).toBuffer({ resolveWithObject: true });
    return ok({ type, bytes: drawn.data, width: drawn.info.width, height: drawn.info.height, blurred: await blur(drawn.data) });
  } catch {
    // Whatever the decoder stumbled over is the picture's fault, and its words are for nobody outside.
    return fail('broken');
  }
}

function encoded(picture: Sharp, type: MediaFile['type']): Sharp {
  if (type === 'image/jpeg') return picture.jpeg({ quality: 88 });
  return type === 'image/png' ? picture.png() : picture.webp({ quality: 88 });
}

/** Cells first, then their edges softened: what is gone after the first step nothing can sharpen back. */
async function blur(bytes: Buffer): Promise<Buffer> {
  const cells = await sharp(bytes)
    .flatten({ background: '#808080' })
    .resize({ width: CELLS, height: CELLS, fit: 'inside', kernel: 'lanczos2' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = cells.info;
  const grown = await sharp(cells.data, { raw: { width, height, channels } })
    .resize({ width: width * CELL_PX, height: height * CELL_PX, kernel: 'nearest' })
    .raw()
    .toBuffer();
  return sharp(grown, { raw: { width: width * CELL_PX, height: height * CELL_PX, channels } })
    .blur(CELL_PX * 0.6)
    .jpeg({ quality: 70 })
    .toBuffer();
}
