import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FOCUS_TIMES, FREE_ZONE, focusStep, type Incident, QUEUE_MAX } from '../../../../server/domain/walls/focus.ts';
import { aroundOf, incidentsOf } from '../../../../server/domain/walls/incidents.ts';
import { WallFocused } from '../../../../shared/contract/direction.ts';
import { areaCode, type EpochMs, epochMs } from '../../../../shared/model/ids.ts';
import { viewOf } from '../../../../shared/rules/view.ts';
import { put, smallCentre } from '../standing-fixture.ts';

const T0 = Date.UTC(2026, 10, 22, 5);
const at = (ms: number): EpochMs => epochMs(T0 + ms);
const around = ({ id }: Incident) => ({ cameras: [`cam-of-${id}`], reports: [] });
const incident = (id: string, severity: Incident['severity'] = 'critical', since = 0, endedAt: number | null = null): Incident => ({
  kind: 'camera-event.observed',
  id,
  severity,
  since: at(since),
  at: [106.68, 20.86],
  camera: 'cam-1',
  endedAt: endedAt === null ? null : at(endedAt),
});
const step = (before: WallFocused, incidents: Incident[], ms: number): WallFocused => focusStep(before, incidents, around, at(ms));
const acknowledged = (focus: WallFocused, ms: number): WallFocused => ({
  ...focus,
  acknowledged: true,
  acknowledgedAt: at(ms),
  acknowledgedBy: 'Lan',
});

describe('FOCUS1 a severe event takes a free zone', () => {
  test('a critical one, with its cameras; nothing new is said again', () => {
    const focus = step(FREE_ZONE, [incident('fire')], 10);
    expect(focus).toEqual({
      incident: { kind: 'camera-event.observed', id: 'fire', since: at(10), severity: 'critical' },
      cameras: ['cam-of-fire'],
      reports: [],
      waiting: 0,
      acknowledged: false,
    });
    expect(step(focus, [incident('fire')], 1_000)).toBe(focus);
    expect(step(FREE_ZONE, [], 0)).toBe(FREE_ZONE);
  });

  test('a high one only while nothing critical is there, and while it is young; a critical one takes its place at once', () => {
    const high = incident('crowd', 'high');
    expect(step(FREE_ZONE, [high, incident('fire')], 10).incident?.id).toBe('fire');
    expect(step(FREE_ZONE, [high], FOCUS_TIMES.highMs)).toBe(FREE_ZONE);
    const focus = step(FREE_ZONE, [high], 10);
    expect(focus.incident?.id).toBe('crowd');
    expect(step(focus, [high, incident('fire', 'critical', 20)], 20)).toMatchObject({ incident: { id: 'fire' }, waiting: 1 });
    expect(step(focus, [high], 10 + FOCUS_TIMES.highMs).incident).toBeNull();
  });
});

describe('FOCUS2 never over another unacknowledged critical', () => {
  test('it waits, is counted, and comes when the first is acknowledged', () => {
    const both = [incident('fire'), incident('flood', 'critical', 5)];
    const focus = step(step(FREE_ZONE, both.slice(0, 1), 1), both, 6);
    expect(focus).toMatchObject({ incident: { id: 'fire' }, waiting: 1 });
    const next = step(acknowledged(focus, 20), both, 21);
    expect(next).toMatchObject({ incident: { id: 'flood' }, waiting: 0, acknowledged: false });
    expect(next.done).toEqual([{ id: 'fire', critical: true }]);
    // What somebody has in hand does not come again.
    const later = step(acknowledged(next, 30), both, 30 + FOCUS_TIMES.lingerMs);
    expect(later.incident).toBeNull();
    expect(step(later, both, 31 + FOCUS_TIMES.lingerMs)).toBe(later);
  });

  test('an acknowledgement covers what was there: a high one that grows critical is unacknowledged again, a done one comes back', () => {
    const focus = acknowledged(step(FREE_ZONE, [incident('smoke', 'high')], 10), 20);
    const grown = step(focus, [incident('smoke')], 30);
    expect(grown).toMatchObject({ incident: { id: 'smoke', severity: 'critical' }, acknowledged: false });
    const gone = step(focus, [incident('smoke', 'high')], 20 + FOCUS_TIMES.lingerMs);
    expect(gone).toMatchObject({ incident: null, done: [{ id: 'smoke', critical: false }] });
    expect(step(gone, [incident('smoke')], 21 + FOCUS_TIMES.lingerMs).incident?.id).toBe('smoke');
  });
});

