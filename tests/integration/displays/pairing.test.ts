import { expect, test } from 'vitest';
import type { DisplayList, PairingAnswer, PairingStarted } from '../../../shared/contract/displays.ts';
import { PAIRING_MS } from '../../../shared/contract/displays.ts';
import { viewOf } from '../../../shared/rules/view.ts';
import { displayCentre } from './display-centre.ts';

const APPROVAL = { display: 'wall-2', name: 'Màn hình giữa', wall: 'tuong-lon', position: '2' };

async function withWall() {
  const centre = await displayCentre();
  expect((await centre.ask('POST', '/admin/v1/walls', { as: 'admin', body: { id: 'tuong-lon', name: 'Tường lớn' } })).status).toBe(201);
  const begin = async () => (await centre.ask('POST', '/display/v1/pairings')).body as PairingStarted;
  const fetchToken = (deviceCode: string) => centre.ask('POST', '/display/v1/pairings/token', { body: { deviceCode } });
  const approve = (code: string, more: object = {}, as: 'admin' | 'lead' | 'officer' | null = 'admin') =>
    centre.ask('POST', `/admin/v1/pairings/${code}/approve`, { as, body: { ...APPROVAL, ...more } });
  return { ...centre, begin, fetchToken, approve };
}

test('PAIR1 PAIR2 SEC12 a wall shows a code, a person approves it, and the wall alone gets its token', async () => {
  const { begin, fetchToken, approve, ask, callers, acts, changes } = await withWall();
  const started = await begin();
  expect(started.verificationUrl).toBe(`https://ioc.example.vn/admin/displays#${started.userCode}`);
  expect(started.expiresAt - started.at).toBe(PAIRING_MS);
  expect((await fetchToken(started.deviceCode)).body).toEqual({ state: 'pending', intervalMs: 2000 });

  const asked = await ask('GET', `/admin/v1/pairings/${started.userCode.toLowerCase()}`, { as: 'admin' });
  expect(asked.body).toMatchObject({ userCode: started.userCode, address: '10.0.0.7', browser: 'Test wall' });
  const approved = await approve(started.userCode);
  expect(approved.status).toBe(201);
  expect(approved.body).toMatchObject({ id: 'wall-2', state: 'off', approvedBy: 'Nguyễn Thị Hạnh', revoked: null });

  const paired = await fetchToken(started.deviceCode);
  expect(paired.body as PairingAnswer).toMatchObject({
    state: 'paired',
    display: { id: 'wall-2', position: '2', wall: { audience: 'operators' } },
  });
  const set = paired.headers.getSetCookie()[0] ?? '';
  expect(set).toMatch(/^__Host-ioc-display=[\w-]{43}; /);
  for (const attribute of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Strict']) expect(set).toContain(attribute);
  expect(set).not.toContain('Domain');

  const caller = await callers.of(`theme=dark; ${paired.cookie}; x=1`);
  expect(caller?.principal).toEqual({
    id: 'wall-2',
    name: 'Màn hình giữa',
    role: 'display',
    unit: null,
    areas: null,
    audience: 'operators',
  });
  expect(caller?.holds).toMatchObject({ kind: 'display', id: 'wall-2', wall: 'tuong-lon' });
  expect(acts.at(-1)).toMatchObject({
    actor: 'p-admin',
    action: 'display:manage',
    subject: { kind: 'display', id: 'wall-2' },
    outcome: 'done',
  });
  expect((await changes.read(0, 10)).changes).toMatchObject([{ subject: { kind: 'display', id: 'wall-2' }, reason: 'paired' }]);
});

test('SEC17 a pairing code works once, for ten minutes, and only for the request that it was shown for', async () => {
  const { begin, fetchToken, approve, pass, ask } = await withWall();
  const [mine, other] = [await begin(), await begin()];
  expect((await approve(mine.userCode)).status).toBe(201);
  expect((await approve(mine.userCode, { display: 'wall-3', position: '3' })).status).toBe(404);
  expect((await fetchToken(other.deviceCode)).body).toMatchObject({ state: 'pending' });
  expect((await fetchToken(mine.deviceCode)).cookie).not.toBeNull();
  const again = await fetchToken(mine.deviceCode);
  expect([again.body, again.cookie]).toEqual([{ state: 'expired' }, null]);

  pass(PAIRING_MS);
  expect((await fetchToken(other.deviceCode)).body).toEqual({ state: 'expired' });
  expect((await ask('GET', `/admin/v1/pairings/${other.userCode}`, { as: 'admin' })).status).toBe(404);
  expect((await approve(other.userCode, { display: 'wall-3', position: '3' })).status).toBe(404);
  expect((await fetchToken('x'.repeat(43))).body).toEqual({ state: 'expired' });
});

test('PAIR1 two who fetch at once: one gets the token', async () => {
  const { begin, fetchToken, approve } = await withWall();
  const started = await begin();
  await approve(started.userCode);
  const both = await Promise.all([fetchToken(started.deviceCode), fetchToken(started.deviceCode)]);
  expect(both.map(({ body }) => (body as PairingAnswer).state).sort()).toEqual(['expired', 'paired']);
});

test('PAIR3 wrong codes are slowed for the person who tries them, and for no one else', async () => {
  const { ask, begin, approve } = await withWall();
  const tries = await Promise.all(Array.from({ length: 10 }, () => ask('GET', '/admin/v1/pairings/BBBB-BBBB', { as: 'lead' })));
  expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([404]));
  const { userCode } = await begin();
  const slowed = await approve(userCode, {}, 'lead');
  expect(slowed.status).toBe(429);
  expect(Number(slowed.headers.get('retry-after'))).toBeGreaterThan(500);
  expect((await approve(userCode, {}, 'admin')).status).toBe(201);
});

