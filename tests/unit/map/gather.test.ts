import { expect, it } from 'vitest';
import { createGather, GATHER_MS } from '../../../client/tiles/map/gather.ts';
import { createFakeTime } from './fake-time.ts';

/** Each drawing is done `frameMs` after it was asked for, as a browser's next frame does. */
function gathering(frameMs = 16) {
  const time = createFakeTime();
  const drawnAt: number[] = [];
  let asked = false;
  const gather = createGather({
    draw() {
      if (asked) return;
      asked = true;
      time.wait(() => {
        asked = false;
        drawnAt.push(time.now());
        gather.drawn();
      }, frameMs);
    },
    clock: time.now,
    wait: time.wait,
  });
  return { time, gather, drawnAt };
}

it('MAP12 what is grave is drawn with the next frame, however short ago the last one was', () => {
  const { time, gather, drawnAt } = gathering();
  gather.tell(true);
  time.pass(16);
  gather.tell(true);
  time.pass(16);
  expect(drawnAt).toEqual([16, 32]);
});

it('MAP12 the rest gathers: 1,000 events a second are at most five drawings, and none waits longer than 200 ms and a frame', () => {
  const { time, gather, drawnAt } = gathering();
  const waits: number[] = [];
  let open: number[] = [];
  let seen = 0;
  for (let ms = 0; ms < 2_000; ms++) {
    gather.tell(false);
    open.push(time.now());
    time.pass(1);
    if (drawnAt.length > seen) {
      seen = drawnAt.length;
      const at = drawnAt.at(-1) ?? 0;
      waits.push(...open.filter((since) => since < at).map((since) => at - since));
      open = open.filter((since) => since >= at);
    }
  }
  expect(drawnAt.length).toBeGreaterThanOrEqual(9);
  expect(drawnAt.length).toBeLessThanOrEqual(11);
  expect(Math.max(...waits)).toBeLessThanOrEqual(GATHER_MS + 16);
});

it('MAP12 after a quiet moment an ordinary event does not wait; what is grave takes along what gathers', () => {
  const { time, gather, drawnAt } = gathering();
  gather.tell(false);
  time.pass(16);
  expect(drawnAt).toEqual([16]);
  gather.tell(false);
  time.pass(50);
  gather.tell(true);
  time.pass(500);
  // One drawing for both, and none left over.
  expect(drawnAt).toEqual([16, 82]);
  gather.tell(false);
  gather.close();
  time.pass(500);
  expect(drawnAt).toEqual([16, 82]);
});
