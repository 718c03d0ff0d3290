import { expect, test } from 'vitest';
import type { Verdict } from '../../../server/domain/glass/judge.ts';
import type { Seat } from '../../../server/domain/glass/ports.ts';
import { createSettler } from '../../../server/domain/glass/settled.ts';
import type { DisplayStateReported, GlassFault, GlassState } from '../../../shared/contract/glass.ts';

const SEAT: Seat = { display: 'd', name: 'Màn 1', wall: 'wall', position: 'A1', audience: 'operators', seenAt: null, glass: null };
const verdict = (state: GlassState, faults: GlassFault[] = []): Verdict => ({
  state,
  faults,
  lateTiles: [],
  detail: faults.join() || null,
});

/** What the log would hold after a second-by-second story, as `[second, state, faults]`. */
function told(story: readonly Verdict[]): [number, GlassState, string][] {
  const settler = createSettler();
  const entries: [number, GlassState, string][] = [];
  let said: DisplayStateReported | undefined;
  story.forEach((one, second) => {
    const due = settler.due(SEAT, one, said, second * 1000);
    if (!due) return;
    said = due;
    entries.push([second, due.state, due.faults.join()]);
  });
  return entries;
}
const during = (seconds: number, of: (second: number) => Verdict): Verdict[] => Array.from({ length: seconds }, (_, i) => of(i));

test('TRUTH6 what is worse is told at once, what is better after it has been so for five seconds', () => {
  const story = [
    ...during(3, () => verdict('online')),
    ...during(4, () => verdict('online', ['frozen'])),
    ...during(10, () => verdict('online')),
    ...during(2, () => verdict('late')),
    ...during(10, () => verdict('online')),
  ];
  expect(told(story)).toEqual([
    [0, 'online', ''],
    [3, 'online', 'frozen'],
    [11, 'online', ''],
    [17, 'late', ''],
    [23, 'online', ''],
  ]);
});

test('TRUTH6 a display at the edge of a fault does not chatter, nor do two faults that take turns', () => {
  const edge = during(60, (i) => verdict('online', i % 2 === 0 ? ['late-tiles'] : []));
  expect(told(edge)).toEqual([[0, 'online', 'late-tiles']]);
  const turns = during(60, (i) => verdict('online', i % 2 === 0 ? ['frozen'] : ['clock']));
  expect(told(turns)).toEqual([
    [0, 'online', 'frozen'],
    [1, 'online', 'frozen,clock'],
  ]);
  const flapping = during(60, (i) => verdict(i % 4 === 3 ? 'late' : 'online'));
  expect(told(flapping)).toEqual([
    [0, 'online', ''],
    [3, 'late', ''],
  ]);
});

test('TRUTH6 the node that takes over says nothing that was said already, and settles what it did not see', () => {
  const said: DisplayStateReported = {
    wall: 'wall',
    position: 'A1',
    name: 'Màn 1',
    state: 'online',
    faults: ['frozen'],
    since: 0,
    detail: null,
  };
  expect(createSettler().due(SEAT, verdict('online', ['frozen']), said, 60_000)).toBeNull();
  const settler = createSettler();
  expect(settler.due(SEAT, verdict('online'), said, 60_000)).toBeNull();
  expect(settler.due(SEAT, verdict('online'), said, 65_000)).toMatchObject({ state: 'online', faults: [] });
  expect(createSettler().due({ ...SEAT, position: 'A2' }, verdict('online', ['frozen']), said, 60_000)).toMatchObject({
    position: 'A2',
    since: 0,
  });
});
