import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { watchConsole } from '../../support/chromium.ts';
import { freePort } from '../../support/server-process.ts';
import { ROOT } from '../centre/built.ts';
import { untilPainted } from '../centre/wall-page.ts';

/** Milliseconds from the command to the link on the terminal, and to a wall that is painted. */
export type Started = { linkMs: number; paintedMs: number };

const PATIENCE_MS = 180_000;
const END_MS = 30_000;

/** `npm start` as a person types it, its link opened at once in a browser that already runs. The server is gone when this returns. */
export async function npmStart(browser: Browser, dataDir: string): Promise<Started> {
  const port = await freePort();
  const begun = Date.now();
  const [program, ...words] = COMMAND;
  const child = spawn(program, words, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      // Nothing of whoever runs the bench but what is said here.
      DATABASE_URL: '',
      MQTT_URL: '',
      DRILL: '',
      PUBLIC_URL: '',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      MQTT_PORT: String(await freePort()),
      LOG_LEVEL: 'warn',
    },
  });
  let said = '';
  const exited = once(child, 'exit');
  const context = await browser.newContext({ viewport: { width: 640, height: 360 } });
  try {
    const link = await new Promise<string>((done, failed) => {
      const late = setTimeout(() => failed(new Error(`no link was printed:\n${said}`)), PATIENCE_MS);
      const hear = (text: string): void => {
        said += text;
        const found = /(http\S+\/wall#link=\S+)/.exec(said)?.[1];
        if (found) {
          clearTimeout(late);
          done(found);
        }
      };
      child.stdout.setEncoding('utf8').on('data', hear);
      child.stderr.setEncoding('utf8').on('data', hear);
      child.once('exit', (code) => failed(new Error(`it ended (${code}):\n${said}`)));
    });
    const linkMs = Date.now() - begun;
    const page = await context.newPage();
    const watch = watchConsole(page);
    await page.goto(link);
    const paintedMs = (await untilPainted(page)) - begun;
    watch.assertClean();
    if (/Building|Installing/.test(said)) throw new Error('npm start built or installed: this was not a start of a built tree');
    return { linkMs, paintedMs };
  } finally {
    await context.close();
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS);
    // Ends npm, and with it the server, which watches its parent.
    child.kill('SIGTERM');
    await exited;
    clearTimeout(late);
  }
}

/**
 * What a person types. In a tree that was not installed by it, `npm start` would install first, which is no bench's business: then
 * the built server is started as it would have been.
 */
export const COMMAND: readonly [string, ...string[]] = isInstalled() ? ['npm', 'start', '--silent'] : ['node', 'dist/server/app/main.js'];

function isInstalled(): boolean {
  const stamp = join(ROOT, 'node_modules/.installed-from');
  const lock = createHash('sha256')
    .update(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
    .digest('hex');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === lock;
}
