import { useEffect, useState } from 'react';
import type { ReplayMark } from '../../../shared/contract/replay.ts';
import { type EpochMs, epochMs } from '../../../shared/model/ids.ts';
import { DAY } from './order.ts';
import type { PastReader } from './ports.ts';

export type DayMarks = { day: EpochMs; marks: readonly ReplayMark[]; more: boolean; state: 'loading' | 'whole' | 'failed' };

const AGAIN_MS = 30_000;

/** What there is to jump to on a day; of today, asked again while it goes on. */
export function useMarks(reader: PastReader, day: EpochMs, now: () => number): DayMarks {
  const [known, setKnown] = useState<DayMarks>({ day, marks: [], more: false, state: 'loading' });
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout>;
    const ask = async (): Promise<void> => {
      const read = await reader.marks(day, epochMs(day + DAY));
      if (isOver) return;
      setKnown((before) => {
        if (read.ok) return { day, ...read.value, state: 'whole' };
        return before.day === day ? { ...before, state: 'failed' } : { day, marks: [], more: false, state: 'failed' };
      });
      if (!read.ok || now() < day + DAY) timer = setTimeout(() => void ask(), AGAIN_MS);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [reader, day, now]);
  return known.day === day ? known : { day, marks: [], more: false, state: 'loading' };
}
