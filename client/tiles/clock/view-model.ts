import { hourOfDay } from '../../ui/format.ts';

/** A shift of the day in hours of the wall's clock, 0 to 24; one that ends before it begins passes midnight. */
export type Shift = { name: string; from: number; to: number };

export const THREE_SHIFTS: Shift[] = [
  { name: '1', from: 6, to: 14 },
  { name: '2', from: 14, to: 22 },
  { name: '3', from: 22, to: 6 },
];

const within = ({ from, to }: Shift, hour: number): boolean => (from < to ? hour >= from && hour < to : hour >= from || hour < to);

/** The shift on duty, and the hours that are left of it; null where the table has a hole. */
export function shiftAt(shifts: readonly Shift[], now: number): { shift: Shift; leftMs: number } | null {
  const hour = hourOfDay(now);
  const shift = shifts.find((candidate) => within(candidate, hour));
  if (!shift) return null;
  const left = (shift.to - hour + 24) % 24;
  return { shift, leftMs: Math.round(left * 3600) * 1000 };
}

/** "06:00" from 6, "13:30" from 13.5. */
export const hourInFigures = (hour: number): string =>
  `${String(Math.floor(hour)).padStart(2, '0')}:${String(Math.round((hour % 1) * 60)).padStart(2, '0')}`;
