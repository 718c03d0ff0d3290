import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type RequestHandler } from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { createEdge } from '../../../server/domain/network/edge.ts';
import { parseNetwork } from '../../../server/domain/network/ip-address.ts';
import { answerFailures } from '../../../server/http/edges/failure.ts';
import { readJson } from '../../../server/http/edges/json-body.ts';
import { requireOwnPages } from '../../../server/http/edges/own-origin.ts';
import { createRateLimits } from '../../../server/http/edges/rate-limits.ts';
import { rawRequest } from '../../support/raw-http.ts';

const servers: Server[] = [];
const failures: unknown[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  failures.length = 0;
});

async function serve(...handlers: RequestHandler[]): Promise<string> {
  const app = express();
  if (handlers.length > 0) app.use(...handlers);
  app.all('/denied', (_, response) => void response.status(403).end());
  app.all('/throws', () => {
    throw Object.assign(new Error('relation "person" does not exist at /srv/app/store.ts:12'), { code: '42P01' });
  });
  app.all('/down', () => {
    throw new Error('Failed query: select "secret" from "person"', {
      cause: Object.assign(new Error('connect ECONNREFUSED /run/pg'), { code: 'ECONNREFUSED' }),
    });
  });
  app.all('/{*any}', (request, response) => void response.json({ body: request.body ?? null }));
  app.use(answerFailures((error) => failures.push(error)));
  const server = createServer(app).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const loopback = parseNetwork('127.0.0.1');
const edge = createEdge({ trustProxy: loopback ? [loopback] : [], publicUrl: null, allowedHosts: [] });
const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

describe('SEC15 nobody asks without end', () => {
  test('past its limit an address is told when to come again, and no other address is', async () => {
    const url = await serve(createRateLimits({ edge, limits: { read: 3 } }));
    const asked = async (address: string) => (await rawRequest(url, '/admin/v1/people', from(address))).status;
    expect([await asked('203.0.113.1'), await asked('203.0.113.1'), await asked('203.0.113.1')]).toEqual([200, 200, 200]);
    const over = await rawRequest(url, '/admin/v1/people', from('203.0.113.1'));
    expect(over.status).toBe(429);
    expect(Number(over.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(over.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(await asked('203.0.113.2')).toBe(200);
    // Pages and supervision are other classes.
    expect((await rawRequest(url, '/wall', from('203.0.113.1'))).status).toBe(200);
    expect((await rawRequest(url, '/live', from('203.0.113.1'))).status).toBe(200);
  });

  test('another address of the same IPv6 network is the same asker; a forged one is nobody', async () => {
    const url = await serve(createRateLimits({ edge, limits: { read: 1 } }));
    const asked = async (address: string) => (await rawRequest(url, '/x/y', from(address))).status;
    expect([await asked('2001:db8:1:2::1'), await asked('2001:db8:1:2:ffff::9'), await asked('2001:db8:1:3::1')]).toEqual([200, 429, 200]);
    expect([await asked('203.0.113.5'), await asked('9.9.9.9, 203.0.113.5')]).toEqual([200, 429]);
  });

  test('refusals without end close every door to their address', async () => {
    const url = await serve(createRateLimits({ edge, limits: { refused: 3 } }));
    const statuses: number[] = [];
    for (let i = 0; i < 6; i++) statuses.push((await rawRequest(url, '/denied', from('203.0.113.1'))).status);
    expect(statuses).toEqual([403, 403, 403, 403, 429, 429]);
    expect((await rawRequest(url, '/ingest/v1/camera-events', from('203.0.113.1'))).status).toBe(429);
    expect((await rawRequest(url, '/denied', from('203.0.113.2'))).status).toBe(403);
  });

  test('memory has a bound: past it strangers share one count, and those known keep their own', async () => {
    const url = await serve(createRateLimits({ edge, limits: { read: 3 }, maxAddresses: 5 }));
    const asked = async (address: string) => (await rawRequest(url, '/x/y', from(address))).status;
    for (let i = 1; i <= 5; i++) expect(await asked(`203.0.113.${i}`)).toBe(200);
    const strangers: number[] = [];
    for (let i = 0; i < 6; i++) strangers.push(await asked(`198.51.100.${i}`));
    expect(strangers).toEqual([200, 200, 200, 429, 429, 429]);
    expect([await asked('203.0.113.1'), await asked('203.0.113.1'), await asked('203.0.113.1')]).toEqual([200, 200, 429]);
  });
});

describe('SEC10 a body is JSON of its own names, or it is not read', () => {
  const post = (url: string, body: string | Uint8Array, type = 'application/json', headers: Record<string, string> = {}) =>
    rawRequest(url, '/x', { method: 'POST', body, headers: { ...(type ? { 'content-type': type } : {}), ...headers } });

  test('what is right is read', async () => {
    const url = await serve(readJson(1000));
    expect((await post(url, '{"a":[{"b":"Hải Phòng"}]}')).text).toBe('{"body":{"a":[{"b":"Hải Phòng"}]}}');
    expect((await post(url, '', '')).status).toBe(200);
  });

  test.each([
    ['cut off', '{"a":', 400],
    ['a bare word', 'true', 400],
    ['not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), 400],
    ['a prototype', '{"__proto__":{"admin":true}}', 400],
    ['a prototype further in', '{"a":[{"constructor":{"prototype":{"admin":true}}}]}', 400],
    ['one written in escapes', '{"\\u005f_proto__":1}', 400],
    ['too deep', `${'['.repeat(100)}${']'.repeat(100)}`, 400],
    ['too large', JSON.stringify({ a: 'x'.repeat(2000) }), 413],
  ])('%s is refused', async (_, body, status) => {
    const url = await serve(readJson(1000));
    const answer = await post(url, body);
    expect(answer.status).toBe(status);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.text).not.toMatch(/SyntaxError|JSON at|\.js|\.ts/);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', ''])('%s is no JSON', async (type) => {
    const url = await serve(readJson(1000));
    expect((await post(url, '{"a":1}', type)).status).toBe(415);
  });

  test('a compressed body is not opened', async () => {
    const url = await serve(readJson(1000));
    expect((await post(url, 'x', 'application/json', { 'content-encoding': 'gzip' })).status).toBe(415);
  });
});

describe('SEC13 a state change comes from a page of ours', () => {
  test('whatever the method and the route', async () => {
    const url = await serve(requireOwnPages(edge));
    const foreign = [{}, { origin: 'http://evil.example' }, { origin: 'null' }, { origin: url.replace('127.0.0.1', 'localhost') }];
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']) {
      for (const headers of foreign) expect((await rawRequest(url, '/session/logout', { method, headers })).status, method).toBe(403);
      expect((await rawRequest(url, '/x', { method, headers: { origin: url } })).status, method).not.toBe(403);
    }
    for (const method of ['GET', 'HEAD']) expect((await rawRequest(url, '/x', { method })).status).toBe(200);
    // Agencies' programs have a token and a signature instead.
    expect((await rawRequest(url, '/ingest/v1/camera-events', { method: 'POST' })).status).toBe(200);
    for (const path of ['/ingest/v1', '/ingest/v2/x', '/x/ingest/v1/', '//ingest/v1/x']) {
      expect((await rawRequest(url, path, { method: 'POST' })).status, path).toBe(403);
    }
  });
});

describe('SEC25 an error tells nothing of the inside', () => {
  test('a fault of our own, and a database that is not there', async () => {
    const url = await serve();
    const fault = await rawRequest(url, '/throws');
    expect([fault.status, JSON.parse(fault.text)]).toEqual([500, { title: 'Có lỗi ở máy chủ · The server failed', status: 500 }]);
    const down = await rawRequest(url, '/down');
    expect(down.status).toBe(503);
    expect(Number(down.headers['retry-after'])).toBeGreaterThan(0);
    expect(down.text).not.toMatch(/ECONN|select|person|\/run|Error/);
    expect(failures).toHaveLength(2);
  });
});
