import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DRILL_EPOCH, drillEntries } from '../../../server/sources/drill/drill-entries.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { KINDS, type Kind } from '../../../shared/contract/entry-data.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { DOMAINS, REPORT_STATES, type ReportState } from '../../../shared/model/vocabulary.ts';
import { severityOf } from '../../../shared/rules/threshold.ts';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const at = (hour: number) => epochMs(DRILL_EPOCH + hour * HOUR);
const window = (seed: number, hour: number, minutes: number, density = 1): Entry[] => [
  ...drillEntries({ seed, prelude: false, density, from: at(hour), to: epochMs(at(hour) + minutes * MINUTE) }),
];
const ofKind = <K extends Kind>(entries: readonly Entry[], kind: K): Entry<K>[] => entries.filter((e) => e.kind === kind) as Entry<K>[];

const seeds = fc.nat(1_000_000);
const hours = fc.double({ min: 0, max: 23.5, noNaN: true });

/** One whole day, thin: a tenth of what happens, every kind of it. */
const wholeDay = [...drillEntries({ seed: 2026, density: 0.08 })];

function grouped<T extends { id: string }>(entries: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(entry.id);
    if (group) group.push(entry);
    else groups.set(entry.id, [entry]);
  }
  return groups;
}

describe('a day of the drill', { timeout: 120_000 }, () => {
  test('DRILL10 the same seed makes the same bytes, another seed another day', () => {
    fc.assert(
      fc.property(seeds, hours, (seed, hour) => {
        const bytes = (of: number): string => JSON.stringify(window(of, hour, 3));
        expect(bytes(seed)).toBe(bytes(seed));
        expect(bytes(seed)).not.toBe(bytes(seed + 1));
      }),
      { numRuns: 3 },
    );
  });

  test('DRILL10 a window opened alone is what plays there when the hours before are played too', () => {
    const opened = window(11, 17, 2);
    const played = window(11, 16.8, 14).filter(({ occurredAt }) => occurredAt >= at(17));
    const bare = (entries: readonly Entry[]): unknown[] => entries.map(({ seq: _, receivedAt: __, ...entry }) => entry);
    expect(bare(opened)).toEqual(bare(played));
  });

  test('DRILL11 every entry is as the contract wants it, already in its final form, in order of time, numbered without gaps', () => {
    const check = (entries: readonly Entry[], first = 1): void => {
      let before: Entry | undefined;
      for (const [i, entry] of entries.entries()) {
        if (entry.seq !== first + i) throw new Error(`seq ${entry.seq} at place ${i}`);
        if (before && (entry.occurredAt < before.occurredAt || entry.receivedAt < before.receivedAt))
          throw new Error('time runs backwards');
        if (entry.receivedAt < entry.occurredAt || !entry.drill) throw new Error(JSON.stringify(entry));
        const parsed = KINDS[entry.kind].data.safeParse(entry.data);
        if (!parsed.success) throw new Error(`${entry.kind} ${entry.id}: ${parsed.error.message}`);
        if (i % 50 === 0) expect(parsed.data).toEqual(entry.data);
        before = entry;
      }
    };
    check(wholeDay);
    fc.assert(
      fc.property(seeds, hours, (seed, hour) => check(window(seed, hour, 4))),
      { numRuns: 4 },
    );
    check([...drillEntries({ seed: 3, count: 1500, startSeq: seq(500) })], 500);
  });

  test('DRILL12 a camera event is new, grows and ends, once each, and never turns back', () => {
    for (const [id, life] of grouped(ofKind(wholeDay, 'camera-event.observed'))) {
      const phases = life.map(({ data }) => data.phase).join(' ');
      if (!/^new( update)* end$/.test(phases)) throw new Error(`${id}: ${phases}`);
      const [first] = life;
      const last = life.at(-1);
      expect(new Set(life.map(({ data }) => `${data.cameraId} ${data.type} ${data.startedAt}`)).size).toBe(1);
      expect(last?.data.endedAt).toBe(last?.occurredAt);
      expect(first?.occurredAt).toBe(first?.data.startedAt);
    }
  });

  test('DRILL12 a field report walks its states in their order and ends in a final one', () => {
    const order: readonly ReportState[] = REPORT_STATES;
    const finals: Record<string, number> = {};
    for (const [id, life] of grouped(ofKind(wholeDay, 'field-report.recorded'))) {
      const states = life.map(({ data }) => data.state);
      const last = states.at(-1) ?? 'none';
      finals[last] = (finals[last] ?? 0) + 1;
      const main = states.filter((state) => state !== 'returned' && state !== 'withdrawn');
      if (main.join() !== order.slice(0, main.length).join()) throw new Error(`${id}: ${states.join()}`);
      if (!['closed', 'returned', 'withdrawn'].includes(last)) throw new Error(`${id} ends as ${last}`);
      for (const { data } of life) {
        const isGiven = order.indexOf(data.state) >= order.indexOf('forwarded') && order.indexOf(data.state) <= order.indexOf('closed');
        expect(data.unit !== null, `${id} ${data.state}`).toBe(isGiven);
      }
    }
    expect(Object.keys(finals).sort()).toEqual(['closed', 'returned', 'withdrawn']);
  });

  test('DRILL13 every domain has four indicators or more, and every indicator has values', () => {
    const defined = ofKind(wholeDay, 'indicator.defined');
    const valued = new Set(ofKind(wholeDay, 'indicator.valued').map(({ data }) => data.code));
    for (const domain of DOMAINS) expect(defined.filter(({ data }) => data.domain === domain).length, domain).toBeGreaterThanOrEqual(4);
    expect(defined.map(({ id }) => id).filter((id) => !valued.has(id))).toEqual([]);
    const names = ofKind(wholeDay, 'camera.registered').map(({ data }) => data.name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(390);
    expect(names.length).toBeLessThanOrEqual(450);
  });

  test('DRILL14 most is low, little is grave: reports near 80 / 15 / 5, and an ordinary hour is nearly quiet', () => {
    const share = (list: readonly { data: { severity: string } }[], severity: string): number =>
      list.filter(({ data }) => data.severity === severity).length / list.length;
    const reports = ofKind(wholeDay, 'field-report.recorded').filter(({ data }) => data.state === 'received');
    expect(share(reports, 'low')).toBeGreaterThan(0.6);
    expect(share(reports, 'high')).toBeLessThan(0.07);
    expect(share(reports, 'critical')).toBeLessThan(0.02);
    const events = ofKind(wholeDay, 'camera-event.observed').filter(({ data }) => data.phase === 'new');
    expect(share(events, 'low')).toBeGreaterThan(0.95);
    expect(share(events, 'critical')).toBeLessThan(0.005);

    const ordinary = window(5, 9.5, 60);
    const grave = ofKind(ordinary, 'camera-event.observed').filter(({ data }) => data.phase === 'new' && data.severity !== 'low');
    expect(grave.length).toBeLessThan(40);
    const indicators = new Map(ofKind(wholeDay, 'indicator.defined').map((entry) => [entry.id, entry.data]));
    const abnormal = new Set(
      ofKind(ordinary, 'indicator.valued').flatMap(({ id, data }) => {
        const indicator = indicators.get(data.code);
        return indicator && severityOf(indicator, data.value) !== null ? [id] : [];
      }),
    );
    expect([...abnormal].length).toBeLessThan(8);
  });

  test('DRILL15 5 to 20 entries a second in ordinary hours, about 50 in the storm; more with a greater density', () => {
    const perSecond = (hour: number, density = 1): number => window(2026, hour, 10, density).length / 600;
    for (const hour of [3, 10, 14]) {
      expect(perSecond(hour)).toBeGreaterThan(5);
      expect(perSecond(hour)).toBeLessThan(20);
    }
    expect(perSecond(16.8)).toBeGreaterThan(38);
    expect(perSecond(16.8)).toBeLessThan(65);
    expect(perSecond(10, 4)).toBeGreaterThan(3 * perSecond(10));
    // Sixteen hours at more than 8 a second and the storm's: above half a million a day.
    expect(perSecond(3) * 24 * 3600).toBeGreaterThan(500_000);
  });

  test('DRILL16 the storm strikes the low wards: rain, water, reports and gauges rise there, and it passes', () => {
    const LOW = '11413';
    const DRY = '10546';
    const values = (hour: number): Map<string, number | null> =>
      new Map(ofKind(window(2026, hour, 12), 'indicator.valued').map(({ id, data }) => [id, data.value]));
    const [before, peak, after] = [values(11), values(16.9), values(23)];
    expect(before.get(`dv-ngap@${LOW}`)).toBe(0);
    expect(peak.get(`dv-ngap@${LOW}`)).toBeGreaterThan(30);
    expect(peak.get(`dv-ngap@${DRY}`)).toBe(0);
    expect(after.get(`dv-ngap@${LOW}`)).toBe(0);
    expect(peak.get('dv-mat-dien-tong@31')).toBeGreaterThan(8000);
    expect(peak.get('mt-muc-nuoc@31')).toBeGreaterThan(5);
    expect(before.get('mt-muc-nuoc@31')).toBe(0);
    expect(after.get('dv-diem-ngap@31')).toBe(0);

    const storm = window(2026, 16.5, 60);
    const floods = ofKind(storm, 'field-report.recorded').filter(({ data }) => data.category === 'flooding' && data.state === 'received');
    expect(floods.length).toBeGreaterThan(80);
    expect(floods.filter(({ area }) => area === DRY)).toEqual([]);
    expect(ofKind(window(2026, 9, 60), 'field-report.recorded').filter(({ data }) => data.category === 'flooding')).toEqual([]);
    expect(
      new Set(
        ofKind(storm, 'camera-event.observed')
          .filter(({ data }) => data.type === 'flood')
          .map(({ id }) => id),
      ).size,
    ).toBeGreaterThan(60);
  });

  test('DRILL17 nobody is in it: plates of no province, no pictures, NFC text without placeholders', () => {
    for (const { data } of ofKind(wholeDay, 'camera-event.observed')) {
      expect(data.plate ?? '00DT00000').toMatch(/^00DT\d{5}$/);
      expect(data.evidence).toBeNull();
    }
    for (const { data } of ofKind(wholeDay, 'field-report.recorded')) {
      expect(data.summary).not.toMatch(/[{}]|undefined|\b0\d{8,}/);
      expect(data.summary).toBe(data.summary.normalize('NFC'));
    }
  });
});
