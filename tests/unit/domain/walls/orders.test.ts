import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ControlAct, controlAfter, isOverdue, NOBODY, withoutGone } from '../../../../server/domain/walls/control.ts';
import {
  decideOrder,
  type OrderContext,
  type OrderFault,
  type OrderOutcome,
  type WallPresent,
} from '../../../../server/domain/walls/orders.ts';
import { CONTROL_ANSWER_MS, PREPARE_MS, type WallControlled, WallDirected, WallOrder } from '../../../../shared/contract/direction.ts';
import { epochMs } from '../../../../shared/model/ids.ts';
import { replayMoment, sceneOn, UNSET_WALL } from '../../../../shared/rules/direction.ts';

const NOW = Date.UTC(2026, 10, 22, 5);
const LAN = { id: 'lan', name: 'Lan' };
const MINH = { id: 'minh', name: 'Minh' };
const BLANK: WallPresent = { direction: null, control: null, focus: null };
const context = (ms = 0, who = LAN): OrderContext => ({
  who,
  now: epochMs(NOW + ms),
  prepareMs: PREPARE_MS,
  isScene: (id) => id !== 'no-such',
  hasTile: (tile) => tile !== 'no-such',
});

type Order = Parameters<typeof WallOrder.parse>[0];
const isDone = (one: OrderOutcome | OrderFault): one is OrderOutcome => !('fault' in one);
/** The wall after orders, each a second after the one before, all by one person. */
function told(...orders: Order[]): WallPresent {
  let present = BLANK;
  for (const [i, order] of orders.entries()) present = next(present, order, context(i * 10_000));
  return present;
}
function next(present: WallPresent, order: Order, of: OrderContext): WallPresent {
  const outcome = decideOrder(WallOrder.parse(order), present, of);
  if (!isDone(outcome)) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return {
    direction: outcome.direction ?? present.direction,
    control: outcome.control ?? present.control,
    focus: outcome.focus ?? present.focus,
  };
}
const SHOW = { order: 'show', scene: 'storm', forMs: 3_600_000 };
const EMERGENCY = { order: 'emergency', scene: 'security', reason: 'Cháy' };

describe('DIR1 orders', () => {
  test('each direction holds everything, numbered from 1, and holds from a moment ahead', () => {
    const { direction } = told(SHOW, { order: 'banner', text: 'Mưa lớn', severity: 'high', forMs: 60_000 }, { order: 'freeze' });
    expect(direction).toMatchObject({
      revision: 3,
      showAt: NOW + 20_000 + PREPARE_MS,
      override: { scene: 'storm' },
      banner: { text: 'Mưa lớn' },
      frozenAt: NOW + 20_000,
    });
  });

  test('what has ended by itself is not carried on', () => {
    const { direction } = told({ ...SHOW, forMs: 10_000 }, { order: 'freeze' });
    expect(direction).toMatchObject({ override: null, frozenAt: NOW + 10_000 });
  });

  test('an order that says what stands already makes no direction', () => {
    const present = told(SHOW, { order: 'freeze' });
    for (const order of [
      { order: 'freeze' },
      { order: 'unpin' },
      { order: 'end-banner' },
      { order: 'end-emergency' },
      { order: 'full-tile', tile: null },
    ])
      expect(decideOrder(WallOrder.parse(order), present, context(60_000)), order.order).toEqual({
        direction: null,
        control: null,
        focus: null,
      });
  });

  test('DIR5 the same scene again soon is a double click, later it is longer', () => {
    const present = told(SHOW);
    expect(next(present, SHOW, context(1_000)).direction).toBe(present.direction);
    expect(next(present, SHOW, context(5_000)).direction).toMatchObject({ revision: 2, override: { until: NOW + 5_000 + 3_600_000 } });
    expect(next(present, { ...SHOW, reason: 'Khác' }, context(1_000)).direction?.revision).toBe(2);
  });

  test('DIR7 another scene lets go of the full tile; what is past can be paused, sought and left', () => {
    expect(told(SHOW, { order: 'full-tile', tile: 'map' }, { ...SHOW, scene: 'traffic' }).direction?.fullTile).toBeNull();
    const replaying = told({ order: 'replay', at: NOW - 3_600_000, speed: 10 });
    expect(replaying.direction?.replay).toMatchObject({ from: NOW - 3_600_000, since: NOW + PREPARE_MS, speed: 10 });
    const paused = next(replaying, { order: 'freeze' }, context(60_000)).direction;
    expect(paused).toMatchObject({ frozenAt: null, replay: { speed: 0, from: NOW - 3_600_000 + 600_000 } });
    expect(paused?.replay && replayMoment(paused.replay, NOW + 900_000)).toBe(NOW - 3_600_000 + 600_000);
    expect(next(replaying, { order: 'live' }, context(60_000)).direction?.replay).toBeNull();
    expect(decideOrder(WallOrder.parse({ order: 'replay', at: NOW + 1, speed: 1 }), BLANK, context())).toEqual({ fault: 'ahead' });
  });

  test('DIR2 an emergency ends what is frozen or past, and leaves what was shown beneath it', () => {
    const present = next(told(SHOW, { order: 'replay', at: NOW - 1000, speed: 1 }), EMERGENCY, context(30_000, MINH));
    expect(present).toMatchObject({
      direction: { replay: null, frozenAt: null, override: { scene: 'storm' } },
      control: { holder: { id: 'lan' } },
    });
    expect(next(present, { order: 'end-emergency' }, context(40_000, MINH)).direction).toMatchObject({
      emergency: null,
      override: { scene: 'storm' },
    });
  });
});

