import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IngestSurface } from '../../../shared/contract/ingest.ts';
import { epochMs, seq } from '../../../shared/model/ids.ts';
import { testDatabase } from '../../support/postgres.ts';
import {
  admin,
  type Centre,
  eventPost,
  observationPost,
  openCentre,
  type Publisher,
  reportPost,
  send,
  signed,
  soon,
  valuePost,
} from './ingest-centre.ts';

let centre: Centre;
let other: Centre;
let publisher: Publisher;
let count = 0;

beforeAll(async () => {
  const { database, another } = await testDatabase();
  centre = await openCentre(database);
  other = await openCentre(another());
});
afterAll(async () => {
  await centre.close();
  await other.close();
});
beforeEach(async () => {
  centre.clock.aheadMs = 0;
  const id = `so-thu-${++count}`;
  publisher = (await admin(centre, 'POST', '/sources', { id, name: 'Sở thử nghiệm' })).body as Publisher;
});

const head = () => centre.log.head();
const post = (surface: IngestSurface, payload: unknown, options?: Parameters<typeof signed>[2]) =>
  send(centre, surface, signed(publisher, payload, options));
const ledgerOf = async (source: string) =>
  (await centre.ledger.rows(epochMs(0), epochMs(Date.now() + 1e9))).filter((row) => row.source === source);

describe('what is stored', () => {
  const surfaces: [IngestSurface, () => object, object][] = [
    [
      'camera-events',
      eventPost,
      { kind: 'camera-event.observed', area: '11300', classification: 'internal', data: { at: [106.68, 20.86], phase: 'new' } },
    ],
    ['field-reports', reportPost, { kind: 'field-report.recorded', area: '11400', data: { state: 'received', channel: 'api' } }],
    ['indicator-values', valuePost, { kind: 'indicator.valued', id: 'KT-01', area: null, classification: 'public' }],
    ['sensor-observations', observationPost, { kind: 'sensor.observed', area: '11300', data: { deviceState: 'ok' } }],
  ];
  it.each(surfaces)('SRC1 %s: one object is committed and answered with its number', async (surface, one, entry) => {
    const { status, body } = await post(surface, one());
    expect(status).toBe(201);
    expect(body).toMatchObject({ stored: 1, items: [{ index: 0, outcome: 'stored' }] });
    const number = body.items?.[0]?.seq ?? 0;
    expect(await centre.log.read(seq(number - 1), 1)).toMatchObject([{ seq: number, source: publisher.source, drill: false, ...entry }]);
  });

  it('SRC1 a JSON array and NDJSON are answered item by item, in order; the bad ones are kept whole', async () => {
    const rows = [reportPost({ reportId: 'a' }), { ...reportPost(), at: [105.8, 21] }, reportPost({ reportId: 'b' }), 7];
    const array = await post('field-reports', rows);
    expect(array.status).toBe(207);
    expect(array.body.items?.map(({ outcome }) => outcome)).toEqual(['stored', 'quarantined', 'stored', 'quarantined']);
    expect(array.body.items?.[1]?.error).toMatchObject({ code: 'outside-area', pointer: '/at' });

    const lines = `${JSON.stringify(reportPost({ reportId: 'c' }))}\r\n\n{"reportId": "d",\n${JSON.stringify({ ...reportPost(), extra: 1 })}\n`;
    const ndjson = await post('field-reports', lines, { type: 'application/x-ndjson; charset=utf-8' });
    expect(ndjson.status).toBe(207);
    expect(ndjson.body.items?.map(({ outcome }) => outcome)).toEqual(['stored', 'quarantined', 'quarantined']);
    expect(ndjson.body.items?.[1]?.error?.code).toBe('malformed');
    expect(ndjson.body.items?.[2]?.error).toMatchObject({ code: 'schema', pointer: '/extra' });
    const kept = await centre.quarantine.get(ndjson.body.items?.[1]?.quarantineId ?? '');
    expect(new TextDecoder().decode(kept?.body)).toBe('{"reportId": "d",');
    expect(await ledgerOf(publisher.source)).toMatchObject([{ received: 7, stored: 3, quarantined: 4, duplicate: 0, refused: 0 }]);
  });

  it('CAM2 new → update → end is one event that grows', async () => {
    for (const phase of ['new', 'update', 'end'])
      expect((await post('camera-events', eventPost({ eventId: 'grows', phase }))).status).toBe(201);
    const event = centre.world.slots['camera-event.observed'].get(`${publisher.source}:grows`);
    expect(event?.data).toMatchObject({ phase: 'end', endedAt: expect.any(Number) });
    const late = await post('camera-events', eventPost({ eventId: 'grows', phase: 'update' }));
    expect(late).toMatchObject({ status: 422, body: { items: [{ error: { code: 'ended' } }] } });
  });

  it('SRC2 a source cannot overwrite another’s subject', async () => {
    await post('field-reports', reportPost({ reportId: 'own' }));
    const first = publisher.source;
    publisher = (await admin(centre, 'POST', '/sources', { id: `so-khac-${++count}`, name: 'Sở khác' })).body as Publisher;
    await post('field-reports', reportPost({ reportId: 'own', summary: 'khác' }));
    expect(centre.world.slots['field-report.recorded'].get(`${first}:own`)?.data.summary).toMatch(/^Đường ngập/);
  });

  it('SRC12 text is NFC and plates are normal, whatever came', async () => {
    await post('field-reports', reportPost({ reportId: 'nfd', summary: 'Ngập ở Lạch Tray'.normalize('NFD') }));
    expect(centre.world.slots['field-report.recorded'].get(`${publisher.source}:nfd`)?.data.summary).toBe(
      'Ngập ở Lạch Tray'.normalize('NFC'),
    );
    await post('camera-events', eventPost({ eventId: 'plate', type: 'plate', plate: '15a-123.45' }));
    expect(centre.world.slots['camera-event.observed'].get(`${publisher.source}:plate`)).toMatchObject({
      classification: 'police',
      data: { plate: '15A12345' },
    });
  });
});

