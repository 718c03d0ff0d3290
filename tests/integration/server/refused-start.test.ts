import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../support/server-process.ts';
import { type Command, endCommands, processesIn, runServer } from './terminal.ts';

let folder = '';
let port = 0;
let occupant: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ioc-refused-'));
  port = await freePort();
});
afterEach(async () => {
  occupant?.close();
  occupant = undefined;
  await endCommands();
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** What it says before it gives up, by line; nothing but that, and no process behind it. */
async function linesOf(server: Command): Promise<string[]> {
  expect(await server.exited).toEqual({ code: 1, signal: null });
  expect(server.stdout()).toBe('');
  expect(processesIn(folder)).toEqual([]);
  return server
    .stderr()
    .split('\n')
    .filter((line) => line !== '');
}

test('START6 a port in use: one line that names it, exit 1, nothing begun', async () => {
  occupant = createServer();
  await new Promise<void>((resolve) => occupant?.listen(port, '127.0.0.1', resolve));
  const dataDir = join(folder, 'data');
  const lines = await linesOf(runServer(port, dataDir, { DRILL: 'auto' }));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(String(port));
  expect(lines[0]).toMatch(/^PORT: .*đang được dùng.*in use/);
  expect(existsSync(dataDir)).toBe(false);
});

test.each(['localhost', '127.0.0.1'])(
  'START6 a database at %s that does not answer: one line, its password in none of it',
  async (host) => {
    const nobody = await freePort();
    const lines = await linesOf(runServer(port, join(folder, 'data'), { DATABASE_URL: `postgres://ioc:mat-khau-9@${host}:${nobody}/ioc` }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^DATABASE_URL: .*${host}:${nobody}.*ECONNREFUSED`));
    expect(lines[0]).not.toContain('mat-khau-9');
  },
);

test('START6 a wrong configuration: a line for each variable that is wrong', async () => {
  const env = { PORT: 'tám mươi', DATABASE_URL: 'mysql://localhost/ioc', MQTT_URL: 'http://localhost', DRILL: 'có' };
  const lines = await linesOf(runServer(port, join(folder, 'data'), env));
  expect(lines.map((line) => line.split(':')[0]).sort()).toEqual(['DATABASE_URL', 'DRILL', 'MQTT_URL', 'PORT']);
});
