import type { Language, Translate } from '../../../ui/format.ts';
import { useSectionWords } from '../words.ts';
import en from './en.json';
import vi from './vi.json';

export const useQuarantineWords = (): { t: Translate; language: Language } => useSectionWords('admin-quarantine', vi, en);
