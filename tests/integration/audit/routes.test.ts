import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { audited, principalOf, requireAccess, somewhere } from '../../../server/http/access/require-access.ts';
import { createAuditRouter } from '../../../server/http/audit/audit-router.ts';
import { readJson } from '../../../server/http/edges/json-body.ts';
import { createLogRouter } from '../../../server/http/log/log-router.ts';
import { createRevealRouter } from '../../../server/http/reveal/reveal-router.ts';
import { createLog } from '../../../server/store/log.ts';
import { createPartitions } from '../../../server/store/partitions.ts';
import { createHistory } from '../../../server/store/visible-sql.ts';
import { type AuditEntry, type AuditListing, PURPOSE_MIN, printedHash } from '../../../shared/contract/audit.ts';
import type { NewEntry } from '../../../shared/contract/entry.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { areaCode, epochMs, sourceId } from '../../../shared/model/ids.ts';
import { emptyWorld, fold } from '../../../shared/rules/fold.ts';
import { testDatabase } from '../../support/postgres.ts';
import { auditVerify, dataFolder, trailOn } from './audit-centre.ts';

const NOW = epochMs(Date.UTC(2026, 10, 3, 2));
const WARD = areaCode('11311');
const OTHER = areaCode('11914');
const PHONE = '0912345678';
const PLATE = '15A-123.45';

const report = (id: string, area: typeof WARD, more: Partial<NewEntry<'field-report.recorded'>> = {}): NewEntry => ({
  kind: 'field-report.recorded',
  id,
  area,
  classification: 'internal',
  occurredAt: NOW,
  receivedAt: NOW,
  source: sourceId('app'),
  actor: null,
  drill: false,
  data: {
    category: 'flooding',
    severity: 'high',
    state: 'received',
    channel: 'app',
    summary: '=HYPERLINK("http://x")',
    at: [106.68, 20.86],
    address: null,
    reportedAt: NOW,
    dueAt: null,
    unit: null,
    reporter: { name: 'Nguyễn Thị Ánh', phone: PHONE },
  },
  ...more,
});
const event = (id: string, classification: 'internal' | 'police'): NewEntry => ({
  kind: 'camera-event.observed',
  id,
  area: WARD,
  classification,
  occurredAt: NOW,
  receivedAt: NOW,
  source: sourceId('frigate'),
  actor: null,
  drill: false,
  data: {
    cameraId: 'cam-1',
    type: 'plate',
    severity: 'low',
    phase: 'new',
    startedAt: NOW,
    endedAt: null,
    at: [106.68, 20.86],
    label: 'car',
    score: 0.9,
    zones: [],
    plate: PLATE,
    speedKmh: null,
    evidence: 'e/1/snapshot.jpg',
  },
});

let who: Principal | null = null;
let fresh = true;
const as = (role: Principal['role'], areas: Principal['areas'] = null): void => {
  who = { id: `p-${role}`, name: `Người ${role}`, role, unit: null, areas, audience: 'operators' };
};

async function open() {
  const data = await testDatabase();
  const { database } = data;
  await createPartitions({ database, clock: () => NOW }).ensure();
  const trail = await trailOn(data, { checkpointEveryMs: 0 });
  const world = emptyWorld();
  const log = createLog({ pool: database.pool, clock: () => NOW });
  const facts = [
    report('PA-1', WARD),
    report('PA-2', OTHER),
    event('ev-1', 'internal'),
    event('ev-2', 'police'),
    report('PA-1', WARD, { occurredAt: epochMs(NOW + 1) }),
  ];
  for (const entry of (await log.commit({ arrivals: facts.map((entry) => ({ entry, publisherKey: null })), quarantined: [], refused: [] }))
    .entries)
    fold(world, entry);

  const known = audited(async () => who, trail.audit);
  const app = express();
  app.use(
    createAuditRouter({
      ...trail,
      guards: { read: requireAccess(known, 'audit:read'), export: requireAccess(known, 'audit:export') },
      isFreshlyProven: async () => fresh,
      principalOf,
      clock: () => NOW,
    }),
    createRevealRouter({
      world: () => world,
      audit: trail.audit,
      guard: requireAccess(known, 'personal:reveal', somewhere),
      readBody: readJson(4096),
      principalOf,
    }),
    createLogRouter({
      history: createHistory(database),
      book: trail.book,
      audit: trail.audit,
      guard: requireAccess(known, 'entry:export'),
      principalOf,
      clock: () => NOW,
    }),
  );
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { ...trail, database, url, close: () => server.close() };
}

