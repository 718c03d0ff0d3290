import type { Language } from '../format.ts';

const KEY = 'ioc.language';

/** The language a person chose on this browser before; null: none, or the browser keeps nothing. */
export function keptLanguage(): Language | null {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'vi' || kept === 'en' ? kept : null;
  } catch {
    // Storage is forbidden here: the choice lasts as long as the page.
    return null;
  }
}

export function keepLanguage(language: Language): void {
  document.documentElement.lang = language;
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // As above.
  }
}
