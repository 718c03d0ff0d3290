import type { AreaPeriod, Day } from '../../../../shared/rules/areas.ts';
import type { Language, Translate } from '../../../ui/format.ts';
import { useOwnWords } from '../../../ui/words.ts';
import en from './en.json';
import vi from './vi.json';

export const useAreaWords = (): { t: Translate; language: Language } => useOwnWords('admin-areas', vi, en);

/** "01/07/2025" */
export const dayInWords = (day: Day): string => day.split('-').reverse().join('/');

/** "01/07/2025 đến nay" */
export const validityInWords = ({ validFrom, validTo }: Pick<AreaPeriod, 'validFrom' | 'validTo'>, t: Translate): string =>
  `${dayInWords(validFrom)} ${validTo === null ? t('still') : `${t('to')} ${dayInWords(validTo)}`}`;
