import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser, PASSWORD, setUpAdministrator, signIn } from '../../support/administrator.ts';
import { ownServer } from '../../support/own-server.ts';
import { type TestDatabase, testDatabase } from '../../support/postgres.ts';

let db: TestDatabase;
let server: Awaited<ReturnType<typeof ownServer>>;
let link: string;

const setUpLink = (banner: string[]): string | undefined => /http\S+\/login#setup=\S+/.exec(banner.join('\n'))?.[0];

beforeAll(async () => {
  db = await testDatabase();
  server = await ownServer(db.url);
  link = setUpLink(server.banner) ?? '';
});
afterAll(() => server.close());

test('SESS2 SEC19 there is no default account: a printed link sets up the first administrator, once, with both factors', async () => {
  const stranger = new Browser(server.origin);
  expect((await stranger.get('/session')).body).toMatchObject({ stage: null, person: null, offers: { setUp: true } });
  expect((await stranger.post('/session/login', { login: 'admin', password: 'admin' })).status).toBe(401);
  const person = await setUpAdministrator(server.origin, link);
  expect((await person.browser.get('/session')).body).toMatchObject({
    stage: 'full',
    person: { name: 'Nguyễn Thị Ánh', role: 'administrator', areas: null },
    offers: { setUp: false },
  });
  expect(person.recoveryCodes).toHaveLength(10);
  expect((await person.browser.get('/admin/v1/quarantine')).status).toBe(200);
  const second = { token: link.split('=')[1], login: 'khac', name: 'Kẻ khác', password: PASSWORD };
  expect((await stranger.post('/session/setup', second)).body.code).toBe('link');
  await signIn(person);
});

test('SESS3 with an administrator a start prints where to sign in, and no link that sets up another', async () => {
  const again = await ownServer(db.url);
  expect(again.banner.join('\n')).toMatch(/Đăng nhập \/ Sign in\s+http:\/\/127\.0\.0\.1:\d+\/login/);
  expect(setUpLink(again.banner)).toBeUndefined();
  await again.close();
});
