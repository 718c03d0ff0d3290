import { createInstance, type i18n, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { TileManifest } from '../tiles/manifest.ts';
import en from './messages/en.json';
import vi from './messages/vi.json';

type TileWords = readonly Pick<TileManifest, 'name' | 'messages'>[];

/**
 * The words of the application, and of those tiles that are at hand already; a tile's own stand under the namespace of its name.
 * Ready when returned: every message is in the build, nothing is fetched.
 */
export function createWords(tiles: TileWords, language: 'vi' | 'en' = 'vi'): i18n {
  const resources: Resource = { vi: { ...vi }, en: { ...en } };
  const words = createInstance();
  void words.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: 'vi',
    defaultNS: 'ui',
    initAsync: false,
    interpolation: { escapeValue: false },
    // A missing word is a fault to be seen by tests, not a blank on a wall: the key is shown.
    returnEmptyString: false,
  });
  addTileWords(words, tiles);
  return words;
}

/** Tiles come with the screens that show them, and bring their words along. */
export function addTileWords(words: i18n, tiles: TileWords): void {
  for (const { name, messages } of tiles) {
    words.addResourceBundle('vi', name, messages.vi);
    words.addResourceBundle('en', name, messages.en);
  }
}