let centre: Awaited<ReturnType<typeof open>>;
beforeAll(async () => {
  centre = await open();
});
afterAll(() => centre.close());
beforeEach(() => {
  fresh = true;
});

const get = (path: string): Promise<Response> => fetch(centre.url + path);
const reveal = (body: unknown): Promise<Response> =>
  fetch(`${centre.url}/reveal/v1`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
const newest = async (count = 1): Promise<AuditEntry[]> => (await centre.book.list({ limit: count })).entries;
const PURPOSE = 'Gọi lại để xác minh phản ánh';
const phone = (id: string, more: object = {}) => ({ kind: 'field-report.recorded', id, field: 'phone', purpose: PURPOSE, ...more });

describe('SEC8 revealing a masked field', () => {
  test('SEC8 one field is told for a purpose, and it is on record before it is told', async () => {
    as('duty-officer', [WARD]);
    const answer = await reveal(phone('PA-1'));
    expect(await answer.json()).toEqual({ value: PHONE });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const [entry] = await newest();
    expect(entry).toMatchObject({
      actor: 'p-duty-officer',
      action: 'personal:reveal',
      subject: { kind: 'field-report', id: 'PA-1' },
      outcome: 'done',
      purpose: PURPOSE,
      detail: { field: 'phone', area: WARD },
    });
    expect(JSON.stringify(entry)).not.toContain(PHONE);
  });

  test('SEC8 no purpose, or one of a few letters, opens nothing', async () => {
    as('duty-officer');
    for (const purpose of [undefined, '', 'cần xem', ' '.repeat(PURPOSE_MIN)]) {
      const answer = await reveal(phone('PA-1', { purpose }));
      expect(answer.status).toBe(422);
      expect(await answer.text()).not.toContain(PHONE);
    }
    expect((await reveal(phone('PA-1', { extra: 1 }))).status).toBe(422);
    expect((await reveal(phone('PA-1', { field: 'address' }))).status).toBe(422);
  });

  test.each([
    ['another ward’s report', 'duty-officer', [WARD], phone('PA-2'), 404, 'unseen'],
    ['what there is not', 'duty-officer', null, phone('PA-9'), 404, 'unknown'],
    [
      'what only the police may see',
      'duty-officer',
      null,
      { ...phone('ev-2'), kind: 'camera-event.observed', field: 'plate' },
      404,
      'unseen',
    ],
    [
      'a field that the role never has',
      'handling-unit',
      null,
      { ...phone('ev-1'), kind: 'camera-event.observed', field: 'plate' },
      403,
      'field',
    ],
    ['a field of another kind of subject', 'duty-officer', null, { ...phone('ev-1'), kind: 'camera-event.observed' }, 404, 'field'],
  ] as const)('SEC8 %s is denied, tells nothing, and the attempt is on record', async (_, role, areas, body, status, why) => {
    as(role, areas === null ? null : [...areas]);
    const answer = await reveal(body);
    expect(answer.status).toBe(status);
    expect(await answer.text()).not.toMatch(/0912|15A/);
    expect((await newest())[0]).toMatchObject({
      actor: `p-${role}`,
      outcome: 'denied',
      purpose: PURPOSE,
      subject: { id: body.id },
      detail: { why },
    });
  });

  test('SEC8 a role without the right is refused at the door, on record; nobody is refused without a trace', async () => {
    for (const role of ['administrator', 'leader', 'auditor', 'data-steward', 'display'] as const) {
      as(role);
      expect((await reveal(phone('PA-1'))).status).toBe(403);
      expect((await newest())[0]).toMatchObject({
        actor: `p-${role}`,
        action: 'personal:reveal',
        outcome: 'denied',
        subject: { kind: 'route', id: '/reveal/v1' },
      });
    }
    const before = (await newest())[0]?.n;
    who = null;
    expect((await reveal(phone('PA-1'))).status).toBe(401);
    expect((await newest())[0]?.n).toBe(before);
  });

  test('SEC8 a plate and a face of what a role sees masked', async () => {
    as('duty-officer');
    const of = async (field: string) => (await reveal({ ...phone('ev-1'), kind: 'camera-event.observed', field })).json();
    expect(await of('plate')).toEqual({ value: PLATE });
    expect(await of('face')).toEqual({ value: 'e/1/snapshot.jpg' });
  });
});

describe('AUDIT11 reading the audit', () => {
  test('AUDIT11 the auditor searches by subject, person, act, time and words, newest first, page by page', async () => {
    for (let i = 0; i < 5; i++) {
      await centre.audit.record({
        actor: 'p-x',
        actorName: 'Trần Văn Ổn',
        action: 'media:read',
        subject: { kind: 'camera', id: `cam-${i}` },
        outcome: 'done',
        purpose: `Vụ việc 100%_${i}`,
      });
    }
    as('auditor');
    const list = async (query: string): Promise<AuditListing> => (await get(`/audit/v1/entries?${query}`)).json();
    const ids = async (query: string) => (await list(query)).entries.map(({ subject }) => subject.id);
    expect(await ids('actor=p-x&limit=3')).toEqual(['cam-4', 'cam-3', 'cam-2']);
    const { next } = await list('actor=p-x&limit=3');
    expect(await ids(`actor=p-x&limit=3&before=${next}`)).toEqual(['cam-1', 'cam-0']);
    expect((await list(`actor=p-x&limit=3&before=${next}`)).next).toBeNull();
    expect(await ids('subjectKind=camera&subject=cam-2&action=')).toEqual(['cam-2']);
    expect(await ids(`text=${encodeURIComponent('trần văn ổn')}&action=media:read`)).toHaveLength(5);
    expect(await ids(`text=${encodeURIComponent('100%_3')}`)).toEqual(['cam-3']);
    expect(await ids('text=1000_3')).toEqual([]);
    expect(await ids('actor=p-x&to=2020-01-01T00:00:00%2B07:00')).toEqual([]);
    expect(await ids('actor=p-x&from=2020-01-01T00:00:00%2B07:00')).toHaveLength(5);
    expect((await get('/audit/v1/entries?limit=100000')).status).toBe(400);
    expect((await get('/audit/v1/entries?from=yesterday')).status).toBe(400);
    expect((await get("/audit/v1/entries?actor='; drop table audit.entry; --")).status).toBe(200);
  });

  test('AUDIT11 the chain’s state, its checkpoints, and a check of all of it on demand', async () => {
    as('auditor');
    await centre.tend();
    const state = await (await get('/audit/v1/chain')).json();
    expect(state).toMatchObject({ role: 'held', faults: [], checkpoint: { n: state.size } });
    expect(state.verified.to).toBe(state.size);
    expect((await (await get('/audit/v1/checkpoints')).json()).checkpoints.at(-1)).toEqual(state.checkpoint);
    const check = await (await fetch(`${centre.url}/audit/v1/verify`, { method: 'POST' })).json();
    expect(check).toMatchObject({ from: 1, faults: [] });
  });

  test('AUDIT11 nobody but the auditor reads it, and who tried is in it', async () => {
    for (const role of ['administrator', 'shift-lead', 'camera-desk', 'leader'] as const) {
      as(role);
      for (const path of ['entries', 'chain', 'checkpoints', 'export']) {
        expect((await get(`/audit/v1/${path}?x=bi-mat`)).status).toBe(403);
        const [entry] = await newest();
        expect(entry).toMatchObject({
          actor: `p-${role}`,
          outcome: 'denied',
          subject: { kind: 'route', id: `/audit/v1/${path}` },
          detail: { method: 'GET' },
        });
        expect(JSON.stringify(entry)).not.toContain('bi-mat');
      }
    }
  });

  test('AUDIT12 the export is in the audit itself, and audit:verify finds it whole', async () => {
    as('auditor');
    const text = await (await get('/audit/v1/export')).text();
    const document = JSON.parse(text);
    expect(document.entries.at(-1)).toMatchObject({ action: 'audit:export', actor: 'p-auditor', detail: { format: 'json', filter: {} } });
    expect(document.head.n).toBe(document.entries.length);
    const file = join(dataFolder(), 'export.json');
    writeFileSync(file, text);
    const { code, said } = await auditVerify(['--export', file], { DATA_DIR: dataFolder() });
    expect(said).toContain('The audit is whole.');
    expect(code).toBe(0);
  });

  test('SEC20 an export of the audit asks who it is once more', async () => {
    as('auditor');
    fresh = false;
    const answer = await get('/audit/v1/export');
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ code: 'prove' });
  });

  test('SEC23 the CSV carries head and checkpoint as a paper has them, and no cell of it is a formula', async () => {
    await centre.audit.record({
      actor: '=1+1',
      actorName: '@SUM(A1)',
      action: 'media:read',
      subject: { kind: 'camera', id: '-2+3' },
      outcome: 'done',
      purpose: '=cmd|calc',
    });
    await centre.tend();
    as('auditor');
    const response = await get('/audit/v1/export?format=csv&action=media:read');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="?audit-[\d-]+\.csv"?$/);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const text = new TextDecoder().decode(bytes);
    const checkpoint = await centre.book.newestCheckpoint();
    expect(text).toContain(printedHash(checkpoint?.hash ?? 'none'));
    expect(text).toContain(`"'=1+1"`);
    for (const line of text.split('\r\n')) for (const cell of line.split(',')) expect(cell.replace(/^"/, '')).not.toMatch(/^[=+\-@]/);
  });
});

