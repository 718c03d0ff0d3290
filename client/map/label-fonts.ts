import latin500 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-500-normal.woff2?url';
import latin600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-600-normal.woff2?url';
import latinExt500 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-500-normal.woff2?url';
import latinExt600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-latin-ext-600-normal.woff2?url';
import vietnamese500 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-500-normal.woff2?url';
import vietnamese600 from '@fontsource/be-vietnam-pro/files/be-vietnam-pro-vietnamese-600-normal.woff2?url';
import type { FontFaces } from './style.ts';

/** As @fontsource cuts the family, narrowed so that every letter of a Vietnamese word comes from one file of it. */
const VIETNAMESE = [
  'U+102-103',
  'U+110-111',
  'U+128-129',
  'U+168-169',
  'U+1A0-1A1',
  'U+1AF-1B0',
  'U+300-301',
  'U+303-304',
  'U+308-309',
  'U+323',
  'U+329',
  'U+1EA0-1EF9',
  'U+20AB',
];
const LATIN = [
  'U+0-FF',
  'U+131',
  'U+152-153',
  'U+2BB-2BC',
  'U+2C6',
  'U+2DA',
  'U+2DC',
  'U+2000-206F',
  'U+20AC',
  'U+2122',
  'U+2191',
  'U+2193',
  'U+2212',
  'U+2215',
];
const LATIN_EXT = ['U+100-101', 'U+104-10F', 'U+112-127', 'U+12A-130', 'U+132-151', 'U+154-167', 'U+16A-19F', 'U+1A2-1AE', 'U+1B1-2BA'];

/**
 * Font files of this build for the map's own labels. The style has no `glyphs` address: MapLibre draws every letter in the
 * browser from these, so that no glyph server is asked and no mark is lost.
 */
export function labelFonts(base: string): FontFaces {
  const face = (vi: string, latin: string, ext: string) =>
    [
      { url: vi, 'unicode-range': VIETNAMESE },
      { url: latin, 'unicode-range': LATIN },
      { url: ext, 'unicode-range': LATIN_EXT },
    ].map((file) => ({ ...file, url: new URL(file.url, base).href }));
  return {
    'Be Vietnam Pro Medium': face(vietnamese500, latin500, latinExt500),
    'Be Vietnam Pro SemiBold': face(vietnamese600, latin600, latinExt600),
  };
}
