import type { Language, Translate } from '../../../ui/format.ts';
import { useSectionWords } from '../words.ts';
import en from './en.json';
import vi from './vi.json';

/** The words of accounts and of the table of rights. */
export const usePeopleWords = (): { t: Translate; language: Language } => useSectionWords('admin-people', vi, en);
