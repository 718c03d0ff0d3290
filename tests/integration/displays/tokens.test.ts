import { expect, test } from 'vitest';
import { GRACE_MS, ROTATE_AFTER_MS } from '../../../server/domain/displays/token-rotation.ts';
import { epochMs } from '../../../shared/model/ids.ts';
import { displayCentre } from './display-centre.ts';

const DAY_MS = 24 * 3600_000;
const PLACE = { display: 'wall-1', wall: 'tuong-lon', position: '1' };

test('PAIR6 a display renews its token; the one before stays good until the new one has surely arrived', async () => {
  const { pair, ask, callers, pass } = await displayCentre();
  const first = await pair(PLACE);
  const young = await ask('POST', '/display/v1/token', { cookie: first });
  expect([young.status, young.cookie]).toEqual([200, null]);

  pass(DAY_MS);
  expect((await ask('GET', '/display/v1/self', { cookie: first })).body).toMatchObject({ id: 'wall-1', tokenAgeMs: DAY_MS });
  const second = (await ask('POST', '/display/v1/token', { cookie: first })).cookie;
  expect(second).not.toBe(first);
  expect(await callers.of(first)).not.toBeNull();
  expect(await callers.of(second ?? '')).not.toBeNull();

  // The answer was lost: the display still has the first, asks again, and what was lost is dead.
  const third = (await ask('POST', '/display/v1/token', { cookie: first })).cookie;
  expect(third).not.toBe(second);
  expect(await callers.of(third ?? '')).not.toBeNull();
  // It was off for a week before it could use it.
  pass(7 * DAY_MS);
  expect(await callers.of(first)).not.toBeNull();
});

test('PAIR7 a token that is used after its successor was confirmed revokes the display, and the auditor is told', async () => {
  const { pair, ask, callers, pass, acts, changes } = await displayCentre();
  const first = await pair(PLACE);
  pass(ROTATE_AFTER_MS);
  const second = (await ask('POST', '/display/v1/token', { cookie: first })).cookie ?? '';
  pass(GRACE_MS + 1);
  expect(await callers.of(second)).not.toBeNull();

  const [one, two] = await Promise.all([callers.of(first), callers.of(first)]);
  expect([one, two]).toEqual([null, null]);
  expect(await callers.of(second)).toBeNull();
  expect(acts.filter(({ action }) => action === 'display:token-reused')).toMatchObject([
    { actor: 'wall-1', outcome: 'denied', subject: { kind: 'display', id: 'wall-1' } },
  ]);
  expect((await changes.read(0, 10)).changes.at(-1)).toMatchObject({
    subject: { kind: 'display', id: 'wall-1' },
    reason: 'an old token was used again',
  });
});

test('PAIR7 who asks again with a stolen token takes nothing over unseen: the token that the display got in between gives it away', async () => {
  const { pair, ask, callers, pass, acts } = await displayCentre();
  const stolen = await pair(PLACE);
  pass(DAY_MS);
  const own = (await ask('POST', '/display/v1/token', { cookie: stolen })).cookie ?? '';
  const thief = (await ask('POST', '/display/v1/token', { cookie: stolen })).cookie ?? '';
  expect(await callers.of(own)).toBeNull();
  expect(await callers.of(thief)).toBeNull();
  expect(acts.at(-1)).toMatchObject({ action: 'display:token-reused', actor: 'wall-1' });
});

test('SEC11 a token is 256 bits, a new one at each renewal, and nowhere in the database', async () => {
  const { pair, ask, pass, database } = await displayCentre();
  const first = await pair(PLACE);
  pass(DAY_MS);
  const second = (await ask('POST', '/display/v1/token', { cookie: first })).cookie ?? '';
  const tokens = [first, second].map((cookie) => cookie.split('=')[1] ?? '');
  expect(tokens.map((token) => Buffer.from(token, 'base64url').length)).toEqual([32, 32]);
  expect(new Set(tokens).size).toBe(2);
  const { rows } = await database.pool.query<{ all: string }>(
    `select (select json_agg(d)::text from display d) || (select coalesce(json_agg(p)::text, '') from pairing p) as all`,
  );
  for (const token of tokens) {
    expect(rows[0]?.all).not.toContain(token);
    expect(rows[0]?.all).not.toContain(Buffer.from(token, 'base64url').toString('hex'));
  }
});

test('PAIR8 the register shows the last sign of life, and an older one changes nothing', async () => {
  const { pair, displays, clock, pass } = await displayCentre();
  await pair(PLACE);
  const state = async () => (await displays.register.list()).displays[0];
  expect(await state()).toMatchObject({ state: 'off', seenAt: null });
  const seenAt = clock();
  await displays.seen('wall-1', seenAt);
  await displays.seen('wall-1', epochMs(seenAt - 60_000));
  expect(await state()).toMatchObject({ state: 'online', seenAt });
  pass(60_000);
  expect(await state()).toMatchObject({ state: 'late' });
  pass(10 * 60_000);
  expect(await state()).toMatchObject({ state: 'silent', seenAt });
  pass(DAY_MS);
  expect(await state()).toMatchObject({ state: 'off', seenAt });
});

test('PAIR10 the printed link pairs the wall of this machine at once; another link takes its place over', async () => {
  const { displays, ask, callers, pass, acts } = await displayCentre();
  const spend = async (token: string) => ask('POST', '/display/v1/link', { body: { token } });
  const link = await displays.pairings.issueLink(DAY_MS);
  const paired = await spend(link);
  expect(paired.body).toMatchObject({
    id: 'wall-1',
    position: '1',
    wall: { id: 'tuong-chinh', name: 'Tường hiển thị', audience: 'operators' },
  });
  expect((await spend(link)).status).toBe(403);
  expect((await callers.of(paired.cookie ?? ''))?.principal).toMatchObject({ id: 'wall-1', role: 'display' });
  expect(acts.at(-1)).toMatchObject({ actor: 'link', subject: { id: 'wall-1' } });

  pass(1);
  const next = await spend(await displays.pairings.issueLink(DAY_MS));
  expect(await callers.of(paired.cookie ?? '')).toBeNull();
  expect(await callers.of(next.cookie ?? '')).not.toBeNull();
  const late = await displays.pairings.issueLink(DAY_MS);
  pass(DAY_MS);
  expect((await spend(late)).status).toBe(403);
});
