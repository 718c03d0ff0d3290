import type { Language, Translate } from '../../../ui/format.ts';
import { useOwnWords } from '../../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

/** The words of a wall that asks to be paired. */
export const usePairingWords = (): { t: Translate; language: Language } => useOwnWords('pairing', vi, en);
