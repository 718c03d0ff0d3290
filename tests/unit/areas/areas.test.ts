import { describe, expect, it } from 'vitest';
import { nearestArea } from '../../../server/domain/areas/place.ts';
import { spreadAreas, treeAt } from '../../../server/domain/areas/spread.ts';
import { standingOf } from '../../../server/domain/intake/standing.ts';
import { referenceDrafts } from '../../../server/sources/reference/reference-entries.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { AreaDefined } from '../../../shared/contract/entry-data.ts';
import { type AreaCode, areaCode, epochMs, seq, sourceId } from '../../../shared/model/ids.ts';
import { type AreaPeriod, areaData, areaTree, dayOf, descendants, periodsOf, successorsOf, treeOf } from '../../../shared/rules/areas.ts';
import { emptyWorld, fold, type World } from '../../../shared/rules/fold.ts';

const at = (moment: string) => epochMs(Date.parse(moment));
const TODAY = at('2026-11-23T12:00:00+07:00');

const period = (parent: string | null, validFrom: string, validTo: string | null = null, from: string[] = []): AreaPeriod => ({
  name: 'Đơn vị',
  areaKind: parent === null ? 'province' : 'commune',
  parent: parent === null ? null : areaCode(parent),
  at: [106.7, 20.8],
  areaKm2: null,
  validFrom,
  validTo,
  from: from.map(areaCode),
});
/**
 * A reform as it was: two provinces become one and districts end. 304 held 11410, 11413 and 11416; 11413 is now what it was with 11410
 * and a part of 11416, whose rest went to 11500; 30's 10507 stands as it did.
 */
const REFORM: Record<string, AreaPeriod[]> = {
  '30': [period(null, '1968-01-26', '2025-06-30')],
  '31': [period(null, '1955-05-13', '2025-06-30'), period(null, '2025-07-01', null, ['30', '31'])],
  '304': [period('31', '2003-05-05', '2025-06-30')],
  '288': [period('30', '1997-01-01', '2025-06-30')],
  '11410': [period('304', '2003-05-05', '2025-06-30')],
  '11413': [period('304', '2003-05-05', '2025-06-30'), period('31', '2025-07-01', null, ['11413', '11410', '11416'])],
  '11416': [period('304', '2003-05-05', '2025-06-30')],
  '11500': [period('31', '2025-07-01', null, ['11416'])],
  '10507': [period('288', '1997-01-01', '2025-06-30'), period('31', '2025-07-01')],
};
const history = new Map(Object.entries(REFORM).map(([code, periods]) => [code as AreaCode, periods]));
const today = treeOf(history, dayOf(TODAY));

let next = 0;
function worldOf(areas: Record<string, AreaPeriod[]>): World {
  const world = emptyWorld();
  for (const [id, periods] of Object.entries(areas)) define(world, id, periods);
  return world;
}
function define(world: World, id: string, periods: AreaPeriod[]): void {
  const entry: Entry<'area.defined'> = {
    seq: seq(++next),
    kind: 'area.defined',
    id,
    area: null,
    classification: 'public',
    occurredAt: TODAY,
    receivedAt: TODAY,
    source: sourceId('administrator'),
    actor: null,
    drill: false,
    data: areaData(periods),
  };
  fold(world, entry);
}

describe('AREA7 entries of before the hierarchy had days', () => {
  const OLD = { name: 'Phường Hải An', areaKind: 'ward', parent: '31', at: [106.75, 20.83], areaKm2: 20, validFrom: '2025-07-01' };
  it('are read as they were stored: from their day on, without an end', () => {
    const data = AreaDefined.parse(OLD);
    expect(data).toEqual(OLD);
    expect(periodsOf(data)).toEqual([{ ...OLD, validTo: null, from: [] }]);
    // A table of a frame brings what a row does not have as null.
    expect(periodsOf({ ...data, validTo: null, from: null, before: null })).toEqual(periodsOf(data));
  });
  it('the reference data are a province and its 114 units', () => {
    const entries = referenceDrafts(TODAY).flatMap((draft) => (draft.kind === 'area.defined' ? [{ id: draft.id, data: draft.data }] : []));
    const tree = areaTree(entries, dayOf(TODAY));
    expect(tree.roots).toEqual(['31']);
    expect(descendants(tree, areaCode('31'))).toHaveLength(114);
    expect(areaTree(entries, '2025-06-30').nodes.size).toBe(0);
  });
});

