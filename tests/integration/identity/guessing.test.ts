import { beforeAll, expect, test } from 'vitest';
import { type Budget, budgetsOf } from '../../../server/domain/identity/attempts.ts';
import { createPasswords } from '../../../server/store/passwords.ts';
import { createAttempts } from '../../../server/store/proof-attempts.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { Browser, invite, PASSWORD, type SignedIn } from '../../support/administrator.ts';
import { type Centre, openCentre } from './centre.ts';

let centre: Centre;
let officer: SignedIn & { id: string };
beforeAll(async () => {
  // A proxy on this machine is believed, so that attackers can come from everywhere.
  centre = await openCentre({ TRUST_PROXY: 'loopback' });
  officer = await invite(centre.administrator, { login: 'hung.tran', role: 'duty-officer' });
});

/** As the proxy passes it on. */
const from = (address: string) => ({
  'x-forwarded-for': address,
  'x-forwarded-proto': 'https',
  origin: centre.origin.replace('http:', 'https:'),
});
const guess = (login: string, address: string, browser = new Browser(centre.origin)) =>
  browser.ask('POST', '/session/login', { login, password: 'đoán thử một lần nữa' }, from(address));

test('SEC15 guessing is slowed, with when to come again, and a right password must wait too', async () => {
  const answers = [];
  for (let i = 0; i < 8; i++) answers.push(await guess('hung.tran', '203.0.113.5'));
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  expect(answers.at(-1)?.body).toMatchObject({ code: 'slow-down', retryAfterS: 2 });
  expect(answers.at(-1)?.headers.get('retry-after')).toBe('2');
  const right = { login: 'hung.tran', password: PASSWORD };
  const forwarded = from('203.0.113.5');
  expect((await new Browser(centre.origin).ask('POST', '/session/login', right, forwarded)).status).toBe(429);
  // From where nobody guessed, the same account is free.
  expect((await new Browser(centre.origin).ask('POST', '/session/login', right, from('203.0.113.6'))).status).toBe(200);
});

test('SEC15 a thousand addresses against one account slow strangers, and never the desk that the duty officer signs in at', async () => {
  const slow = (key: string) =>
    centre.sql('insert into proof_failure values ($1, 5000, $2, $3) on conflict (key) do update set failures = 5000, wait_until = $3', [
      key,
      Date.now(),
      Date.now() + 300_000,
    ]);
  await slow('password account hung.tran');
  await slow('password address 10.0.0.7');
  const desk = from('10.0.0.7');
  const right = { login: 'hung.tran', password: PASSWORD };
  expect((await guess('hung.tran', '203.0.113.77')).status).toBe(429);
  expect((await new Browser(centre.origin).ask('POST', '/session/login', right, desk)).status).toBe(429);
  await officer.browser.post('/session/logout');
  expect((await officer.browser.ask('POST', '/session/login', right, desk)).body.stage).toBe('totp');
  // A mark that somebody made up is no desk.
  const forged = new Browser(centre.origin, `__Host-ioc-device=${'A'.repeat(22)}.${'B'.repeat(43)}`);
  expect((await forged.ask('POST', '/session/login', right, desk)).status).toBe(429);
});

test('SEC15 guesses that come all at once gain nothing, and second factors are slowed in the same way', async () => {
  const person = await invite(centre.administrator, { login: 'ma.doan', role: 'auditor' });
  const storm = await Promise.all(Array.from({ length: 40 }, () => guess('ma.doan', '198.51.100.9')));
  expect(storm.filter(({ status }) => status === 401)).toHaveLength(6);
  const browser = new Browser(centre.origin);
  await browser.post('/session/login', { login: person.login, password: PASSWORD });
  const codes = [];
  for (let i = 0; i < 7; i++) codes.push(await browser.post('/session/totp', { code: '000000' }));
  expect(codes.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429]);
  expect((await browser.post('/session/recovery', { code: person.recoveryCodes[0] })).status).toBe(429);
});

