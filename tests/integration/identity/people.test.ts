import { beforeAll, describe, expect, test } from 'vitest';
import type { PersonListing } from '../../../shared/contract/people.ts';
import { ROLES } from '../../../shared/model/vocabulary.ts';
import { RIGHTS } from '../../../shared/rules/rights.ts';
import { Browser, invite, PASSWORD, type SignedIn, takeUpLink } from '../../support/administrator.ts';
import { type Centre, openCentre } from './centre.ts';

let centre: Centre;
let admin: SignedIn;
beforeAll(async () => {
  centre = await openCentre();
  admin = centre.administrator;
});

const people = async (): Promise<PersonListing[]> => (await admin.browser.get('/admin/v1/people')).body.people as PersonListing[];
const change = (id: string, body: object) => admin.browser.ask('PATCH', `/admin/v1/people/${id}`, body);
const idOf = async (login: string): Promise<string> => (await people()).find((person) => person.login === login)?.id ?? '';
const newcomer = (login: string, more: object = {}) => ({ login, name: 'Phạm Văn Nam', role: 'leader', areas: null, unit: null, ...more });

test('PEO1 administrators change people, auditors read them, the others do neither; rights are readable as they are', async () => {
  const auditor = await invite(admin, { login: 'kiem.toan', role: 'auditor' });
  const officer = await invite(admin, { login: 'truc.ban', role: 'duty-officer' });
  const ask = async ({ browser }: SignedIn) => [
    (await browser.get('/admin/v1/people')).status,
    (await browser.get('/admin/v1/roles')).status,
    (await browser.post('/admin/v1/people', newcomer('them.nguoi'))).status,
    (await browser.ask('PATCH', `/admin/v1/people/${officer.id}`, { role: 'administrator' })).status,
    (await browser.post(`/admin/v1/people/${officer.id}/reset-link`)).status,
    (await browser.post(`/admin/v1/people/${officer.id}/reset-second-factor`)).status,
  ];
  expect(await ask(auditor)).toEqual([200, 200, 403, 403, 403, 403]);
  expect(await ask(officer)).toEqual([403, 403, 403, 403, 403, 403]);
  const stranger = new Browser(centre.origin);
  expect((await stranger.get('/admin/v1/people')).status).toBe(401);
  expect((await admin.browser.get('/admin/v1/roles')).body.roles).toEqual(
    ROLES.map((role) => ({ role, ...JSON.parse(JSON.stringify(RIGHTS[role])) })),
  );
  const text = JSON.stringify(await people());
  expect(text).not.toMatch(/argon2|hash|secret/i);
});

