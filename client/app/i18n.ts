import { createInstance, type i18n, type Resource } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { TileManifest } from '../tiles/manifest.ts';
import { TILES } from '../tiles/registry.ts';
import en from './messages/en.json';
import vi from './messages/vi.json';

/**
 * The words of the application and of its tiles; a tile's own stand under the namespace of its name. Ready when returned:
 * every message is in the build, nothing is fetched.
 */
export function createWords(tiles: readonly Pick<TileManifest, 'name' | 'messages'>[], language: 'vi' | 'en' = 'vi'): i18n {
  const resources: Resource = { vi: { ...vi }, en: { ...en } };
  for (const { name, messages } of tiles) {
    Object.assign(resources.vi ?? {}, { [name]: messages.vi });
    Object.assign(resources.en ?? {}, { [name]: messages.en });
  }
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
  return words;
}

/** The words of this build for the whole page, in the language that it declares (`<html lang>`). */
export function startI18n(): i18n {
  return createWords(TILES, document.documentElement.lang === 'en' ? 'en' : 'vi');
}