describe('AREA8 what became of a unit', () => {
  const became = (code: string, of = '2024-06-01') =>
    successorsOf(today, areaCode(code), of).map(({ code: to, share }) => `${to} ${share}`);
  it('merged whole into one', () => expect(became('11410')).toEqual(['11413 whole']));
  it('under its own code, grown', () => expect(became('11413')).toEqual(['11413 whole']));
  it('split: parts whose shares nobody has said', () => expect(became('11416')).toEqual(['11413 unknown', '11500 unknown']));
  it('carried on under another parent', () => expect(became('10507')).toEqual(['10507 whole']));
  it('a province that went into another', () => expect(became('30')).toEqual(['31 whole']));
  it('ended, and nobody has said into what', () => expect(became('304')).toEqual([]));
  it('not there on that day', () => expect(became('11500')).toEqual([]));
  it('through two reforms, a part of a part', () => {
    const twice = new Map([
      ...history,
      [areaCode('11500'), [period('31', '2025-07-01', '2026-05-31', ['11416'])]] as const,
      [areaCode('11600'), [period('31', '2026-06-01', null, ['11500'])]] as const,
    ]);
    const codes = successorsOf(treeOf(twice, '2026-11-23'), areaCode('11416'), '2024-06-01');
    expect(codes.map(({ code, share }) => `${code} ${share}`)).toEqual(['11413 unknown', '11600 unknown']);
  });
});

describe('AREA9 what a grant spreads to', () => {
  const reach = (...granted: string[]) => spreadAreas(worldOf(REFORM), granted.map(areaCode), TODAY);
  it('a province: everything in it, and what it and its units were made of', () =>
    expect(reach('31')).toEqual(['10507', '11410', '11413', '11416', '11500', '288', '30', '304', '31']));
  it('a ward: itself, and what went wholly into it, so that its earlier entries are found', () =>
    expect(reach('11413')).toEqual(['11410', '11413']));
  it('both heirs of a split: what was split too', () => expect(reach('11413', '11500')).toEqual(['11410', '11413', '11416', '11500']));
  it('a district of before: its wards of then, and what is made of them alone', () =>
    expect(reach('304')).toEqual(['11410', '11416', '11500', '304']));
  it('the whole centre stays the whole centre, nothing stays nothing', () => {
    expect(spreadAreas(worldOf(REFORM), null, TODAY)).toBeNull();
    expect(reach()).toEqual([]);
  });
  it('follows the hierarchy as it changes, and the calendar', () => {
    const world = worldOf(REFORM);
    const granted = [areaCode('11500')];
    expect(spreadAreas(world, granted, TODAY)).toEqual(['11500']);
    define(world, '11501', [period('11500', '2027-01-01')]);
    expect(spreadAreas(world, granted, TODAY)).toEqual(['11500']);
    expect(treeAt(world, TODAY).nodes.has(areaCode('11501'))).toBe(false);
    expect(spreadAreas(world, granted, at('2026-12-31T17:00:00Z'))).toEqual(['11500', '11501']);
    expect(spreadAreas(world, granted, at('2026-12-31T16:59:59Z'))).toEqual(['11500']);
  });
  it('gives everybody a list of their own', () => {
    const world = worldOf(REFORM);
    spreadAreas(world, [areaCode('11500')], TODAY)?.push(areaCode('31'));
    expect(spreadAreas(world, [areaCode('11500')], TODAY)).toEqual(['11500']);
  });
});

describe('AREA14 a place belongs to the lowest unit of its day', () => {
  const placed = (areas: Record<string, AreaPeriod[]>, moment: string) =>
    nearestArea(standingOf(worldOf(areas)), [106.7, 20.8], at(moment), TODAY);
  const AREAS = {
    ...REFORM,
    '11500': REFORM['11500']?.map((one) => ({ ...one, at: [106.9, 20.9] as const })) ?? [],
    '10507': REFORM['10507']?.map((one) => ({ ...one, at: [106.3, 20.9] as const })) ?? [],
  };
  it('never to a district or a province, never to what has ended', () => {
    expect(placed(AREAS, '2026-11-23T00:00:00+07:00')).toBe('11413');
    expect(placed(AREAS, '2024-11-23T00:00:00+07:00')).toBe('11410');
  });
  it('on the midnight of Việt Nam', () => {
    const moved = {
      ...AREAS,
      '11413': [period('304', '2003-05-05', '2025-06-30'), { ...period('31', '2025-07-01'), at: [106.71, 20.8] as const }],
    };
    expect(placed(moved, '2025-06-30T16:59:59Z')).toBe('11410');
    expect(placed(moved, '2025-06-30T17:00:00Z')).toBe('11413');
  });
  it('to a unit of today where nobody knows of that day, and to none without units', () => {
    expect(placed(AREAS, '1950-01-01T00:00:00Z')).toBe('11413');
    expect(placed({ '31': [period(null, '2025-07-01')] }, '2026-11-23T00:00:00Z')).toBeNull();
  });
});
