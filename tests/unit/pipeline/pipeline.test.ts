import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Delivery, Draft, ItemReceipt, Receipt, Rejection } from '../../../server/domain/intake/ports.ts';
import type { Quarantine, QuarantineRecord } from '../../../server/domain/log/ports.ts';
import { createPipeline, type Pipeline, type PipelineParts } from '../../../server/pipeline/pipeline.ts';
import { type EpochMs, epochMs, type SourceId, sourceId } from '../../../shared/model/ids.ts';
import { ok, type Result } from '../../../shared/model/result.ts';
import type { World } from '../../../shared/rules/fold.ts';
import { cameraEvent, fieldReport, indicatorValue, NOW, SOURCE, smallCentre } from '../domain/standing-fixture.ts';
import { createMemoryLog, type MemoryLog } from './memory-log.ts';

type Rig = { log: MemoryLog; pipeline: Pipeline; committed: number[] };
const opened: Rig[] = [];
afterEach(async () => {
  for (const { log, pipeline } of opened.splice(0)) {
    log.release();
    log.breaks = null;
    await pipeline.close();
  }
});

type RigParts = Omit<Partial<PipelineParts>, 'world'> & { world?: World; lagging?: boolean };

function rig({ limits = {}, world = smallCentre(), lagging = false, ...more }: RigParts = {}): Rig {
  const log = createMemoryLog(lagging ? null : world);
  // The small centre was folded, not committed: numbers go on from it.
  log.entries.length = world.seq;
  const committed: number[] = [];
  const pipeline = createPipeline({
    log,
    world: () => world,
    clock: () => NOW,
    onCommitted: ({ entries }) => committed.push(...entries.map(({ seq }) => seq)),
    limits: { probeMs: 5, ...limits },
    ...more,
  });
  const one = { log, pipeline, committed };
  opened.push(one);
  return one;
}

const body = new TextEncoder().encode('{}');
const item = (...drafts: Draft[]) => ({ body, drafts: ok(drafts) });
const bad = (code: Rejection['code'] = 'schema') => ({
  body,
  drafts: { ok: false as const, error: { code, pointer: '/at', message: 'sai' } },
});
const delivery = (items: Delivery['items'], more: Partial<Delivery> = {}): Delivery => ({
  source: SOURCE,
  channel: 'test:items',
  receivedAt: NOW,
  drill: false,
  items,
  priority: 'normal',
  ...more,
});
const keyed = <D extends Draft>(draft: D, publisherKey: string): D => ({ ...draft, publisherKey });
const itemsOf = (receipt: Receipt): ItemReceipt[] => {
  if (receipt.kind !== 'committed') throw new Error(receipt.kind);
  return receipt.items;
};
const report = (n: number) => fieldReport({}, `so-giao-thong:r${n}`);

