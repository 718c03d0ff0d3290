import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFrigateMessage, reparseFrigate } from '../../../server/sources/frigate/parse.ts';
import { KINDS } from '../../../shared/contract/entry-data.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { AT, bytes, CAMERA, END, EVENT_ID, event, LPR, NEW, REVIEW_ID, review, stats, UPDATE } from '../../support/frigate-messages.ts';

const NOW = epochMs(1795313482000);
const context = { instance: 'frigate-1', cameraAt: (id: string) => (id === CAMERA ? AT : null) };
const parse = (topic: string, payload: unknown) =>
  parseFrigateMessage(context, topic, payload instanceof Uint8Array ? payload : bytes(payload), NOW);

/** The drafts of a message that must be good. */
const drafts = (topic: string, payload: unknown) => {
  const result = parse(topic, payload);
  if (!result.ok) throw new Error(`${result.error.code} at "${result.error.pointer}": ${result.error.message}`);
  return result.value;
};
const eventData = (payload: unknown) => {
  const [draft] = drafts('frigate/events', payload);
  if (draft?.kind !== 'camera-event.observed') throw new Error('no camera event');
  return draft.data;
};

describe('FRG1 a tracked object is a camera event, whole in each message', () => {
  test('FRG1 new', () => {
    expect(drafts('frigate/events', NEW)).toEqual([
      {
        kind: 'camera-event.observed',
        id: `frigate-1:${EVENT_ID}`,
        occurredAt: 1795313472039,
        publisherKey: expect.stringMatching(/^frigate-1:event:1795313472\.039412-k3x9qa:new:1795313472\.039412:[0-9a-f]{16}$/),
        data: {
          cameraId: CAMERA,
          type: 'object',
          severity: 'low',
          phase: 'new',
          startedAt: 1795313472039,
          endedAt: null,
          at: AT,
          label: 'car',
          score: 0.81,
          zones: [],
          plate: null,
          speedKmh: null,
          evidence: `/api/events/${EVENT_ID}/clip.mp4`,
        },
      },
    ]);
  });

  test('FRG1 update and end', () => {
    expect(eventData(UPDATE)).toMatchObject({
      type: 'line-crossing',
      severity: 'medium',
      phase: 'update',
      zones: ['lan_2', 'vach_dung'],
      plate: '15A12345',
      speedKmh: 41.2,
      score: 0.91,
      evidence: `/api/events/${EVENT_ID}/snapshot.jpg`,
    });
    expect(eventData(END)).toMatchObject({ type: 'line-crossing', phase: 'end', endedAt: 1795313481402, speedKmh: 38.9 });
  });

  test('FRG1 an end without its time ends with the last picture', () => {
    expect(eventData(event('end', { frame_time: 1795313480 })).endedAt).toBe(1795313480000);
  });

  test('FRG1 a false positive is no event', () => {
    expect(drafts('frigate/events', event('new', { false_positive: true }))).toEqual([]);
  });

  test.each([
    ['person', ['vung_cam'], false, 'alert', 'intrusion', 'high'],
    ['person-verified', ['vung_cam_2'], false, 'detection', 'intrusion', 'medium'],
    ['person', ['vung_cambien'], false, 'alert', 'object', 'medium'],
    ['motorcycle', ['nguoc_chieu'], false, 'alert', 'wrong-way', 'high'],
    ['car', ['cam_dung'], false, 'alert', 'object', 'medium'],
    ['car', ['cam_dung'], true, 'alert', 'stopping', 'medium'],
    ['fire', [], false, 'alert', 'fire', 'critical'],
    ['smoke', [], false, null, 'smoke', 'low'],
    ['backpack', [], true, 'alert', 'object-left', 'high'],
    ['dog', ['vung_cam'], false, null, 'object', 'low'],
  ])('FRG1 %s in %j (still: %s, %s) is %s, %s', (label, zones, stationary, max_severity, type, severity) => {
    expect(eventData(event('new', { label, entered_zones: zones, stationary, max_severity }))).toMatchObject({ type, severity });
  });

  test('FRG1 text is NFC and unknown keys are left behind', () => {
    const said = eventData(event('new', { label: 'xe ma\u0301y', future: { deep: [1] } }));
    expect(said.label).toBe('xe m\u00e1y');
    expect(Object.keys(said)).not.toContain('future');
  });
});

