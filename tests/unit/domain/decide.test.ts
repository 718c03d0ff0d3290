import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../../server/domain/intake/decide.ts';
import type { Draft } from '../../../server/domain/intake/ports.ts';
import { aheadOf, standingOf } from '../../../server/domain/intake/standing.ts';
import type { Entry } from '../../../shared/contract/entry.ts';
import { KINDS } from '../../../shared/contract/entry-data.ts';
import { areaCode, type EpochMs, epochMs, seq } from '../../../shared/model/ids.ts';
import { emptyWorld, fold, type World } from '../../../shared/rules/fold.ts';
import { cameraEvent, fieldReport, indicatorValue, NOW, put, SOURCE, smallCentre } from './standing-fixture.ts';

const context = { receivedAt: NOW, drill: false, source: SOURCE };
const on = (world: World, draft: Draft, more: Partial<typeof context> = {}) => decide(standingOf(world), draft, { ...context, ...more });
const entryOf = (world: World, draft: Draft) => {
  const decided = on(world, draft);
  if (!decided.ok) throw new Error(decided.error.message);
  return decided.value;
};
const MINUTE = 60_000;

describe('what is refused, with what would be right', () => {
  const later = (ms: number): EpochMs => epochMs(NOW + ms);
  const cases: [string, Draft, { code: string; pointer: string }][] = [
    ['an unknown camera', cameraEvent({ cameraId: 'cam-9' }), { code: 'unknown-camera', pointer: '/cameraId' }],
    [
      'the state of an unknown camera',
      {
        kind: 'camera.state',
        id: 'cam-9',
        occurredAt: NOW,
        data: { state: 'live', since: NOW, fps: null, reason: null },
        publisherKey: null,
      },
      { code: 'unknown-camera', pointer: '/id' },
    ],
    ['an unknown indicator', indicatorValue({ code: 'KT-99' }), { code: 'unknown-indicator', pointer: '/code' }],
    ['a time 10 minutes ahead', { ...cameraEvent(), occurredAt: later(10 * MINUTE + 1) }, { code: 'time-ahead', pointer: '/occurredAt' }],
    ['a value of 10 minutes ahead', indicatorValue({ asOf: later(11 * MINUTE) }), { code: 'time-ahead', pointer: '/asOf' }],
    ['a start 10 minutes ahead', cameraEvent({ startedAt: later(11 * MINUTE) }), { code: 'time-ahead', pointer: '/startedAt' }],
    [
      'seconds sent as milliseconds',
      { ...fieldReport(), occurredAt: epochMs(NOW / 1000) },
      { code: 'time-behind', pointer: '/occurredAt' },
    ],
    ['a place outside the centre', fieldReport({ at: [105.85, 21.03] }), { code: 'outside-area', pointer: '/at' }],
    ['latitude and longitude swapped', fieldReport({ at: [20.86, 106.68] as never }), { code: 'outside-area', pointer: '/at' }],
    ['an area of another centre', { ...fieldReport(), area: areaCode('00001') }, { code: 'outside-area', pointer: '/area' }],
    ['an end before the start', cameraEvent({ phase: 'end', endedAt: later(-MINUTE) }), { code: 'schema', pointer: '/endedAt' }],
    ['a NUL in a text', fieldReport({ summary: 'ngập\0' }), { code: 'malformed', pointer: '' }],
    ['half a surrogate pair', fieldReport({ address: '\ud83d' }), { code: 'malformed', pointer: '' }],
  ];
  it.each(cases)('DEC1 %s', (_, draft, error) => {
    expect(on(smallCentre(), draft)).toMatchObject({ ok: false, error });
  });

  it('DEC1 accepts exactly 10 minutes ahead, and a backslash-u that is only text', () => {
    expect(on(smallCentre(), { ...cameraEvent(), occurredAt: later(10 * MINUTE) }).ok).toBe(true);
    expect(on(smallCentre(), fieldReport({ summary: 'gõ \\u0000 và \\\\ud83d' })).ok).toBe(true);
    expect(on(smallCentre(), fieldReport({ summary: 'ngập 🌊' })).ok).toBe(true);
  });
});

