import type { Language, Translate } from '../../../ui/format.ts';
import { useOwnWords } from '../../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

/** The words of accounts and of the table of rights. */
export const usePeopleWords = (): { t: Translate; language: Language } => useOwnWords('admin-people', vi, en);