describe('DIR2 precedence over any orders', () => {
  const orders = fc.array(
    fc.record({
      order: fc.constantFrom<Order>(
        SHOW,
        { ...SHOW, scene: 'traffic', forMs: 10_000 },
        { order: 'resume' },
        EMERGENCY,
        { order: 'end-emergency' },
        { order: 'freeze' },
        { order: 'live' },
        { order: 'banner', text: 'x', severity: 'low', forMs: 10_000 },
      ),
      ms: fc.nat(20_000),
    }),
    { maxLength: 40 },
  );
  test('what is up is the emergency if there is one, else what was shown and has not run out, else the plan; revisions are dense', () => {
    fc.assert(
      fc.property(orders, (course) => {
        let [present, now, revision] = [BLANK, 0, 0];
        let emergency: string | null = null;
        let shown: { scene: string; until: number } | null = null;
        for (const { order, ms } of course) {
          now += ms;
          const before = present.direction;
          present = next(present, order, context(now));
          const said = WallOrder.parse(order);
          if (said.order === 'emergency') emergency = said.scene;
          if (said.order === 'end-emergency') emergency = null;
          if (said.order === 'resume') shown = null;
          if (said.order === 'show' && present.direction !== before) shown = { scene: said.scene, until: now + said.forMs };
          if (present.direction !== before) revision++;
          expect(present.direction?.revision ?? 0).toBe(revision);
          if (present.direction) expect(WallDirected.safeParse(present.direction).success).toBe(true);
          const up = sceneOn(UNSET_WALL, present.direction ?? { emergency: null, override: null }, null, NOW + now);
          expect(up.scene).toBe(emergency ?? (shown && now < shown.until ? shown.scene : 'standby'));
        }
      }),
    );
  });
});

