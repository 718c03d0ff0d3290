import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openChromium, watchConsole } from '../support/chromium.ts';

/** A page whose only button does the deed, so that the fault comes after the page is there. */
const page = (deed: string): string =>
  `<!doctype html><link rel="icon" href="data:,"><button onclick="${deed.replaceAll('"', '&quot;')}">go</button><p>ready</p>`;

const DEEDS: [string, string, RegExp][] = [
  ['an error on the console', "console.error('sour milk')", /^console: sour milk/],
  ['an uncaught error', "setTimeout(() => { throw new Error('broken cup') })", /^uncaught: .*broken cup/],
  ['a promise nobody caught', "Promise.reject(new Error('cold tea'))", /^uncaught: .*cold tea/],
  ['an answer of 500', "fetch('/500')", /^response: 500 GET/],
  ['an answer of 404', "fetch('/404')", /^response: 404 GET/],
  ['a request that failed', "fetch('/cut')", /^request: GET .*ERR_EMPTY_RESPONSE/],
  ['a socket that broke', "new WebSocket('ws://' + location.host + '/404')", /^socket: ws:.*404/],
];

let server: Server;
let browser: Browser;
let origin = '';

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path === '/cut') request.socket.destroy();
    else if (/^\/\d+$/.test(path)) response.writeHead(Number(path.slice(1))).end();
    else response.setHeader('content-type', 'text/html').end(page(decodeURIComponent(path.slice('/page/'.length))));
  });
  server.on('upgrade', (_, socket) => socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  origin = `http://127.0.0.1:${address.port}`;
  browser = await openChromium({ webgl: false });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function doDeed(deed: string) {
  const tab = await browser.newPage();
  const watch = watchConsole(tab);
  await tab.goto(`${origin}/page/${encodeURIComponent(deed)}`);
  return { tab, watch };
}

describe('WATCH1: a page that complains fails its test', () => {
  test.each(DEEDS)('%s', async (_, deed, fault) => {
    const { tab, watch } = await doDeed(deed);
    expect(watch.faults()).toEqual([]);
    await tab.click('button');
    await expect.poll(() => watch.faults()).toContainEqual(expect.stringMatching(fault));
    expect(() => watch.assertClean()).toThrow(fault.source.startsWith('^') ? new RegExp(fault.source.slice(1)) : fault);
    await tab.close();
  });

  test('what is expected is none, for as long as it is expected', async () => {
    const { tab, watch } = await doDeed("console.error('a cut'); console.error('another')");
    const end = watch.expectFault(/a cut/);
    await tab.click('button');
    await expect.poll(() => watch.faults().length).toBe(1);
    end();
    await tab.click('button');
    await expect.poll(() => watch.faults().length).toBe(3);
    await tab.close();
  });

  test('a quiet page passes, through a reload too', async () => {
    const { tab, watch } = await doDeed("console.log('fine'); fetch('/200')");
    await tab.click('button');
    await tab.reload();
    await tab.getByText('ready').waitFor();
    watch.assertClean();
    await tab.close();
  });
});
