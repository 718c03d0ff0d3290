import { describe, expect, it } from 'vitest';
import { ageInWords, formatDate, formatNumber, formatTime, hourOfDay, spanInWords, spanOf } from '../../../client/ui/format.ts';

const AT = Date.parse('2026-11-23T07:05:32Z');

describe('LOOK1 dates and times are Việt Nam’s, as people write them', () => {
  it('writes the weekday in words and the day before the month', () => {
    expect(formatDate(AT, 'vi')).toBe('Thứ Hai, 23/11/2026');
    expect(formatDate(AT, 'en')).toBe('Monday, 23/11/2026');
    expect(formatDate(Date.parse('2026-11-22T17:00:00Z'), 'vi')).toBe('Thứ Hai, 23/11/2026');
    expect(formatDate(Date.parse('2026-11-22T16:59:59Z'), 'vi')).toBe('Chủ Nhật, 22/11/2026');
  });
  it('writes 24 hours with seconds, midnight as 00', () => {
    expect(formatTime(AT)).toBe('14:05:32');
    expect(formatTime(Date.parse('2026-11-22T17:00:00Z'))).toBe('00:00:00');
    expect(hourOfDay(AT)).toBeCloseTo(14.0922, 3);
  });
});

describe('LOOK2 figures', () => {
  it.each([
    [1234.5, 1, 'vi', '1.234,5'],
    [1234.5, 1, 'en', '1,234.5'],
    [98, 2, 'vi', '98,00'],
    [-0.2, 1, 'vi', '−0,2'],
    [-0, 0, 'vi', '0'],
    [109430, 0, 'vi', '109.430'],
  ] as const)('%d with %d decimals in %s is %s', (value, decimals, language, written) => {
    expect(formatNumber(value, decimals, language)).toBe(written);
  });
  it('leaves the closing zeros away from a figure that people set', () => {
    expect(formatNumber(98, 1, 'vi', true)).toBe('98');
    expect(formatNumber(98.5, 1, 'vi', true)).toBe('98,5');
  });
});

describe('LOOK3 ages in words', () => {
  it.each([
    [-5000, 'now', 0],
    [4999, 'now', 0],
    [5000, 'seconds', 5],
    [59_999, 'seconds', 59],
    [60_000, 'minutes', 1],
    [3_599_999, 'minutes', 59],
    [3_600_000, 'hours', 1],
    [47 * 3_600_000, 'hours', 47],
    [48 * 3_600_000, 'days', 2],
  ] as const)('%d ms is %s %d', (ms, unit, n) => {
    expect(spanOf(ms)).toEqual({ unit, n });
  });
  it('hands unit and number to the words', () => {
    const t = (key: string, values?: Record<string, string | number>): string => `${key} ${values?.n}`;
    expect(ageInWords(240_000, t)).toBe('ui:ago.minutes 4');
    expect(spanInWords(240_000, t)).toBe('ui:span.minutes 4');
  });
});
