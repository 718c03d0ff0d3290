import { accessSync, constants } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
];

/**
 * No traffic of the browser's own. The sandbox is off because root and most containers cannot have it; these pages come from this
 * machine alone.
 */
const ALWAYS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-dev-shm-usage',
];
/** WebGL without a graphics card. All that the page shows is then drawn the same way: twice the work of a page without a map. */
export const CHROMIUM_FLAGS = [
  ...ALWAYS,
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--ignore-gpu-blocklist',
  '--disable-domain-blocking-for-3d-apis',
  '--disable-gpu-process-crash-limit',
];
const WITHOUT_WEBGL = [...ALWAYS, '--disable-gpu'];

const open = new Set<Browser>();

if (process.env.VITEST) {
  const { afterAll } = await import('vitest');
  afterAll(async () => {
    await Promise.all([...open].map((browser) => browser.close()));
  });
}

/** @throws Error that says what to install, when the machine has no Chromium. */
export function chromiumPath(): string {
  const named = process.env.CHROMIUM;
  const found = (named ? [named] : PLACES).find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(named ? `CHROMIUM=${named} cannot be run` : 'No Chromium: apt-get install chromium, or set CHROMIUM');
  return found;
}

/**
 * A headless Chromium. In a test file it is closed after the last test of that file; elsewhere the caller closes it, and it ends
 * with the process in any case. Each test takes its own page: `browser.newPage({ viewport: { width, height } })`. `webgl: false`
 * for pages that have no map; a map on one would say that it cannot draw.
 */
export async function openChromium({ webgl = true, flags = [] }: { webgl?: boolean; flags?: string[] } = {}): Promise<Browser> {
  const args = [...(webgl ? CHROMIUM_FLAGS : WITHOUT_WEBGL), ...flags];
  const browser = await chromium.launch({ executablePath: chromiumPath(), args, headless: true });
  open.add(browser);
  browser.on('disconnected', () => open.delete(browser));
  return browser;
}

export type Watch = {
  /** What went wrong so far, newest last, without what was expected. */
  faults(): string[];
  /** From now on such a fault is part of the test (a link that is cut on purpose); returns the way to end that. */
  expectFault(pattern: RegExp): () => void;
  /** @throws Error listing every fault. */
  assertClean(): void;
};

/**
 * Listens to everything a page may complain of: console errors, uncaught errors, a crash, requests that failed or were answered
 * with 4xx or 5xx, sockets that broke. To be called before the page is opened, and asserted at the end of the test.
 */
export function watchConsole(page: Page): Watch {
  const faults: string[] = [];
  const expected = new Set<RegExp>();
  const note = (fault: string): void => {
    if (![...expected].some((pattern) => pattern.test(fault))) faults.push(fault);
  };

  page.on('console', (message) => {
    if (message.type() === 'error') note(`console: ${message.text()} (${message.location().url}:${message.location().lineNumber})`);
  });
  page.on('pageerror', (error) => note(`uncaught: ${error.stack ?? String(error)}`));
  page.on('crash', () => note('crash: the page is gone'));
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'unknown';
    // The page itself let go of it: a navigation, an abort of its own, a page that was closed.
    if (reason !== 'net::ERR_ABORTED') note(`request: ${request.method()} ${request.url()} ${reason}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) note(`response: ${response.status()} ${response.request().method()} ${response.url()}`);
  });
  page.on('websocket', (socket) => socket.on('socketerror', (error) => note(`socket: ${socket.url()} ${error}`)));

  return {
    faults: () => [...faults],
    expectFault(pattern) {
      expected.add(pattern);
      return () => void expected.delete(pattern);
    },
    assertClean() {
      if (faults.length > 0) throw new Error(`The page complained ${faults.length} times:\n${faults.join('\n')}`);
    },
  };
}
