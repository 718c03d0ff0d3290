import sharp from 'sharp';
import { CAPTURE_MAX_PX } from '../../shared/contract/glass.ts';
import { pictureType } from './picture.ts';

/** Taller than any display is for its width, and still nothing that fills the memory. */
const PIXELS_MAX = CAPTURE_MAX_PX * CAPTURE_MAX_PX * 4;
const DECODE_S = 10;

/** What a display handed in, drawn anew as a JPEG: by its bytes a JPEG, no wider than agreed, nothing hidden in it. null: it is none. */
export async function redrawCapture(bytes: Uint8Array): Promise<Uint8Array | null> {
  const type = await pictureType(bytes, 'jpg', 'image/jpeg');
  if (!type.ok) return null;
  try {
    return await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1 })
      .resize({ width: CAPTURE_MAX_PX, height: CAPTURE_MAX_PX, fit: 'inside', withoutEnlargement: true })
      .toColourspace('srgb')
      .jpeg({ quality: 80 })
      .timeout({ seconds: DECODE_S })
      .toBuffer();
  } catch {
    // Whatever the decoder stumbled over is the picture's fault.
    return null;
  }
}
