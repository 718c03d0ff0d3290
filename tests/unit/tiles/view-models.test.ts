import { describe, expect, it } from 'vitest';
import { cutKey, cutOf } from '../../../client/scene/cut.ts';
import { drillOf } from '../../../client/scene/drill.ts';
import { createLinkStore } from '../../../client/stores/link-store.ts';
import { provenanceOf } from '../../../client/stores/provenance.ts';
import { viewOf as eventsOf, rowsAt } from '../../../client/tiles/camera-events/view-model.ts';
import { hourInFigures, shiftAt, THREE_SHIFTS } from '../../../client/tiles/clock/view-model.ts';
import { listAt, viewOf as reportsOf } from '../../../client/tiles/field-reports/view-model.ts';
import { freshnessAt, viewOf as indicatorsOf } from '../../../client/tiles/indicators/view-model.ts';
import { linkWord, sourcesOf } from '../../../client/tiles/status/view-model.ts';
import { newsOf } from '../../../client/tiles/ticker/view-model.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { LINK_SILENCE_MS } from '../../../shared/rules/freshness.ts';
import { cameraEvent, fieldReport, given, indicator, MIN, NOW } from './log.ts';

describe('EVT1 camera events', () => {
  it('one row for each camera and type, newest start, worst severity, how many it folds', () => {
    const { world, log } = given();
    log('camera-event.observed', 'e1', cameraEvent({ startedAt: epochMs(NOW - 9 * MIN), severity: 'critical' }));
    log('camera-event.observed', 'e2', cameraEvent({ startedAt: epochMs(NOW - 3 * MIN), severity: 'high' }));
    const { rows, open } = eventsOf(world, 60 * MIN);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ count: 2, severity: 'critical', level: 1, at: NOW - 3 * MIN, open: true });
    expect(open).toEqual({ critical: 1, high: 1, medium: 0, low: 0 });
  });
  it('open before ended, severe before mild, new before old', () => {
    const { world, log } = given();
    log('camera-event.observed', 'ended', cameraEvent({ cameraId: 'c1', severity: 'critical', phase: 'end', endedAt: epochMs(NOW - MIN) }));
    log('camera-event.observed', 'old', cameraEvent({ cameraId: 'c2', severity: 'low', startedAt: epochMs(NOW - 8 * MIN) }));
    log('camera-event.observed', 'new', cameraEvent({ cameraId: 'c3', severity: 'low', startedAt: epochMs(NOW - 2 * MIN) }));
    log('camera-event.observed', 'mid', cameraEvent({ cameraId: 'c4', severity: 'medium', startedAt: epochMs(NOW - 60 * MIN) }));
    expect(eventsOf(world, 60 * MIN).rows.map(({ camera }) => camera)).toEqual(['c4', 'c3', 'c2', 'c1']);
  });
  it('an ended event leaves the list in time, an open one never', () => {
    const { world, log } = given();
    log('camera-event.observed', 'a', cameraEvent({ cameraId: 'c1', phase: 'end', endedAt: epochMs(NOW - 31 * MIN) }));
    log('camera-event.observed', 'b', cameraEvent({ cameraId: 'c2', startedAt: epochMs(NOW - 600 * MIN) }));
    expect(rowsAt(eventsOf(world, 60 * MIN), NOW, 30 * MIN).map(({ camera }) => camera)).toEqual(['c2']);
    expect(rowsAt(eventsOf(world, 60 * MIN), NOW, 31 * MIN)).toHaveLength(2);
  });
  it('what a camera sees all day is counted and has no line', () => {
    const { world, log } = given();
    log('camera-event.observed', 'p', cameraEvent({ type: 'plate', severity: 'low' }));
    expect(eventsOf(world, MIN)).toMatchObject({ open: { low: 1 }, rows: [] });
  });
  it('nothing seen has no moment', () => {
    expect(eventsOf(given().world, MIN).asOf).toBeNull();
  });
});