describe('where, and who may see it', () => {
  it('DEC2 takes the area from the camera, from the nearest unit, or from the publisher', () => {
    expect(entryOf(smallCentre(), cameraEvent({ at: [106.75, 20.83] })).at(-1)?.area).toBe('11300');
    expect(entryOf(smallCentre(), fieldReport()).at(-1)?.area).toBe('11400');
    expect(entryOf(smallCentre(), { ...fieldReport(), area: areaCode('11300') }).at(-1)?.area).toBe('11300');
    expect(entryOf(smallCentre(), indicatorValue()).at(-1)?.area).toBeNull();
  });

  it('DEC2 accepts any place before a centre is defined', () => {
    expect(on(emptyWorld(), fieldReport({ at: [0, 0] })).ok).toBe(true);
  });

  const classified: [string, Draft, string][] = [
    ['a camera event', cameraEvent(), 'internal'],
    ['a plate', cameraEvent({ type: 'plate', plate: '15A12345' }), 'police'],
    ['a watch-listed plate', cameraEvent({ type: 'watch-listed-plate' }), 'police'],
    ['a field report', fieldReport(), 'internal'],
    ['an indicator value', indicatorValue(), 'public'],
    ['the publisher’s own word', { ...fieldReport(), classification: 'personal' }, 'personal'],
  ];
  it.each(classified)('DEC3 %s is by default seen by the right people', (_, draft, classification) => {
    expect(entryOf(smallCentre(), draft).at(-1)?.classification).toBe(classification);
  });

  it('DEC3 a default never lowers what a subject has', () => {
    const world = smallCentre();
    apply(world, cameraEvent({ type: 'plate' }));
    const [entry, ...more] = entryOf(world, cameraEvent({ type: 'object', phase: 'update' }));
    expect(more).toEqual([]);
    expect(entry?.classification).toBe('police');
  });

  it('DEC4 rounds positions to six decimals', () => {
    const entry = entryOf(smallCentre(), fieldReport({ at: [106.740000049, 20.8300004] })).at(-1);
    expect(entry?.kind === 'field-report.recorded' && entry.data.at).toEqual([106.74, 20.83]);
  });
});

/** Decides and folds, as the pipeline and the log would. */
function apply(world: World, draft: Draft): boolean {
  const decided = on(world, draft);
  if (!decided.ok) return false;
  for (const entry of decided.value) fold(world, { ...entry, seq: seq(world.seq + 1) } as Entry);
  return true;
}

describe('a subject’s life', () => {
  it('CAM2 a late update does not reopen an event that has ended; its end may be corrected', () => {
    const world = smallCentre();
    apply(world, cameraEvent());
    apply(world, cameraEvent({ phase: 'end', endedAt: NOW }));
    for (const phase of ['new', 'update'] as const)
      expect(on(world, cameraEvent({ phase }))).toMatchObject({ ok: false, error: { code: 'ended' } });
    expect(on(world, cameraEvent({ phase: 'end', endedAt: NOW, severity: 'low' })).ok).toBe(true);
  });

  it('DEC5 an older value does not replace a newer one, the same moment may be corrected', () => {
    const world = smallCentre();
    apply(world, indicatorValue());
    expect(on(world, indicatorValue({ asOf: epochMs(NOW - 1) }))).toMatchObject({
      ok: false,
      error: { code: 'time-behind', pointer: '/asOf' },
    });
    expect(on(world, indicatorValue({ value: 90 })).ok).toBe(true);
  });

  it('LOG4 a subject that moves to another area or classification is withdrawn first, for those who saw it', () => {
    const world = smallCentre();
    apply(world, fieldReport());
    const moved = entryOf(world, fieldReport({ at: [106.67, 20.86] }));
    expect(moved).toMatchObject([
      { kind: 'entity.withdrawn', id: 'so-giao-thong:r1', area: '11400', data: { kind: 'field-report.recorded' } },
      { kind: 'field-report.recorded', id: 'so-giao-thong:r1', area: '11300' },
    ]);
    const raised = entryOf(world, { ...fieldReport(), classification: 'police' });
    expect(raised).toMatchObject([{ kind: 'entity.withdrawn', classification: 'internal' }, { classification: 'police' }]);
  });

  it('LOG4 a withdrawal carries the area and classification of what it takes away, and needs something to take', () => {
    const world = smallCentre();
    const withdrawal: Draft = {
      kind: 'entity.withdrawn',
      id: 'cam-1',
      occurredAt: NOW,
      data: { kind: 'camera.registered', reason: 'tháo dỡ' },
      publisherKey: null,
    };
    expect(entryOf(world, withdrawal)).toMatchObject([{ area: '11300', classification: 'internal' }]);
    apply(world, withdrawal);
    expect(on(world, withdrawal).ok).toBe(false);
    expect(on(world, { ...withdrawal, data: { kind: '__proto__', reason: '' } } as Draft).ok).toBe(false);
  });

  it('DRILL3 nothing of a drill enters after its end', () => {
    const world = smallCentre();
    const drill = { ...context, drill: true };
    expect(on(world, fieldReport(), drill).ok).toBe(true);
    put(world, 'drill.changed', 'drill', { state: 'running', name: 'Diễn tập', reason: null });
    expect(on(world, fieldReport(), drill).ok).toBe(true);
    put(world, 'drill.changed', 'drill', { state: 'ended', name: 'Diễn tập', reason: 'real-source' });
    expect(on(world, fieldReport(), drill)).toMatchObject({ ok: false, error: { code: 'ended' } });
    expect(on(world, fieldReport()).ok).toBe(true);
  });

  it('DEC6 what was decided just before counts, though the world does not know it yet', () => {
    const ahead = aheadOf(standingOf(smallCentre()));
    const camera: Draft = {
      kind: 'camera.registered',
      id: 'cam-2',
      occurredAt: NOW,
      data: { name: 'Cầu Rào', at: [106.7, 20.83], directionDeg: 90, owner: 'Sở Xây dựng' },
      publisherKey: null,
    };
    expect(decide(ahead, cameraEvent({ cameraId: 'cam-2' }), context).ok).toBe(false);
    const registered = decide(ahead, camera, context);
    if (registered.ok) for (const entry of registered.value) ahead.put(entry);
    expect(decide(ahead, cameraEvent({ cameraId: 'cam-2' }), context).ok).toBe(true);
  });
});

