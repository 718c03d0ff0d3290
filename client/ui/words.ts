import { useTranslation } from 'react-i18next';
import type { Language, Translate } from './format.ts';

/** The words of the page: keys are `namespace:key`; a part of the look has its own under `ui`, a tile under its name. */
export function useWords(namespace = 'ui'): { t: Translate; language: Language } {
  const { t, i18n } = useTranslation(namespace);
  return { t: (key, values) => String(t(key, values ?? {})), language: i18n.language === 'en' ? 'en' : 'vi' };
}
