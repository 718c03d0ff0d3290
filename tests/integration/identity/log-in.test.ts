import { beforeAll, describe, expect, test } from 'vitest';
import { authenticators } from '../../../server/store/authenticators.ts';
import { createIdentityStore } from '../../../server/store/identity-store.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { Authenticator, Browser, enrol, invite, PASSWORD, type SignedIn } from '../../support/administrator.ts';
import { type Centre, openCentre } from './centre.ts';

let centre: Centre;
let officer: SignedIn & { id: string };
const COOKIE = '__Host-ioc';
const tokenOf = (cookies: string): string | undefined => new RegExp(`${COOKIE}=([^;]+)`).exec(cookies)?.[1];
const open = (browser: Browser) => browser.get('/map/basemap.pmtiles').then(({ status }) => status);

beforeAll(async () => {
  centre = await openCentre();
  officer = await invite(centre.administrator, { login: 'hung.tran', role: 'duty-officer' });
});

test('SESS1 only a complete session opens anything, and before the second factor nothing of the account is told', async () => {
  const browser = new Browser(centre.origin);
  const begun = await browser.post('/session/login', { login: 'Hung.Tran ', password: PASSWORD });
  expect(begun.body).toMatchObject({ stage: 'totp', person: null, passwordExpiresAt: null });
  expect(JSON.stringify(begun.body)).not.toContain('duty-officer');
  expect(await open(browser)).toBe(401);
  expect((await browser.post('/session/enrol')).body.code).toBe('stage');
  expect((await browser.post('/session/password', { next: 'một mật khẩu khác hẳn' })).body.code).toBe('stage');
  const code = await centre.code(officer);
  expect((await browser.post('/session/totp', { code })).body).toMatchObject({ stage: 'full', person: { role: 'duty-officer' } });
  expect(await open(browser)).not.toBe(401);
});

test('SEC11 each step makes a new token of 256 bits, and the old one is dead', async () => {
  const browser = new Browser(centre.origin);
  await browser.post('/session/login', { login: officer.login, password: PASSWORD });
  const first = browser.cookie;
  await browser.post('/session/totp', { code: await centre.code(officer) });
  const second = browser.cookie;
  expect(tokenOf(first)).not.toBe(tokenOf(second));
  for (const cookie of [first, second]) expect(Buffer.from(tokenOf(cookie) ?? '', 'base64url')).toHaveLength(32);
  expect((await new Browser(centre.origin, first).get('/session')).body.stage).toBeNull();
  expect((await new Browser(centre.origin, second).get('/session')).body.stage).toBe('full');
  const kept = await centre.sql<{ hex: string }>("select encode(token_hash, 'hex') as hex from person_session");
  expect(JSON.stringify(kept)).not.toContain(Buffer.from(tokenOf(second) ?? '', 'base64url').toString('hex'));
  // A token that is planted before the log-in is not taken over.
  const planted = new Browser(centre.origin, `${COOKIE}=${'A'.repeat(43)}`);
  await planted.post('/session/login', { login: officer.login, password: PASSWORD });
  expect(tokenOf(planted.cookie)).not.toBe('A'.repeat(43));
});

test('SEC11 whoever signs in where somebody was signed in ends that session, for every node', async () => {
  const before = await centre.signIn(officer);
  const kept = before.cookie;
  const second = await invite(centre.administrator, { login: 'nguoi.sau', role: 'leader' });
  await centre.signIn(second, before.browser);
  expect((await before.browser.get('/session')).body.person).toMatchObject({ role: 'leader' });
  expect((await new Browser(centre.origin, kept).get('/session')).body.stage).toBeNull();
  expect((await centre.announced()).at(-1)).toMatchObject({ kind: 'session', reason: 'signed-out', by: officer.id });
});

test('SEC12 the cookie is __Host-, Secure, HttpOnly, SameSite=Strict and for every path', async () => {
  const answer = await new Browser(centre.origin).post('/session/login', { login: officer.login, password: PASSWORD });
  const cookies = answer.headers.getSetCookie();
  expect(cookies).toHaveLength(1);
  for (const part of [/^__Host-ioc=/, /; Path=\/(;|$)/, /; HttpOnly/, /; Secure/, /; SameSite=Strict/]) expect(cookies[0]).toMatch(part);
  expect(cookies[0]).not.toMatch(/Domain=/i);
});

