import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PREPARE_MS, WallTriggered } from '../../../shared/contract/direction.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { WallDefined, type WallTrigger } from '../../../shared/contract/wall.ts';
import { type Cause, NOTHING_RAISED, triggeredOn, triggersStep } from '../../../shared/rules/triggers.ts';

const BEGIN = Date.parse('2026-11-16T00:00:00+07:00');
const LOOK_MS = 1000;
const LOOKS = 90;

const trigger = (name: string): fc.Arbitrary<WallTrigger> =>
  fc.record({
    name: fc.constant(name),
    scene: fc.constant(`scene-of-${name}`),
    cause: fc.constant<WallTrigger['cause']>({ by: 'camera-event', types: [], atLeast: 'high' }),
    area: fc.constant(null),
    count: fc.integer({ min: 1, max: 3 }),
    delayMs: fc.constantFrom(0, 0, 700, 5_000, 12_000),
    holdMs: fc.constantFrom(10_000, 15_500, 40_000),
  });
/** Something that lasts a while: of which trigger, from when to when, milliseconds after the beginning. */
const lasting = fc.record({ of: fc.nat(1), from: fc.nat(LOOKS * LOOK_MS), forMs: fc.integer({ min: 1, max: 30_000 }) });

type Lasting = { of: number; from: number; forMs: number };
const presentAt = (all: readonly Lasting[], of: number, ms: number): Cause[] =>
  all
    .map((one, i) => ({ one, i }))
    .filter(({ one }) => one.of === of && one.from <= ms && ms < one.from + one.forMs)
    .map(({ one, i }): Cause => ({ entry: { kind: 'camera-event.observed', id: `e${i}` } as Entry, since: BEGIN + one.from, value: null }))
    .sort((a, b) => a.since - b.since);

/** From when to when a scene is up, by somebody who wrote down all that there ever was: [from, to) in ms after the beginning. */
function onPaper(one: WallTrigger, at: number, all: readonly Lasting[]): [number, number][] {
  const spans: [number, number][] = [];
  let run: { since: number; look: number } | null = null;
  let last: [number, number] | null = null;
  for (let look = 0; look <= LOOKS; look++) {
    const now = look * LOOK_MS;
    const there = presentAt(all, at, now);
    const isEnough = there.length >= one.count;
    if (isEnough && !run) run = { since: (there[one.count - 1]?.since ?? 0) - BEGIN, look: now };
    else if (!isEnough && run) {
      if (last && run.look < last[1]) last[1] = now + one.holdMs;
      else {
        const from = Math.max(run.since + one.delayMs, run.look + PREPARE_MS);
        if (now >= from) {
          last = [from, now + one.holdMs];
          spans.push(last);
        }
      }
      run = null;
    }
  }
  if (run && last && run.look < last[1]) last[1] = Number.POSITIVE_INFINITY;
  else if (run) spans.push([Math.max(run.since + one.delayMs, run.look + PREPARE_MS), Number.POSITIVE_INFINITY]);
  return spans;
}

const course = fc.tuple(trigger('first'), trigger('second'), fc.array(lasting, { maxLength: 25 }));
/** What the log says after each look; each step starts from the log's own text, as another node would. */
function told(triggers: readonly WallTrigger[], all: readonly Lasting[]): WallTriggered[] {
  let standing = NOTHING_RAISED;
  return Array.from({ length: LOOKS }, (_, look) => {
    const now = BEGIN + look * LOOK_MS;
    standing = WallTriggered.parse(JSON.parse(JSON.stringify(standing)));
    standing = triggersStep(
      standing,
      triggers,
      (one) => presentAt(all, triggers.indexOf(one), look * LOOK_MS),
      () => false,
      now,
    );
    return standing;
  });
}