test('FRG3 a review of tracked objects is no second event', () => {
  expect(drafts('frigate/reviews', review('new'))).toEqual([]);
});

test('FRG3 a review that groups no object stands alone', () => {
  const data = { detections: [], objects: [], zones: [], audio: ['scream'] };
  const [draft] = drafts('frigate/reviews', review('new', { data }));
  expect(draft).toMatchObject({
    id: `frigate-1:review:${REVIEW_ID}`,
    data: { type: 'fight', severity: 'high', phase: 'new', label: 'scream', evidence: `/api/review/${REVIEW_ID}/clip.mp4` },
  });
});

test('FRG4 an unregistered camera rejects the message whole, and its replay is good once the camera is registered', () => {
  const strange = bytes(event('new', { camera: 'lc-moi-09' }));
  expect(parse('frigate/events', strange)).toMatchObject({ ok: false, error: { code: 'unknown-camera', pointer: '/after/camera' } });
  const registered = { ...context, cameraAt: () => AT };
  expect(reparseFrigate(registered, 'mqtt:frigate/events', strange, NOW)).toMatchObject({
    ok: true,
    value: [{ data: { cameraId: 'lc-moi-09' } }],
  });
  expect(reparseFrigate(registered, 'http:camera-events', strange, NOW)).toBeNull();
  expect(reparseFrigate(registered, 'mqtt:frigate-2/events', strange, NOW)).toBeNull();
});