describe('AUDIT13 the history of a subject', () => {
  const history = (query: string) => get(`/log/v1/entries?purpose=${encodeURIComponent(PURPOSE)}&${query}`);

  test('AUDIT13 comes through the view of who asks, is on record with its purpose, and carries the newest checkpoint', async () => {
    await centre.tend();
    as('duty-officer', [WARD]);
    const document = await (await history('entity=field-report&id=PA-1')).json();
    expect(document.entries.map((entry: { seq: number }) => entry.seq)).toEqual([1, 5]);
    expect(document.entries[0].data.reporter).toEqual({ name: 'N.T.Á.', phone: '•••••••678' });
    const checkpoint = await centre.book.newestCheckpoint();
    expect(document.audit).toEqual({ ...checkpoint, printed: printedHash(checkpoint?.hash ?? '') });
    expect((await newest())[0]).toMatchObject({
      action: 'entry:export',
      outcome: 'done',
      purpose: PURPOSE,
      subject: { kind: 'field-report', id: 'PA-1' },
    });
    expect((await (await history('entity=field-report&id=PA-2')).json()).entries).toEqual([]);
    expect((await (await history('entity=camera-event&id=ev-2')).json()).entries).toEqual([]);
    as('camera-desk');
    expect((await (await history('entity=camera-event&id=ev-2')).json()).entries[0].data.plate).toBe(PLATE);
    const later = new Date(NOW + 1).toISOString();
    expect((await (await history(`entity=field-report&id=PA-1&from=${later}`)).json()).entries).toEqual([]);
  });

  test('SEC23 as CSV it has no formula, and says its purpose', async () => {
    as('leader');
    const text = await (await history('entity=field-report&id=PA-1&format=csv')).text();
    expect(text).toContain(PURPOSE);
    expect(text).not.toMatch(/(^|,)"?[=+@]/m);
    expect(text).not.toContain(PHONE);
  });

  test('AUDIT13 without a purpose, or the right, there is none', async () => {
    as('duty-officer');
    expect((await get('/log/v1/entries?entity=field-report&id=PA-1')).status).toBe(400);
    expect((await get('/log/v1/entries?entity=field-report&id=PA-1&purpose=xem')).status).toBe(400);
    as('handling-unit');
    expect((await history('entity=field-report&id=PA-1')).status).toBe(403);
  });
});
