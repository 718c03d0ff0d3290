import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Act } from '../../../server/domain/access/ports.ts';
import type { MediaFile } from '../../../server/domain/media/ports.ts';
import { principalOf, requireAccess, somewhere } from '../../../server/http/access/require-access.ts';
import { answerFailures } from '../../../server/http/edges/failure.ts';
import { createMediaRouter } from '../../../server/http/media/media-router.ts';
import { createMedia } from '../../../server/store/media.ts';
import { createMediaFiles } from '../../../server/store/media-files.ts';
import { createUploads } from '../../../server/store/uploads.ts';
import type { Principal } from '../../../shared/contract/principal.ts';
import { areaCode } from '../../../shared/model/ids.ts';
import type { Classification } from '../../../shared/model/vocabulary.ts';
import { photo } from '../../support/pictures.ts';
import { testDatabase } from '../../support/postgres.ts';

const HERE = areaCode('31-001');
const THERE = areaCode('31-002');
const someone = (role: Principal['role'], more: Partial<Principal> = {}): Principal => ({
  id: `${role}-1`,
  name: 'Nguyễn An',
  role,
  unit: null,
  areas: null,
  audience: 'operators',
  ...more,
});

let asking: Principal | null = null;
let canWrite = true;
const acts: Act[] = [];
let folder = '';
let server: Server;
let url = '';
const kept = new Map<Classification, MediaFile>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ioc-media-'));
  const { database } = await testDatabase();
  const media = createMedia({ dataDir: folder });
  const files = createMediaFiles({ database });
  const uploads = createUploads({ media, files, clock: () => 0 });
  for (const [index, classification] of (['public', 'internal', 'police', 'personal'] as const).entries()) {
    const bytes = await photo('jpeg', 400 + index, 300);
    const taken = await uploads.take({ bytes, name: 'a.jpg', declaredType: 'image/jpeg', area: HERE, classification, uploader: 'frigate' });
    if (!taken.ok) throw new Error(taken.error.code);
    kept.set(classification, taken.value);
  }
  const app = express();
  app.use(
    '/media',
    requireAccess(async () => asking, 'media:read', somewhere),
  );
  const audit = {
    async record(act: Act) {
      if (!canWrite) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
      acts.push(act);
    },
  };
  app.use(createMediaRouter({ principalOf, files, path: media.path, audit }));
  app.use(answerFailures(() => {}));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  acts.length = 0;
  canWrite = true;
});

const nameOf = (classification: Classification): string => kept.get(classification)?.sha256 ?? '';
const ask = (who: Principal | null, name: string, init: RequestInit = {}, query = '') => {
  asking = who;
  return fetch(`${url}/media/v1/${name}${query}`, init);
};
const PURPOSE = `?purpose=${encodeURIComponent('Xác minh vụ việc số 12')}`;
const exposureOf = async (who: Principal | null, name: string) => {
  const answer = await ask(who, name, {}, PURPOSE);
  await answer.arrayBuffer();
  return answer.headers.get('x-exposure') ?? answer.status;
};

test('SEC8 a picture is in full, blurred or not there at all, as the asker’s view has faces', async () => {
  expect(await exposureOf(someone('camera-desk'), nameOf('police'))).toBe('full');
  expect(await exposureOf(someone('camera-desk'), nameOf('internal'))).toBe('full');
  expect(await exposureOf(someone('duty-officer'), nameOf('internal'))).toBe('masked');
  expect(await exposureOf(someone('handling-unit', { areas: [HERE] }), nameOf('internal'))).toBe('masked');
  expect(await exposureOf(someone('display'), nameOf('internal'))).toBe('masked');
  expect(await exposureOf(someone('display', { audience: 'visitors' }), nameOf('public'))).toBe('masked');
  // What the room may not see, the role may not see, or the area does not reach.
  expect(await exposureOf(someone('display', { audience: 'visitors' }), nameOf('internal'))).toBe(404);
  expect(await exposureOf(someone('display', { audience: 'press' }), nameOf('public'))).toBe(404);
  expect(await exposureOf(someone('duty-officer'), nameOf('police'))).toBe(404);
  expect(await exposureOf(someone('leader'), nameOf('internal'))).toBe(404);
  expect(await exposureOf(someone('administrator'), nameOf('internal'))).toBe(404);
  expect(await exposureOf(someone('camera-desk', { areas: [THERE] }), nameOf('police'))).toBe(404);
  expect(await exposureOf(someone('camera-desk', { areas: [] }), nameOf('police'))).toBe(403);
  expect(await exposureOf(someone('auditor'), nameOf('public'))).toBe(403);
  expect(await exposureOf(null, nameOf('public'))).toBe(401);
});

test('SEC8 the blurred bytes are other bytes, and their own name opens nothing', async () => {
  const full = Buffer.from(await (await ask(someone('camera-desk'), nameOf('internal'))).arrayBuffer());
  const blurred = Buffer.from(await (await ask(someone('duty-officer'), nameOf('internal'))).arrayBuffer());
  expect(full.equals(blurred)).toBe(false);
  expect(blurred.length).toBeLessThan(full.length / 5);
  expect(await exposureOf(someone('camera-desk'), kept.get('internal')?.blurredSha256 ?? '')).toBe(404);
});

test('SEC8 each full look at a police or personal picture is audited with its purpose before it leaves, and so is who tried', async () => {
  await ask(someone('camera-desk'), nameOf('police'), {}, PURPOSE);
  expect((await ask(someone('camera-desk'), nameOf('personal'))).status).toBe(400);
  await ask(someone('camera-desk'), nameOf('personal'), {}, PURPOSE);
  await ask(someone('camera-desk'), nameOf('internal'));
  await ask(someone('duty-officer'), nameOf('internal'));
  await ask(someone('duty-officer'), nameOf('police'));
  expect(acts.map(({ actor, outcome, purpose, detail }) => [actor, outcome, purpose, detail?.classification])).toEqual([
    ['camera-desk-1', 'done', 'Xác minh vụ việc số 12', 'police'],
    ['camera-desk-1', 'done', 'Xác minh vụ việc số 12', 'personal'],
    ['duty-officer-1', 'denied', null, 'police'],
  ]);
  canWrite = false;
  const unwritten = await ask(someone('camera-desk'), nameOf('police'), {}, PURPOSE);
  expect(unwritten.status).toBe(503);
  expect(await unwritten.text()).not.toMatch(/ECONN|\.ts/);
});

test('SEC21 it leaves as an attachment of a type that is said, by ranges, and into no cache', async () => {
  const answer = await ask(someone('camera-desk'), nameOf('police'), { headers: { range: 'bytes=0-1' } }, PURPOSE);
  expect(answer.status).toBe(206);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(Buffer.from([0xff, 0xd8]));
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[0-9a-f]{16}\.jpg"$/);
  expect(answer.headers.get('content-type')).toBe('image/jpeg');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
});

test('SEC22 no name but that of a kept picture finds anything', async () => {
  const camera = someone('camera-desk');
  for (const name of [
    '..%2f..%2fetc%2fpasswd',
    '%2e%2e',
    'x',
    nameOf('police').toUpperCase(),
    `${nameOf('police')}.jpg`,
    'f'.repeat(64),
    '%00',
  ]) {
    expect(await exposureOf(camera, name), name).toBe(404);
  }
  expect((await ask(camera, nameOf('police'), {}, '?path=/etc/passwd')).status).toBe(400);
});