describe('items that are refused a place go to quarantine with a precise error', () => {
  const proto = (post: object): string => JSON.stringify(post).replace(/}$/, ',"__proto__":{"admin":true}}');
  const cases: [string, IngestSurface, () => unknown, { code: string; pointer: string }][] = [
    ['a wrong type', 'field-reports', () => reportPost({ severity: 3 }), { code: 'schema', pointer: '/severity' }],
    ['a wrong type inside', 'sensor-observations', () => observationPost({ at: [106.7, 'x'] }), { code: 'schema', pointer: '/at/1' }],
    ['a word that is not in the list', 'camera-events', () => eventPost({ type: 'ufo' }), { code: 'schema', pointer: '/type' }],
    ['a moment without a zone', 'indicator-values', () => valuePost({ asOf: '2026-11-22T08:00:00' }), { code: 'schema', pointer: '/asOf' }],
    ['a missing field', 'indicator-values', () => ({ code: 'KT-01', asOf: soon() }), { code: 'schema', pointer: '/value' }],
    ['an unknown camera', 'camera-events', () => eventPost({ cameraId: 'cam-9' }), { code: 'unknown-camera', pointer: '/cameraId' }],
    [
      'an unknown camera with a place',
      'camera-events',
      () => eventPost({ cameraId: 'cam-9', at: [106.7, 20.8] }),
      { code: 'unknown-camera', pointer: '/cameraId' },
    ],
    ['an unknown indicator', 'indicator-values', () => valuePost({ code: 'XX' }), { code: 'unknown-indicator', pointer: '/code' }],
    ['an unknown unit', 'indicator-values', () => valuePost({ area: '99999' }), { code: 'outside-area', pointer: '/area' }],
    [
      'a time over 10 minutes ahead',
      'field-reports',
      () => reportPost({ reportedAt: soon(11 * 60_000) }),
      { code: 'time-ahead', pointer: '/reportedAt' },
    ],
    ['a place outside the centre', 'field-reports', () => reportPost({ at: [20.83, 106.74] }), { code: 'schema', pointer: '/at/1' }],
    [
      'a place in the next province',
      'sensor-observations',
      () => observationPost({ at: [105.85, 21.03] }),
      { code: 'outside-area', pointer: '/at' },
    ],
    ['an unknown field', 'camera-events', () => eventPost({ colour: 'red' }), { code: 'schema', pointer: '/colour' }],
    ['__proto__', 'field-reports', () => proto(reportPost()), { code: 'schema', pointer: '/__proto__' }],
    [
      '__proto__ in escapes',
      'field-reports',
      () => proto(reportPost()).replace('__proto__', '\\u005f_proto__'),
      { code: 'schema', pointer: '/__proto__' },
    ],
    ['constructor', 'field-reports', () => reportPost({ constructor: { prototype: {} } }), { code: 'schema', pointer: '/constructor' }],
    ['a NUL', 'field-reports', () => reportPost({ summary: 'ngập\0' }), { code: 'malformed', pointer: '' }],
    ['a NUL in a field’s name', 'field-reports', () => reportPost({ 'a\0b': 1 }), { code: 'schema', pointer: '/a\ufffdb' }],
    [
      'a password in the address of the picture',
      'camera-events',
      () => eventPost({ evidence: 'http://admin:1@10.0.0.1/x.jpg' }),
      { code: 'schema', pointer: '/evidence' },
    ],
    ['null', 'camera-events', () => null, { code: 'schema', pointer: '' }],
  ];
  it.each(cases)('SRC3 %s', async (_, surface, payload, error) => {
    const before = await head();
    const { status, body } = await post(surface, payload());
    expect(status).toBe(422);
    expect(body.items?.[0]).toMatchObject({ outcome: 'quarantined', error });
    expect(body.items?.[0]?.error?.message).not.toBe('');
    expect(await head()).toBe(before);
    const kept = await centre.quarantine.get(body.items?.[0]?.quarantineId ?? '');
    expect(kept).toMatchObject({ source: publisher.source, channel: `http:${surface}`, pointer: error.pointer });
    expect(kept?.reason.startsWith(`${error.code}: `)).toBe(true);
  });
});

