import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfiguration } from '../../../server/app/configuration.ts';
import { openIdentityKey, sealer } from '../../../server/store/identity-key.ts';
import { Browser, PASSWORD } from '../../support/administrator.ts';
import { ownServer } from '../../support/own-server.ts';
import { type Centre, openCentre } from './centre.ts';

let centre: Centre;
const folder = mkdtempSync(join(tmpdir(), 'ioc-key-'));
beforeAll(async () => {
  centre = await openCentre();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('SESS8 the key is made once, whoever comes first, and for its owner alone', async () => {
  const dataDir = join(folder, 'data');
  const opened = await Promise.all([1, 2, 3].map(() => openIdentityKey({ dataDir, given: null })));
  const sealed = opened[0]?.seal(Buffer.from('bí mật'), 'thử') ?? new Uint8Array();
  for (const one of opened) expect(Buffer.from(one.open(sealed, 'thử')).toString()).toBe('bí mật');
  expect(readdirSync(join(dataDir, 'keys'))).toEqual(['identity.key']);
  expect(statSync(join(dataDir, 'keys', 'identity.key')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'keys')).mode & 0o777).toBe(0o700);
});

test('SESS8 a key that is none ends the start and names the file or the variable', async () => {
  const dataDir = join(folder, 'spoilt');
  await openIdentityKey({ dataDir, given: null });
  writeFileSync(join(dataDir, 'keys', 'identity.key'), 'ngắn\n');
  await expect(openIdentityKey({ dataDir, given: null })).rejects.toThrow('identity.key');
  expect(() => readConfiguration({ IDENTITY_KEY: 'ngắn' })).toThrow('IDENTITY_KEY');
});

test('SESS8 what is sealed is bound to its key and its purpose, and any change is found', () => {
  const own = sealer(Buffer.alloc(32, 1));
  const sealed = own.seal(Buffer.from('JBSWY3DPEHPK3PXP'), 'second-factor');
  expect(Buffer.from(sealed).toString('latin1')).not.toContain('JBSWY3DP');
  expect(Buffer.compare(sealed, own.seal(Buffer.from('JBSWY3DPEHPK3PXP'), 'second-factor'))).not.toBe(0);
  expect(() => own.open(sealed, 'another')).toThrow();
  expect(() => sealer(Buffer.alloc(32, 2)).open(sealed, 'second-factor')).toThrow('sealed under another key');
  for (let at = 0; at < sealed.length; at += 5) {
    const changed = Uint8Array.from(sealed);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => own.open(changed, 'second-factor')).toThrow();
  }
});

test('SESS8 SEC25 a node with another key says so at its start, and lets nobody in by a second factor it cannot open', async () => {
  const stranger = await ownServer(centre.db.url, { IDENTITY_KEY: 'B'.repeat(43) });
  expect(stranger.banner.join('\n')).toContain('IDENTITY_KEY');
  const browser = new Browser(stranger.origin);
  expect((await browser.post('/session/login', { login: 'quantri', password: PASSWORD })).body.stage).toBe('totp');
  const answer = await browser.post('/session/totp', { code: await centre.code(centre.administrator) });
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toContain('key');
  expect((await browser.get('/session')).body.stage).toBe('totp');
  await stranger.close();
  // With the right one it opens what the first node sealed.
  const given = readFileSync(join(centre.dataDir, 'keys', 'identity.key'), 'utf8').trim();
  const twin = await ownServer(centre.db.url, { IDENTITY_KEY: given });
  expect(twin.banner.join('\n')).not.toContain('IDENTITY_KEY');
  const there = new Browser(twin.origin);
  await there.post('/session/login', { login: 'quantri', password: PASSWORD });
  expect((await there.post('/session/totp', { code: await centre.code(centre.administrator) })).body.stage).toBe('full');
  // One session on every node.
  expect((await new Browser(centre.origin, there.cookie).get('/session')).body.stage).toBe('full');
  await twin.close();
});
