import type { Language, Translate } from '../../ui/format.ts';
import { useOwnWords } from '../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

/** The words of the control desk. */
export const useDeskWords = (): { t: Translate; language: Language } => useOwnWords('desk-wall', vi, en);