describe('FRG5 what is no message is rejected with what to mend', () => {
  test.each([
    ['not JSON', 'frigate/events', '{"type":', 'malformed', ''],
    ['empty', 'frigate/events', '', 'malformed', ''],
    ['no UTF-8', 'frigate/events', Uint8Array.of(0x22, 0xff, 0xfe, 0x22), 'not-utf8', ''],
    ['a foreign topic', 'frigate/lc-tranphu-01/car/snapshot', '{}', 'malformed', ''],
    ['another prefix', 'zigbee/events', '{}', 'malformed', ''],
    ['an unknown type', 'frigate/events', event('begin'), 'schema', '/type'],
    ['no after', 'frigate/events', { type: 'new' }, 'schema', '/after'],
    ['a time that is a word', 'frigate/events', event('new', { frame_time: 'now' }), 'schema', '/after/frame_time'],
    ['a time before time', 'frigate/events', event('new', { start_time: -1 }), 'schema', '/after/start_time'],
    ['a score above 1', 'frigate/events', event('new', { top_score: 7 }), 'schema', '/after/top_score'],
    ['an id that is a path', 'frigate/events', event('new', { id: '../../etc/passwd' }), 'schema', '/after/id'],
    ['an end before the start', 'frigate/events', event('end', { end_time: 1795313400 }), 'schema', '/after/end_time'],
    ['a label with NUL', 'frigate/events', event('new', { label: 'car\u0000' }), 'schema', '/after/label'],
    ['half a surrogate pair', 'frigate/events', '{"type":"new","after":{"label":"\\ud800"}}', 'schema', '/after/id'],
    ['a zone that is a number', 'frigate/events', event('new', { entered_zones: ['a', 3] }), 'schema', '/after/entered_zones/1'],
    [
      'a plate of a novel',
      'frigate/events',
      event('new', { recognized_license_plate: 'A'.repeat(40) }),
      'schema',
      '/after/recognized_license_plate',
    ],
    ['a list', 'frigate/events', [], 'schema', ''],
    ['a review without data', 'frigate/reviews', review('new', { data: undefined }), 'schema', '/after/data'],
    ['a plate reading without plate', 'frigate/tracked_object_update', { ...LPR, plate: 5 }, 'schema', '/plate'],
    ['figures without frame rate', 'frigate/stats', { cameras: { 'a/b~c': {} } }, 'schema', '/cameras/a~1b~0c/camera_fps'],
    ['an unknown availability', 'frigate/available', 'maybe', 'schema', ''],
    ['an unknown status', `frigate/${CAMERA}/status/detect`, 'ONLINE', 'schema', ''],
    ['64 KiB', 'frigate/events', bytes({ ...NEW, pad: 'x'.repeat(65_536) }), 'too-large', ''],
  ])('FRG5 %s', (_, topic, payload, code, pointer) => {
    const result = parse(topic, payload);
    expect(result).toMatchObject({ ok: false, error: { code, pointer } });
    if (!result.ok) expect(result.error.message.length).toBeGreaterThan(5);
  });

  test('FRG5 __proto__ in a message changes nothing', () => {
    const sly = JSON.stringify(NEW).replace('"type"', '"__proto__":{"polluted":true},"type"');
    expect(drafts('frigate/events', sly)).toHaveLength(1);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const TOPICS = [
    'frigate/events',
    'frigate/reviews',
    'frigate/tracked_object_update',
    'frigate/stats',
    'frigate/available',
    `frigate/${CAMERA}/status/detect`,
  ];

  /** Whatever comes: a result, and every draft of a good one is an entry's data as the contract has it. */
  const holds = (topic: string, payload: Uint8Array): void => {
    const result = parse(topic, payload);
    if (!result.ok) {
      expect(result.error.message).not.toBe('');
      expect(result.error.pointer).toMatch(/^(\/.*)?$/s);
      return;
    }
    for (const draft of result.value) {
      expect(KINDS[draft.kind].data.safeParse(draft.data).error).toBeUndefined();
      expect(draft.id).toMatch(/^[0-9A-Za-z][0-9A-Za-z._:@-]{0,119}$/);
    }
  };

  test('FRG5 arbitrary bytes and topics never throw', () => {
    fc.assert(fc.property(fc.oneof(fc.constantFrom(...TOPICS), fc.string()), fc.uint8Array({ maxLength: 300 }), holds), { numRuns: 500 });
  });

  test('FRG5 mutated messages never throw', () => {
    const messages = [NEW, UPDATE, END, review('new'), review('end'), LPR, stats()];
    const junk = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(-1, 0, 1e300, -0, 1795313472, '', '\u0000', '\ud800', 'é', 'x'.repeat(500), '../..', '__proto__', null, [], {}),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...TOPICS),
        fc.constantFrom(...messages),
        fc.array(fc.tuple(fc.nat(), junk), { maxLength: 4 }),
        (topic, message, changes) => {
          const mutant = structuredClone(message);
          for (const [where, value] of changes) put(mutant, where, value);
          holds(topic, bytes(mutant));
        },
      ),
      { numRuns: 1_500 },
    );
  });

  test('FRG5 messages cut or with a byte changed never throw', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(NEW, UPDATE, review('new'), stats()),
        fc.nat(),
        fc.nat(255),
        fc.boolean(),
        (message, where, byte, cut) => {
          const payload = bytes(message);
          const at = where % payload.length;
          payload[at] = byte;
          for (const topic of TOPICS) holds(topic, cut ? payload.subarray(0, at) : payload);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** Replaces one of all values in a JSON tree, the how-manieth `where` says. */
function put(tree: object, where: number, value: unknown): void {
  const places: [object, string][] = [];
  const walk = (node: object): void => {
    for (const [key, child] of Object.entries(node)) {
      places.push([node, key]);
      if (child !== null && typeof child === 'object') walk(child);
    }
  };
  walk(tree);
  const place = places[where % places.length];
  if (place) Object.assign(place[0], { [place[1]]: value });
}
