import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOutbound } from '../../../server/app/outbound.ts';
import { parseAllowList } from '../../../server/domain/network/allow-list.ts';

let server: Server;
let port = 0;
const asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
    else if (request.url === '/big') response.end(Buffer.alloc(200_000));
    else if (request.url === '/slow') response.write('x');
    else if (request.url === '/none') response.writeHead(404).end();
    else response.setHeader('content-type', 'image/jpeg').end('still');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** A name server of our own: each name with the addresses that it is made to say. */
const resolvingTo =
  (...addresses: string[]) =>
  (_: string, done: (error: null, found: { address: string; family: number }[]) => void) =>
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
const outcome = async (read: ReturnType<typeof createOutbound>, path: string, host = 'nvr.hp.gov.vn') => {
  const result = await read(`http://${host}:${port}${path}`);
  return result.ok ? result.value.bytes.toString() : result.error;
};

test('SEC23 a listed name is reached only at an address that is public or listed, looked at when connecting', async () => {
  const inside = createOutbound({ list: parseAllowList(['nvr.hp.gov.vn', '127.0.0.1']), resolve: resolvingTo('127.0.0.1') });
  expect(await outcome(inside, '/still.jpg')).toBe('still');
  expect(await outcome(inside, '/still.jpg', '127.0.0.1')).toBe('still');

  asked.length = 0;
  const list = parseAllowList(['nvr.hp.gov.vn']);
  for (const address of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '10.0.0.1', '169.254.169.254', '0.0.0.0']) {
    expect(await outcome(createOutbound({ list, resolve: resolvingTo(address) }), '/still.jpg'), address).toBe('address');
  }
  expect(await outcome(createOutbound({ list, resolve: resolvingTo() }), '/still.jpg')).toBe('address');
  expect(await outcome(createOutbound({ list, resolve: resolvingTo('127.0.0.1') }), '/still.jpg', 'evil.example')).toBe('host');
  expect(asked).toEqual([]);
});

test('SEC23 of a name with good and bad addresses only the good ones are tried', async () => {
  const list = parseAllowList(['nvr.hp.gov.vn', '127.0.0.1']);
  const read = createOutbound({ list, resolve: resolvingTo('10.0.0.1', '127.0.0.1', '169.254.169.254') });
  expect(await outcome(read, '/still.jpg')).toBe('still');
});

test('SEC23 no redirect is followed, and bytes and time have a bound', async () => {
  const list = parseAllowList(['nvr.hp.gov.vn', '127.0.0.1']);
  const read = createOutbound({ list, resolve: resolvingTo('127.0.0.1'), maxBytes: 100_000, timeoutMs: 500 });
  asked.length = 0;
  expect(await outcome(read, '/away')).toBe('redirect');
  expect(asked).toEqual(['/away']);
  expect(await outcome(read, '/big')).toBe('too-large');
  expect(await outcome(read, '/none')).toBe('status');
  expect(await outcome(read, '/slow')).toBe('unreachable');
  expect(await read('rtsp://nvr.hp.gov.vn/1')).toEqual({ ok: false, error: 'scheme' });
});
