import { useTranslation } from 'react-i18next';
import type { Language, Translate } from './format.ts';

/** The words of the page: keys are `namespace:key`; a part of the look has its own under `ui`, a tile under its name. */
export function useWords(namespace = 'ui'): { t: Translate; language: Language } {
  const { t, i18n } = useTranslation(namespace);
  return { t: (key, values) => String(t(key, values ?? {})), language: i18n.language === 'en' ? 'en' : 'vi' };
}

type Words = { [key: string]: string | Words };

/** A screen's own words, under a name of its own, added to those of the page when it is first drawn. */
export function useOwnWords(namespace: string, inVietnamese: Words, inEnglish: Words): { t: Translate; language: Language } {
  const { i18n } = useTranslation();
  if (!i18n.hasResourceBundle('vi', namespace)) {
    i18n.addResourceBundle('vi', namespace, inVietnamese);
    i18n.addResourceBundle('en', namespace, inEnglish);
  }
  const t = i18n.getFixedT(i18n.language, namespace);
  return { t: (key, values) => String(t(key, values ?? {})), language: i18n.language === 'en' ? 'en' : 'vi' };
}
