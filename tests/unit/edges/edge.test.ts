import { describe, expect, test } from 'vitest';
import { type Asking, createEdge } from '../../../server/domain/network/edge.ts';
import { type IpNetwork, parseNetwork } from '../../../server/domain/network/ip-address.ts';

const network = (text: string): IpNetwork => {
  const parsed = parseNetwork(text);
  if (!parsed) throw new Error(text);
  return parsed;
};
const asked = (remoteAddress: string | undefined, headers: Asking['headers'] = {}, more: Partial<Asking['socket']> = {}): Asking => ({
  socket: { remoteAddress, localAddress: '127.0.0.1', ...more },
  headers,
});
const behindProxies = createEdge({
  trustProxy: [network('10.0.0.0/24'), network('fd00::/8')],
  publicUrl: 'https://ioc.haiphong.gov.vn',
  allowedHosts: ['ioc.local'],
});
const alone = createEdge({ trustProxy: [], publicUrl: null, allowedHosts: [] });

describe('SEC24 where a request comes from cannot be forged', () => {
  test.each([
    ['nobody is believed who is not listed', '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['a proxy is believed', '10.0.0.2', '203.0.113.9', '203.0.113.9'],
    ['what the asker wrote before the proxy did is hearsay', '10.0.0.2', '1.2.3.4, 203.0.113.9', '203.0.113.9'],
    ['a chain of our own proxies', '10.0.0.2', '1.2.3.4, 203.0.113.9, 10.0.0.7', '203.0.113.9'],
    ['an asker who claims to be one of them', '10.0.0.2', '10.0.0.5, 203.0.113.9', '203.0.113.9'],
    ['only proxies', '10.0.0.2', '10.0.0.5', '10.0.0.5'],
    ['nonsense is not passed on', '10.0.0.2', '1.2.3.4, not-an-address', '10.0.0.2'],
    ['a line to be forged in a log', '10.0.0.2', '1.2.3.4\r\nforged', '10.0.0.2'],
    ['an empty header', '10.0.0.2', '', '10.0.0.2'],
    ['ports fall away', '10.0.0.2', '203.0.113.9:4711', '203.0.113.9'],
    ['and brackets', '10.0.0.2', '[2001:db8::9]:4711', '2001:db8:0:0:0:0:0:9'],
    ['one spelling for one address', '::ffff:203.0.113.9', undefined, '203.0.113.9'],
    ['a mapped proxy is the same proxy', '::ffff:10.0.0.2', '203.0.113.9', '203.0.113.9'],
    ['IPv6 in one spelling', '2001:DB8:0:0::1', undefined, '2001:db8:0:0:0:0:0:1'],
    ['a zone is no part of it', 'fe80::1%eth0', undefined, 'fe80:0:0:0:0:0:0:1'],
    ['no address at all', undefined, '1.2.3.4', 'unknown'],
  ])('%s', (_, remote, forwarded, address) => {
    expect(behindProxies.addressOf(asked(remote, forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }))).toBe(address);
  });

  test('without a proxy in the configuration no header says anything', () => {
    const headers = { 'x-forwarded-for': '1.2.3.4', forwarded: 'for=1.2.3.4', 'x-real-ip': '1.2.3.4', 'x-forwarded-proto': 'https' };
    expect(alone.addressOf(asked('127.0.0.1', headers))).toBe('127.0.0.1');
    expect(alone.isSecure(asked('127.0.0.1', headers))).toBe(false);
  });
});