describe('commit', () => {
  it('ING1 what arrives within a tick commits together, in order, and is answered after its commit', async () => {
    const { log, pipeline, committed } = rig();
    log.hold();
    const answered: number[] = [];
    const all = Array.from({ length: 20 }, (_, n) => pipeline.take(delivery([item(report(n))])).then(() => answered.push(n)));
    await vi.waitFor(() => expect(pipeline.stats().waiting.facts).toBe(0));
    expect(answered).toEqual([]);
    expect(committed).toEqual([]);
    log.release();
    await Promise.all(all);
    expect(log.batches).toHaveLength(1);
    expect(log.batches[0]?.arrivals.map(({ entry }) => entry.id)).toEqual(Array.from({ length: 20 }, (_, n) => `so-giao-thong:r${n}`));
    expect(committed).toHaveLength(20);
  });

  it('ING1 what arrives while a commit is under way makes the next one', async () => {
    const { log, pipeline } = rig();
    log.hold();
    const first = pipeline.take(delivery([item(report(1))]));
    await vi.waitFor(() => expect(pipeline.stats().waiting.facts).toBe(0));
    const rest = [2, 3, 4].map((n) => pipeline.take(delivery([item(report(n))])));
    log.release();
    await Promise.all([first, ...rest]);
    expect(log.batches.map(({ arrivals }) => arrivals.length)).toEqual([1, 3]);
  });

  it('ING2 a severe item does not wait for the tick, and takes along what waits', async () => {
    const { log, pipeline } = rig({ limits: { minTickMs: 60_000, maxTickMs: 60_000 } });
    const normal = pipeline.take(delivery([item(report(1))]));
    await pipeline.take(delivery([item(cameraEvent({ severity: 'critical', type: 'fire' }))], { priority: 'alarm' }));
    await normal;
    expect(log.batches).toHaveLength(1);
  });

  it('ING3 an item that fails goes whole to quarantine and leaves the others alone', async () => {
    const { log, pipeline } = rig();
    const receipt = await pipeline.take(
      delivery([item(report(1)), bad(), item(report(2), cameraEvent({ cameraId: 'cam-9' })), item(cameraEvent())]),
    );
    expect(itemsOf(receipt).map(({ kind }) => kind)).toEqual(['stored', 'quarantined', 'quarantined', 'stored']);
    expect(log.quarantined).toMatchObject([
      { reason: 'schema: sai', pointer: '/at', channel: 'test:items' },
      { reason: expect.stringMatching(/^unknown-camera: /), pointer: '/cameraId' },
    ]);
    expect(log.batches[0]?.arrivals.map(({ entry }) => entry.id)).toEqual(['so-giao-thong:r1', 'so-giao-thong:e1']);
  });

  it('ING4 an item that the database will not have is found and quarantined alone', async () => {
    const { log, pipeline } = rig();
    const poison = Object.assign(new Error('unsupported Unicode escape sequence'), { code: '22P05' });
    log.breaks = ({ arrivals }) => (arrivals.some(({ entry }) => entry.id.endsWith(':r7')) ? poison : null);
    pipeline.refuse(SOURCE, 2);
    const receipts = await Promise.all(Array.from({ length: 12 }, (_, n) => pipeline.take(delivery([item(report(n))]))));
    expect(receipts.map((receipt) => itemsOf(receipt)[0]?.kind)).toEqual(
      Array.from({ length: 12 }, (_, n) => (n === 7 ? 'quarantined' : 'stored')),
    );
    expect(log.quarantined).toHaveLength(1);
    expect(pipeline.stats().database).toBe('up');
    expect(log.ledger()).toMatchObject([{ received: 14, stored: 11, quarantined: 1, refused: 2 }]);
  });

  it('ING1 a reader that fails does not take the answer from the publisher', async () => {
    const failed = vi.fn();
    const { pipeline } = rig({
      onCommitted: () => {
        throw new Error('a reader');
      },
      telemetry: { failed },
    });
    expect((await pipeline.take(delivery([item(report(1))]))).kind).toBe('committed');
    expect(failed).toHaveBeenCalledOnce();
  });
});

describe('repeats', () => {
  it('ING5 the same key is stored once, within a batch and after it', async () => {
    const { log, pipeline } = rig();
    const again = delivery([item(keyed(report(1), 'k1')), item(keyed(report(1), 'k1'))]);
    expect(itemsOf(await pipeline.take(again))).toMatchObject([{ kind: 'stored' }, { kind: 'duplicate' }]);
    expect(itemsOf(await pipeline.take(again))).toMatchObject([{ kind: 'duplicate' }, { kind: 'duplicate' }]);
    expect(log.entries.filter(Boolean)).toHaveLength(1);
  });

  it('ING5 a late repeat of what has since moved on is a duplicate: it neither fails nor changes the picture', async () => {
    const world = smallCentre();
    const { pipeline } = rig({ world });
    const life: Draft[] = [
      keyed(cameraEvent(), 'e-new'),
      keyed(cameraEvent({ phase: 'end', endedAt: NOW }), 'e-end'),
      keyed(indicatorValue({ asOf: epochMs(NOW - 2) }), 'i-old'),
      keyed(indicatorValue(), 'i-new'),
      keyed(report(1), 'r-there'),
      keyed(fieldReport({ at: [106.67, 20.86] }, 'so-giao-thong:r1'), 'r-here'),
    ];
    const send = async () => itemsOf(await pipeline.take(delivery(life.map((draft) => item(draft)))));
    expect((await send()).map(({ kind }) => kind)).toEqual(Array(6).fill('stored'));
    const { seq } = world;
    expect((await send()).map(({ kind }) => kind)).toEqual(Array(6).fill('duplicate'));
    expect(world.seq).toBe(seq);
    expect(world.slots['field-report.recorded'].get('so-giao-thong:r1')?.area).toBe('11300');
  });

  it('ING6 decides on what was committed a moment ago, though the world has not folded it', async () => {
    const { pipeline } = rig({ lagging: true });
    await pipeline.take(delivery([item(cameraEvent({ phase: 'end', endedAt: NOW }))]));
    expect(itemsOf(await pipeline.take(delivery([item(cameraEvent({ phase: 'update' }))])))).toMatchObject([
      { kind: 'quarantined', rejection: { code: 'ended' } },
    ]);
  });
});

