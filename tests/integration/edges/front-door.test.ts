import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../server/app/configuration.ts';
import { type DoorLimits, type FrontDoor, takePort } from '../../../server/app/front-door.ts';
import type { RunningServer } from '../../../server/app/server.ts';
import { createEdge } from '../../../server/domain/network/edge.ts';
import { ownServer } from '../../support/own-server.ts';
import { testDatabase } from '../../support/postgres.ts';
import { rawRequest } from '../../support/raw-http.ts';
import { selfSigned } from '../../support/self-signed.ts';

describe('SEC2 the way to the server', () => {
  test.each([
    [{}, true],
    [{ HOST: 'localhost' }, true],
    [{ HOST: '::1' }, true],
    [{ HOST: '0.0.0.0', TLS_CERT: 'a.pem', TLS_KEY: 'b.pem' }, true],
    [{ HOST: '0.0.0.0', TRUST_PROXY: '10.0.0.2' }, true],
    [{ TRUST_PROXY: 'loopback', PUBLIC_URL: 'https://ioc.haiphong.gov.vn' }, true],
    [{ PUBLIC_URL: 'http://127.0.0.1:5173' }, true],
    [{ HOST: '0.0.0.0' }, 'HOST'],
    [{ HOST: '::' }, 'HOST'],
    [{ HOST: '192.168.1.7' }, 'HOST'],
    [{ HOST: 'ioc.local' }, 'HOST'],
    [{ HOST: '0.0.0.0', TRUST_PROXY: '' }, 'HOST'],
    [{ HOST: '0.0.0.0', TRUST_PROXY: ' , ' }, 'HOST'],
    [{ HOST: '0.0.0.0', TLS_CERT: 'a.pem' }, 'TLS_KEY'],
    [{ TLS_KEY: 'b.pem' }, 'TLS_CERT'],
    [{ PUBLIC_URL: 'http://ioc.haiphong.gov.vn', TRUST_PROXY: '10.0.0.2' }, 'PUBLIC_URL'],
    [{ PUBLIC_URL: 'https://ioc.haiphong.gov.vn' }, 'PUBLIC_URL'],
    [{ TRUST_PROXY: 'everybody' }, 'TRUST_PROXY'],
    [{ TRUST_PROXY: '10.0.0.0/40' }, 'TRUST_PROXY'],
    [{ ALLOWED_HOSTS: 'a b' }, 'ALLOWED_HOSTS'],
    [{ CAMERA_HOSTS: 'nvr.hp.gov.vn, *.camera.hp.gov.vn, 10.20.0.0/16' }, true],
    [{ CAMERA_HOSTS: 'nvr.hp.gov.vn, 127.1' }, 'CAMERA_HOSTS'],
  ] as const)('%o: %s', (environment, fine) => {
    const read = () => readConfiguration(environment);
    if (fine === true) expect(read).not.toThrow();
    else expect(read).toThrow(new RegExp(fine));
  });

  test('the refusal says what to set', () => {
    expect(() => readConfiguration({ HOST: '0.0.0.0' })).toThrow(/TLS_CERT.*TLS_KEY.*TRUST_PROXY.*HOST=127\.0\.0\.1/s);
  });
});

describe('SEC2 TLS of its own', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ioc-tls-'));
    const { cert, key } = selfSigned('ioc.local');
    await writeFile(join(folder, 'cert.pem'), cert);
    await writeFile(join(folder, 'key.pem'), key);
    await writeFile(join(folder, 'other.pem'), selfSigned('other').key);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const files = (cert: string, key: string) => ({ TLS_CERT: join(folder, cert), TLS_KEY: join(folder, key) });

  test('it answers by https alone, and asks to be remembered for a year', async () => {
    const { url } = await testDatabase();
    const server = await ownServer(url, files('cert.pem', 'key.pem'));
    try {
      expect(server.origin).toMatch(/^https:/);
      const answer = await rawRequest(server.origin, '/ready');
      expect(answer.status).toBe(200);
      expect(answer.headers['strict-transport-security']).toMatch(/max-age=31536000/);
      await expect(rawRequest(server.origin.replace('https:', 'http:'), '/ready')).rejects.toThrow();
    } finally {
      await server.close();
    }
  });

  test.each([
    ['none.pem', 'key.pem', /^TLS_CERT: .*none\.pem/],
    ['cert.pem', 'none.pem', /^TLS_KEY: .*none\.pem/],
    ['cert.pem', 'other.pem', /^TLS_CERT, TLS_KEY: /],
    ['key.pem', 'key.pem', /^TLS_CERT, TLS_KEY: /],
  ])('%s with %s ends the start in words', async (cert, key, words) => {
    await expect(ownServer('postgresql:///never-asked', files(cert, key))).rejects.toThrow(words);
  });
});

