import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Held, hear, shownAt } from '../../../client/scene/held.ts';
import type { WallDirected, WallTriggered } from '../../../shared/contract/direction.ts';
import type { ScheduleSlot, Showing, WallTrigger } from '../../../shared/contract/wall.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { dimAt, nextChange, type OnWall, sceneOn, turnOf } from '../../../shared/rules/direction.ts';
import { NO_DIRECTION } from '../../visual/reference-wall.ts';

/** A fortnight of Việt Nam's time, to the millisecond. */
const BEGIN = Date.parse('2026-11-16T00:00:00+07:00');
const FORTNIGHT = 14 * 86_400_000;
const moment = fc.integer({ min: BEGIN, max: BEGIN + FORTNIGHT });
const two = (n: number): string => String(n).padStart(2, '0');
/** Times that meet often, so that slots touch, nest and cross midnight. */
const time = fc.tuple(fc.constantFrom(0, 1, 6, 12, 22, 23), fc.constantFrom(0, 1, 30, 59)).map(([h, m]) => `${two(h)}:${two(m)}`);
const showing: fc.Arbitrary<Showing> = fc.record({
  scenes: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 4 }),
  dwellMs: fc.constantFrom(5_000, 60_000, 3_600_000, 7_777),
});
const slot: fc.Arbitrary<ScheduleSlot> = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  from: time,
  to: time,
  showing,
});
const NAMES = ['lũ', 'cháy', 'đông người'] as const;
/** Triggers in any order of precedence, each with a scene of its own; what raises them is proved beside this. */
const triggers: fc.Arbitrary<WallTrigger[]> = fc.shuffledSubarray([...NAMES]).map((names) =>
  names.map((name) => ({
    ...{ name, scene: `scene-of-${NAMES.indexOf(name)}`, area: null, count: 1, delayMs: 0, holdMs: 10_000 },
    cause: { by: 'camera-event', types: [], atLeast: 'high' },
  })),
);
const plan = fc.record({ default: showing, schedule: fc.array(slot, { maxLength: 5 }), triggers });
const orders = fc.record({
  emergency: fc.option(fc.record({ scene: fc.constant('emergency'), reason: fc.constant('vỡ đê'), since: fc.constant(epochMs(BEGIN)) }), {
    freq: 6,
  }),
  override: fc.option(
    fc.record({
      scene: fc.constant('override'),
      reason: fc.constantFrom(null, 'giao ban'),
      since: fc.constant(epochMs(BEGIN)),
      until: moment.map(epochMs),
    }),
  ),
});
const triggered: fc.Arbitrary<WallTriggered | null> = fc.option(
  fc
    .uniqueArray(fc.record({ name: fc.constantFrom(...NAMES), from: moment, until: fc.option(moment) }), {
      selector: ({ name }) => name,
      maxLength: 3,
    })
    .map((all) => ({
      raised: all.map(({ name, from, until }) => ({
        ...{ name, since: epochMs(from), from: epochMs(from), cause: null, count: 1 },
        until: until === null ? null : epochMs(Math.max(from, until)),
      })),
    })),
  { freq: 4 },
);

