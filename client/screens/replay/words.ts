import type { Language, Translate } from '../../ui/format.ts';
import { useOwnWords } from '../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

/** The words of the desk of the past. */
export const useReplayWords = (): { t: Translate; language: Language } => useOwnWords('replay', vi, en);
