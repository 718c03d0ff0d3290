import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Entry } from '../../shared/contract/entry.ts';
import type { View } from '../../shared/contract/socket.ts';
import { seq } from '../../shared/model/ids.ts';
import { CLASSIFICATIONS } from '../../shared/model/vocabulary.ts';
import { emptyWorld, fold, snapshotOf, type World, worldFrom } from '../../shared/rules/fold.ts';
import { projectSnapshot } from '../../shared/rules/project-snapshot.ts';
import { project } from '../../shared/rules/view.ts';
import { logArbitrary } from '../support/log-arbitrary.ts';

const foldAll = (entries: readonly Entry[], world: World = emptyWorld()): World => {
  for (const entry of entries) fold(world, entry);
  return world;
};
const exposure = fc.constantFrom('full' as const, 'masked' as const, 'none' as const);
const viewArbitrary: fc.Arbitrary<View> = fc
  .record({
    classifications: fc.subarray([...CLASSIFICATIONS]).map((list) => [...new Set([...list, 'public' as const])]),
    areas: fc.option(fc.subarray(['11296', '11311', '11914'])),
    personal: fc.record({ plate: exposure, phone: exposure, name: exposure, face: exposure }),
  })
  .map((seen) => ({ key: 'test', ...seen, audience: 'operators' }));

describe('fold', () => {
  test('FOLD1 a snapshot at any cursor plus the entries after it is the live fold', () => {
    fc.assert(
      fc.property(logArbitrary(400), fc.double({ min: 0, max: 1, noNaN: true }), (log, share) => {
        const cut = Math.floor(log.length * share);
        const stored = JSON.parse(JSON.stringify(snapshotOf(foldAll(log.slice(0, cut)))));
        expect(snapshotOf(foldAll(log.slice(cut), worldFrom(stored)))).toEqual(snapshotOf(foldAll(log)));
      }),
      { numRuns: 150 },
    );
  });

  test('FOLD2 entries delivered again, or older than the cursor, change nothing', () => {
    fc.assert(
      fc.property(logArbitrary(200), fc.array(fc.nat(199), { maxLength: 50 }), (log, again) => {
        const world = foldAll(log);
        const before = snapshotOf(world);
        for (const i of again) if (log[i]) fold(world, log[i]);
        expect(snapshotOf(world)).toEqual(before);
      }),
      { numRuns: 100 },
    );
  });

  test('FOLD3 folding commutes with projecting: a view of the fold is the fold of what the view lets through', () => {
    fc.assert(
      fc.property(logArbitrary(400), viewArbitrary, (log, view) => {
        const seen = foldAll(log.flatMap((entry) => project(view, entry) ?? []));
        const { seq: _, ...projected } = projectSnapshot(view, snapshotOf(foldAll(log)));
        const { seq: __, ...folded } = snapshotOf(seen);
        expect(projected).toEqual(folded);
      }),
      { numRuns: 150 },
    );
  });

  test('FOLD4 the picture is bounded: at most 8 finished events a camera, area and classification, and the rest is counted', () => {
    fc.assert(
      fc.property(logArbitrary(600), (log) => {
        const events = log.filter((entry) => entry.kind === 'camera-event.observed');
        const world = foldAll(events.map((entry, i) => ({ ...entry, id: `event-${i}`, seq: seq(i + 1) })));
        const finished = [...world.slots['camera-event.observed'].values()].filter((entry) => entry.data.phase === 'end');
        const ended = events.filter((entry) => entry.kind === 'camera-event.observed' && entry.data.phase === 'end');
        const folded = [...world.folded.values()].reduce((sum, count) => sum + count, 0);
        expect(finished.length + folded).toBe(ended.length);
        const buckets = new Map<string, number>();
        for (const entry of finished) {
          const bucket = `${entry.area}|${entry.classification}|${entry.data.cameraId}`;
          buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
        }
        for (const count of buckets.values()) expect(count).toBeLessThanOrEqual(8);
      }),
      { numRuns: 60 },
    );
  });
});
