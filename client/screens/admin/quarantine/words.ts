import type { Language, Translate } from '../../../ui/format.ts';
import { useOwnWords } from '../../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

export const useQuarantineWords = (): { t: Translate; language: Language } => useOwnWords('admin-quarantine', vi, en);