test('PAIR3 codes are given out, and links and device codes tried, only so often to one address', async () => {
  const { ask } = await displayCentre();
  const until429 = async (path: string, body: unknown, most: number): Promise<number> => {
    for (let i = 0; i < most; i++) if ((await ask('POST', path, { body })).status === 429) return i;
    return most;
  };
  expect(await until429('/display/v1/pairings', undefined, 200)).toBe(90);
  expect((await ask('POST', '/display/v1/pairings', { address: '10.0.0.8' })).status).toBe(201);
  expect(await until429('/display/v1/link', { token: 'y'.repeat(43) }, 50)).toBe(10);
  expect(await until429('/display/v1/pairings/token', { deviceCode: 'z'.repeat(43) }, 50)).toBe(4);
});

test('PAIR2 displays are let in and out by who may, and by nobody else', async () => {
  const { ask, approve, begin } = await withWall();
  const { userCode } = await begin();
  for (const [as, read, manage] of [
    [null, 401, 401],
    ['officer', 200, 403],
    ['lead', 200, 404],
  ] as const) {
    expect((await ask('GET', '/admin/v1/displays', { as })).status).toBe(read);
    expect((await ask('DELETE', '/admin/v1/displays/no-such', { as })).status).toBe(manage);
  }
  expect((await approve(userCode, {}, null)).status).toBe(401);
  expect((await approve(userCode, {}, 'officer')).status).toBe(403);
  expect((await ask('POST', '/admin/v1/walls', { as: 'officer', body: { id: 'x', name: 'x' } })).status).toBe(403);
  expect((await approve(userCode, {}, 'lead')).status).toBe(201);
});

test('PAIR4 a place holds one display: a second is a conflict that names it, and replaces it when told to', async () => {
  const { pair, begin, approve, ask, callers, changes } = await withWall();
  const first = await pair({ display: 'wall-1', wall: 'tuong-lon', position: '2' });
  const { userCode, deviceCode } = await begin();
  const conflict = await approve(userCode);
  expect([conflict.status, conflict.body]).toEqual([
    409,
    expect.objectContaining({ taken: { what: 'position', display: 'wall-1', name: 'Màn hình 2' } }),
  ]);
  expect((await approve(userCode, { display: 'wall-1', position: '9' })).body).toMatchObject({
    taken: { what: 'name', display: 'wall-1' },
  });
  expect((await approve(userCode, { wall: 'no-such' })).status).toBe(422);
  expect((await approve(userCode, { position: '<b>' })).status).toBe(422);
  expect(await callers.of(first)).not.toBeNull();

  expect((await approve(userCode, { replace: true })).status).toBe(201);
  expect(await callers.of(first)).toBeNull();
  await ask('POST', '/display/v1/pairings/token', { body: { deviceCode } });
  const { displays, walls } = (await ask('GET', '/admin/v1/displays', { as: 'officer' })).body as DisplayList;
  expect(walls.map(({ id }) => id)).toEqual(['tuong-lon']);
  expect(displays.map(({ id, revoked }) => [id, revoked?.by ?? null])).toEqual([
    ['wall-1', 'Nguyễn Thị Hạnh'],
    ['wall-2', null],
  ]);
  expect((await changes.read(0, 10)).changes.map(({ subject, reason }) => [subject.id, reason])).toEqual([
    ['wall-1', 'paired'],
    ['wall-1', 'its place went to wall-2'],
    ['wall-2', 'paired'],
  ]);
});

