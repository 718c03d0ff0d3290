import { beforeAll, expect, test } from 'vitest';
import { claim, openAdministration } from '../../support/ingest-client.ts';
import { printedLinks } from '../../support/printed-links.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await startServerProcess();
});

test('SEC13 a state change without our own Origin fails, whoever asks', async () => {
  const { cookie } = await openAdministration(server);
  const post = (path: string, headers: Record<string, string>) =>
    fetch(`${server.url}${path}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: '{"id":"x","name":"x"}',
    });
  expect((await post('/admin/v1/sources', {})).status).toBe(403);
  expect((await post('/admin/v1/sources', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await post('/display/v1/link', { origin: 'http://evil.example' })).status).toBe(403);
  expect((await post('/admin/v1/sources', { origin: server.url })).status).toBeLessThan(300);
});

test('SEC14 the policy stands on every answer, errors too', async () => {
  for (const path of [
    '/wall',
    '/live',
    '/nowhere',
    '/admin/v1/quarantine',
    '/ingest/v1/openapi.json',
    '/map/basemap.pmtiles',
    '/assets/none.js',
  ]) {
    const { headers } = await fetch(`${server.url}${path}`);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('SEC17 a printed link opens once; a stranger gets nothing of the centre', async () => {
  const { wall } = printedLinks(server);
  await claim(server, wall);
  await expect(claim(server, wall)).rejects.toThrow('403');
  for (const path of ['/admin/v1/quarantine', '/admin/v1/ledger', '/map/basemap.pmtiles', '/map/boundaries/0.geojson']) {
    expect((await fetch(`${server.url}${path}`)).status).toBe(401);
  }
});

test('SEC25 an error tells nothing of the inside', async () => {
  const answer = await fetch(`${server.url}/display/v1/link`, {
    method: 'POST',
    headers: { origin: server.url, 'content-type': 'application/json' },
    body: '{"token":',
  });
  expect(answer.status).toBe(400);
  expect(await answer.text()).not.toMatch(/SyntaxError|node_modules|\.ts|\.js/);
});