test('PEO2 an invitation makes an account that its owner alone completes; a login is in use once, whatever its case', async () => {
  const invited = await admin.browser.post('/admin/v1/people', newcomer('Nam.Pham', { areas: ['11914'], unit: 'cap-nuoc' }));
  expect(invited.status).toBe(201);
  expect(invited.body.person).toMatchObject({
    login: 'nam.pham',
    invited: true,
    hasSecondFactor: false,
    areas: ['11914'],
    unit: 'cap-nuoc',
  });
  expect((await new Browser(centre.origin).post('/session/login', { login: 'nam.pham', password: PASSWORD })).status).toBe(401);
  expect((await admin.browser.post('/admin/v1/people', newcomer('NAM.PHAM'))).body.code).toBe('taken');
  const link = invited.body.link as string;
  expect(link).toMatch(/\/login#invite=[\w-]{43}$/);
  const token = link.split('=')[1];
  const weak = await new Browser(centre.origin).post('/session/reset', { token, password: 'nam.pham12345' });
  expect(weak.body).toMatchObject({ code: 'password' });
  // What was refused has not spent the link.
  await takeUpLink(centre.origin, link, 'nam.pham');
  expect((await new Browser(centre.origin).post('/session/reset', { token, password: PASSWORD })).body.code).toBe('link');
  expect((await people()).find(({ login }) => login === 'nam.pham')).toMatchObject({
    invited: false,
    hasSecondFactor: true,
    sessions: 1,
    recoveryCodesLeft: 10,
  });
});

test('PEO2 an invitation that is too old is worth nothing, and a newer one takes its place', async () => {
  const invited = await admin.browser.post('/admin/v1/people', newcomer('tre.hen'));
  const token = (invited.body.link as string).split('=')[1];
  await centre.sql('update one_time_link set expires_at = $1 where person = $2', [Date.now(), await idOf('tre.hen')]);
  expect((await new Browser(centre.origin).post('/session/reset', { token, password: PASSWORD })).body.code).toBe('link');
  const again = await admin.browser.post(`/admin/v1/people/${await idOf('tre.hen')}/reset-link`);
  expect(again.body.link).toMatch(/#invite=/);
  const third = await admin.browser.post(`/admin/v1/people/${await idOf('tre.hen')}/reset-link`);
  const superseded = (again.body.link as string).split('=')[1];
  expect((await new Browser(centre.origin).post('/session/reset', { token: superseded, password: PASSWORD })).body.code).toBe('link');
  await takeUpLink(centre.origin, third.body.link as string, 'tre.hen');
});

test('SEC19 a reset link changes the password and nothing else: the second factor is still asked, and what was open is closed', async () => {
  const person = await invite(admin, { login: 'quen.mk', role: 'duty-officer' });
  const { body } = await admin.browser.post(`/admin/v1/people/${person.id}/reset-link`);
  const link = body.link as string;
  expect(link).toMatch(/#reset=/);
  const password = 'Con thuyền nằm nghe sóng vỗ';
  const browser = new Browser(centre.origin);
  expect((await browser.post('/session/reset', { token: link.split('=')[1], password })).body).toMatchObject({
    stage: 'totp',
    person: null,
  });
  expect((await browser.get('/admin/v1/people')).status).toBe(401);
  expect((await browser.post('/session/enrol')).body.code).toBe('stage');
  expect((await person.browser.get('/session')).body.stage).toBeNull();
  expect((await centre.announced()).at(-1)).toMatchObject({ kind: 'person', subject: person.id, reason: 'password-reset' });
  expect((await browser.post('/session/totp', { code: await centre.code(person) })).body.stage).toBe('full');
  expect((await new Browser(centre.origin).post('/session/login', { login: 'quen.mk', password: PASSWORD })).status).toBe(401);
});

test('SEC17 of many who open one link at once, one gets in', async () => {
  const invited = await admin.browser.post('/admin/v1/people', newcomer('tranh.nhau'));
  const token = (invited.body.link as string).split('=')[1];
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => new Browser(centre.origin).post('/session/reset', { token, password: PASSWORD })),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
});

describe('PEO3 changes of rights', () => {
  test('PEO3 SEC3 a changed role counts at once, is announced once and audited with what it became', async () => {
    const person = await invite(admin, { login: 'doi.vai', role: 'duty-officer' });
    expect((await person.browser.get('/admin/v1/quarantine')).status).toBe(403);
    const before = (await centre.announced()).length;
    expect((await change(person.id, { role: 'data-steward', areas: ['11914', '11503'] })).body).toMatchObject({ role: 'data-steward' });
    expect((await person.browser.get('/admin/v1/quarantine')).status).toBe(200);
    expect((await centre.announced()).slice(before)).toEqual([
      { kind: 'person', subject: person.id, reason: 'role+areas', by: await idOf('quantri') },
    ]);
    expect((await centre.acts('person:manage')).at(-1)).toMatchObject({
      subject: person.id,
      outcome: 'done',
      detail: { changed: ['role', 'areas'], role: 'data-steward', areas: ['11914', '11503'] },
    });
    // The same again, in another order, is no change.
    await change(person.id, { areas: ['11503', '11914'] });
    expect(await centre.announced()).toHaveLength(before + 1);
  });

  test('PEO3 SEC3 a disabled account is out at once, its links too, and comes back only by signing in', async () => {
    const person = await invite(admin, { login: 'nghi.viec', role: 'duty-officer' });
    const { body } = await admin.browser.post(`/admin/v1/people/${person.id}/reset-link`);
    expect((await change(person.id, { disabled: true })).body.disabledAt).not.toBeNull();
    expect((await centre.announced()).at(-1)).toMatchObject({ kind: 'person', subject: person.id, reason: 'disabled' });
    expect((await person.browser.get('/session')).body.stage).toBeNull();
    expect((await new Browser(centre.origin).post('/session/login', { login: 'nghi.viec', password: PASSWORD })).body.code).toBe('wrong');
    expect(
      (await new Browser(centre.origin).post('/session/reset', { token: (body.link as string).split('=')[1], password: PASSWORD })).body
        .code,
    ).toBe('link');
    expect((await admin.browser.post(`/admin/v1/people/${person.id}/reset-link`)).body.code).toBe('disabled');
    await change(person.id, { disabled: false });
    expect((await person.browser.get('/session')).body.stage).toBeNull();
    await centre.signIn(person);
  });

  test('PEO4 somebody who can administer always remains, whoever changes whom at the same moment', async () => {
    const first = await idOf('quantri');
    for (const body of [{ role: 'leader' }, { disabled: true }]) expect((await change(first, body)).body.code).toBe('last-administrator');
    // One who was only invited cannot administer yet.
    await admin.browser.post('/admin/v1/people', newcomer('du.bi', { role: 'administrator' }));
    expect((await change(first, { disabled: true })).body.code).toBe('last-administrator');
    const second = await invite(admin, { login: 'quantri2', role: 'administrator' });
    const answers = await Promise.all([
      change(second.id, { disabled: true }),
      second.browser.ask('PATCH', `/admin/v1/people/${first}`, { disabled: true }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const left = await centre.sql(
      "select login from person where role = 'administrator' and disabled_at is null and password_hash is not null",
    );
    expect(left).toHaveLength(1);
    await centre.sql('update person set disabled_at = null where id = $1', [first]);
    if (answers[1]?.status === 200) admin = await centre.signIn(admin);
  });
});

test('SEC20 another person’s second factor is reset only after a fresh proof; the account then enrols anew behind its password', async () => {
  const person = await invite(admin, { login: 'mat.dien.thoai', role: 'duty-officer' });
  const path = `/admin/v1/people/${person.id}/reset-second-factor`;
  await centre.sql('update person_session set proven_at = $1', [Date.now() - 11 * 60_000]);
  expect((await admin.browser.post(path)).body).toMatchObject({ code: 'prove', status: 403 });
  expect((await person.browser.get('/session')).body.stage).toBe('full');
  await admin.browser.post('/session/prove', { password: PASSWORD, code: await centre.code(admin) });
  expect((await admin.browser.post(path)).body).toMatchObject({ hasSecondFactor: false, recoveryCodesLeft: 0, sessions: 0 });
  expect((await person.browser.get('/session')).body.stage).toBeNull();
  expect((await centre.announced()).at(-1)).toMatchObject({ kind: 'person', subject: person.id, reason: 'second-factor-reset' });
  expect((await centre.acts('second-factor:reset')).at(-1)).toMatchObject({ subject: person.id, outcome: 'done' });
  const browser = new Browser(centre.origin);
  expect((await browser.post('/session/login', { login: person.login, password: PASSWORD })).body.stage).toBe('enrol');
});

test('SEC25 an unknown person is a 404, an id that is none too, a body with unknown fields a 400', async () => {
  for (const id of ['6f2d6a52-6f0a-4b9f-9a67-1f5d3c1b2a10', 'không-phải-id']) {
    expect((await change(id, { role: 'leader' })).status).toBe(404);
    expect((await admin.browser.post(`/admin/v1/people/${id}/reset-link`)).status).toBe(404);
  }
  const id = await idOf('quantri');
  for (const body of [{}, { passwordHash: 'x' }, { role: 'display' }, { areas: [] }]) expect((await change(id, body)).status).toBe(400);
});
