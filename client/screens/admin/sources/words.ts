import type { Language, Translate } from '../../../ui/format.ts';
import { useOwnWords } from '../../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

export const useSourceWords = (): { t: Translate; language: Language } => useOwnWords('admin-sources', vi, en);