describe('requests that are refused whole', () => {
  const refused = async (request: Promise<Awaited<ReturnType<typeof send>>>, status: number, code: string) => {
    const before = await head();
    const answer = await request;
    expect(answer.body).toMatchObject({ status, code });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(JSON.stringify(answer.body)).not.toMatch(/\.ts:|node_modules|\\n +at /);
    expect(await head()).toBe(before);
    return answer;
  };

  it('SRC4 no token, a wrong one, a revoked one', async () => {
    await refused(
      send(centre, 'field-reports', signed(publisher, reportPost(), { headers: { authorization: undefined } })),
      401,
      'token-missing',
    );
    const stranger = { ...publisher, token: 'x'.repeat(43) };
    await refused(send(centre, 'field-reports', signed(stranger, reportPost())), 401, 'token-unknown');
    expect((await admin(centre, 'DELETE', `/sources/${publisher.source}`)).status).toBe(204);
    await refused(post('field-reports', reportPost()), 401, 'token-unknown');
    expect(await ledgerOf(publisher.source)).toEqual([]);
  });

  it('SRC4 a revoked token is dead within two seconds', async () => {
    expect((await post('field-reports', reportPost())).status).toBe(201);
    await admin(centre, 'DELETE', `/sources/${publisher.source}`);
    centre.clock.aheadMs = 2_000;
    await refused(post('field-reports', reportPost()), 401, 'token-unknown');
  });

  it('SRC5 no signature, a wrong one, another body’s, one of another time', async () => {
    await refused(post('field-reports', reportPost(), { headers: { 'webhook-signature': undefined } }), 401, 'signature-missing');
    await refused(post('field-reports', reportPost(), { headers: { 'webhook-signature': 'v1,AAAA' } }), 403, 'signature-invalid');
    const tampered = { ...signed(publisher, reportPost()), body: JSON.stringify(reportPost({ severity: 'low' })) };
    await refused(send(centre, 'field-reports', tampered), 403, 'signature-invalid');
    const now = Math.floor(Date.now() / 1000);
    await refused(post('field-reports', reportPost(), { at: now - 301 }), 403, 'signature-expired');
    await refused(post('field-reports', reportPost(), { at: now + 302 }), 403, 'signature-expired');
    expect((await post('field-reports', reportPost(), { at: now - 290 })).status).toBe(201);
    await expect.poll(async () => (await ledgerOf(publisher.source)).reduce((sum, row) => sum + row.refused, 0), { timeout: 5000 }).toBe(5);
  });

  it('SRC5 any of several signatures, and any secret that is valid, will do', async () => {
    const renewed = (await admin(centre, 'POST', '/sources', { id: publisher.source, name: 'Sở thử nghiệm' })).body as Publisher;
    centre.clock.aheadMs = 2_000;
    expect((await post('field-reports', reportPost())).status).toBe(201);
    expect((await send(centre, 'field-reports', signed({ ...publisher, signingSecret: renewed.signingSecret }, reportPost()))).status).toBe(
      201,
    );
    const body = JSON.stringify(reportPost());
    const at = Math.floor(Date.now() / 1000);
    const good = new Webhook(publisher.signingSecret).sign('many', new Date(at * 1000), body);
    const many = { id: 'many', at, headers: { 'webhook-signature': `v1a,xyz v1,AAAA ${good}` } };
    expect((await post('field-reports', body, many)).status).toBe(201);
  });

  it('SRC6 a replayed signature is refused on every node; a true retry, signed anew, is answered with what became of it', async () => {
    const at = Math.floor(Date.now() / 1000);
    const payload = [reportPost({ reportId: 'x', id: 'own-id' }), reportPost({ reportId: 'y' })];
    const request = signed(publisher, payload, { id: 'msg_replay', at: at - 10 });
    const first = await send(centre, 'field-reports', request);
    expect(first.status).toBe(201);
    await refused(send(centre, 'field-reports', request), 409, 'replayed');
    await refused(send(other, 'field-reports', request), 409, 'replayed');
    const retry = await send(other, 'field-reports', signed(publisher, payload, { id: 'msg_replay', at }));
    expect(retry.status).toBe(200);
    expect(retry.body.items).toEqual(first.body.items?.map(({ index, seq }) => ({ index, outcome: 'duplicate', seq })));
  });

  it('SRC6 items are known by their own id in another delivery, and by the Idempotency-Key in place of the webhook-id', async () => {
    const mine = reportPost({ id: 'mine' });
    expect((await post('field-reports', mine)).status).toBe(201);
    expect((await post('field-reports', mine)).status).toBe(200);
    const observation = observationPost({ id: 'mine', sensorId: 'same-id-on-another-surface' });
    expect((await post('sensor-observations', observation)).status).toBe(201);
    const headers = { 'idempotency-key': '8e03978e-40d5-43dd-bc93-6894a57f9324' };
    expect((await post('indicator-values', valuePost(), { headers })).status).toBe(201);
    expect((await post('indicator-values', valuePost(), { headers })).status).toBe(200);
  });

  it('SRC7 64 KiB and more, 4 MiB and more, too many items', async () => {
    const large = reportPost({ address: 'x'.repeat(64 * 1024) });
    await refused(post('field-reports', large), 413, 'too-large');
    const indexed = await refused(post('field-reports', [reportPost(), large]), 413, 'too-large');
    expect(indexed.body.index).toBe(1);
    const lines = `${JSON.stringify(reportPost())}\n${JSON.stringify(large)}`;
    await refused(post('field-reports', lines, { type: 'application/x-ndjson' }), 413, 'too-large');
    await refused(post('field-reports', 'x'.repeat(4 * 1024 * 1024 + 1)), 413, 'too-large');
    await refused(post('field-reports', `[${'1,'.repeat(5000)}1]`), 413, 'too-large');
    const exact = JSON.stringify(reportPost());
    const padded = exact + ' '.repeat(64 * 1024 - 1 - Buffer.byteLength(exact));
    expect((await post('field-reports', padded)).status).toBe(201);
    await refused(post('field-reports', `${padded} `), 413, 'too-large');
  });

  it('SRC8 invalid UTF-8 with its place, invalid JSON, other content types, compression, other methods', async () => {
    const text = new TextEncoder().encode(JSON.stringify(reportPost()));
    const offset = text.indexOf('"'.charCodeAt(0), 40) + 1;
    text[offset] = 0xff;
    // The reference library signs what it decodes; over raw bytes the signature is made here.
    const { createHmac } = await import('node:crypto');
    const at = Math.floor(Date.now() / 1000);
    const key = Buffer.from(publisher.signingSecret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`bytes.${at}.`).update(text).digest('base64');
    const answer = await refused(
      post('field-reports', text, { id: 'bytes', at, headers: { 'webhook-signature': `v1,${signature}` } }),
      400,
      'not-utf8',
    );
    expect(answer.body.detail).toContain(`offset ${offset} `);
    await refused(post('field-reports', '{"a":'), 400, 'malformed');
    await refused(post('field-reports', ''), 400, 'malformed');
    await refused(post('field-reports', reportPost(), { type: 'text/plain' }), 415, 'media-type');
    await refused(post('field-reports', reportPost(), { type: 'application/json; charset=utf-16' }), 415, 'media-type');
    await refused(post('field-reports', reportPost(), { headers: { 'content-encoding': 'gzip' } }), 415, 'media-type');
    await refused(send(centre, 'field-reports', { method: 'GET' }), 405, 'method-not-allowed');
    await refused(
      post('field-reports', reportPost(), { headers: { 'idempotency-key': 'có dấu'.normalize('NFD').replace(/[^\x20-\x7e]/g, '') } }),
      400,
      'header',
    );
  });

  it('SRC13 titles are Vietnamese unless English is asked for', async () => {
    const vi = await post('field-reports', '{');
    expect(vi.body.title).toBe('Nội dung không phải JSON hợp lệ');
    const en = await post('field-reports', '{', { headers: { 'accept-language': 'en-GB,en;q=0.8,vi;q=0.1' } });
    expect(en.body.title).toBe('The body is not valid JSON');
    expect(en.headers.get('content-language')).toBe('en');
  });
});