describe('with a proxy before it', () => {
  let server: RunningServer;
  beforeAll(async () => {
    const { url } = await testDatabase();
    server = await ownServer(url, { TRUST_PROXY: '127.0.0.1', PUBLIC_URL: 'https://ioc.haiphong.gov.vn', PORT: '0' });
  });
  afterAll(() => server.close());
  const listening = () => `http://127.0.0.1:${server.port}`;
  const host = 'ioc.haiphong.gov.vn';

  test('SEC2 what came to the proxy in the clear gets no answer, and what came by https is to be remembered', async () => {
    const plain = await rawRequest(listening(), '/wall', {
      headers: { host, 'x-forwarded-proto': 'http', 'x-forwarded-for': '203.0.113.9' },
    });
    expect(plain.status).toBe(403);
    expect(plain.headers['strict-transport-security']).toBeUndefined();
    const secure = await rawRequest(listening(), '/session', {
      headers: { host, 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' },
    });
    expect(secure.status).toBe(200);
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
  });

  test('SEC1 a name that is not ours gets no answer, by http nor by socket: no name can be made to lead here', async () => {
    for (const name of ['evil.example', 'evil.example:8080', 'ioc.haiphong.gov.vn.evil.example']) {
      const answer = await rawRequest(listening(), '/session', { headers: { host: name, 'x-forwarded-proto': 'https' } });
      expect(answer.status, name).toBe(421);
      expect(answer.text).not.toContain(name);
    }
    const socket = io(listening(), {
      transports: ['websocket'],
      reconnection: false,
      extraHeaders: { host: 'evil.example', origin: 'http://evil.example' },
    });
    const [error] = (await new Promise<unknown[]>((resolve) => socket.on('connect_error', (...heard) => resolve(heard)))) as [Error];
    expect(error.message).toContain('websocket error');
    socket.close();
  });

  test('SEC24 a forged forwarded host or address changes nothing', async () => {
    const headers = { host, 'x-forwarded-proto': 'https', 'x-forwarded-for': '1.1.1.1, 203.0.113.9', 'x-forwarded-host': 'evil.example' };
    const answer = await rawRequest(listening(), '/session', { headers });
    expect(answer.status).toBe(200);
    expect(JSON.stringify(answer)).not.toContain('evil.example');
  });
});

test('SEC9 START4 a connection that says nothing does not hold up the end', async () => {
  const server = await ownServer((await testDatabase()).url);
  const silent = connect(server.port, '127.0.0.1');
  silent.on('error', () => {});
  await once(silent, 'connect');
  const gone = once(silent, 'close');
  await server.close();
  await gone;
}, 12_000);

describe('SEC9 the door closes on who holds it', () => {
  let door: FrontDoor | null = null;
  afterEach(async () => {
    await door?.close();
    door = null;
  });
  const open = async (limits: Partial<DoorLimits> = {}): Promise<number> => {
    const edge = createEdge({ trustProxy: [], publicUrl: null, allowedHosts: [] });
    door = await takePort({ host: '127.0.0.1', port: 0, tls: null, edge, limits });
    door.open((request, response) => {
      request.resume().on('end', () => response.end('whole'));
      request.on('error', () => response.destroy());
    });
    return door.port;
  };
  /** What a bare connection hears until it is closed. */
  const heard = async (port: number, said: (write: (text: string) => void) => void): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
    socket.on('error', () => {});
    await once(socket, 'connect');
    said((part) => void (socket.writable && socket.write(part)));
    await new Promise((resolve) => socket.once('close', resolve));
    return text;
  };

  test('a head that is never finished', async () => {
    const port = await open({ headMs: 300 });
    const answer = await heard(port, (write) => {
      write('GET / HTTP/1.1\r\nHost: localhost\r\n');
      let lines = 0;
      const drip = setInterval(() => (lines++ < 100 ? write(`X-${lines}: y\r\n`) : clearInterval(drip)), 20);
      drip.unref();
    });
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain("default-src 'none'");
  });

  test('a body that is never finished', async () => {
    const port = await open({ headMs: 200, requestMs: 400 });
    const answer = await heard(port, (write) => write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nx'));
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a head that is too large, and bytes that are no HTTP', async () => {
    const port = await open();
    expect(await heard(port, (write) => write(`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`))).toMatch(
      /^HTTP\/1\.1 431 /,
    );
    const nonsense = await heard(port, (write) => write('\u0016\u0003\u0001 hello\r\n\r\n'));
    expect(nonsense).toMatch(/^HTTP\/1\.1 400 /);
    expect(nonsense).toContain('X-Content-Type-Options: nosniff');
  });

  test('two ways to say how long a body is (request smuggling)', async () => {
    const port = await open();
    const both =
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n';
    expect(await heard(port, (write) => write(both))).toMatch(/^HTTP\/1\.1 400 /);
    const twice = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde';
    expect(await heard(port, (write) => write(twice))).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('before the server is ready every answer carries the policy too', async () => {
    const edge = createEdge({ trustProxy: [], publicUrl: null, allowedHosts: [] });
    door = await takePort({ host: '127.0.0.1', port: 0, tls: null, edge });
    const answer = await rawRequest(`http://127.0.0.1:${door.port}`, '/wall', { headers: { accept: 'text/html' } });
    expect(answer.status).toBe(503);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  });
});
