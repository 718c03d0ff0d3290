import { describe, expect, test } from 'vitest';
import { CITY, referenceDelivery, referenceDrafts } from '../../../server/sources/reference/reference-entries.ts';
import { KINDS } from '../../../shared/contract/entry-data.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { isWithin } from '../../../shared/model/units.ts';
import { createDrillIntake } from './drill-intake.ts';

describe('the reference data of Hải Phòng', () => {
  test('AREA1 the centre, its city and 114 units under it, valid and inside the centre', () => {
    const drafts = referenceDrafts(epochMs(1));
    for (const { kind, data } of drafts) expect(KINDS[kind].data.parse(data)).toEqual(data);
    const centre = drafts.find((draft) => draft.kind === 'centre.defined');
    const areas = drafts.filter((draft) => draft.kind === 'area.defined');
    const units = areas.filter(({ data }) => data.parent === CITY);
    expect(units.length).toBe(114);
    expect(new Set(areas.map(({ id }) => id)).size).toBe(115);
    expect(units.map(({ data }) => data.name)).toContain('Đặc khu Bạch Long Vĩ');
    for (const { data } of areas) expect(centre && isWithin(data.at, centre.data.bounds)).toBe(true);
  });

  test('AREA1 handing it in again stores nothing, and none of it is drill', async () => {
    const intake = createDrillIntake();
    await intake.take(referenceDelivery(epochMs(Date.UTC(2026, 0, 1))));
    await intake.take(referenceDelivery(epochMs(Date.UTC(2026, 0, 2))));
    expect(intake.quarantined).toEqual([]);
    expect(intake.entries.length).toBe(116);
    expect(intake.entries.some(({ drill }) => drill)).toBe(false);
  });
});