it('CAM2 a late update does not reopen an event that has ended and left the picture', async () => {
  const world = smallCentre();
  const { pipeline } = rig({ world });
  const end = (n: number) => item(cameraEvent({ phase: 'end', endedAt: NOW }, `so-giao-thong:e${n}`));
  await pipeline.take(delivery(Array.from({ length: 30 }, (_, n) => end(n))));
  expect(world.slots['camera-event.observed'].has('so-giao-thong:e0')).toBe(false);
  const late = await pipeline.take(delivery([item(cameraEvent({ phase: 'update' }, 'so-giao-thong:e0'))]));
  expect(itemsOf(late)).toMatchObject([{ kind: 'quarantined', rejection: { code: 'ended' } }]);
});

describe('overload', () => {
  const full = { limits: { maxFacts: 10, normalShare: 0.8 } };
  const alarm = (n: number): Delivery =>
    delivery([item(cameraEvent({ severity: 'critical' }, `so-giao-thong:a${n}`))], { priority: 'alarm' });

  it('LOAD1 normal deliveries are refused first, the newest of them give way to alarms, alarms are refused last', async () => {
    const { log, pipeline } = rig(full);
    log.hold();
    const first = pipeline.take(delivery([item(report(0))]));
    await vi.waitFor(() => expect(pipeline.stats().waiting.facts).toBe(0));
    const normal = Array.from({ length: 9 }, (_, n) => pipeline.take(delivery([item(report(n + 1))])));
    expect(await normal[8]).toEqual({ kind: 'overloaded', retryAfterS: expect.any(Number) });
    const alarms = Array.from({ length: 11 }, (_, n) => pipeline.take(alarm(n)));
    expect(await alarms[10]).toMatchObject({ kind: 'overloaded' });
    for (const displaced of normal) expect(await displaced).toMatchObject({ kind: 'overloaded' });
    log.release();
    expect((await Promise.all([first, ...alarms.slice(0, 10)])).every(({ kind }) => kind === 'committed')).toBe(true);
    await vi.waitFor(() => expect(log.ledger()).toMatchObject([{ received: 21, stored: 11, refused: 10 }]), { timeout: 3000 });
  });

  it('LOAD1 the queue is bounded by bytes too, and takes one delivery however large when it is empty', async () => {
    const { log, pipeline } = rig({ limits: { maxBytes: 100 } });
    log.hold();
    const first = pipeline.take(delivery([item(report(0))], { bytes: 1000 }));
    await vi.waitFor(() => expect(pipeline.stats().waiting.facts).toBe(0));
    const second = pipeline.take(delivery([item(report(1))], { bytes: 70 }));
    expect(await pipeline.take(delivery([item(report(2))], { bytes: 70 }))).toMatchObject({ kind: 'overloaded' });
    log.release();
    expect((await first).kind).toBe('committed');
    expect((await second).kind).toBe('committed');
  });
});

describe('the database is down', () => {
  it('DOWN1 says so at once, keeps the ledger, and goes on by itself when it is back', async () => {
    const { log, pipeline } = rig();
    log.breaks = () => Object.assign(new Error('connect ENOENT'), { code: 'ENOENT' });
    expect(await pipeline.take(delivery([item(report(1)), item(report(2))]))).toEqual({ kind: 'down', retryAfterS: 1 });
    expect(await pipeline.take(delivery([item(report(1))]))).toMatchObject({ kind: 'down' });
    pipeline.refuse(SOURCE, 4);
    expect(pipeline.stats()).toMatchObject({ database: 'down', unwrittenRefusals: 7 });
    log.breaks = null;
    await vi.waitFor(() => expect(pipeline.stats().database).toBe('up'));
    expect(log.ledger()).toMatchObject([{ received: 7, refused: 7, stored: 0 }]);
    expect((await pipeline.take(delivery([item(report(1))]))).kind).toBe('committed');
  });

  it('DOWN2 closing commits what waits, and takes nothing more', async () => {
    const { log, pipeline } = rig({ limits: { minTickMs: 60_000, maxTickMs: 60_000 } });
    const waiting = pipeline.take(delivery([item(report(1))]));
    await pipeline.close();
    expect((await waiting).kind).toBe('committed');
    expect(await pipeline.take(delivery([item(report(2))]))).toMatchObject({ kind: 'down' });
    await pipeline.close();
    expect(log.ledger()).toMatchObject([{ received: 2, stored: 1, refused: 1 }]);
  });
});

