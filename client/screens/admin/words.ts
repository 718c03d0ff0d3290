import { useTranslation } from 'react-i18next';
import type { Language, Translate } from '../../ui/format.ts';
import en from './en.json';
import vi from './vi.json';

type Words = { [key: string]: string | Words };

/** The words of the shell: navigation, signing out, what any section says when the server does not answer. */
export const useAdminWords = (): { t: Translate; language: Language } => useSectionWords('admin', vi, en);

/** A section's own words, under a name of its own, added to those of the page when it is first drawn. */
export function useSectionWords(namespace: string, inVietnamese: Words, inEnglish: Words): { t: Translate; language: Language } {
  const { i18n } = useTranslation();
  if (!i18n.hasResourceBundle('vi', namespace)) {
    i18n.addResourceBundle('vi', namespace, inVietnamese);
    i18n.addResourceBundle('en', namespace, inEnglish);
  }
  const t = i18n.getFixedT(i18n.language, namespace);
  return { t: (key, values) => String(t(key, values ?? {})), language: i18n.language === 'en' ? 'en' : 'vi' };
}