/** The same by the calendar of the machine: what a person with a clock and the schedule on paper would say. */
function onPaper(slots: readonly ScheduleSlot[], now: number): ScheduleSlot | undefined {
  const local = new Date(now + 7 * 3_600_000);
  const today = ((local.getUTCDay() + 6) % 7) + 1;
  const yesterday = today === 1 ? 7 : today - 1;
  const hour = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`;
  return slots.find(({ days, from, to }) =>
    from < to
      ? days.includes(today) && from <= hour && hour < to
      : (days.includes(today) && from <= hour) || (days.includes(yesterday) && hour < to),
  );
}

describe('SWITCH1 which scene is up, and why', () => {
  test('emergency, then an override that has not ended, then what an event asks for, then the schedule, then the default', () => {
    fc.assert(
      fc.property(plan, orders, triggered, moment, (planned, ordered, asked, now) => {
        const slotNow = onPaper(planned.schedule, now);
        const { scene, why } = sceneOn(planned, ordered, asked, now);
        const expected = ((): [string, string] => {
          if (ordered.emergency) return ['emergency', 'emergency'];
          if (ordered.override && ordered.override.until > now) return ['override', 'override'];
          const due = planned.triggers.find(({ name }) =>
            asked?.raised.some((one) => one.name === name && one.from <= now && (one.until ?? Number.POSITIVE_INFINITY) > now),
          );
          if (due) return ['triggered', due.scene];
          if (slotNow) return ['schedule', turnOf(slotNow.showing, now)];
          return ['default', turnOf(planned.default, now)];
        })();
        expect([why.layer, scene]).toEqual(expected);
        expect(why.until === null || why.until > now).toBe(true);
        if (why.layer === 'override') expect(why.reason).toBe(ordered.override?.reason);
        expect(why.trigger === null).toBe(why.layer !== 'triggered');
        if (why.trigger) expect(planned.triggers.find(({ name }) => name === why.trigger?.name)?.scene).toBe(scene);
      }),
      { numRuns: 3000 },
    );
  });

  test('a slot that crosses midnight holds into the next day, and says until when', () => {
    const night: ScheduleSlot = { days: [1], from: '22:00', to: '06:00', showing: { scenes: ['a'], dwellMs: 60_000 } };
    const planned = { default: { scenes: ['b'], dwellMs: 60_000 }, schedule: [night] };
    const at = (text: string): OnWall => sceneOn(planned, { emergency: null, override: null }, null, Date.parse(`2026-11-${text}+07:00`));
    const until = Date.parse('2026-11-24T06:00:00+07:00');
    expect(at('23T21:59:59.999').scene).toBe('b');
    expect(at('23T22:00:00')).toMatchObject({ scene: 'a', why: { layer: 'schedule', until } });
    expect(at('24T05:59:59.999')).toMatchObject({ scene: 'a', why: { until } });
    expect(at('24T06:00:00').scene).toBe('b');
    // Tuesday night is nobody's.
    expect(at('24T22:00:00').scene).toBe('b');
    expect(at('23T05:00:00').scene).toBe('b');
  });
});

describe('SWITCH2 the next change', () => {
  test('is ahead, and until then the same scene is up', () => {
    fc.assert(
      fc.property(
        plan,
        orders,
        triggered,
        moment,
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
        (planned, ordered, asked, now, shares) => {
          const next = nextChange(planned, ordered, asked, now);
          expect(next).toBeGreaterThan(now);
          const { scene, why } = sceneOn(planned, ordered, asked, now);
          for (const share of [...shares, 1]) {
            const later = sceneOn(planned, ordered, asked, Math.min(next - 1, Math.floor(now + share * (next - now))));
            expect([later.scene, later.why.layer]).toEqual([scene, why.layer]);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('of a trigger: its scene comes and goes at the moments that the log says, and neither sooner nor later is looked again', () => {
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 4_000 }), fc.integer({ min: 1, max: 4_000 }), (now, ahead, forMs) => {
        const [trigger] = NAMES.map((name) => ({ name, scene: 'of-it', area: null, count: 1, delayMs: 0, holdMs: 10_000 }));
        const planned = {
          ...{ default: { scenes: ['b'], dwellMs: 60_000 }, schedule: [] },
          triggers: [{ ...trigger, cause: { by: 'camera-event', types: [], atLeast: 'high' } } as WallTrigger],
        };
        const [from, until] = [epochMs(now + ahead), epochMs(now + ahead + forMs)];
        const asked: WallTriggered = { raised: [{ name: NAMES[0], since: epochMs(now), from, until, cause: null, count: 1 }] };
        const none = { emergency: null, override: null };
        fc.pre(nextChange(planned, none, null, now) > until);
        expect(nextChange(planned, none, asked, now)).toBe(from);
        expect(sceneOn(planned, none, asked, from - 1).scene).toBe('b');
        expect(sceneOn(planned, none, asked, from).why).toMatchObject({ layer: 'triggered', until });
        expect(nextChange(planned, none, asked, from)).toBe(until);
        expect(sceneOn(planned, none, asked, until).scene).toBe('b');
      }),
      { numRuns: 300 },
    );
  });
});

describe('SWITCH3 scenes that take turns', () => {
  test('are the same on every display at every moment, whenever it was opened, and each has its whole turn', () => {
    fc.assert(
      fc.property(showing, moment, fc.nat(100_000), (turns, now, later) => {
        expect(turnOf(turns, now)).toBe(turns.scenes[Math.floor(now / turns.dwellMs) % turns.scenes.length]);
        const start = Math.floor(now / turns.dwellMs) * turns.dwellMs;
        expect(turnOf(turns, start)).toBe(turnOf(turns, Math.min(now + later, start + turns.dwellMs - 1)));
      }),
    );
  });
});

describe('SWITCH4 two phases', () => {
  /** Directions as a wall gets them: each is heard, and is to be shown a moment later. */
  const told = fc
    .array(fc.record({ wait: fc.nat(900), prepare: fc.integer({ min: 1, max: 700 }) }), { minLength: 1, maxLength: 8 })
    .map((steps) => {
      let at = BEGIN;
      return steps.map(({ wait, prepare }, i) => {
        at += wait;
        return { heardAt: at, direction: { ...NO_DIRECTION, revision: i + 1, showAt: epochMs(at + prepare) } satisfies WallDirected };
      });
    });

  test('at any moment the newest whose moment has come is shown, and nothing before its moment; who joins later agrees', () => {
    fc.assert(
      fc.property(told, fc.nat(6000), fc.nat(7), (all, after, joined) => {
        const now = BEGIN + after;
        const heard = all.filter(({ heardAt }) => heardAt <= now);
        let held: Held = hear([], null, BEGIN - 1);
        for (const { heardAt, direction } of heard) held = hear(held, direction, heardAt);
        const due = heard.filter(({ direction }) => direction.showAt <= now).at(-1)?.direction ?? null;
        expect(shownAt(held, now)).toEqual(due);

        // One that was opened in between knows only what a snapshot holds: the newest.
        const since = heard.slice(joined);
        let late: Held = [];
        for (const { heardAt, direction } of since) late = hear(late, direction, heardAt);
        const seen = shownAt(late, now);
        if (since.length > 0 && seen !== undefined) expect(seen).toEqual(due);
        const newest = heard.at(-1);
        if (newest && since.length > 0 && newest.direction.showAt <= now) expect(seen).toEqual(newest.direction);
      }),
      { numRuns: 3000 },
    );
  });

  test('hearing the same again changes nothing; a world of an earlier revision is another world', () => {
    const one: WallDirected = { ...NO_DIRECTION, revision: 4, showAt: epochMs(BEGIN + 600) };
    const held = hear(hear([], null, BEGIN), one, BEGIN);
    expect(hear(held, { ...one }, BEGIN + 10)).toBe(held);
    const past: WallDirected = { ...NO_DIRECTION, revision: 2, showAt: epochMs(BEGIN - 9000) };
    expect(shownAt(hear(held, past, BEGIN + 20), BEGIN + 20)).toEqual(past);
    expect(shownAt(hear(held, null, BEGIN + 20), BEGIN + 20)).toBeNull();
  });
});

describe('SWITCH5 light by the hour', () => {
  test('the first slot that holds, over midnight too; none is full light', () => {
    const slots = [
      { from: '22:00', to: '05:30', level: 0.4, night: true },
      { from: '18:00', to: '22:30', level: 0.7, night: false },
    ];
    const at = (hour: string): object => dimAt(slots, Date.parse(`2026-11-23T${hour}:00+07:00`));
    expect(at('23:59')).toEqual({ level: 0.4, night: true });
    expect(at('05:29')).toEqual({ level: 0.4, night: true });
    expect(at('05:30')).toEqual({ level: 1, night: false });
    expect(at('21:59')).toEqual({ level: 0.7, night: false });
    expect(at('22:15')).toEqual({ level: 0.4, night: true });
  });
});
