import { afterAll, beforeAll, expect, test } from 'vitest';
import { Browser, enrol, PASSWORD } from '../../support/administrator.ts';
import { type IdentityProvider, startIdentityProvider } from '../../support/identity-provider.ts';
import { freePort } from '../../support/server-process.ts';
import { type Centre, openCentre } from './centre.ts';

let centre: Centre;
let provider: IdentityProvider;
let personId: string;
const SUBJECT = 'lan.nguyen@haiphong.example';

beforeAll(async () => {
  const port = await freePort();
  provider = await startIdentityProvider(`http://127.0.0.1:${port}/session/oidc/callback`);
  const { issuer, clientId, clientSecret } = provider;
  centre = await openCentre({ PORT: String(port), OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret });
  const person = { login: 'lan.nguyen', name: 'Nguyễn Thị Lan', role: 'leader', areas: null, unit: null, oidcSubject: SUBJECT };
  const made = await centre.administrator.browser.post('/admin/v1/people', person);
  personId = (made.body.person as unknown as { id: string }).id;
});
afterAll(() => provider.close());

/** Leaves for the provider; where it sent the browser. */
const leave = async (browser: Browser): Promise<string> => {
  const start = await browser.get('/session/oidc/start');
  expect(start.status).toBe(303);
  return start.headers.get('location') ?? '';
};
const comeBack = (browser: Browser, url: string) => browser.get(new URL(url).pathname + new URL(url).search);
const ended = ({ headers }: { headers: Headers }) => headers.get('location');

test('SSO1 it stands for the password: the second factor is set up once and asked each time', async () => {
  const browser = new Browser(centre.origin);
  expect((await browser.get('/session')).body.offers.singleSignOn).toBe(true);
  const away = await leave(browser);
  for (const part of ['code_challenge_method=S256', 'code_challenge=', 'state=', 'nonce=', 'response_type=code'])
    expect(away).toContain(part);
  expect(ended(await comeBack(browser, await provider.signIn(away, SUBJECT)))).toBe('/login');
  expect((await browser.get('/session')).body).toMatchObject({ stage: 'enrol', person: null });
  expect((await browser.get('/map/basemap.pmtiles')).status).toBe(401);
  const factor = await enrol(browser);
  expect((await browser.get('/session')).body).toMatchObject({ stage: 'full', person: { name: 'Nguyễn Thị Lan', role: 'leader' } });

  const again = new Browser(centre.origin);
  await comeBack(again, await provider.signIn(await leave(again), SUBJECT));
  expect((await again.get('/session')).body).toMatchObject({ stage: 'totp', person: null });
  const lan = { ...centre.administrator, login: 'lan.nguyen', authenticator: factor.authenticator };
  expect((await again.post('/session/totp', { code: await centre.code(lan) })).body.stage).toBe('full');
  // Without a password there is none to guess.
  expect((await new Browser(centre.origin).post('/session/login', { login: 'lan.nguyen', password: PASSWORD })).status).toBe(401);
});

test('SSO1 whoever is unknown here gets no account, and a disabled one none back', async () => {
  const before = await centre.sql('select id from person');
  const browser = new Browser(centre.origin);
  expect(ended(await comeBack(browser, await provider.signIn(await leave(browser), 'ai.do@elsewhere.example')))).toBe('/login?sso=unknown');
  expect((await browser.get('/session')).body.stage).toBeNull();
  expect(await centre.sql('select id from person')).toEqual(before);
  await centre.administrator.browser.ask('PATCH', `/admin/v1/people/${personId}`, { disabled: true });
  expect(ended(await comeBack(browser, await provider.signIn(await leave(browser), SUBJECT)))).toBe('/login?sso=unknown');
  expect((await centre.acts('session:open')).at(-1)).toMatchObject({
    subject: personId,
    outcome: 'failed',
    detail: { factor: 'single-sign-on' },
  });
  await centre.administrator.browser.ask('PATCH', `/admin/v1/people/${personId}`, { disabled: false });
});

test('SSO2 an answer opens nothing in another browser, a second time, with another state, or too late', async () => {
  const [browser, other] = [new Browser(centre.origin), new Browser(centre.origin)];
  const answer = await provider.signIn(await leave(browser), SUBJECT);
  expect(ended(await comeBack(other, answer))).toBe('/login?sso=failed');
  // Somebody else's journey: the code was not asked for by it.
  const stranger = new Browser(centre.origin);
  await leave(stranger);
  expect(ended(await comeBack(stranger, answer))).toBe('/login?sso=failed');
  const kept = browser.cookie;
  const forged = new URL(answer);
  forged.searchParams.set('state', 'x'.repeat(43));
  expect(ended(await comeBack(new Browser(centre.origin, kept), forged.href))).toBe('/login?sso=failed');
  expect(ended(await comeBack(browser, answer))).toBe('/login');
  expect(ended(await comeBack(browser, answer))).toBe('/login?sso=failed');
  expect(ended(await comeBack(new Browser(centre.origin, kept), answer))).toBe('/login?sso=failed');
  const made = new Browser(centre.origin, `__Host-ioc-sso=${'A'.repeat(200)}`);
  expect(ended(await comeBack(made, answer))).toBe('/login?sso=failed');
});

test('SSO2 SEC12 what the browser keeps meanwhile is sealed, __Host-, HttpOnly and short-lived', async () => {
  const start = await new Browser(centre.origin).get('/session/oidc/start');
  const [cookie = ''] = start.headers.getSetCookie();
  for (const part of [/^__Host-ioc-sso=[\w-]{100,}/, /; Path=\/(;|$)/, /; HttpOnly/, /; Secure/, /; SameSite=Lax/, /; Max-Age=600/]) {
    expect(cookie).toMatch(part);
  }
  const state = new URL(start.headers.get('location') ?? '').searchParams.get('state') ?? '';
  expect(Buffer.from(cookie.split(/[=;]/)[1] ?? '', 'base64url').toString('latin1')).not.toContain(state);
});

test('SSO3 a provider that does not answer leaves the log-in by password as it is', async () => {
  const lonely = await openCentre({
    OIDC_ISSUER: `http://127.0.0.1:${await freePort()}`,
    OIDC_CLIENT_ID: 'ioc',
    OIDC_CLIENT_SECRET: 'x',
  });
  const browser = new Browser(lonely.origin);
  expect(ended(await browser.get('/session/oidc/start'))).toBe('/login?sso=failed');
  await lonely.signIn(lonely.administrator, browser);
  expect((await browser.get('/session')).body.stage).toBe('full');
});