describe('RPT1 field reports', () => {
  it('counts each step, and what has its result apart', () => {
    const { world, log } = given();
    log('field-report.recorded', 'r1', fieldReport());
    log('field-report.recorded', 'r2', fieldReport({ state: 'in-progress' }));
    log('field-report.recorded', 'r3', fieldReport({ state: 'resolved' }));
    log('field-report.recorded', 'r4', fieldReport({ state: 'returned' }));
    const view = reportsOf(world);
    expect(view.steps.map(({ count }) => count)).toEqual([1, 0, 0, 0, 1]);
    expect(view.resolved).toBe(1);
    expect(view.open.map(({ id }) => id)).toEqual(['r1', 'r2']);
  });
  it('is overdue from the millisecond after its due date on, and only while it is open', () => {
    const { world, log } = given();
    log('field-report.recorded', 'due', fieldReport({ dueAt: epochMs(NOW) }));
    log('field-report.recorded', 'done', fieldReport({ dueAt: epochMs(NOW - MIN), state: 'closed' }));
    expect(listAt(reportsOf(world), NOW).overdue).toBe(0);
    expect(listAt(reportsOf(world), NOW + 1).overdue).toBe(1);
  });
  it('lists the severe first, then the one with the least time', () => {
    const { world, log } = given();
    log('field-report.recorded', 'later', fieldReport({ dueAt: epochMs(NOW + 9 * MIN) }));
    log('field-report.recorded', 'never', fieldReport());
    log('field-report.recorded', 'soon', fieldReport({ dueAt: epochMs(NOW + MIN) }));
    log('field-report.recorded', 'severe', fieldReport({ severity: 'critical' }));
    expect(listAt(reportsOf(world), NOW).rows.map(({ id }) => id)).toEqual(['severe', 'soon', 'later', 'never']);
  });
});

describe('IND1 indicators', () => {
  const choice = { domains: [], codes: [] };
  const valued = (code: string, value: number | null, asOf = NOW) => ({ code, value, asOf: epochMs(asOf), quality: 'good' as const });
  it('abnormal first, by severity, then in the order of the regulation', () => {
    const { world, log } = given();
    log('indicator.defined', 'A', indicator({ name: 'A', domain: 'utilities' }));
    log('indicator.defined', 'B', indicator({ name: 'B', domain: 'health' }));
    log('indicator.defined', 'C', indicator({ name: 'C' }));
    log('indicator.defined', 'D', indicator({ name: 'D' }));
    log('indicator.valued', 'A@x', valued('A', 1));
    log('indicator.valued', 'B@x', valued('B', 1));
    log('indicator.valued', 'C@x', valued('C', 3.5));
    log('indicator.valued', 'D@x', valued('D', 5));
    const { cells, abnormal } = indicatorsOf(world, choice);
    expect(cells.map(({ name }) => name)).toEqual(['D', 'C', 'B', 'A']);
    expect(abnormal).toBe(2);
    expect(indicatorsOf(world, { domains: ['health'], codes: [] }).cells.map(({ name }) => name)).toEqual(['B']);
    expect(indicatorsOf(world, { domains: [], codes: ['A', 'B'] }).cells.map(({ name }) => name)).toEqual(['A', 'B']);
  });
  it('where many units report the same indicator, shows the worst and says how many others are past a threshold', () => {
    const { world, log } = given();
    log('indicator.defined', 'A', indicator());
    log('indicator.valued', 'A@1', valued('A', 4.2), { area: '1' });
    log('indicator.valued', 'A@2', valued('A', 4.9), { area: '2' });
    log('indicator.valued', 'A@3', valued('A', 3.5), { area: '3' });
    log('indicator.valued', 'A@4', valued('A', 0.1), { area: '4' });
    const view = indicatorsOf(world, choice);
    expect(view.cells.map(({ value, area, also }) => [value, area, also])).toEqual([[4.9, '2', 2]]);
    expect([view.abnormal, view.all]).toEqual([3, 4]);
  });
  it('ages by its own promise, and what is not known is unknown however new', () => {
    const { world, log } = given();
    log('indicator.defined', 'A', indicator());
    log('indicator.valued', 'A@x', valued('A', 1));
    const [cell] = indicatorsOf(world, choice).cells;
    if (!cell) throw new Error('no cell');
    expect([12, 13, 24, 25].map((minutes) => freshnessAt(cell, NOW + minutes * MIN))).toEqual(['fresh', 'late', 'late', 'stale']);
    expect(freshnessAt({ ...cell, value: null }, NOW)).toBe('unknown');
  });
  it('keeps its course as it was when it was read', () => {
    const { world, log } = given();
    log('indicator.defined', 'A', indicator());
    log('indicator.valued', 'A@x', valued('A', 1));
    const before = indicatorsOf(world, choice).cells[0]?.points;
    log('indicator.valued', 'A@x', valued('A', 2));
    expect(before).toEqual([[NOW, 1]]);
    expect(indicatorsOf(world, choice).cells[0]?.points).toHaveLength(2);
  });
});

