import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { QuarantineListing } from '../../../shared/contract/ingest-admin.ts';
import { epochMs, sourceId } from '../../../shared/model/ids.ts';
import { ok } from '../../../shared/model/result.ts';
import { type TestDatabase, testDatabase, urlOf } from '../../support/postgres.ts';
import { admin, type Centre, eventPost, openCentre, type Publisher, reportPost, send, signed, valuePost } from './ingest-centre.ts';

let centre: Centre;
let test: TestDatabase;
let publisher: Publisher;

beforeAll(async () => {
  test = await testDatabase();
  centre = await openCentre(test.database);
});
afterAll(() => centre.close());

const drillOf = (state: 'running' | 'ended') => ({
  source: sourceId('drill'),
  channel: 'drill',
  receivedAt: epochMs(Date.now()),
  drill: true,
  priority: 'normal' as const,
  items: [
    {
      body: new Uint8Array(),
      drafts: ok([
        {
          kind: 'drill.changed' as const,
          id: 'ngay-bao',
          area: null,
          occurredAt: epochMs(Date.now()),
          data: { state, name: 'Diễn tập ngày bão', reason: null },
          publisherKey: null,
        },
      ]),
    },
  ],
});

describe('registering', () => {
  it('DRILL3 registering a real source ends the drill in the same commit, and tells token and secret once', async () => {
    await centre.pipeline.take(drillOf('running'));
    const { status, body } = await admin(centre, 'POST', '/sources', { id: 'so-xay-dung', name: 'Sở Xây dựng' });
    expect(status).toBe(201);
    publisher = body as Publisher;
    expect(publisher).toMatchObject({
      source: 'so-xay-dung',
      token: expect.stringMatching(/.{22,}/),
      signingSecret: expect.stringMatching(/^whsec_/),
    });
    expect(centre.world.slots['source.registered'].get('so-xay-dung')).toMatchObject({
      drill: false,
      actor: 'Nguyễn An',
      data: { feed: 'http' },
    });
    expect(centre.world.slots['drill.changed'].get('ngay-bao')).toMatchObject({
      drill: false,
      data: { state: 'ended', reason: 'real-source' },
    });
  });

  it('ADM1 nobody who is not signed in, no reserved name, no unknown field', async () => {
    const response = await fetch(`${centre.url}/admin/v1/sources`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(response.status).toBe(401);
    expect((await admin(centre, 'POST', '/sources', { id: 'drill', name: 'x' })).status).toBe(422);
    expect((await admin(centre, 'POST', '/sources', { id: 'a', name: 'x', extra: 1 })).status).toBe(422);
    expect((await admin(centre, 'POST', '/sources', '{"id":')).status).toBe(400);
  });

  it('ADM2 cameras and indicators come one or many; a list with an error changes nothing, a camera outside is refused', async () => {
    const camera = { id: 'cam-2', name: 'Cầu Bính', at: [106.67, 20.87], directionDeg: null, owner: 'Công an thành phố' };
    expect((await admin(centre, 'POST', '/cameras', camera)).status).toBe(201);
    expect(centre.world.slots['camera.registered'].get('cam-2')?.area).toBe('11300');
    const rows = [
      { ...camera, id: 'cam-3' },
      { ...camera, id: 'cam-4', at: 'đây' },
    ];
    const bad = await admin(centre, 'POST', '/cameras', rows.map((row) => JSON.stringify(row)).join('\n'), 'application/x-ndjson');
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ index: 1, error: { code: 'schema', pointer: '/at' } }] } });
    expect(centre.world.slots['camera.registered'].has('cam-3')).toBe(false);
    const outside = await admin(centre, 'POST', '/cameras', [{ ...camera, id: 'cam-5', at: [105, 21] }]);
    expect(outside).toMatchObject({ status: 422, body: { stored: 0, quarantined: [{ index: 0, error: { code: 'outside-area' } }] } });
    const indicator = { ...centre.world.slots['indicator.defined'].get('KT-01')?.data, id: 'KT-02', name: 'Số hồ sơ tiếp nhận' };
    expect((await admin(centre, 'POST', '/indicators', [indicator])).status).toBe(201);
    expect((await send(centre, 'indicator-values', signed(publisher, valuePost({ code: 'KT-02' })))).status).toBe(201);
  });
});

