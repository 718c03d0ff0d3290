import { type DayMs, HOUR } from './script.ts';

/** How an ordinary day breathes: factors around 1, from a table of 24 hours, joined smoothly. */
const TABLES = {
  traffic: [
    0.12, 0.08, 0.07, 0.08, 0.18, 0.5, 1.2, 1.9, 1.5, 1.15, 1.1, 1.25, 1.15, 1.05, 1.1, 1.2, 1.5, 2, 1.6, 1.15, 0.85, 0.6, 0.38, 0.22,
  ],
  office: [0.02, 0.02, 0.02, 0.02, 0.02, 0.05, 0.2, 0.9, 2.2, 2.4, 2.2, 1.2, 0.5, 1.5, 2.2, 2.1, 1.5, 0.6, 0.4, 0.4, 0.35, 0.25, 0.1, 0.05],
  people: [0.15, 0.1, 0.08, 0.08, 0.15, 0.45, 0.9, 1.3, 1.5, 1.5, 1.4, 1.3, 1, 1.1, 1.3, 1.4, 1.5, 1.5, 1.4, 1.4, 1.2, 0.9, 0.55, 0.3],
  current: [
    0.72, 0.68, 0.66, 0.66, 0.7, 0.78, 0.88, 1, 1.1, 1.16, 1.18, 1.12, 1.02, 1.08, 1.16, 1.16, 1.12, 1.1, 1.14, 1.12, 1.04, 0.96, 0.86,
    0.78,
  ],
  flat: [],
} as const satisfies Record<string, readonly number[]>;
export type Rhythm = keyof typeof TABLES;

export function rhythmAt(rhythm: Rhythm, t: DayMs): number {
  const table: readonly number[] = TABLES[rhythm];
  if (table.length === 0) return 1;
  const hour = t / HOUR;
  const i = Math.floor(hour);
  const from = table[i % 24] as number;
  return from + ((table[(i + 1) % 24] as number) - from) * (hour - i);
}

/** Share of the day's sum that is reached at `t`: 0 at midnight, 1 at the next. */
export function shareSinceMidnight(rhythm: Rhythm, t: DayMs): number {
  const table: readonly number[] = TABLES[rhythm];
  if (table.length === 0) return Math.min(1, t / (24 * HOUR));
  const hour = Math.min(24, t / HOUR);
  let sum = 0;
  let whole = 0;
  for (const [i, part] of table.entries()) {
    whole += part;
    sum += part * Math.min(1, Math.max(0, hour - i));
  }
  return sum / whole;
}
