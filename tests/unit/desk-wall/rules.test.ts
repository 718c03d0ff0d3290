import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { needsControl, offered, standingOf } from '../../../client/screens/desk-wall/control.ts';
import { momentIn, momentOf, untilClock } from '../../../client/screens/desk-wall/moments.ts';
import { coordinatesIn } from '../../../client/screens/desk-wall/PinDialog.tsx';
import { finds } from '../../../client/screens/desk-wall/scenes-here.ts';
import { computed, draftOf, marked, PRESETS, preset, readDraft } from '../../../client/screens/desk-wall/setup/draft.ts';
import { undoOf } from '../../../client/screens/desk-wall/undo.ts';
import type { WallDirected, WallOrder } from '../../../shared/contract/direction.ts';
import { WallDefined } from '../../../shared/contract/wall.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { actsBetween, controlBetween } from '../../../shared/rules/wall-acts.ts';

const NOW = epochMs(Date.UTC(2026, 10, 22, 12));
const at = (ms: number) => epochMs(NOW + ms);
const direction = (part: Partial<WallDirected> = {}): WallDirected => ({
  revision: 1,
  showAt: NOW,
  emergency: null,
  override: null,
  banner: null,
  pin: null,
  fullTile: null,
  frozenAt: null,
  replay: null,
  ...part,
});
const override = { scene: 'storm', reason: null, since: at(-60_000), until: at(600_000) };
const show: WallOrder = { order: 'show', scene: 'traffic', forMs: 900_000, reason: null };

describe('DESK4 what was done is taken back by what puts the wall as it was', () => {
  it('back to the schedule, or to the scene that had been chosen for what is left of its time', () => {
    expect(undoOf(null, show, NOW)).toEqual({ order: 'resume' });
    expect(undoOf(direction({ override }), show, NOW)).toEqual({ order: 'show', scene: 'storm', forMs: 600_000, reason: null });
    expect(undoOf(direction({ override: { ...override, until: at(-1) } }), show, NOW)).toEqual({ order: 'resume' });
    expect(undoOf(direction({ override }), { order: 'resume' }, NOW)).toMatchObject({ order: 'show', scene: 'storm' });
    expect(undoOf(direction(), { order: 'resume' }, NOW)).toBeNull();
  });
  it('a replay goes on where it would stand, a tile gets back what it had', () => {
    const replay = { from: at(-3_600_000), to: null, since: at(-10_000), speed: 10, name: null };
    expect(undoOf(direction({ replay }), { order: 'live' }, NOW)).toEqual({
      order: 'replay',
      at: at(-3_500_000),
      to: null,
      speed: 10,
      name: null,
    });
    expect(undoOf(direction({ fullTile: 'map' }), { order: 'full-tile', tile: null }, NOW)).toEqual({ order: 'full-tile', tile: 'map' });
    expect(undoOf(direction(), { order: 'freeze' }, NOW)).toEqual({ order: 'unfreeze' });
  });
  it('an emergency and the control are never undone by a key', () => {
    const grave: WallOrder[] = [
      { order: 'emergency', scene: 'storm', reason: 'Bão' },
      { order: 'end-emergency' },
      { order: 'control', act: 'take' },
    ];
    for (const order of grave) expect(undoOf(direction({ override }), order, NOW)).toBeNull();
  });
});

describe('DESK3 only what would be done is offered', () => {
  const holder = { id: 'an', name: 'An', since: at(-60_000) };
  const asks = (ago: number) => ({ id: 'binh', name: 'Bình', at: at(-ago) });
  it.each([
    ['free', null, ['take']],
    ['mine', { holder: { ...holder, id: 'me' }, request: null }, ['release']],
    ['mine and asked for', { holder: { ...holder, id: 'me' }, request: asks(1000) }, ['grant', 'decline', 'release']],
    ['theirs', { holder, request: null }, ['request']],
    ['theirs, asked for by another', { holder, request: asks(1000) }, []],
    ['theirs, asked for by another long ago', { holder, request: asks(61_000) }, ['request']],
    ['theirs, I asked', { holder, request: { ...asks(1000), id: 'me' } }, ['decline']],
    ['theirs, I asked and nobody answered', { holder, request: { ...asks(30_000), id: 'me' } }, ['take']],
  ] as const)('%s', (_, control, acts) => {
    expect(offered(standingOf(control as Parameters<typeof standingOf>[0], 'me', NOW))).toEqual(acts);
  });
  it('emergencies and taking an event need no control', () => {
    expect((['emergency', 'end-emergency', 'acknowledge', 'control'] as const).some(needsControl)).toBe(false);
    expect((['show', 'banner', 'replay', 'freeze', 'full-tile', 'pin'] as const).every(needsControl)).toBe(true);
  });
});