test('SEC13 no route of log-in answers a foreign page', async () => {
  const paths = ['setup', 'login', 'totp', 'recovery', 'enrol', 'enrol/confirm', 'password', 'prove', 'reset', 'logout'];
  for (const path of paths) {
    const answer = await officer.browser.ask('POST', `/session/${path}`, {}, { origin: 'https://evil.example' });
    expect([path, answer.status]).toEqual([path, 403]);
  }
  expect((await officer.browser.get('/session')).body.stage).toBe('full');
});

test('SEC10 a body with an unknown field, or none, is refused', async () => {
  const browser = new Browser(centre.origin);
  for (const body of [{ login: 'x', password: 'y', role: 'administrator' }, {}, { login: 1, password: [] }, undefined]) {
    expect((await browser.post('/session/login', body)).status).toBe(400);
  }
});

test('SEC17 a time-based code works once, whichever session brings it', async () => {
  const [one, other] = [new Browser(centre.origin), new Browser(centre.origin)];
  for (const browser of [one, other]) await browser.post('/session/login', { login: officer.login, password: PASSWORD });
  const code = await centre.code(officer);
  const answers = await Promise.all([one.post('/session/totp', { code }), other.post('/session/totp', { code })]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
  const late = new Browser(centre.origin);
  await late.post('/session/login', { login: officer.login, password: PASSWORD });
  expect((await late.post('/session/totp', { code })).body.code).toBe('wrong');
});

test('SESS6 a recovery code opens once, and few that are left are warned of', async () => {
  const person = await invite(centre.administrator, { login: 'mat.may', role: 'shift-lead' });
  const use = async (code: string) => {
    const browser = new Browser(centre.origin);
    await browser.post('/session/login', { login: person.login, password: PASSWORD });
    return browser.post('/session/recovery', { code });
  };
  const [first, second, ...others] = person.recoveryCodes;
  expect((await use(first?.toUpperCase() ?? '')).body).toMatchObject({ stage: 'full', warnings: [] });
  expect((await use(first ?? '')).body.code).toBe('wrong');
  const again = await Promise.all([use(second ?? ''), use(second ?? ''), use(second ?? '')]);
  expect(again.filter(({ status }) => status === 200)).toHaveLength(1);
  await centre.sql('update recovery_code set used_at = 1 where person = $1 and code_hash <> $2', [
    person.id,
    authenticators.hashOf(others[0] ?? ''),
  ]);
  const last = await use(others[0] ?? '');
  expect(last.body.warnings).toEqual([{ kind: 'recovery-codes-low', left: 0 }]);
  const kept = await centre.sql<{ hash: Buffer }>('select code_hash as hash from recovery_code where person = $1', [person.id]);
  expect(kept.map(({ hash }) => hash.toString())).not.toContain(first);
});

describe('SESS4 AG-13 expiry', () => {
  test('SESS4 it is warned of from 14 days ahead, the running session goes on, the next log-in asks for a new one', async () => {
    const person = await invite(centre.administrator, { login: 'het.han', role: 'camera-desk' });
    const age = (days: number) =>
      centre.sql('update person set password_at = $2 where id = $1', [person.id, Date.now() - days * 86_400_000]);
    const state = async () => (await person.browser.get('/session')).body;
    expect((await state()).warnings).toEqual([]);
    expect((await state()).passwordExpiresAt).toBeGreaterThan(Date.now() + 88 * 86_400_000);
    await age(80);
    expect((await state()).warnings).toMatchObject([{ kind: 'password-expires' }]);
    await age(100);
    expect(await state()).toMatchObject({ stage: 'full', warnings: [{ kind: 'password-expires' }] });
    expect(await open(person.browser)).not.toBe(401);

    const next = new Browser(centre.origin);
    await next.post('/session/login', { login: person.login, password: PASSWORD });
    expect((await next.post('/session/totp', { code: await centre.code(person) })).body.stage).toBe('password');
    expect(await open(next)).toBe(401);
    expect((await next.post('/session/password', { next: PASSWORD })).body).toMatchObject({ code: 'password', faults: ['same-as-before'] });
    const changed = await next.post('/session/password', { next: 'Đêm qua sân trước một cành mai' });
    expect(changed.body).toMatchObject({ stage: 'full', warnings: [] });
    // Who sat at the desk with the old one signs in anew.
    expect((await state()).stage).toBeNull();
  });

  test('SESS4 a password that does not expire for a role is never asked for anew', async () => {
    const leader = await invite(centre.administrator, { login: 'lanh.dao', role: 'leader' });
    await centre.sql('update person set password_at = 1 where id = $1', [leader.id]);
    const again = await centre.signIn(leader);
    expect((await again.browser.get('/session')).body).toMatchObject({ stage: 'full', passwordExpiresAt: null });
  });
});

describe('SESS5 limits', () => {
  const last = 'update person_session set seen_at = $2 where person = $1 and ended_at is null';

  test('SESS5 SEC5 eight hours without a request end a session; a request a minute keeps it', async () => {
    const person = await invite(centre.administrator, { login: 'nghi.ca', role: 'duty-officer' });
    await centre.sql(last, [person.id, Date.now() - 7.9 * 3_600_000]);
    expect((await person.browser.get('/session')).body.stage).toBe('full');
    const [{ seen } = { seen: 0 }] = await centre.sql<{ seen: number }>('select seen_at as seen from person_session where person = $1', [
      person.id,
    ]);
    expect(Date.now() - seen).toBeLessThan(60_000);
    await centre.sql(last, [person.id, Date.now() - 8 * 3_600_000]);
    expect((await person.browser.get('/session')).body.stage).toBeNull();
    expect(await open(person.browser)).toBe(401);
  });

  test('SESS5 a day after log-in a session ends, however busy, and says so an hour ahead', async () => {
    const person = await invite(centre.administrator, { login: 'ca.dai', role: 'duty-officer' });
    const ends = (inMs: number) =>
      centre.sql('update person_session set expires_at = $2 where person = $1', [person.id, Date.now() + inMs]);
    await ends(30 * 60_000);
    expect((await person.browser.get('/session')).body.warnings).toMatchObject([{ kind: 'session-ends' }]);
    await ends(0);
    expect(await open(person.browser)).toBe(401);
  });

  test('SESS5 a log-in that is not finished in ten minutes begins anew', async () => {
    const browser = new Browser(centre.origin);
    await browser.post('/session/login', { login: officer.login, password: PASSWORD });
    const [row] = await centre.sql<{ left: number }>(
      'select expires_at - created_at as left from person_session order by created_at desc limit 1',
    );
    expect(row?.left).toBe(600_000);
    await centre.sql("update person_session set expires_at = 1 where stage = 'totp'");
    expect((await browser.post('/session/totp', { code: await centre.code(officer) })).body.code).toBe('signed-out');
  });
});

describe('SESS7 what ends sessions is told in the same transaction', () => {
  test('SESS7 SEC3 log-out ends this session and no other', async () => {
    const [here, there] = [await centre.signIn(officer), await centre.signIn(officer)];
    const kept = here.cookie;
    const [{ id } = { id: '' }] = await centre.sql<{ id: string }>(
      "select id from person_session where person = $1 and ended_at is null and stage = 'full' order by created_at desc offset 1 limit 1",
      [officer.id],
    );
    expect((await here.browser.post('/session/logout')).status).toBe(204);
    expect(here.browser.cookie).not.toContain(`${COOKIE}=`);
    expect((await new Browser(centre.origin, kept).get('/session')).body.stage).toBeNull();
    expect((await there.browser.get('/session')).body.stage).toBe('full');
    expect((await centre.announced()).at(-1)).toEqual({ kind: 'session', subject: id, reason: 'signed-out', by: officer.id });
    expect((await centre.acts('session:close')).at(-1)).toMatchObject({ actor: officer.id, outcome: 'done' });
  });

  test('SESS7 SEC18 a changed password asks for the one before, ends the other sessions and says why one is refused', async () => {
    const person = await invite(centre.administrator, { login: 'doi.mat.khau', role: 'duty-officer' });
    const other = await centre.signIn(person);
    const change = (body: object) => person.browser.post('/session/password', body);
    expect((await change({ next: 'Đêm qua sân trước một cành mai' })).body.code).toBe('wrong');
    expect((await change({ current: 'sai', next: 'Đêm qua sân trước một cành mai' })).body.code).toBe('wrong');
    const refused = await change({ current: PASSWORD, next: 'doi.mat.khau1' });
    expect(refused.status).toBe(422);
    expect(refused.body.faults).not.toEqual([]);
    const long = 'Thuyền về có nhớ bến chăng, bến thì một dạ khăng khăng đợi thuyền '.repeat(3).trim();
    expect((await change({ current: PASSWORD, next: long })).body.stage).toBe('full');
    expect((await other.browser.get('/session')).body.stage).toBeNull();
    expect((await centre.announced()).at(-1)).toMatchObject({ kind: 'person', subject: person.id, reason: 'password-change' });
    const again = new Browser(centre.origin);
    expect((await again.post('/session/login', { login: person.login, password: long })).body.stage).toBe('totp');
  });
});

test('SESS6 SEC17 an offered second factor is taken up once, and recovery codes are told to one', async () => {
  const { body } = await centre.administrator.browser.post('/admin/v1/people', {
    login: 'hai.tay',
    name: 'Hai Tay',
    role: 'leader',
    areas: null,
    unit: null,
  });
  const browser = new Browser(centre.origin);
  await browser.post('/session/reset', { token: (body.link as string).split('=')[1], password: PASSWORD });
  const offer = await browser.post('/session/enrol');
  const code = await Authenticator.of(offer.body).next();
  const twin = new Browser(centre.origin, browser.cookie);
  const answers = await Promise.all([browser, twin].map((one) => one.post('/session/enrol/confirm', { code })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const again = new Browser(centre.origin);
  await again.post('/session/login', { login: 'hai.tay', password: PASSWORD });
  // The code that confirmed it is spent.
  expect((await again.post('/session/totp', { code })).body.code).toBe('wrong');
  const told = answers.flatMap(({ body: { recoveryCodes } }) => (recoveryCodes as string[] | undefined) ?? []);
  expect((await again.post('/session/recovery', { code: told[9] })).body.stage).toBe('full');
});

test('SESS5 what is long over is forgotten', async () => {
  const store = createIdentityStore({
    database: centre.db.database,
    changes: { announce: async () => {} },
    clock: () => epochMs(Date.now()),
  });
  await store.forget(epochMs(2000));
  const old = await invite(centre.administrator, { login: 'da.lau', role: 'leader' });
  await centre.sql('update person_session set expires_at = 1000 where person = $1', [old.id]);
  await centre.sql('update one_time_link set expires_at = 1000 where person = $1', [old.id]);
  await centre.sql("insert into proof_failure values ('cũ', 1, 1000, 0)");
  expect(await store.forget(epochMs(2000))).toBe(3);
  expect((await officer.browser.get('/session')).status).toBe(200);
});

describe('SEC20 what is grave', () => {
  test('SEC20 another second factor takes a proof of the last ten minutes', async () => {
    const person = await invite(centre.administrator, { login: 'doi.may', role: 'duty-officer' });
    const other = await centre.signIn(person);
    await centre.sql('update person_session set proven_at = $2 where person = $1', [person.id, Date.now() - 10 * 60_000]);
    expect((await person.browser.post('/session/enrol')).body).toMatchObject({ code: 'prove', status: 403 });
    const prove = async (password: string, code: string) => person.browser.post('/session/prove', { password, code });
    expect((await prove('sai mật khẩu rồi', await centre.code(person))).body.code).toBe('wrong');
    expect((await prove(PASSWORD, '000000')).body.code).toBe('wrong');
    const before = person.browser.cookie;
    expect((await prove(PASSWORD, await centre.code(person))).body.stage).toBe('full');
    expect((await new Browser(centre.origin, before).get('/session')).body.stage).toBeNull();
    const { authenticator, recoveryCodes } = await enrol(person.browser);
    expect((await other.browser.get('/session')).body.stage).toBeNull();
    const next = await centre.signIn({ ...person, authenticator });
    expect((await next.browser.get('/session')).body.stage).toBe('full');
    const old = new Browser(centre.origin);
    await old.post('/session/login', { login: person.login, password: PASSWORD });
    expect((await old.post('/session/totp', { code: await centre.code(person) })).body.code).toBe('wrong');
    expect((await old.post('/session/recovery', { code: person.recoveryCodes[3] })).body.code).toBe('wrong');
    expect((await old.post('/session/recovery', { code: recoveryCodes[3] })).body.stage).toBe('full');
  });

  test('SEC20 the proof that the sign-in was is fresh for ten minutes too; an offer is nobody else’s', async () => {
    const person = await invite(centre.administrator, { login: 'vua.vao', role: 'duty-officer' });
    expect((await person.browser.post('/session/enrol')).status).toBe(200);
    const [{ offered } = { offered: null }] = await centre.sql<{ offered: Buffer | null }>(
      'select offered_secret as offered from person_session where person = $1 and ended_at is null',
      [person.id],
    );
    expect(offered).not.toBeNull();
    const other = await centre.signIn(person);
    expect((await other.browser.post('/session/enrol/confirm', { code: '123456' })).body.code).toBe('stage');
  });
});
