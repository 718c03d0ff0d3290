import { formatDate, formatTime, type Language, type Translate } from '../../../ui/format.ts';
import { useOwnWords } from '../../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

export const useAuditWords = (): { t: Translate; language: Language } => useOwnWords('admin-audit', vi, en);

/** "22/11/2026" */
export const dayOf = (at: number): string => formatDate(at, 'vi').split(', ').at(-1) ?? '';

/** "14:05:32, 22/11/2026" */
export const momentOf = (at: number): string => `${formatTime(at)}, ${dayOf(at)}`;
