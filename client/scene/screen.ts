import { useEffect, useReducer, useState } from 'react';
import { useStores } from '../stores/stores-context.tsx';
import { glassOf, type Size } from './layout.ts';

const HIDE_CURSOR_MS = 3000;

/** CSS pixels of the window, followed; or the size that is given. */
export function useSize(given: Size | undefined): Size {
  const [size, setSize] = useState(windowSize);
  const isGiven = given !== undefined;
  useEffect(() => {
    if (isGiven) return;
    const follow = (): void => setSize(windowSize());
    follow();
    window.addEventListener('resize', follow);
    return () => window.removeEventListener('resize', follow);
  }, [isGiven]);
  return given ?? size;
}
const windowSize = (): Size => ({ w: window.innerWidth, h: window.innerHeight });

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

/** A clock that is corrected, or that runs faster than ours, is looked at again after so long. */
const LOOK_MS = 500;

/** Draws the caller again at a moment of the clock in context, to the millisecond; Infinity: never. */
export function useAlarm(at: number): void {
  const { clock } = useStores();
  const [rung, ring] = useReducer((n: number) => n + 1, 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a clock that was set back meanwhile is waited for anew.
  useEffect(() => {
    if (!Number.isFinite(at)) return;
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      const wait = at - clock.now();
      if (wait <= 0) ring();
      else timer = setTimeout(look, Math.min(wait, LOOK_MS));
    };
    look();
    return () => clearTimeout(timer);
  }, [at, clock, rung]);
}

/** Where the picture stands in this minute, in `u`: a closed walk of 16 steps, each shorter than a hair at the seats. */
export function driftAt(now: number): [x: number, y: number] {
  const step = (Math.floor(now / 60_000) % 16) / 16;
  const round = (n: number): number => Math.round(n * 100) / 100;
  return [round(0.3 * Math.sin(2 * Math.PI * step)), round(0.3 * Math.sin(4 * Math.PI * step))];
}

/** `u` in CSS pixels of a window that is a whole, unmeasured wall; follows the window. */
export function useUnit(farthestSeatM: number, heightMm: number): number {
  const { w, h } = useSize(undefined);
  return glassOf(null, null, { w, h }, { farthestSeatM, heightMm }).u;
}
