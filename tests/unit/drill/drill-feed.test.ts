import { describe, expect, test, vi } from 'vitest';
import { createDrillFeed, type DrillFeedParts } from '../../../server/sources/drill/drill-feed.ts';
import { referenceDelivery } from '../../../server/sources/reference/reference-entries.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { epochMs, sourceId } from '../../../shared/model/ids.ts';
import { DOMAINS } from '../../../shared/model/vocabulary.ts';
import { createDrillIntake, createStoryClock, type DrillIntake } from './drill-intake.ts';

const START = Date.UTC(2026, 10, 23, 1, 30);
const MINUTE = 60_000;
const silent = { info() {}, warn() {}, error() {} };

async function plant() {
  const intake = createDrillIntake();
  const clock = createStoryClock(START);
  await intake.take(referenceDelivery(clock.now()));
  const feed = (more: Partial<DrillFeedParts> = {}) =>
    createDrillFeed({ intake, clock: clock.now, wait: clock.wait, log: silent, world: () => intake.world, seed: 7, ...more });
  return { intake, clock, feed };
}

const openEvents = ({ world }: DrillIntake): string[] =>
  [...world.slots['camera-event.observed'].values()].filter(({ data }) => data.phase !== 'end').map(({ id }) => id);

// Each plays minutes of a day that must first be prepared; a loaded machine takes its time.
describe('the drill feed', { timeout: 60_000 }, () => {
  test('DRILL1 into an empty log it fills the whole picture, all of it flagged drill, and then plays on', async () => {
    const { intake, clock, feed } = await plant();
    const drill = feed();
    drill.start();
    await clock.reaching(START + 2 * MINUTE);
    await drill.stop();

    expect(intake.quarantined).toEqual([]);
    const { slots, history } = intake.world;
    expect(slots['drill.changed'].get('drill')?.data.state).toBe('running');
    expect(slots['area.defined'].size).toBe(115);
    expect(slots['camera.registered'].size).toBeGreaterThan(390);
    expect(slots['camera.state'].size).toBe(slots['camera.registered'].size);
    const domains = new Set([...slots['indicator.defined'].values()].map(({ data }) => data.domain));
    expect([...domains].sort()).toEqual([...DOMAINS].sort());
    for (const code of slots['indicator.defined'].keys()) {
      expect(
        [...slots['indicator.valued'].values()].some(({ data }) => data.code === code),
        code,
      ).toBe(true);
    }
    expect(history.get('gt-toc-do@31')?.length).toBeGreaterThan(60);
    expect(history.get('kt-gia@31')?.length).toBeGreaterThan(10);
    const states = new Set([...slots['field-report.recorded'].values()].map(({ data }) => data.state));
    expect([...states].length).toBeGreaterThanOrEqual(9);
    expect([...slots['camera-event.observed'].values()].filter(({ data }) => data.type === 'flood').length).toBeGreaterThan(3);
    for (const { drill: flag, source } of intake.entries) expect(flag).toBe(source === 'drill');
    // Played, not only filled in: what lies after the start came with the story's pace.
    const live = intake.entries.filter(({ occurredAt }) => occurredAt > START);
    expect(live.length).toBeGreaterThan(600);
    for (const { occurredAt, receivedAt } of live) expect(receivedAt - occurredAt).toBeLessThan(1000);
    expect(intake.entries.length - live.length).toBeLessThan(16_000);
  });

  test('DRILL2 a restart goes on where the story stands: nothing is told twice, what ended meanwhile ends', async () => {
    const { intake, clock, feed } = await plant();
    const first = feed();
    first.start();
    await clock.reaching(START + MINUTE);
    await first.stop();
    const told = intake.entries.length;

    clock.set(START + 50 * MINUTE);
    const second = feed();
    second.start();
    await clock.reaching(START + 51 * MINUTE);
    await second.stop();

    expect(intake.quarantined).toEqual([]);
    const after = intake.entries.slice(told);
    expect(after.filter(({ kind }) => kind === 'camera.registered' || kind === 'indicator.defined' || kind === 'drill.changed')).toEqual(
      [],
    );
    expect(Math.min(...after.map(({ occurredAt }) => occurredAt))).toBeGreaterThan(START);
    // Routine events live for seconds: of those that were open none may be left.
    const stale = [...intake.world.slots['camera-event.observed'].values()].filter(
      ({ data }) =>
        data.phase !== 'end' && ['object', 'plate', 'line-crossing'].includes(data.type) && data.startedAt < START + 45 * MINUTE,
    );
    expect(stale).toEqual([]);
  });

  test('DRILL2 a drill with another seed closes what the former one left open', async () => {
    const { intake, clock, feed } = await plant();
    const first = feed();
    first.start();
    await clock.reaching(START + MINUTE);
    await first.stop();
    const former = openEvents(intake);
    expect(former.length).toBeGreaterThan(5);

    const second = feed({ seed: 8 });
    second.start();
    await clock.reaching(START + 2 * MINUTE);
    await second.stop();
    expect(intake.quarantined).toEqual([]);
    const open = new Set(openEvents(intake));
    expect(former.filter((id) => open.has(id))).toEqual([]);
  });

  test('DRILL3 ending it says why, once, and clears its picture', async () => {
    const { intake, clock, feed } = await plant();
    const drill = feed();
    drill.start();
    await clock.reaching(START + MINUTE);
    await drill.stop({ reason: 'real-source' });
    expect(drill.state()).toEqual({ kind: 'stopped' });
    const last = intake.entries.at(-1);
    expect(last?.kind === 'drill.changed' && last.data).toMatchObject({ state: 'ended', reason: 'real-source' });
    expect(intake.world.slots['camera.registered'].size).toBe(0);
    expect(intake.world.slots['area.defined'].size).toBe(115);
    await drill.stop({ reason: 'again' });
    expect(intake.entries.at(-1)).toBe(last);
  });

  test('DRILL3 when somebody else ends it, the feed stops by itself', async () => {
    const { intake, clock, feed } = await plant();
    const drill = feed();
    drill.start();
    await clock.reaching(START + MINUTE);
    const at = clock.now();
    const data = { state: 'ended' as const, name: 'Diễn tập', reason: 'real-source' };
    const draft = { kind: 'drill.changed' as const, id: 'drill', area: null, occurredAt: at, publisherKey: null, data };
    const items = [{ body: new Uint8Array(), drafts: { ok: true as const, value: [draft] } }];
    await intake.take({ source: sourceId('frigate'), channel: 'test', receivedAt: at, drill: false, priority: 'normal', items });
    const told = intake.entries.length;
    await vi.waitFor(() => expect(drill.state()).toEqual({ kind: 'stopped' }), { timeout: 20_000 });
    expect(intake.entries.length).toBe(told);
    expect(intake.world.slots['camera-event.observed'].size).toBe(0);
  });

  test('DRILL4 what the intake cannot take now is handed in again: nothing is skipped', async () => {
    const { intake, clock, feed } = await plant();
    const drill = feed();
    drill.start();
    await clock.reaching(START + MINUTE);
    intake.refusals.push({ kind: 'overloaded', retryAfterS: 2 }, { kind: 'down', retryAfterS: 5 });
    await clock.reaching(START + 3 * MINUTE);
    await drill.stop();
    expect(intake.quarantined).toEqual([]);
    const calm = createDrillIntake();
    const same = createStoryClock(START);
    await calm.take(referenceDelivery(same.now()));
    const other = createDrillFeed({ intake: calm, clock: same.now, wait: same.wait, log: silent, world: () => calm.world, seed: 7 });
    other.start();
    await same.reaching(START + 3 * MINUTE);
    await other.stop();
    const until = epochMs(START + 2.5 * MINUTE);
    const ids = ({ entries }: DrillIntake) =>
      entries.filter(({ occurredAt }) => occurredAt < until).map(({ kind, id, occurredAt }) => `${kind} ${id} ${occurredAt}`);
    expect(ids(intake)).toEqual(ids(calm));
  });

  test('DRILL5 when the day ends the next one begins, and yesterday ends its lives', async () => {
    const { intake, clock, feed } = await plant();
    const drill = feed({ startHour: 23.9, density: 0.3 });
    drill.start();
    const midnight = START + 6 * MINUTE;
    await clock.reaching(midnight + 12 * MINUTE);
    await drill.stop();
    expect(intake.quarantined).toEqual([]);
    const reports = intake.entries.filter(
      (e): e is Entry<'field-report.recorded'> => e.kind === 'field-report.recorded' && e.occurredAt > midnight,
    );
    expect(reports.some(({ data }) => data.reportedAt < midnight)).toBe(true);
    const states = intake.entries.filter(({ kind, occurredAt }) => kind === 'camera.state' && occurredAt > midnight);
    expect(states.length).toBeGreaterThan(300);
  });
});