describe('SEC2 what is not by TLS is from this machine or gets no answer', () => {
  test.each([
    ['our own TLS', asked('203.0.113.9', {}, { encrypted: true }), true, true],
    ['TLS to a proxy that is believed', asked('10.0.0.2', { 'x-forwarded-proto': 'https' }), true, true],
    ['plain to it', asked('10.0.0.2', { 'x-forwarded-proto': 'http' }), false, false],
    ['an asker who writes https before the proxy writes http', asked('10.0.0.2', { 'x-forwarded-proto': 'https, http' }), false, false],
    ['a proxy that does not say', asked('10.0.0.2'), false, false],
    ['a stranger who says https', asked('203.0.113.9', { 'x-forwarded-proto': 'https' }), false, false],
    ['this machine', asked('127.0.0.1'), false, true],
    ['this machine, IPv6', asked('::1'), false, true],
  ])('%s', (_, request, secure, answered) => {
    expect([behindProxies.isSecure(request), behindProxies.isPrivateWay(request)]).toEqual([secure, answered]);
  });

  test('a believed proxy on this machine passes on for others, and is this machine only when it says nothing', () => {
    const edge = createEdge({ trustProxy: [network('127.0.0.1')], publicUrl: null, allowedHosts: [] });
    expect(edge.isPrivateWay(asked('127.0.0.1'))).toBe(true);
    expect(edge.isPrivateWay(asked('127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }))).toBe(false);
    expect(edge.isPrivateWay(asked('127.0.0.1', { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https' }))).toBe(true);
  });
});

describe('SEC1 SEC13 only a page of ours asks', () => {
  const from = (headers: Asking['headers'], socket: Partial<Asking['socket']> = {}) => asked('127.0.0.1', headers, socket);

  test.each([
    ['localhost', 'localhost:8080', true],
    ['127.0.0.1', '127.0.0.1:8080', true],
    ['another of this machine', '127.0.0.2', true],
    ['[::1]', '[::1]:8080', true],
    ['a name that was made to lead here', 'evil.example:8080', false],
    ['and one that ends alike', 'localhost.evil.example', false],
    ['the centre at another address', '192.168.1.7', false],
    ['no name', undefined, false],
    ['two', 'localhost, evil.example', false],
    ['a user', 'evil@localhost', false],
    ['a path', 'localhost/x', false],
    ['a disguise', '2130706433', false],
    ['an empty one', '', false],
  ])('Host: %s', (_, host, ours) => {
    expect(alone.isOurHost(from({ host }))).toBe(ours);
  });

  test('names of the configuration, and the address that was connected to', () => {
    const secure = { encrypted: true, localAddress: '192.168.1.7' };
    for (const host of ['ioc.haiphong.gov.vn', 'IOC.haiphong.gov.vn', 'ioc.local:8443', '192.168.1.7:8443']) {
      expect(behindProxies.isOurHost(from({ host }, secure)), host).toBe(true);
    }
    for (const host of ['127.0.0.1', 'localhost', '192.168.1.8', 'haiphong.gov.vn', 'x.ioc.local']) {
      expect(behindProxies.isOurHost(from({ host }, secure)), host).toBe(false);
    }
  });

  test.each([
    ['http://127.0.0.1:8080', '127.0.0.1:8080', true],
    ['http://localhost:8080', 'localhost:8080', true],
    ['http://localhost:8081', 'localhost:8080', false],
    ['https://localhost:8080', 'localhost:8080', false],
    ['http://evil.example', 'localhost:8080', false],
    ['http://evil.example', 'evil.example', false],
    ['null', 'localhost:8080', false],
    ['', 'localhost:8080', false],
    [undefined, 'localhost:8080', false],
    ['http://localhost:8080/', 'localhost:8080', false],
    ['http://x@localhost:8080', 'localhost:8080', false],
    ['http://localhost:8080, http://evil.example', 'localhost:8080', false],
  ])('Origin %s to Host %s', (origin, host, ours) => {
    expect(alone.isOurOrigin(from({ origin, host }))).toBe(ours);
  });

  test('behind a proxy the public address is ours, over TLS only', () => {
    const by = (origin: string, scheme: string) =>
      behindProxies.isOurOrigin(asked('10.0.0.2', { origin, host: 'ioc.haiphong.gov.vn', 'x-forwarded-proto': scheme }));
    expect(by('https://ioc.haiphong.gov.vn', 'https')).toBe(true);
    expect(by('http://ioc.haiphong.gov.vn', 'https')).toBe(false);
    expect(by('https://ioc.haiphong.gov.vn', 'http')).toBe(false);
    expect(by('https://ioc.haiphong.gov.vn.evil.example', 'https')).toBe(false);
  });
});