describe('FOCUS4 the zone is given back', () => {
  test('two minutes after the end, or after somebody has it and nobody waits; at once when the picture lets it go', () => {
    const focus = step(FREE_ZONE, [incident('fire')], 0);
    const ended = [incident('fire', 'critical', 0, 1_000)];
    expect(step(focus, ended, 1_000 + FOCUS_TIMES.lingerMs - 1)).toBe(focus);
    expect(step(focus, ended, 1_000 + FOCUS_TIMES.lingerMs)).toEqual(FREE_ZONE);
    expect(step(focus, [], 1)).toEqual(FREE_ZONE);
    const had = acknowledged(focus, 50);
    expect(step(had, [incident('fire')], 49 + FOCUS_TIMES.lingerMs)).toBe(had);
    expect(step(had, [incident('fire')], 50 + FOCUS_TIMES.lingerMs).incident).toBeNull();
    expect(step(focus, [incident('fire')], FOCUS_TIMES.staleMs).incident).toBeNull();
  });
});

describe('FOCUS5 a bounded queue whose loss is shown', () => {
  test('high ones are let go first, then those that waited longest', () => {
    const first = incident('first');
    const many = [
      first,
      ...Array.from({ length: QUEUE_MAX + 2 }, (_, i) => incident(`c${i}`, 'critical', 10 + i)),
      incident('h', 'high', 99),
    ];
    const focus = step(step(FREE_ZONE, [first], 1), many, 200);
    expect(focus).toMatchObject({ incident: { id: 'first' }, waiting: QUEUE_MAX, dropped: 3 });
    expect(focus.done?.map(({ id }) => id).sort()).toEqual(['c0', 'c1', 'h']);
    expect(step(focus, many, 300)).toBe(focus);
    expect(step(acknowledged(focus, 400), many, 400).incident?.id).toBe('c2');
  });
});

type World = Map<string, Incident>;
type Act = { what: 'new' | 'end' | 'grow' | 'gone' | 'acknowledge' | 'wait'; which: number; high: boolean; ms: number };
const acts = fc.array(
  fc.record<Act>({
    what: fc.constantFrom('new', 'new', 'new', 'end', 'grow', 'gone', 'acknowledge', 'wait'),
    which: fc.nat(40),
    high: fc.boolean(),
    ms: fc.oneof(fc.nat(5_000), fc.nat(FOCUS_TIMES.highMs * 2), fc.constant(FOCUS_TIMES.staleMs)),
  }),
  { maxLength: 120 },
);

function act(world: World, focus: WallFocused, { what, which, high, ms }: Act, now: number): { focus: WallFocused; now: number } {
  const id = `i${which}`;
  const there = world.get(id);
  if (what === 'new' && !there) world.set(id, incident(id, high ? 'high' : 'critical', now));
  if (what === 'end' && there && there.endedAt === null) world.set(id, { ...there, endedAt: at(now) });
  if (what === 'grow' && there && there.endedAt === null) world.set(id, { ...there, severity: 'critical' });
  if (what === 'gone') world.delete(id);
  if (what === 'acknowledge' && focus.incident && !focus.acknowledged) return { focus: acknowledged(focus, now), now };
  return { focus, now: what === 'wait' ? now + ms : now };
}

describe('FOCUS3 over any course of events', () => {
  test('an unacknowledged critical that lasts keeps the zone, the entry is always sound, and nothing is said twice', () => {
    fc.assert(
      fc.property(acts, (course) => {
        const world: World = new Map();
        let [focus, now] = [FREE_ZONE, 0];
        for (const one of course) {
          ({ focus, now } = act(world, focus, one, now));
          const incidents = [...world.values()];
          const there = incidents.find(({ id }) => id === focus.incident?.id);
          const after = focusStep(focus, incidents, around, at(now));
          const lasts =
            there &&
            (there.endedAt === null || at(now) - there.endedAt < FOCUS_TIMES.lingerMs) &&
            at(now) - there.since < FOCUS_TIMES.staleMs;
          const grown = focus.incident?.severity === 'high';
          if (lasts && there.severity === 'critical' && (!focus.acknowledged || grown)) expect(after.incident?.id).toBe(there.id);
          expect(WallFocused.safeParse(after).success).toBe(true);
          expect(after.waiting).toBeLessThanOrEqual(QUEUE_MAX);
          expect(after.incident === null ? after.waiting : 0).toBe(0);
          expect(focusStep(after, incidents, around, at(now))).toBe(after);
          // Who leaves a queue is shown, is over, or was let go and counted.
          if (after.incident) expect((after.dropped ?? 0) - (focus.dropped ?? 0)).toBeGreaterThanOrEqual(0);
          focus = after;
        }
      }),
      { numRuns: 300 },
    );
  });

  test('FOCUS4 once everything has ended the zone is given back, whoever acknowledged what', () => {
    fc.assert(
      fc.property(acts, (course) => {
        const world: World = new Map();
        let [focus, now] = [FREE_ZONE, 0];
        for (const one of course) {
          ({ focus, now } = act(world, focus, one, now));
          focus = focusStep(focus, [...world.values()], around, at(now));
        }
        for (const [id, one] of world) if (one.endedAt === null) world.set(id, { ...one, endedAt: at(now) });
        expect(focusStep(focus, [...world.values()], around, at(now + FOCUS_TIMES.lingerMs)).incident).toBeNull();
      }),
      { numRuns: 200 },
    );
  });

  test('FOCUS4 even if nothing ends and nobody acknowledges, a day later', () => {
    fc.assert(
      fc.property(acts, (course) => {
        const world: World = new Map();
        let [focus, now] = [FREE_ZONE, 0];
        for (const one of course) {
          ({ focus, now } = act(world, focus, one, now));
          focus = focusStep(focus, [...world.values()], around, at(now));
        }
        expect(focusStep(focus, [...world.values()], around, at(now + FOCUS_TIMES.staleMs)).incident).toBeNull();
      }),
      { numRuns: 100 },
    );
  });
});

