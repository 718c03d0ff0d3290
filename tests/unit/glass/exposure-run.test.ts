import { expect, test } from 'vitest';
import type { Exposure } from '../../../server/domain/glass/exposure.ts';
import { createGlassDesk } from '../../../server/domain/glass/glass-desk.ts';
import type { Seat } from '../../../server/domain/glass/ports.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { emptyWorld } from '../../../shared/rules/fold.ts';
import { glassReport } from '../../support/glass-report.ts';

const BEGAN = 1_800_000_000_000;
const MINUTE = 60_000;

test('TRUTH10 each minute counts what stood on displays that are there; what nobody ran for is not guessed', async () => {
  let now = BEGAN;
  const book = new Map<string, Exposure>();
  const written: string[][] = [];
  const seat = (display: string, isThere: boolean): Seat => {
    const { samples: _, ...report } = glassReport({ paintedAt: epochMs(now), scene: 'standby' });
    const glass = {
      display,
      node: 'a',
      writtenAt: now,
      connected: isThere,
      connectedAt: now - 3_600_000,
      aliveAt: isThere ? now : now - 600_000,
      leftAt: null,
      heardAt: now,
      framesAt: now,
      lagMs: 0,
      report,
    };
    return { display, name: display, wall: 'wall', position: 'A1', audience: 'operators', seenAt: null, glass };
  };
  const desk = createGlassDesk({
    table: { write: async () => {}, ofWall: async () => null, all: async () => [seat('lit', true), seat('dark', false)] },
    exposure: {
      read: async (displays) => new Map([...book].filter(([display]) => displays.includes(display))),
      async write(rows) {
        written.push(rows.map(({ display }) => display));
        for (const { display, exposure } of rows) book.set(display, exposure);
      },
    },
    rows: () => [],
    world: emptyWorld,
    intake: { take: () => Promise.reject(new Error('nothing is said')) },
    clock: () => now,
  });
  const minutes = (): number => {
    const hours = book.get('lit')?.cells.map(({ hours: own }) => own.reduce((sum, [, one]) => sum + one, 0)) ?? [];
    return Math.round(Math.max(0, ...hours) * 60);
  };

  // The first run knows no minute before it.
  await desk.expose();
  expect(written).toEqual([]);
  now += MINUTE;
  await desk.expose();
  expect(minutes()).toBe(1);
  now += MINUTE;
  await desk.expose();
  expect(minutes()).toBe(2);
  // An hour in which no node ran: two minutes of it at most.
  now += 60 * MINUTE;
  await desk.expose();
  expect(minutes()).toBe(4);
  // A clock that was set back counts nothing, and takes nothing away.
  now -= 30 * MINUTE;
  await desk.expose();
  expect(minutes()).toBe(4);
  expect(new Set(written.flat())).toEqual(new Set(['lit']));
});
