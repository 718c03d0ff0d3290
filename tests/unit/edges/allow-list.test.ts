import { describe, expect, test } from 'vitest';
import { allowedAddress, allowedUrl, parseAllowList } from '../../../server/domain/network/allow-list.ts';

const list = parseAllowList(['nvr.hp.gov.vn', '*.camera.hp.gov.vn', '10.20.0.0/16', '2405:4800:10::/48']);
const outcome = (url: string) => {
  const result = allowedUrl(url, list);
  return result.ok ? 'allowed' : result.error;
};

describe('SEC23 an address for a camera or a feed', () => {
  test.each([
    'https://nvr.hp.gov.vn/live/1',
    'rtsp://nvr.hp.gov.vn:554/stream?channel=1',
    'rtsps://gate-7.camera.hp.gov.vn/main',
    'https://a.b.camera.hp.gov.vn/',
    'http://10.20.3.4:8080/snapshot.jpg',
    'rtsp://10.20.3.4/1',
    'https://[2405:4800:10::7]/x',
    'HTTPS://NVR.hp.gov.vn/x',
  ])('%s is allowed', (url) => {
    expect(outcome(url)).toBe('allowed');
  });

  test.each([
    ['nvr.hp.gov.vn/live', 'not-a-url'],
    ['', 'spelling'],
    ['file:///etc/passwd', 'scheme'],
    ['gopher://nvr.hp.gov.vn/', 'scheme'],
    ['ftp://nvr.hp.gov.vn/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['data:text/html,x', 'scheme'],
    ['ws://nvr.hp.gov.vn/', 'scheme'],
    ['https:nvr.hp.gov.vn', 'spelling'],
    ['https:/nvr.hp.gov.vn', 'spelling'],
    ['https://evil.example/', 'host'],
    ['https://camera.hp.gov.vn/', 'host'],
    ['https://evilcamera.hp.gov.vn/', 'host'],
    ['https://nvr.hp.gov.vn.evil.example/', 'host'],
    ['https://xnvr.hp.gov.vn/', 'host'],
    ['https://evil.example/nvr.hp.gov.vn', 'host'],
    ['https://evil.example?nvr.hp.gov.vn', 'host'],
    ['https://evil.example#@nvr.hp.gov.vn/', 'host'],
    ['https://nvr.hp.gov.vn@evil.example/', 'credentials'],
    ['https://user:pass@nvr.hp.gov.vn/', 'credentials'],
    ['rtsp://admin:12345@10.20.3.4/1', 'credentials'],
    ['https://@nvr.hp.gov.vn/', 'credentials'],
    ['https://:@nvr.hp.gov.vn/', 'credentials'],
    ['https://nvr.hp.gov.vn%40evil.example/', 'not-a-url'],
    ['https://nvr.hp.gov.vn\\@evil.example/', 'spelling'],
    ['https:\\\\nvr.hp.gov.vn/', 'spelling'],
    ['https://nvr.hp.gov.vn./', 'spelling'],
    ['rtsp://nvr.hp.gov.vn./', 'spelling'],
    ['https://nvr.hp.gov.vn%2e/', 'spelling'],
    ['https://nvr%2ehp.gov.vn/', 'spelling'],
    ['https://nvr。hp。gov。vn/', 'spelling'],
    ['https://ｎｖｒ.hp.gov.vn/', 'spelling'],
    ['https://nvr.hp.gov.vո/', 'spelling'],
    ['https://xn--80ak6aa92e.com/', 'host'],
    ['https://nvr.hp.gov.vn\t.evil.example/', 'spelling'],
    ['https://nvr.hp.gov.vn\n/', 'spelling'],
    [' https://nvr.hp.gov.vn/', 'spelling'],
    ['https://nvr.hp.gov.vn/ x', 'spelling'],
    [`https://nvr.hp.gov.vn/${'x'.repeat(3000)}`, 'spelling'],
    // This machine and the private nets, in every disguise.
    ['http://localhost/', 'host'],
    ['http://127.0.0.1/', 'host'],
    ['http://127.1/', 'spelling'],
    ['http://2130706433/', 'spelling'],
    ['http://0x7f000001/', 'spelling'],
    ['http://0x7f.0.0.1/', 'spelling'],
    ['http://0177.0.0.1/', 'spelling'],
    ['http://0/', 'spelling'],
    ['rtsp://2130706433/', 'spelling'],
    ['rtsp://0x7f000001/', 'spelling'],
    ['rtsp://127.1/', 'spelling'],
    ['rtsp://010.20.3.4/', 'spelling'],
    ['http://169488132/', 'spelling'],
    ['http://10.1316/', 'spelling'],
    ['http://10.20.3.4./', 'spelling'],
    ['http://①⓪.20.3.4/', 'spelling'],
    ['http://[::1]/', 'host'],
    ['http://[::]/', 'host'],
    ['http://[::ffff:127.0.0.1]/', 'spelling'],
    ['http://[::ffff:7f00:1]/', 'host'],
    ['rtsp://[::ffff:127.0.0.1]/', 'spelling'],
    ['http://[::127.0.0.1]/', 'spelling'],
    ['http://[64:ff9b::7f00:1]/', 'host'],
    ['http://[fe80::1%25eth0]/', 'not-a-url'],
    ['http://10.21.0.1/', 'host'],
    ['http://169.254.169.254/latest/meta-data/', 'host'],
    ['http://metadata.google.internal/', 'host'],
    ['http://8.8.8.8/', 'host'],
  ])('%j is refused: %s', (url, why) => {
    expect(outcome(url)).toBe(why);
  });

  test('what its name resolves to is asked again: nothing private that is not listed', () => {
    for (const address of ['203.162.4.190', '10.20.255.255', '2405:4800:10::1', '::ffff:10.20.0.1', '2001:4860:4860::8888']) {
      expect(allowedAddress(address, list), address).toBe(true);
    }
    for (const address of [
      '127.0.0.1',
      '127.255.0.9',
      '0.0.0.0',
      '10.0.0.1',
      '10.21.0.0',
      '100.64.0.1',
      '169.254.169.254',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.1',
      '198.18.0.1',
      '224.0.0.1',
      '240.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '::ffff:127.0.0.1',
      '::ffff:10.0.0.1',
      '::7f00:1',
      '64:ff9b::a00:1',
      '2002:7f00:1::',
      '2001:0:7f00:1::',
      'fc00::1',
      'fd12::1',
      'fe80::1',
      'fe80::1%eth0',
      'ff02::1',
      'nonsense',
      '',
    ]) {
      expect(allowedAddress(address, list), address).toBe(false);
    }
  });

  test('a list names hosts, addresses and networks, and nothing that could be read twice', () => {
    for (const wrong of [
      '',
      '*',
      '*.',
      'http://x',
      'a b',
      '10.0.0.0/33',
      '127.1',
      '0x7f000001',
      '2130706433',
      'a..b',
      '-a.vn',
      'nvr.hp.gov.vn.',
      'máy.vn',
    ]) {
      expect(() => parseAllowList([wrong]), wrong).toThrow('no host name');
    }
    expect(parseAllowList([])).toEqual({ names: new Set(), networks: [] });
    expect(allowedUrl('https://nvr.hp.gov.vn/', parseAllowList([]))).toEqual({ ok: false, error: 'host' });
  });
});
