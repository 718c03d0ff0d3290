import type { Language, Translate } from '../../ui/format.ts';
import { useOwnWords } from '../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

/** The words of the shell: navigation, signing out, what any section says when the server does not answer. */
export const useAdminWords = (): { t: Translate; language: Language } => useOwnWords('admin', vi, en);