describe('STA1 status', () => {
  it('a link that was live and is silent for longer than it may be is not live', () => {
    const live = { kind: 'live', seq: seq(9), heardAt: epochMs(NOW) } as const;
    expect(linkWord(live, NOW + LINK_SILENCE_MS)).toBe('live');
    expect(linkWord(live, NOW + LINK_SILENCE_MS + 1)).toBe('silent');
    expect(linkWord({ kind: 'down', since: epochMs(NOW), lastSeq: seq(9), lastHeardAt: null, attempt: 1 }, NOW)).toBe('down');
  });
  it('sources in trouble first; what the centre wrote of a source is no message from it', () => {
    const { world, log } = given();
    const spec = { feed: 'http', expectedIntervalMs: MIN, toleranceMs: MIN } as const;
    log('source.registered', 'a', { name: 'A', ...spec });
    log('source.registered', 'b', { name: 'B', ...spec });
    log('source.registered', 'c', { name: 'C', ...spec });
    log('source.state', 'a', { state: 'online', since: epochMs(NOW), reason: null });
    log('source.state', 'b', { state: 'offline', since: epochMs(NOW), reason: 'x' });
    log('camera-event.observed', 'e', cameraEvent(), { source: 'a', at: NOW - MIN });
    expect(sourcesOf(world).map(({ id, state, lastAt }) => [id, state, lastAt])).toEqual([
      ['b', 'offline', null],
      ['c', 'unknown', null],
      ['a', 'online', NOW - MIN + 10],
    ]);
  });
  it('STA2 a tile is late when some of its sources are silent, stale when all are', () => {
    const { world, log } = given();
    const mine = [
      log('camera-event.observed', 'e1', cameraEvent(), { source: 'a' }),
      log('camera-event.observed', 'e2', cameraEvent(), { source: 'b' }),
    ];
    expect(provenanceOf(world, mine).state).toBe('live');
    log('source.state', 'a', { state: 'silent', since: epochMs(NOW), reason: null });
    expect(provenanceOf(world, mine)).toMatchObject({ state: 'late', silent: ['a'] });
    log('source.state', 'b', { state: 'offline', since: epochMs(NOW), reason: null });
    expect(provenanceOf(world, mine).state).toBe('stale');
  });
});

describe('CLK1 shifts', () => {
  const at = (time: string): number => Date.parse(`2026-11-23T${time}+07:00`);
  it.each([
    ['06:00:00', '1', 8 * 60],
    ['13:59:00', '1', 1],
    ['14:00:00', '2', 8 * 60],
    ['22:00:00', '3', 8 * 60],
    ['00:00:00', '3', 6 * 60],
    ['05:59:00', '3', 1],
  ])('%s is shift %s with %d minutes left', (time, name, minutes) => {
    expect(shiftAt(THREE_SHIFTS, at(time))).toMatchObject({ shift: { name }, leftMs: minutes * MIN });
  });
  it('a table with a hole has nobody on duty in it', () => {
    expect(shiftAt([{ name: 'ngày', from: 7.5, to: 17 }], at('07:29:59'))).toBeNull();
    expect(hourInFigures(7.5)).toBe('07:30');
  });
});

describe('TCK1 news', () => {
  it('newest first, without what is routine, at most as many as asked', () => {
    const { world, log } = given();
    log('camera-event.observed', 'low', cameraEvent({ severity: 'low' }), { at: NOW });
    log('camera-event.observed', 'gone', cameraEvent({ severity: 'medium', phase: 'end', endedAt: epochMs(NOW) }), { at: NOW });
    log('camera-event.observed', 'high', cameraEvent(), { at: NOW - 2 * MIN });
    log('field-report.recorded', 'severe', fieldReport({ severity: 'critical' }), { at: NOW - MIN });
    log('field-report.recorded', 'mild', fieldReport());
    expect(newsOf(world, 9).map(({ what }) => what)).toEqual(['vocabulary:reportCategory.flooding', 'vocabulary:cameraEvent.flood']);
    expect(newsOf(world, 1)).toHaveLength(1);
  });
});

describe('WALL5 what the whole screen says', () => {
  it('a drill by its name; entries of a drill without one; nothing else', () => {
    const { world, log } = given();
    log('camera-event.observed', 'e', cameraEvent());
    expect(drillOf(world)).toBeNull();
    log('camera-event.observed', 'e2', cameraEvent(), { drill: true });
    expect(drillOf(world)).toBe('');
    log('drill.changed', 'd', { state: 'running', name: 'Bão số 9', reason: null });
    expect(drillOf(world)).toBe('Bão số 9');
    log('drill.changed', 'd', { state: 'ended', name: 'Bão số 9', reason: null });
    expect(drillOf(world)).toBeNull();
  });
  it('a link that stays live changes nothing, however many frames come', () => {
    const link = createLinkStore();
    link.setState({ link: { kind: 'live', seq: seq(1), heardAt: epochMs(NOW) } });
    const before = cutKey(link.getState());
    link.setState({ link: { kind: 'live', seq: seq(2), heardAt: epochMs(NOW + 50) } });
    expect(cutKey(link.getState())).toBe(before);
    link.setState({ link: { kind: 'down', since: epochMs(NOW + 2000), lastSeq: seq(2), lastHeardAt: epochMs(NOW), attempt: 1 } });
    expect(cutOf(link.getState())).toMatchObject({ kind: 'down', since: NOW });
  });
});
