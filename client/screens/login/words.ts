import type { i18n } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Language, Translate } from '../../ui/format.ts';
import en from './en.json';
import vi from './vi.json';

const NAMESPACE = 'login';

/** This screen's own words, added to those of the page when it is first drawn. */
export function useWords(): { t: Translate; language: Language; words: i18n } {
  const { i18n: words } = useTranslation();
  if (!words.hasResourceBundle('vi', NAMESPACE)) {
    words.addResourceBundle('vi', NAMESPACE, vi);
    words.addResourceBundle('en', NAMESPACE, en);
  }
  const own = words.getFixedT(words.language, NAMESPACE);
  return { t: (key, values) => String(own(key, values ?? {})), language: words.language === 'en' ? 'en' : 'vi', words };
}