test('PAIR4 two approvals for one place at once: one is a conflict', async () => {
  const { begin, approve } = await withWall();
  const [a, b] = [await begin(), await begin()];
  const both = await Promise.all([approve(a.userCode), approve(b.userCode, { display: 'wall-3' })]);
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
});

test('PAIR4 the same name paired again is another caller: what the browser before held is over', async () => {
  const { pair, callers, pass } = await withWall();
  const before = await pair({ display: 'wall-1', wall: 'tuong-lon', position: '1' });
  const caller = await callers.of(before);
  if (!caller) throw new Error('not paired');
  expect(await callers.again(caller)).toEqual(caller);
  pass(1000);
  const after = await pair({ display: 'wall-1', wall: 'tuong-lon', position: '1', replace: true });
  expect(await callers.again(caller)).toBeNull();
  expect(await callers.of(before)).toBeNull();
  expect((await callers.of(after))?.holds).toMatchObject({ id: 'wall-1' });
});

test('PAIR5 a revoked display is nobody, at once and for good; the act is audited and announced with it, or does not happen', async () => {
  const { pair, ask, callers, acts, changes, failAudit } = await withWall();
  const cookie = await pair({ display: 'wall-1', wall: 'tuong-lon', position: '1' });
  const caller = await callers.of(cookie);
  if (!caller) throw new Error('not paired');
  failAudit(true);
  expect((await ask('DELETE', '/admin/v1/displays/wall-1', { as: 'lead' })).status).toBe(500);
  failAudit(false);
  expect(await callers.of(cookie)).not.toBeNull();
  expect((await changes.read(0, 10)).changes).toHaveLength(1);

  expect((await ask('DELETE', '/admin/v1/displays/wall-1', { as: 'lead' })).status).toBe(204);
  expect((await ask('DELETE', '/admin/v1/displays/wall-1', { as: 'lead' })).status).toBe(404);
  expect(await callers.of(cookie)).toBeNull();
  expect(await callers.again(caller)).toBeNull();
  expect((await ask('GET', '/display/v1/self', { cookie })).body).toBeNull();
  expect((await ask('POST', '/display/v1/token', { cookie })).status).toBe(401);
  expect(acts.at(-1)).toMatchObject({ actor: 'p-lead', subject: { kind: 'display', id: 'wall-1' }, detail: { what: 'revoked' } });
  expect((await changes.read(0, 10)).changes.at(-1)).toMatchObject({
    subject: { kind: 'display', id: 'wall-1' },
    reason: 'revoked',
    by: 'Phạm Văn Trường',
  });
});

test('PAIR9 a display is seen with the eyes of who is in the room with its wall', async () => {
  const { pair, callers, database } = await withWall();
  const cookie = await pair({ display: 'wall-1', wall: 'tuong-lon', position: '1' });
  const caller = await callers.of(cookie);
  if (!caller) throw new Error('not paired');
  await database.pool.query(`update wall set audience = 'visitors' where id = 'tuong-lon'`);
  const now = await callers.again(caller);
  expect(now?.principal.audience).toBe('visitors');
  expect(now && viewOf(now.principal).classifications).toEqual(['public']);
  await database.pool.query(`update wall set audience = 'anyone' where id = 'tuong-lon'`);
  await expect(callers.of(cookie)).rejects.toThrow('unknown audience');
});