describe('the published contract', () => {
  it('SRC9 OpenAPI 3.1 and JSON Schemas are made from the contract, and every reference in them leads somewhere', async () => {
    const document = (await (await fetch(`${centre.url}/ingest/v1/openapi.json`)).json()) as {
      openapi: string;
      paths: object;
      components: { schemas: object };
    };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toHaveLength(4);
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(references.length).toBeGreaterThan(8);
    for (const name of references) expect(document.components.schemas).toHaveProperty([name ?? '']);
    const response = await fetch(`${centre.url}/ingest/v1/schemas/camera-event.json`);
    expect(response.headers.get('content-type')).toMatch(/^application\/schema\+json/);
    expect(await response.json()).toMatchObject({
      additionalProperties: false,
      required: expect.arrayContaining(['cameraId', 'occurredAt']),
    });
    expect((await fetch(`${centre.url}/ingest/v1/schemas/none.json`)).status).toBe(404);
  });
});

it('LOSS1 after all of the above every source and minute balances, and nothing failed unseen', async () => {
  const rows = await centre.ledger.rows(epochMs(0), epochMs(Date.now() + 1e9));
  expect(rows.length).toBeGreaterThan(5);
  for (const row of rows) expect(row.received).toBe(row.stored + row.duplicate + row.quarantined + row.refused);
  expect([...centre.failures, ...other.failures]).toEqual([]);
});
