import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createOutbox, type Parcel } from '../../../server/sources/frigate/outbox.ts';
import { epochMs, sourceId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { recordingIntake } from '../../integration/frigate/recording-intake.ts';
import { AT, CAMERA } from '../../support/frigate-messages.ts';

// The clock of the retry is the only thing here that waits.
beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
const outboxOf = (maxParcels = 100, maxBytes = 1_000_000) => {
  const intake = recordingIntake();
  return { intake, outbox: createOutbox({ sourceId: sourceId('frigate'), intake, log, maxParcels, maxBytes }) };
};

let made = 0;
const parcel = (rank: Parcel['rank'], id: string, phase: 'new' | 'update' | 'end' = 'update', bytes = 10): Parcel => {
  made += 1;
  return {
    channel: 'mqtt:frigate/events',
    receivedAt: epochMs(1000 + made),
    rank,
    item: {
      body: new Uint8Array(bytes),
      drafts: ok([
        {
          kind: 'camera-event.observed',
          id,
          occurredAt: epochMs(made),
          publisherKey: `k${made}`,
          data: {
            cameraId: CAMERA,
            type: 'object',
            severity: rank === 'alarm' ? 'high' : 'low',
            phase,
            startedAt: epochMs(1),
            endedAt: phase === 'end' ? epochMs(made) : null,
            at: AT,
            label: null,
            score: null,
            zones: [],
            plate: null,
            speedKmh: null,
            evidence: null,
          },
        },
      ]),
    },
  };
};
const idsOf = (intake: ReturnType<typeof recordingIntake>) => intake.stored.map((draft) => draft.id);

describe('FRG9 while the pipeline is behind, messages wait in order, within a bound, and every loss is counted', () => {
  test('FRG9 order holds and alarms are marked', async () => {
    const { intake, outbox } = outboxOf();
    for (const [rank, id] of [
      ['ordinary', 'a'],
      ['alarm', 'b'],
      ['update', 'c'],
    ] as const)
      outbox.push(parcel(rank, id));
    await vi.advanceTimersByTimeAsync(0);
    expect(idsOf(intake)).toEqual(['a', 'b', 'c']);
    expect(intake.deliveries.map((delivery) => delivery.priority)).toEqual(['normal', 'alarm', 'normal']);
  });

  test('FRG9 what was refused is tried again when the pipeline says, and nothing is lost', async () => {
    const { intake, outbox } = outboxOf();
    intake.answer = { kind: 'down', retryAfterS: 2 };
    outbox.push(parcel('ordinary', 'a'));
    await vi.advanceTimersByTimeAsync(1_999);
    outbox.push(parcel('ordinary', 'b'));
    expect(outbox.waiting()).toBe(2);
    intake.answer = null;
    await vi.advanceTimersByTimeAsync(1);
    expect(idsOf(intake)).toEqual(['a', 'b']);
    expect([outbox.waiting(), outbox.dropped(), intake.refused]).toEqual([0, 0, 0]);
  });

  test('FRG9 full: the oldest updates go first, then ordinary messages, alarms last', async () => {
    const { intake, outbox } = outboxOf(3);
    intake.answer = { kind: 'down', retryAfterS: 60 };
    outbox.push(parcel('alarm', 'alarm', 'new'));
    await vi.advanceTimersByTimeAsync(0);
    for (const [rank, id] of [
      ['update', 'u1'],
      ['ordinary', 'n1'],
      ['update', 'u2'],
      ['ordinary', 'n2'],
      ['ordinary', 'n3'],
    ] as const) {
      outbox.push(parcel(rank, id));
    }
    expect(outbox.dropped()).toBe(3);
    expect(intake.refused).toBe(3);
    intake.answer = null;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(idsOf(intake)).toEqual(['alarm', 'n2', 'n3']);
  });

  test('FRG9 the bound is in bytes too', async () => {
    const { intake, outbox } = outboxOf(100, 100);
    intake.answer = { kind: 'down', retryAfterS: 60 };
    for (const id of ['a', 'b', 'c']) outbox.push(parcel('ordinary', id, 'new', 40));
    await vi.advanceTimersByTimeAsync(0);
    expect([outbox.waiting(), outbox.dropped(), intake.refused]).toEqual([2, 1, 1]);
  });

  test('FRG9 a loss that the pipeline entered in the ledger is not entered twice', async () => {
    const { intake, outbox } = outboxOf(1);
    intake.answer = { kind: 'overloaded', retryAfterS: 60 };
    outbox.push(parcel('ordinary', 'a'));
    await vi.advanceTimersByTimeAsync(0);
    outbox.push(parcel('ordinary', 'b'));
    expect([outbox.dropped(), intake.refused]).toEqual([1, 0]);
  });

  test('FRG9 an alarm does not wait for the retry, and what it overtook does not come after it', async () => {
    const { intake, outbox } = outboxOf();
    intake.answer = { kind: 'overloaded', only: 'normal', retryAfterS: 30 };
    outbox.push(parcel('update', 'event'));
    outbox.push(parcel('ordinary', 'another'));
    await vi.advanceTimersByTimeAsync(0);
    outbox.push(parcel('alarm', 'event', 'end'));
    await vi.advanceTimersByTimeAsync(0);
    expect(idsOf(intake)).toEqual(['event']);
    intake.answer = null;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(idsOf(intake)).toEqual(['event', 'another']);
    expect(outbox.dropped()).toBe(1);
  });

  test('FRG9 alarms that are refused one after another do not put the retry off', async () => {
    const { intake, outbox } = outboxOf();
    intake.answer = { kind: 'down', retryAfterS: 5 };
    outbox.push(parcel('ordinary', 'first'));
    await vi.advanceTimersByTimeAsync(0);
    for (const id of ['a', 'b', 'c', 'd']) {
      outbox.push(parcel('alarm', id));
      await vi.advanceTimersByTimeAsync(1_000);
    }
    intake.answer = null;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(idsOf(intake)).toEqual(['first', 'a', 'b', 'c', 'd']);
  });

  test('FRG9 a pipeline that breaks is tried again', async () => {
    const { intake, outbox } = outboxOf();
    intake.answer = { kind: 'throws', retryAfterS: 0 };
    outbox.push(parcel('ordinary', 'a'));
    await vi.advanceTimersByTimeAsync(0);
    expect(log.error).toHaveBeenCalled();
    intake.answer = null;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(idsOf(intake)).toEqual(['a']);
  });

  test('FRG9 closing hands in what waits, and counts what is refused', async () => {
    const { intake, outbox } = outboxOf();
    outbox.push(parcel('ordinary', 'a'));
    await outbox.close(1_000);
    expect(idsOf(intake)).toEqual(['a']);
    const late = outboxOf();
    late.intake.answer = { kind: 'down', retryAfterS: 1 };
    late.outbox.push(parcel('ordinary', 'b'));
    await late.outbox.close(1_000);
    expect([late.outbox.waiting(), late.outbox.dropped()]).toEqual([0, 1]);
  });
});