describe('quarantine', () => {
  const record = (): QuarantineRecord => ({
    id: '00000000-0000-4000-8000-000000000001',
    source: SOURCE,
    receivedAt: NOW,
    channel: 'test:items',
    body: new TextEncoder().encode('cam-9'),
    reason: 'unknown-camera: …',
    pointer: '/cameraId',
    replayed: null,
  });
  const replaying = (kept: QuarantineRecord) => {
    const quarantine: Quarantine = {
      list: async () => [kept],
      get: async (id) => (id === kept.id ? kept : null),
      async markReplayed(_, replayed) {
        if (kept.replayed) return false;
        kept.replayed = replayed;
        return true;
      },
    };
    const reparse = (channel: string, bytes: Uint8Array): Result<Draft[], Rejection> | null =>
      channel === 'test:items' ? ok([cameraEvent({ cameraId: new TextDecoder().decode(bytes) })]) : null;
    return { quarantine, reparse };
  };

  it('QUAR1 a replay is decided again; mended by a person it is stored once and marked with who did it', async () => {
    const kept = record();
    const { log, pipeline } = rig({ replaying: replaying(kept) });
    expect(await pipeline.replay(kept.id, 'Nguyễn An')).toMatchObject({ kind: 'rejected', rejection: { code: 'unknown-camera' } });
    expect(log.quarantined).toEqual([]);
    const mended = await pipeline.replay(kept.id, 'Nguyễn An', new TextEncoder().encode('cam-1'));
    expect(mended.kind).toBe('stored');
    expect(kept.replayed).toMatchObject({ by: 'Nguyễn An' });
    expect(log.entries.at(-1)).toMatchObject({ actor: 'Nguyễn An', drill: false });
    expect(await pipeline.replay(kept.id, 'Trần Bình')).toEqual({ kind: 'already-replayed' });
    // As after a crash between the commit and the mark.
    kept.replayed = null;
    expect((await pipeline.replay(kept.id, 'Trần Bình', new TextEncoder().encode('cam-1'))).kind).toBe('duplicate');
    expect(await pipeline.replay('00000000-0000-4000-8000-000000000002', 'x')).toEqual({ kind: 'unknown' });
  });
});

describe('the loss ledger', () => {
  const sources: SourceId[] = ['a', 'b'].map(sourceId);
  const itemArbitrary = fc.oneof(
    fc.record({ n: fc.nat(5), key: fc.option(fc.nat(8)) }).map(({ n, key }) => item(keyed(report(n), key === null ? '' : `k${key}`))),
    fc
      .nat(3)
      .map((n) => item(cameraEvent({ cameraId: n === 0 ? 'cam-9' : 'cam-1', phase: n === 1 ? 'end' : 'update' }, `so-giao-thong:e${n}`))),
    fc.constant(bad()),
  );
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        take: fc.array(itemArbitrary, { minLength: 1, maxLength: 4 }),
        source: fc.constantFrom(...sources),
        alarm: fc.boolean(),
        minute: fc.nat(2),
      }),
    },
    { weight: 1, arbitrary: fc.record({ refuse: fc.integer({ min: 1, max: 5 }), source: fc.constantFrom(...sources) }) },
    { weight: 1, arbitrary: fc.constant('break' as const) },
    { weight: 2, arbitrary: fc.constant('mend' as const) },
    { weight: 2, arbitrary: fc.constant('settle' as const) },
  );

  it('LOSS1 per source and minute received = stored + duplicate + quarantined + refused, whatever breaks', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { log, pipeline } = rig({ limits: { maxFacts: 6, minTickMs: 0, maxTickMs: 1, probeMs: 1 } });
        const sent = new Map<SourceId, number>();
        const count = (source: SourceId, n: number) => sent.set(source, (sent.get(source) ?? 0) + n);
        const pending: Promise<Receipt>[] = [];
        for (const one of steps) {
          if (one === 'break') log.breaks = () => new Error('down');
          else if (one === 'mend') log.breaks = null;
          else if (one === 'settle') await Promise.all(pending);
          else if ('refuse' in one) {
            count(one.source, one.refuse);
            pipeline.refuse(one.source, one.refuse);
          } else {
            count(one.source, one.take.length);
            const items = one.take.map((it) =>
              it.drafts.ok && it.drafts.value[0]?.publisherKey === '' ? item({ ...it.drafts.value[0], publisherKey: null }) : it,
            );
            const receivedAt: EpochMs = epochMs(NOW + one.minute * 60_000);
            pending.push(pipeline.take(delivery(items, { source: one.source, receivedAt, priority: one.alarm ? 'alarm' : 'normal' })));
          }
        }
        log.breaks = null;
        await Promise.all(pending);
        await vi.waitFor(() => expect(pipeline.stats()).toMatchObject({ database: 'up' }));
        await pipeline.close();
        for (const row of log.ledger()) expect(row.received).toBe(row.stored + row.duplicate + row.quarantined + row.refused);
        for (const [source, n] of sent) {
          expect(log.ledger().reduce((sum, row) => sum + (row.source === source ? row.received : 0), 0)).toBe(n);
        }
        const { received, stored, duplicate, quarantined, refused } = pipeline.stats();
        expect(received).toBe(stored + duplicate + quarantined + refused);
        expect(log.entries.filter(Boolean)).toHaveLength(stored);
      }),
      { numRuns: 60 },
    );
  });
});
