import { useEffect, useState } from 'react';
import { unitPx } from '../../ui/unit.ts';

const HIDE_CURSOR_MS = 3000;

/** `u` in CSS pixels of this window, rounded to a quarter; follows the window. */
export function useUnit(farthestSeatM: number, heightMm: number): number {
  const [height, setHeight] = useState(pictureHeight);
  useEffect(() => {
    const follow = (): void => setHeight(pictureHeight());
    window.addEventListener('resize', follow);
    return () => window.removeEventListener('resize', follow);
  }, []);
  return Math.round(unitPx({ heightPx: height, heightMm, farthestSeatM }) * 4) / 4;
}

/** A window narrower than 16:9 shows the same picture smaller; a wider one is several groups side by side. */
const pictureHeight = (): number => Math.min(window.innerHeight, (window.innerWidth * 9) / 16);

/** True once the pointer has rested for three seconds. */
export function useIdleCursor(): boolean {
  const [idle, setIdle] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const moved = (): void => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), HIDE_CURSOR_MS);
    };
    moved();
    window.addEventListener('pointermove', moved);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('pointermove', moved);
    };
  }, []);
  return idle;
}

/** Where the picture stands in this minute, in `u`: a closed walk of 16 steps, each shorter than a hair at the seats. */
export function driftAt(now: number): [x: number, y: number] {
  const step = (Math.floor(now / 60_000) % 16) / 16;
  const round = (n: number): number => Math.round(n * 100) / 100;
  return [round(0.3 * Math.sin(2 * Math.PI * step)), round(0.3 * Math.sin(4 * Math.PI * step))];
}