const phase = fc.constantFrom('new', 'update', 'end');
const draftArbitrary: fc.Arbitrary<Draft> = fc.oneof(
  fc
    .record({ n: fc.nat(3), phase, type: fc.constantFrom('congestion', 'plate', 'fire') })
    .map(({ n, phase, type }) => cameraEvent({ phase, type, endedAt: phase === 'end' ? NOW : null } as never, `so-giao-thong:e${n}`)),
  fc
    .record({
      n: fc.nat(3),
      lng: fc.double({ min: 105.9, max: 108.1, noNaN: true }),
      lat: fc.double({ min: 20.4, max: 21.3, noNaN: true }),
    })
    .map(({ n, lng, lat }) => fieldReport({ at: [lng, lat] }, `so-giao-thong:r${n}`)),
  fc
    .record({ back: fc.nat(5), code: fc.constantFrom('KT-01', 'KT-02') })
    .map(({ back, code }) => indicatorValue({ code, asOf: epochMs(NOW - back) })),
);

describe('for any sequence of drafts', () => {
  it('LOG4 a subject keeps its area and classification between withdrawals, an ended event stays ended, every entry is valid', () => {
    fc.assert(
      fc.property(fc.array(draftArbitrary, { maxLength: 60 }), (drafts) => {
        const world = smallCentre();
        const lives = new Map<string, { area: string | null; classification: string; ended: boolean }>();
        for (const draft of drafts) {
          const decided = on(world, draft);
          if (!decided.ok) {
            expect(decided.error.message).not.toBe('');
            continue;
          }
          for (const entry of decided.value) {
            fold(world, { ...entry, seq: seq(world.seq + 1) } as Entry);
            expect(KINDS[entry.kind].data.safeParse(entry.data).success).toBe(true);
            const subject = entry.kind === 'entity.withdrawn' ? `${entry.data.kind}|${entry.id}` : `${entry.kind}|${entry.id}`;
            const life = lives.get(subject);
            if (life) expect([entry.area, entry.classification]).toEqual([life.area, life.classification]);
            if (entry.kind === 'entity.withdrawn') {
              expect(life).toBeDefined();
              lives.delete(subject);
              continue;
            }
            const ended = entry.kind === 'camera-event.observed' && entry.data.phase === 'end';
            if (life?.ended) expect(ended).toBe(true);
            lives.set(subject, { area: entry.area, classification: entry.classification, ended });
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('DEC6 deciding in one batch on what the batch holds equals deciding one by one on the folded world', () => {
    fc.assert(
      fc.property(fc.array(draftArbitrary, { maxLength: 40 }), (drafts) => {
        const world = smallCentre();
        const ahead = aheadOf(standingOf(smallCentre()));
        for (const draft of drafts) {
          const batched = decide(ahead, draft, context);
          expect(batched).toEqual(on(world, draft));
          if (batched.ok) for (const entry of batched.value) ahead.put(entry);
          // Finished events leave the picture past eight; within that the two agree.
          apply(world, draft);
        }
      }),
      { numRuns: 100 },
    );
  });
});
