/** How people here write figures and moments. Times are of Việt Nam whatever zone the machine has; moments are epoch milliseconds. */
export type Language = 'vi' | 'en';
export type Translate = (key: string, values?: Record<string, string | number>) => string;

const ZONE = 'Asia/Ho_Chi_Minh';
const LOCALE = { vi: 'vi-VN', en: 'en-GB' } as const;

const memo = new Map<string, Intl.DateTimeFormat | Intl.NumberFormat>();
function once<T extends Intl.DateTimeFormat | Intl.NumberFormat>(key: string, make: () => T): T {
  const known = memo.get(key);
  if (known) return known as T;
  const made = make();
  memo.set(key, made);
  return made;
}

const dateParts = (at: number, language: Language): Record<string, string> => {
  const format = once(
    `date ${language}`,
    () =>
      new Intl.DateTimeFormat(LOCALE[language], {
        timeZone: ZONE,
        weekday: 'long',
        day: '2-digit',
        month: '2-digit',
        year: 'numeric',
        hour: '2-digit',
        minute: '2-digit',
        second: '2-digit',
        hourCycle: 'h23',
      }),
  );
  return Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
};

/** "Thứ Hai, 23/11/2026" */
export function formatDate(at: number, language: Language): string {
  const { weekday, day, month, year } = dateParts(at, language);
  return `${weekday}, ${day}/${month}/${year}`.normalize('NFC');
}

/** "14:05:32" */
export function formatTime(at: number): string {
  const { hour, minute, second } = dateParts(at, 'vi');
  return `${hour}:${minute}:${second}`;
}

/** "14:05" */
export const formatHour = (at: number): string => formatTime(at).slice(0, 5);

/** Hour of the day as written on the wall's clock, 0 to 24 with its fraction: what a table of shifts is read by. */
export function hourOfDay(at: number): number {
  const { hour, minute, second } = dateParts(at, 'vi');
  return Number(hour) + Number(minute) / 60 + Number(second) / 3600;
}

/** "1.234,5" in Vietnamese; as many decimals as told. A figure set by people (a target, a threshold) is `bare` of closing zeros. */
export function formatNumber(value: number, decimals: number, language: Language, bare = false): string {
  const least = bare ? 0 : decimals;
  const format = once(
    `number ${language} ${decimals} ${least}`,
    () => new Intl.NumberFormat(LOCALE[language], { minimumFractionDigits: least, maximumFractionDigits: decimals, useGrouping: true }),
  );
  // A minus sign, not a hyphen, and never "-0".
  return format.format(value === 0 ? 0 : value).replace('-', '−');
}

export type Span = { unit: 'now' | 'seconds' | 'minutes' | 'hours' | 'days'; n: number };

/** A length of time as people say it: whole units, rounded down; under five seconds is "now". Negative lengths are "now" too. */
export function spanOf(ms: number): Span {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 5) return { unit: 'now', n: 0 };
  if (seconds < 60) return { unit: 'seconds', n: seconds };
  if (seconds < 3600) return { unit: 'minutes', n: Math.floor(seconds / 60) };
  if (seconds < 48 * 3600) return { unit: 'hours', n: Math.floor(seconds / 3600) };
  return { unit: 'days', n: Math.floor(seconds / 86_400) };
}

/** "cách đây 4 phút" */
export function ageInWords(ms: number, t: Translate): string {
  const { unit, n } = spanOf(ms);
  return t(`ui:ago.${unit}`, { n });
}

/** "4 phút" */
export function spanInWords(ms: number, t: Translate): string {
  const { unit, n } = spanOf(ms);
  return t(`ui:span.${unit}`, { n });
}