describe('TRIG1 a scene that comes by itself', () => {
  test('is up from when enough was there for long enough till the hold is over, and the first of the list has the wall', () => {
    fc.assert(
      fc.property(course, fc.array(fc.nat(LOOKS * LOOK_MS - 1), { minLength: 1, maxLength: 30 }), ([first, second, all], moments) => {
        const triggers = [first, second];
        const log = told(triggers, all);
        const spans = triggers.map((one, at) => onPaper(one, at, all));
        for (const ms of moments) {
          const up = triggeredOn(triggers, log[Math.floor(ms / LOOK_MS)] ?? null, BEGIN + ms);
          const due = triggers.find((_, at) => spans[at]?.some(([from, to]) => from <= ms && ms < to));
          expect(up?.scene ?? null).toBe(due?.scene ?? null);
          if (up) expect(up.until === null || up.until > BEGIN + ms).toBe(true);
        }
      }),
      { numRuns: 1500 },
    );
  });
});

describe('TRIG2 nothing flickers', () => {
  test('over any course of events a scene that came stays for its hold, and all displays hear of it before its moment', () => {
    fc.assert(
      fc.property(course, ([first, , all]) => {
        const log = told([first], all);
        let since: number | null = null;
        let known = NOTHING_RAISED;
        for (const [look, standing] of log.entries()) {
          const now = BEGIN + look * LOOK_MS;
          const added = standing.raised.filter(({ name, from }) => !known.raised.some((one) => one.name === name && one.from === from));
          for (const { from } of added) expect(from).toBeGreaterThanOrEqual(now + PREPARE_MS);
          known = standing;
          for (let ms = 0; ms < LOOK_MS; ms += 100) {
            const up = triggeredOn([first], standing, now + ms);
            if (up && since === null) since = now + ms;
            if (!up && since !== null) {
              expect(now + ms - since).toBeGreaterThanOrEqual(first.holdMs - 100);
              since = null;
            }
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('what says nothing new is the same object, and makes no entry; the cause that is named stays named while it lasts', () => {
    fc.assert(
      fc.property(course, ([first, second, all]) => {
        const triggers = [first, second];
        const at = (ms: number) => (one: WallTrigger) => presentAt(all, triggers.indexOf(one), ms);
        let standing = NOTHING_RAISED;
        for (let look = 0; look < LOOKS; look++) {
          const ms = look * LOOK_MS;
          const after = triggersStep(standing, triggers, at(ms), () => false, BEGIN + ms);
          expect(triggersStep(after, triggers, at(ms), () => false, BEGIN + ms)).toBe(after);
          for (const { name, cause, from } of after.raised) {
            const had = standing.raised.find((one) => one.name === name && one.from === from)?.cause;
            const of = name === 'first' ? 0 : 1;
            if (had && presentAt(all, of, ms).some(({ entry }) => entry.id === had.id)) expect(cause?.id).toBe(had.id);
          }
          standing = after;
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('TRIG3 all that is needed is in the log', () => {
  test('a trigger that the set-up does not have any more brings nothing up; one that is hidden from the room goes at once', () => {
    fc.assert(
      fc.property(course, fc.nat(LOOKS - 1), ([first, second, all], look) => {
        const standing = told([first, second], all)[look] ?? NOTHING_RAISED;
        const now = BEGIN + look * LOOK_MS;
        expect(triggeredOn([], standing, now)).toBeNull();
        expect(
          triggersStep(
            standing,
            [],
            () => [],
            () => false,
            now,
          ).raised,
        ).toEqual([]);
        expect(
          triggersStep(
            standing,
            [first, second],
            () => [],
            () => true,
            now,
          ).raised,
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('an older definition without triggers is read as it was; two triggers of one name are refused', () => {
    const old = { name: 'Tường', geometry: null, default: { scenes: ['standby'], dwellMs: 60_000 }, schedule: [], dimming: [] };
    expect(WallDefined.parse(old)).toEqual(old);
    const one = { name: 'Lũ', scene: 'storm', area: null, count: 1, delayMs: 0, holdMs: 60_000 };
    const cause = { by: 'sensor', measure: 'water-level', unit: 'cm', side: 'above', limit: 210 };
    expect(WallDefined.safeParse({ ...old, triggers: [{ ...one, cause }] }).success).toBe(true);
    const twice = WallDefined.safeParse({
      ...old,
      triggers: [
        { ...one, cause },
        { ...one, cause, scene: 'traffic' },
      ],
    });
    expect(twice.error?.issues.map(({ path }) => path.join('.'))).toEqual(['triggers.1.name']);
  });
});
