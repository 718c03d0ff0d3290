import { describe, expect, test } from 'vitest';
import { createEventMemory, type EventMemory, type OpenEvent } from '../../../server/sources/frigate/event-memory.ts';
import { type FrigateMessage, readFrigateMessage } from '../../../server/sources/frigate/messages.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { AT, bytes, CAMERA, END, EVENT_ID, event, LPR, NEW, REVIEW_ID, review, UPDATE } from '../../support/frigate-messages.ts';

const START = 1795313472_000;
const at = (afterS: number) => epochMs(START + afterS * 1000);
const memory = (resumed: OpenEvent[] = []) => createEventMemory({ instance: 'f', cameraAt: (id) => (id === CAMERA ? AT : null) }, resumed);

const read = (topic: string, message: unknown): FrigateMessage => {
  const result = readFrigateMessage('frigate', `frigate/${topic}`, bytes(message));
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
/** One message told to the memory; its drafts. */
const tell = (to: EventMemory, topic: string, message: unknown, afterS = 0) => {
  const said = read(topic, message);
  const result =
    said.kind === 'event'
      ? to.event(said.message, bytes(message), at(afterS))
      : said.kind === 'review'
        ? to.review(said.message, bytes(message), at(afterS))
        : said.kind === 'plate'
          ? to.plate(said.message, at(afterS))
          : null;
  if (!result?.ok) throw new Error(result?.error.message ?? said.kind);
  return result.value;
};

test('FRG1 new, update and end are one event that grows', () => {
  const events = memory();
  const told = [NEW, UPDATE, END].flatMap((message) => tell(events, 'events', message));
  expect(new Set(told.map((draft) => draft.id))).toEqual(new Set([`f:${EVENT_ID}`]));
  expect(told.map((draft) => draft.data.phase)).toEqual(['new', 'update', 'end']);
  expect(told.at(-1)?.data).toMatchObject({ plate: '15A12345', type: 'line-crossing', startedAt: 1795313472039, endedAt: 1795313481402 });
  expect(new Set(told.map((draft) => draft.publisherKey)).size).toBe(3);
  expect(events.open()).toBe(0);
});

test('FRG1 severity and a meaning once found do not sink while the event lives', () => {
  const events = memory();
  tell(
    events,
    'events',
    event('update', { frame_time: START / 1000 + 5, label: 'person', entered_zones: ['vung_cam'], max_severity: 'alert' }),
  );
  const [later] = tell(events, 'events', event('update', { frame_time: START / 1000 + 9, label: 'person', max_severity: null }));
  expect(later?.data).toMatchObject({ type: 'intrusion', severity: 'high' });
});

describe('FRG2 a message delivered twice changes nothing', () => {
  test('FRG2 the same bytes have the same key', () => {
    const events = memory();
    const first = tell(events, 'events', UPDATE);
    expect(tell(events, 'events', UPDATE)).toEqual(first);
  });

  test('FRG2 an old message, should the log not know it, says the present truth again', () => {
    const events = memory();
    for (const message of [NEW, UPDATE, END]) tell(events, 'events', message);
    const fresh = memory();
    const [original] = tell(fresh, 'events', UPDATE);
    const [again] = tell(events, 'events', UPDATE);
    expect(again?.publisherKey).toBe(original?.publisherKey);
    expect(again?.data.phase).toBe('end');
  });

  test('FRG2 two findings in one picture are two messages', () => {
    const events = memory();
    const [one] = tell(events, 'events', UPDATE);
    const [two] = tell(events, 'events', event('update', { ...(UPDATE.after as object), recognized_license_plate: '15A99999' }));
    expect(two?.publisherKey).not.toBe(one?.publisherKey);
  });
});

describe('FRG3 one thing in the street is one event', () => {
  test('FRG3 an alert review raises the event that it groups, once', () => {
    const events = memory();
    tell(events, 'events', event('new', { entered_zones: ['vung_cam'] }));
    const raised = tell(events, 'reviews', review('new'), 1);
    expect(raised).toMatchObject([{ id: `f:${EVENT_ID}`, data: { severity: 'high', phase: 'update' } }]);
    expect(tell(events, 'reviews', review('update'), 2)).toEqual([]);
    const [later] = tell(events, 'events', event('update', { frame_time: START / 1000 + 9, entered_zones: ['vung_cam'] }));
    expect(later?.data.severity).toBe('high');
  });

  test('FRG3 a review that comes first raises the event when it comes', () => {
    const events = memory();
    expect(tell(events, 'reviews', review('new'))).toEqual([]);
    expect(tell(events, 'events', NEW)[0]?.data.severity).toBe('medium');
  });

  test('FRG3 a mere detection raises nothing', () => {
    const events = memory();
    tell(events, 'events', NEW);
    expect(tell(events, 'reviews', review('new', { severity: 'detection' }))).toEqual([]);
  });

  test('FRG3 an ended event that is raised stays ended', () => {
    const events = memory();
    for (const message of [NEW, END]) tell(events, 'events', { ...message, after: { ...(message.after as object), max_severity: null } });
    expect(tell(events, 'reviews', review('end'), 20)).toMatchObject([{ data: { phase: 'end', severity: 'medium' } }]);
  });

  test('FRG3 a plate read later is written into its event; into none when there is none', () => {
    const events = memory();
    expect(tell(events, 'tracked_object_update', LPR)).toEqual([]);
    tell(events, 'events', NEW);
    expect(tell(events, 'tracked_object_update', LPR)).toMatchObject([
      { id: `f:${EVENT_ID}`, occurredAt: 1795313474700, data: { plate: '15A12345', phase: 'update' } },
    ]);
    expect(tell(events, 'tracked_object_update', LPR)).toEqual([]);
    const [later] = tell(events, 'events', event('update', { frame_time: START / 1000 + 9 }));
    expect(later?.data.plate).toBe('15A12345');
  });

  test('FRG3 a review without objects grows and ends like any event; prose about it is left aside', () => {
    const events = memory();
    const data = { detections: [], audio: ['scream'] };
    const told = [
      tell(events, 'reviews', review('new', { data })),
      tell(events, 'reviews', review('update', { data }), 3),
      tell(events, 'reviews', review('end', { data, end_time: START / 1000 + 8 }), 8),
      tell(events, 'reviews', review('genai', { data }), 9),
    ];
    expect(told.map((drafts) => drafts[0]?.data.phase)).toEqual(['new', 'update', 'end', undefined]);
    expect(told[2]?.[0]).toMatchObject({ id: `f:review:${REVIEW_ID}`, data: { endedAt: START + 8_000 } });
  });
});

describe('FRG8 what is not heard of any more is closed', () => {
  const TIME_OUT_MS = 300_000;

  test('FRG8 after the time-out, at the moment when it was last seen, once', () => {
    const events = memory();
    tell(events, 'events', UPDATE);
    expect(events.expire(at(299), TIME_OUT_MS)).toEqual([]);
    expect(events.expire(at(300), TIME_OUT_MS)).toMatchObject([
      { id: `f:${EVENT_ID}`, occurredAt: at(300), data: { phase: 'end', endedAt: 1795313475100 } },
    ]);
    expect(events.expire(at(301), TIME_OUT_MS)).toEqual([]);
    expect(events.open()).toBe(0);
  });

  test('FRG8 an ended one is not closed again', () => {
    const events = memory();
    tell(events, 'events', END);
    expect(events.expire(at(9_999), TIME_OUT_MS)).toEqual([]);
  });

  test('FRG8 closed and heard again it is another event, as an end is an end; its own end closes that', () => {
    const events = memory();
    tell(events, 'events', NEW);
    events.expire(at(400), TIME_OUT_MS);
    const [again] = tell(events, 'events', event('update', { frame_time: START / 1000 + 410 }), 410);
    expect(again).toMatchObject({ id: `f:${EVENT_ID}@2`, data: { phase: 'new' } });
    const [end] = tell(events, 'events', event('end', { frame_time: START / 1000 + 420, end_time: START / 1000 + 420 }), 420);
    expect(end).toMatchObject({ id: `f:${EVENT_ID}@2`, data: { phase: 'end' } });
  });

  test('FRG8 its true end, come late, mends the guessed one', () => {
    const events = memory();
    tell(events, 'events', NEW);
    events.expire(at(400), TIME_OUT_MS);
    expect(tell(events, 'events', END, 410)).toMatchObject([{ id: `f:${EVENT_ID}`, data: { phase: 'end', endedAt: 1795313481402 } }]);
  });

  test('FRG8 what was open when this server stopped is closed too, and grows on from where it was', () => {
    const [open] = tell(memory(), 'events', UPDATE);
    if (!open) throw new Error('no draft');
    const resumed = [
      { id: open.id, data: open.data, heardAt: at(0) },
      { id: 'other:1', data: open.data, heardAt: at(0) },
    ];
    expect(memory(resumed).expire(at(300), TIME_OUT_MS)).toMatchObject([{ id: `f:${EVENT_ID}`, data: { phase: 'end' } }]);
    const [later] = tell(memory(resumed), 'events', event('update', { frame_time: START / 1000 + 30 }), 30);
    expect(later?.data).toMatchObject({ plate: '15A12345', type: 'line-crossing', severity: 'medium' });
  });
});