describe('quarantine', () => {
  const list = async (query = '') => ((await admin(centre, 'GET', `/quarantine${query}`)).body as { items: QuarantineListing[] }).items;

  it('QUAR1 an event of an unknown camera is listed, replayed once the camera is registered, and stored once', async () => {
    const { body } = await send(centre, 'camera-events', signed(publisher, eventPost({ cameraId: 'cam-7', id: 'm-7' })));
    const id = body.items?.[0]?.quarantineId ?? '';
    const listed = (await list()).find((item) => item.id === id);
    expect(listed).toMatchObject({ source: 'so-xay-dung', channel: 'http:camera-events', pointer: '/cameraId', replayed: null });
    expect(listed?.body).toMatchObject({ text: expect.stringContaining('"cam-7"') });
    expect((await admin(centre, 'POST', `/quarantine/${id}/replay`)).status).toBe(422);
    await admin(centre, 'POST', '/cameras', { id: 'cam-7', name: 'Cầu Rào', at: [106.7, 20.83], directionDeg: 0, owner: 'Sở Xây dựng' });
    expect(await admin(centre, 'POST', `/quarantine/${id}/replay`)).toMatchObject({
      status: 201,
      body: { outcome: 'stored', seqs: [expect.any(Number)] },
    });
    expect((await admin(centre, 'POST', `/quarantine/${id}/replay`)).status).toBe(409);
    expect((await list()).some((item) => item.id === id)).toBe(false);
    expect((await list('?open=false')).find((item) => item.id === id)?.replayed).toMatchObject({ by: 'Nguyễn An' });
    // What its publisher sends again is known by its own id.
    expect((await send(centre, 'camera-events', signed(publisher, eventPost({ cameraId: 'cam-7', id: 'm-7' })))).status).toBe(200);
  });

  it('QUAR2 a body can be mended by a person, whose name is on the entry', async () => {
    const { body } = await send(centre, 'field-reports', signed(publisher, reportPost({ reportId: 'q2', severity: 'rất cao' })));
    const id = body.items?.[0]?.quarantineId ?? '';
    const mended = await admin(centre, 'POST', `/quarantine/${id}/replay`, reportPost({ reportId: 'q2', severity: 'critical' }));
    expect(mended.status).toBe(201);
    expect(centre.world.slots['field-report.recorded'].get('so-xay-dung:q2')).toMatchObject({ actor: 'Nguyễn An', source: 'so-xay-dung' });
  });

  it('QUAR3 pages go on where the last one ended, and queries are checked', async () => {
    await send(centre, 'field-reports', signed(publisher, [1, 2, 3, 4, 5]));
    const first = await list('?limit=3');
    const second = await list(`?limit=3&before=${first.at(-1)?.id}`);
    expect(new Set([...first, ...second].map(({ id }) => id)).size).toBe(6);
    expect((await admin(centre, 'GET', '/quarantine?limit=9999')).status).toBe(400);
    expect((await admin(centre, 'POST', '/quarantine/none/replay')).status).toBe(404);
  });
});

it('ADM3 the ledger is read by source and minute, and balances', async () => {
  const { body } = await admin(centre, 'GET', '/ledger');
  const { rows, names } = body as { rows: { [count: string]: number }[]; names: Record<string, string> };
  expect(rows.length).toBeGreaterThan(1);
  expect(Object.keys(names).length).toBeGreaterThan(0);
  for (const source of Object.keys(names)) expect(rows.some((row) => String(row.source) === source)).toBe(true);
  for (const row of rows) {
    expect(row.received).toBe((row.stored ?? 0) + (row.duplicate ?? 0) + (row.quarantined ?? 0) + (row.refused ?? 0));
  }
  expect((await admin(centre, 'GET', '/ledger?from=yesterday')).status).toBe(400);
  expect((await admin(centre, 'GET', '/ledger?from=2020-01-01T00:00:00Z')).status).toBe(400);
});

it('DOWN1 the database is down: 503 with Retry-After and nothing stored; it comes back by itself, and the ledger knows', async () => {
  const operator = new Client(urlOf(test.server, 'postgres'));
  await operator.connect();
  const name = new URL(test.url.replace('@/', '@localhost/')).pathname.slice(1);
  const request = () => signed(publisher, reportPost({ reportId: 'outage', id: 'outage' }), { id: 'msg_outage' });
  const before = await centre.log.head();
  try {
    await operator.query(`alter database ${name} allow_connections false`);
    await operator.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    const refused = await send(centre, 'field-reports', request());
    expect(refused).toMatchObject({ status: 503, body: { code: 'down' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await admin(centre, 'GET', '/quarantine')).status).toBe(503);
    const direct = await centre.pipeline.take({ ...drillOf('ended'), source: sourceId('so-y-te') });
    expect(direct.kind).toBe('down');
    expect(centre.pipeline.stats().database).toBe('down');
  } finally {
    await operator.query(`alter database ${name} allow_connections true`);
    await operator.end();
  }
  await expect.poll(() => centre.pipeline.stats(), { timeout: 10_000 }).toMatchObject({ database: 'up', unwrittenRefusals: 0 });
  expect(await centre.log.head()).toBe(before);
  // The very request that was refused may come again as it was.
  expect((await send(centre, 'field-reports', request())).status).toBe(201);
  const rows = await centre.ledger.rows(epochMs(0), epochMs(Date.now() + 1e9));
  expect(rows.find(({ source }) => source === 'so-y-te')).toMatchObject({ received: 1, refused: 1 });
});

it('LOAD1 over HTTP: 429 with Retry-After for what is normal, while a camera alarm still gets through', async () => {
  const narrow = await openCentre(test.another(), { limits: { maxFacts: 5, normalShare: 0.8, minTickMs: 60_000, maxTickMs: 60_000 } });
  const waiting = send(
    narrow,
    'field-reports',
    signed(
      publisher,
      [1, 2, 3, 4].map((n) => reportPost({ reportId: `load-${n}` })),
    ),
  );
  await expect.poll(() => narrow.pipeline.stats().waiting.facts).toBe(4);
  const refused = await send(narrow, 'field-reports', signed(publisher, reportPost({ reportId: 'load-5' })));
  expect(refused).toMatchObject({ status: 429, body: { code: 'overloaded' } });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  const alarm = await send(narrow, 'camera-events', signed(publisher, eventPost({ eventId: 'fire', type: 'fire', severity: 'critical' })));
  expect(alarm.status).toBe(201);
  expect((await waiting).status).toBe(201);
  await narrow.close();
});