describe('FOCUS7 what is brought, out of the live picture', () => {
  const view = viewOf({ role: 'display', areas: null, audience: 'operators' });
  const camera = (name: string, lng: number) => ({ name, at: [lng, 20.86] as const, directionDeg: null, owner: 'Công an' });
  const event = {
    type: 'fire',
    severity: 'critical',
    phase: 'new',
    startedAt: at(0),
    endedAt: null,
    at: [106.68, 20.86],
    label: null,
    score: null,
    zones: [] as string[],
    plate: null,
    speedKmh: null,
    evidence: null,
  } as const;
  const report = {
    category: 'flooding',
    severity: 'low',
    state: 'received',
    channel: 'hotline',
    summary: 'Ngập',
    at: [106.681, 20.86],
    address: null,
    reportedAt: at(0),
    dueAt: null,
    unit: null,
    reporter: null,
  } as const;

  test('its own camera first, then the nearest that work, four of a sparse place and six of a dense one; open reports near by', () => {
    const world = smallCentre();
    for (let i = 2; i <= 9; i++)
      put(world, 'camera.registered', `cam-${i}`, camera(`Camera ${i}`, 106.68 + i * 0.001), { area: areaCode('11300') });
    put(world, 'camera.registered', 'far', camera('Xa', 106.9), { area: areaCode('11300') });
    put(world, 'camera.state', 'cam-3', { state: 'offline', since: at(0), fps: null, reason: null });
    put(world, 'camera-event.observed', 'fire', { ...event, cameraId: 'cam-9' });
    put(world, 'field-report.recorded', 'near', report);
    put(world, 'field-report.recorded', 'closed', { ...report, state: 'closed' });
    put(world, 'field-report.recorded', 'distant', { ...report, at: [106.7, 20.86] });
    const [found] = incidentsOf(world);
    expect(found?.incident).toMatchObject({ id: 'fire', severity: 'critical', endedAt: null });
    expect(found && aroundOf(world, view)(found.incident)).toEqual({
      cameras: ['cam-9', 'cam-1', 'cam-2', 'cam-4', 'cam-5', 'cam-6'],
      reports: ['near'],
    });

    const sparse = smallCentre();
    for (const [i, lng] of [106.7, 106.71, 106.72, 106.73, 106.74].entries())
      put(sparse, 'camera.registered', `s${i}`, camera('Thưa', lng));
    expect(aroundOf(sparse, view)(incident('fire')).cameras).toEqual(['cam-1', 's0', 's1', 's2']);
  });

  test('a critical report is an incident until it is resolved, a high one is none; visitors are brought nothing', () => {
    const world = smallCentre();
    put(world, 'field-report.recorded', 'grave', { ...report, severity: 'critical' });
    put(world, 'field-report.recorded', 'high', { ...report, severity: 'high' });
    expect(incidentsOf(world).map(({ incident: { id, endedAt } }) => [id, endedAt])).toEqual([['grave', null]]);
    put(world, 'field-report.recorded', 'grave', { ...report, severity: 'critical', state: 'resolved' });
    expect(incidentsOf(world)[0]?.incident.endedAt).not.toBeNull();
    const visitors = viewOf({ role: 'display', areas: null, audience: 'visitors' });
    expect(aroundOf(world, visitors)(incident('x'))).toEqual({ cameras: [], reports: [] });
  });
});
