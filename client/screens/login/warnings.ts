import type { SessionWarning } from '../../../shared/contract/session.ts';
import { formatDate, formatHour, type Language, type Translate } from '../../ui/format.ts';

const DAY_MS = 86_400_000;
/** Việt Nam is seven hours ahead all year. */
const ZONE_MS = 7 * 3_600_000;
const dayOf = (at: number): number => Math.floor((at + ZONE_MS) / DAY_MS);

/** Midnights between two moments, as the calendar on the wall counts them. */
export const daysBetween = (from: number, to: number): number => dayOf(to) - dayOf(from);

/** "Mật khẩu hết hạn sau 6 ngày, ngày 28/11/2026" */
export function warningInWords(warning: SessionWarning, now: number, t: Translate, language: Language): string {
  switch (warning.kind) {
    case 'password-expires': {
      const days = daysBetween(now, warning.at);
      const date = formatDate(warning.at, language).replace(/^.*, /, '');
      return days <= 0 ? t('warning.passwordToday', { time: formatHour(warning.at) }) : t('warning.password', { days, date });
    }
    case 'recovery-codes-low':
      return t('warning.codes', { left: warning.left });
    case 'session-ends':
      return t('warning.session', { time: formatHour(warning.at) });
  }
}
