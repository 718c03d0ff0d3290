import type { i18n, TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import en from './en.json';
import vi from './vi.json';

const NAMESPACE = 'try-ingest';

/** This screen's own words, added to those of the page when it is first drawn. */
export function useWords(): { t: TFunction; words: i18n } {
  const { i18n: words } = useTranslation();
  if (!words.hasResourceBundle('vi', NAMESPACE)) {
    words.addResourceBundle('vi', NAMESPACE, vi);
    words.addResourceBundle('en', NAMESPACE, en);
  }
  return { t: words.getFixedT(words.language, NAMESPACE), words };
}
