import { HAI_PHONG_AREAS } from '../../server/domain/areas/hai-phong-areas.ts';
import { drillEntries } from '../../server/sources/drill/drill-entries.ts';
import type { Entry } from '../../shared/contract/entry.ts';
import { areaCode, epochMs, seq, sourceId } from '../../shared/model/ids.ts';
import { emptyWorld, fold, type Snapshot, snapshotOf } from '../../shared/rules/fold.ts';
import { momentOf } from './worlds.ts';

/** The drill's Monday folded up to an hour ("16:10"), over the units of the city. */
export function drillSnapshot(hour: string): Snapshot {
  const world = emptyWorld();
  const at = momentOf('00:00');
  const common = {
    classification: 'public',
    occurredAt: epochMs(at),
    receivedAt: epochMs(at),
    source: sourceId('reference'),
    actor: null,
    drill: false,
  };
  const reference = [
    {
      ...common,
      kind: 'centre.defined',
      id: 'centre',
      area: null,
      data: { name: 'Thành phố Hải Phòng', timeZone: 'Asia/Ho_Chi_Minh', origin: [106.68, 20.86], bounds: [106.1, 20.4, 107.2, 21.3] },
    },
    ...HAI_PHONG_AREAS.map((area) => ({
      ...common,
      kind: 'area.defined',
      id: area.code,
      area: areaCode(area.code),
      data: { name: area.name, areaKind: area.areaKind, parent: null, at: area.at, areaKm2: area.areaKm2, validFrom: '2025-07-01' },
    })),
  ];
  reference.forEach((entry, i) => {
    fold(world, { ...entry, seq: seq(i + 1) } as unknown as Entry);
  });
  for (const entry of drillEntries({ seed: 31, to: epochMs(momentOf(hour)), startSeq: seq(reference.length + 1) })) fold(world, entry);
  return snapshotOf(world);
}