describe('DESK5 the log of acts reads each from how two versions differ', () => {
  it('names what began, what was ended, and not what ended by itself', () => {
    expect(actsBetween(direction(), direction({ override }))).toEqual([{ what: 'show', subject: 'storm' }]);
    expect(actsBetween(direction({ override }), direction({ showAt: at(1000) }))).toEqual([{ what: 'resume', subject: null }]);
    expect(actsBetween(direction({ override }), direction({ showAt: at(700_000) }))).toEqual([]);
    const emergency = { scene: 'storm', reason: 'Bão số 3', since: NOW };
    expect(actsBetween(direction({ frozenAt: at(-5) }), direction({ emergency }))).toEqual([{ what: 'emergency', subject: 'Bão số 3' }]);
  });
  it('says who got the control, who gave it back and who asked', () => {
    const an = { id: 'an', name: 'An', since: NOW };
    expect(controlBetween(null, { holder: an, request: null })).toEqual({ what: 'holds', name: 'An' });
    expect(controlBetween({ holder: an, request: null }, { holder: null, request: null })).toEqual({ what: 'released', name: 'An' });
    const request = { id: 'binh', name: 'Bình', at: NOW };
    expect(controlBetween({ holder: an, request: null }, { holder: an, request })).toEqual({ what: 'asked', name: 'Bình' });
    expect(controlBetween({ holder: an, request }, { holder: an, request: null })).toEqual({ what: 'declined', name: 'Bình' });
  });
});

describe('DESK6 what is typed is read as people here write it', () => {
  it('a time of day is the next one', () => {
    // It is 19:00 in Việt Nam.
    expect(untilClock('19:30', NOW)).toBe(30 * 60_000);
    expect(untilClock('20h', NOW)).toBe(60 * 60_000);
    expect(untilClock('18:00', NOW)).toBe(23 * 3_600_000);
    for (const wrong of ['', '25:00', '7:75', 'chiều']) expect(untilClock(wrong, NOW)).toBeNull();
  });
  it('a moment of Việt Nam’s clock comes back as itself', () => {
    expect(momentIn(NOW)).toBe('2026-11-22T19:00');
    expect(momentOf('2026-11-22T19:00')).toBe(NOW);
    expect(momentOf('')).toBeNull();
  });
  it('coordinates with commas or points, latitude first; names without marks', () => {
    expect(coordinatesIn('20,8651; 106,6838')).toEqual([106.6838, 20.8651]);
    expect(coordinatesIn('20.8651, 106.6838')).toEqual([106.6838, 20.8651]);
    expect(coordinatesIn('Đồ Sơn')).toBeNull();
    expect(finds('mua bao', 'Mưa bão, ngập úng')).toBe(true);
    expect(finds('giao', 'Mưa bão')).toBe(false);
  });
});

describe('DESK7 a wall’s set-up', () => {
  test.each(PRESETS)('%s is right as it stands, and is read back as it was written', (which) => {
    const read = readDraft({ ...draftOf(null, 'Tường'), ...preset(which) });
    expect(read.faults).toEqual([]);
    expect(readDraft(draftOf(read.defined, 'Tường')).defined).toEqual(read.defined);
  });
  it('tells the canvas and the smallest letters that the farthest seat reads', () => {
    const follows = computed(readDraft({ ...draftOf(null, 'Tường'), ...preset('three'), farthestSeatM: '6' }));
    // 6 m × 22′ / 3438 = 38,4 mm of capitals, 60,5 px of a 55″ full-HD panel.
    expect(follows?.uMm).toBeCloseTo(38.4, 1);
    expect(follows?.uPx).toBeCloseTo(60.5, 0);
    expect(follows?.canvas.w).toBeGreaterThan(17_280);
    expect(follows?.uncovered).toBe(0);
  });
  it('marked rectangles never overlap, whatever was marked before', () => {
    const area = fc.record({
      column: fc.nat(8),
      row: fc.nat(2),
      columns: fc.integer({ min: 1, max: 9 }),
      rows: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(area, { maxLength: 12 }), (areas) => {
        const displays = areas
          .map((one) => ({ ...one, columns: Math.min(one.columns, 9 - one.column), rows: Math.min(one.rows, 3 - one.row) }))
          .reduce((all, one) => marked(all, one), [] as ReturnType<typeof marked>);
        const read = readDraft({ ...draftOf(null, 'Tường'), ...preset('three'), displays });
        return WallDefined.safeParse(read.defined).success;
      }),
    );
  });
  it('says where it is wrong', () => {
    const draft = { ...draftOf(null, 'Tường'), ...preset('tv'), farthestSeatM: 'xa' };
    expect(readDraft(draft).faults.map(({ path }) => path)).toEqual(['geometry.farthestSeatM']);
  });
});
