import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBeat } from '../../../client/map/beat.ts';

/** Frames of a screen that are drawn when the test says so. */
let frames: ((time: number) => void)[] = [];
const draw = (): number => {
  const due = frames;
  frames = [];
  for (const frame of due) frame(0);
  return due.length;
};
beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (callback: (time: number) => void) => frames.push(callback));
  vi.stubGlobal('cancelAnimationFrame', () => {
    frames = [];
  });
});
afterEach(() => vi.unstubAllGlobals());

/** As luma.gl's loop does: asks for the next frame in each. */
function loopOn(beat: ReturnType<typeof createBeat>): { drawn: () => number } {
  let drawn = 0;
  const frame = (): void => {
    drawn++;
    beat.provider.requestAnimationFrame(frame);
  };
  beat.provider.requestAnimationFrame(frame);
  return { drawn: () => drawn };
}

describe('PART8 the beat of the overlay', () => {
  it('PART8 stops when nothing is to do, and goes on when woken', () => {
    const beat = createBeat(() => false);
    const loop = loopOn(beat);
    while (draw() > 0);
    const first = loop.drawn();
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(6);
    expect(beat.isParked()).toBe(true);
    beat.wake();
    expect(beat.isParked()).toBe(false);
    while (draw() > 0);
    expect(loop.drawn()).toBeGreaterThan(first);
    expect(beat.isParked()).toBe(true);
  });

  it('PART8 goes on while a layer waits for something', () => {
    let busy = true;
    const beat = createBeat(() => busy);
    const loop = loopOn(beat);
    for (let i = 0; i < 50; i++) draw();
    expect(loop.drawn()).toBe(50);
    busy = false;
    while (draw() > 0);
    expect(beat.isParked()).toBe(true);
  });

  it('PART8 a loop that is stopped while it rests is not woken again', () => {
    const beat = createBeat(() => false);
    loopOn(beat);
    while (draw() > 0);
    beat.provider.cancelAnimationFrame(-1);
    beat.wake();
    expect(draw()).toBe(0);
  });
});
