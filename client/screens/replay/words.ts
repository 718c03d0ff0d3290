import { useTranslation } from 'react-i18next';
import type { Language, Translate } from '../../ui/format.ts';
import en from './en.json';
import vi from './vi.json';

const NAMESPACE = 'replay';

/** The words of this screen, added to those of the page when it is first drawn. */
export function useReplayWords(): { t: Translate; language: Language } {
  const { i18n } = useTranslation();
  if (!i18n.hasResourceBundle('vi', NAMESPACE)) {
    i18n.addResourceBundle('vi', NAMESPACE, vi);
    i18n.addResourceBundle('en', NAMESPACE, en);
  }
  const t = i18n.getFixedT(i18n.language, NAMESPACE);
  return { t: (key, values) => String(t(key, values ?? {})), language: i18n.language === 'en' ? 'en' : 'vi' };
}