describe('CTRL1 who runs a wall', () => {
  test('the first order takes a free wall; another person is told who has it', () => {
    const present = told(SHOW);
    expect(present.control?.holder).toEqual({ ...LAN, since: NOW });
    expect(decideOrder(WallOrder.parse({ order: 'resume' }), present, context(1, MINH))).toEqual({ fault: 'held', by: 'Lan' });
  });

  test('CTRL2 an emergency, its end and an acknowledgement ask for nobody’s leave, and take nobody’s control', () => {
    const focus = {
      incident: { kind: 'camera-event.observed', id: 'fire', since: epochMs(NOW) },
      cameras: [],
      reports: [],
      waiting: 0,
      acknowledged: false,
    } as const;
    const present = { ...told(SHOW), focus: { ...focus, cameras: [], reports: [] } };
    for (const order of [EMERGENCY, { order: 'acknowledge', id: 'fire' }]) {
      const outcome = decideOrder(WallOrder.parse(order), present, context(1, MINH));
      expect(isDone(outcome) && outcome.control).toBeNull();
    }
    expect(decideOrder(WallOrder.parse({ order: 'acknowledge', id: 'fire' }), present, context(1, MINH))).toMatchObject({
      focus: { acknowledged: true, acknowledgedAt: NOW + 1, acknowledgedBy: 'Minh' },
    });
  });

  test('CTRL3 a request is seen by the holder, who grants or declines it; unanswered, the wall is there to be taken', () => {
    const asked = controlAfter({ holder: { ...LAN, since: epochMs(NOW) }, request: null }, 'request', MINH, epochMs(NOW)) as WallControlled;
    expect(asked).toMatchObject({ holder: { id: 'lan' }, request: { ...MINH, at: NOW } });
    expect(controlAfter(asked, 'take', MINH, epochMs(NOW + CONTROL_ANSWER_MS - 1))).toEqual({ fault: 'held', by: 'Lan' });
    expect(controlAfter(asked, 'take', MINH, epochMs(NOW + CONTROL_ANSWER_MS))).toMatchObject({ holder: { id: 'minh' }, request: null });
    expect(controlAfter(asked, 'grant', LAN, epochMs(NOW + 1))).toMatchObject({ holder: { id: 'minh' }, request: null });
    expect(controlAfter(asked, 'decline', LAN, epochMs(NOW + 1))).toMatchObject({ holder: { id: 'lan' }, request: null });
    expect(controlAfter(asked, 'grant', MINH, epochMs(NOW + 1))).toEqual({ fault: 'held', by: 'Lan' });
    expect(controlAfter(asked, 'release', LAN, epochMs(NOW + 1))).toMatchObject({ holder: { id: 'minh' } });
    expect(controlAfter(asked, 'request', { id: 'hoa', name: 'Hoa' }, epochMs(NOW + 1))).toEqual({ fault: 'held', by: 'Minh' });
    expect(controlAfter(NOBODY, 'grant', LAN, epochMs(NOW))).toEqual({ fault: 'nobody-asks' });
  });

  const people = ['a', 'b', 'c'].map((id) => ({ id, name: id.toUpperCase() }));
  const course = fc.array(
    fc.record({
      who: fc.constantFrom(...people),
      act: fc.constantFrom<ControlAct | 'leave'>('take', 'request', 'grant', 'decline', 'release', 'leave'),
      ms: fc.oneof(fc.nat(1_000), fc.constant(CONTROL_ANSWER_MS)),
    }),
    { maxLength: 60 },
  );
  test('CTRL4 over any course one person at most has it, and loses it only by giving it, by not answering, or by leaving', () => {
    fc.assert(
      fc.property(course, (acts) => {
        let [control, now] = [NOBODY, NOW];
        for (const { who, act, ms } of acts) {
          now += ms;
          const before = control;
          const after =
            act === 'leave' ? withoutGone(before, (id) => id === who.id, epochMs(now)) : controlAfter(before, act, who, epochMs(now));
          if ('fault' in after) continue;
          control = after;
          expect(control.request === null || control.holder !== null).toBe(true);
          expect(control.request?.id === undefined || control.request.id !== control.holder?.id).toBe(true);
          if (before.holder === null || before.holder.id === control.holder?.id) continue;
          const gave = who.id === before.holder.id && ['grant', 'release', 'leave'].includes(act);
          const took = act === 'take' && before.request?.id === who.id && isOverdue(before, now);
          expect(gave || took, `${act} of ${who.id} over ${JSON.stringify(before)}`).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});