test('SEC15 waits end by themselves, counts are forgotten, and a success gives its own try back', async () => {
  let now = epochMs(1_900_000_000_000);
  const attempts = createAttempts({ database: centre.db.database, clock: () => now });
  const budgets = budgetsOf({ what: 'password', whom: 'ai.do', address: '192.0.2.1', device: null });
  for (let i = 0; i < 6; i++) expect(await attempts.begin(budgets)).toEqual({ ok: true });
  expect(await attempts.begin(budgets)).toEqual({ ok: false, retryAfterMs: 2000 });
  // What was refused drew on nothing.
  const [shared] = await centre.sql<{ failures: number }>("select failures from proof_failure where key = 'password address 192.0.2.1'");
  expect(shared?.failures).toBe(6);
  now = epochMs(now + 2000);
  expect(await attempts.begin(budgets)).toEqual({ ok: true });
  expect(await attempts.begin(budgets)).toEqual({ ok: false, retryAfterMs: 4000 });
  await attempts.succeeded(budgets);
  const left = await centre.sql<{ key: string; failures: number }>("select key, failures from proof_failure where key like '%192.0.2.1%'");
  expect(left).toEqual([{ key: 'password address 192.0.2.1', failures: 6 }]);
  const [address] = budgets.filter(({ key }) => key.includes('address')) as [Budget];
  now = epochMs(now + address.forgetMs + 1);
  await attempts.begin([address]);
  const [anew] = await centre.sql<{ failures: number }>('select failures from proof_failure where key = $1', [address.key]);
  expect(anew?.failures).toBe(1);
});

test('SEC16 an unknown account, a disabled one and one without a password answer alike, in words and in time', async () => {
  const disabled = await invite(centre.administrator, { login: 'da.khoa', role: 'leader' });
  await centre.administrator.browser.ask('PATCH', `/admin/v1/people/${disabled.id}`, { disabled: true });
  await centre.administrator.browser.post('/admin/v1/people', {
    login: 'chua.nhan',
    name: 'Chưa nhận',
    role: 'leader',
    areas: null,
    unit: null,
  });
  const logins = ['ma.doan', 'khong.co.ai', 'da.khoa', 'chua.nhan', 'không thể có', `${'x'.repeat(190)}`];
  const took = new Map<string, number[]>();
  const answers = new Set<string>();
  for (let round = 0; round < 8; round++) {
    for (const [i, login] of logins.entries()) {
      const start = performance.now();
      const { status, body } = await guess(login, `198.51.100.${100 + round * 10 + i}`);
      took.set(login, [...(took.get(login) ?? []), performance.now() - start]);
      answers.add(JSON.stringify([status, body]));
    }
  }
  expect([...answers]).toHaveLength(1);
  // The fastest of eight is what the work takes: without the same work it would be a tenth.
  const least = logins.map((login) => Math.min(...(took.get(login) ?? [])));
  expect(Math.max(...least) / Math.min(...least)).toBeLessThan(3);
  const right = await guess('da.khoa', '198.51.100.200');
  expect(right.body.code).toBe('wrong');
});

test('SEC16 a hash that is not there costs as much as one that is, and Argon2id is as OWASP has it', async () => {
  const passwords = await createPasswords();
  const hash = await passwords.hash(PASSWORD);
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwords.verify(hash, PASSWORD)).toBe(true);
  expect(await passwords.verify(hash, `${PASSWORD} `)).toBe(false);
  expect(await passwords.verify(null, PASSWORD)).toBe(false);
  const time = async (kept: string | null): Promise<number> => {
    const start = performance.now();
    await passwords.verify(kept, 'x');
    return performance.now() - start;
  };
  // In turns, and the quickest of each: what else this machine does meets both alike.
  let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < 20; i++) {
    known = Math.min(known, await time(hash));
    unknown = Math.min(unknown, await time(null));
  }
  expect(Math.max(known, unknown) / Math.min(known, unknown)).toBeLessThan(2);
});

test('SEC24 a failed log-in is audited by whom and where, and never with what was typed', async () => {
  await guess('mật-khẩu-gõ-nhầm-chỗ', '198.51.100.250');
  const [act] = (await centre.acts('session:open')).slice(-1);
  expect(act).toMatchObject({ actor: 'anonymous', subject: 'unknown', outcome: 'failed', detail: { address: '198.51.100.250' } });
  const everything = await centre.sql<{ detail: object }>('select actor, actor_name, subject, detail from audit.entry');
  expect(JSON.stringify(everything)).not.toMatch(/gõ-nhầm|đoán thử|con cò/);
});
