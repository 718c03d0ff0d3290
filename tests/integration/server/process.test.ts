import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockedBy } from '../../../server/store/postgres-cluster.ts';
import { eventually } from '../../chaos/eventually.ts';
import { areLinksPrinted } from '../../support/printed-links.ts';
import { freePort } from '../../support/server-process.ts';
import { type Command, endCommands, endOrphansIn, isTaken, MAIN, processesIn, runCommand, runServer } from './terminal.ts';

let folder = '';
let port = 0;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ioc-process-'));
  port = await freePort();
});
afterEach(async () => {
  await endCommands();
  endOrphansIn(folder);
  await eventually('PostgreSQL is gone', async () => processesIn(folder).length === 0);
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** @throws Error with all that it said, when it ends first. */
async function untilReady(server: Command): Promise<void> {
  const ready = eventually('the server is ready', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => null);
    return response?.status === 200 && areLinksPrinted(server.stdout());
  });
  const ended = server.exited.then(({ code }) => {
    throw new Error(`it ended with ${code} before it was ready:\n${server.stdout()}\n${server.stderr()}`);
  });
  // The one that comes second is of no interest.
  ended.catch(() => {});
  ready.catch(() => {});
  await Promise.race([ready, ended]);
}

async function expectNothingLeft(dataDir: string): Promise<void> {
  await eventually('no process of ours is left', async () => processesIn(dataDir).length === 0);
  expect(await isTaken(port)).toBe(false);
}

/** Runs again on the same folder and port, and ends in order. */
async function expectRecovers(dataDir: string): Promise<void> {
  const next = runServer(port, dataDir);
  await untilReady(next);
  next.signal('SIGTERM');
  expect(await next.exited).toEqual({ code: 0, signal: null });
  await expectNothingLeft(dataDir);
}

test('START4 Ctrl-C in a terminal ends everything in order: exit 0, no orphan, port free', async () => {
  const dataDir = join(folder, 'data');
  const server = runServer(port, dataDir);
  await untilReady(server);
  expect(processesIn(dataDir).length).toBeGreaterThan(1);

  server.signalGroup('SIGINT');
  expect(await server.exited).toEqual({ code: 0, signal: null });
  await expectNothingLeft(dataDir);
  // PostgreSQL was asked last and ended in order: it removed its own lock.
  expect(lockedBy(dataDir)).toBeNull();
  expect(server.stderr()).toBe('');
  // Nor did the signal reach it past us: nothing failed on the way out.
  expect(server.stdout()).not.toMatch(/"level":"(warn|error)"/);
});

test('START4 a second SIGTERM changes nothing: the first one is carried through', async () => {
  const dataDir = join(folder, 'data');
  const server = runServer(port, dataDir);
  await untilReady(server);
  server.signal('SIGTERM');
  await eventually('it says that it stops', async () => server.stdout().includes('Đang dừng'));
  server.signal('SIGTERM');
  server.signal('SIGINT');
  expect(await server.exited).toEqual({ code: 0, signal: null });
  await expectNothingLeft(dataDir);
  expect(lockedBy(dataDir)).toBeNull();
});

test('START5 kill -9 of the server leaves no orphan, and the next start recovers', async () => {
  const dataDir = join(folder, 'data');
  const server = runServer(port, dataDir);
  await untilReady(server);
  server.signal('SIGKILL');
  await server.exited;
  await expectNothingLeft(dataDir);
  await expectRecovers(dataDir);
});

test('START5 kill -9 in the middle of the very first start: the next one makes the database anew', async () => {
  const dataDir = join(folder, 'data');
  const first = runServer(port, dataDir);
  await eventually('initdb is at work', async () => processesIn(join(dataDir, 'pg18.making')).length > 0);
  first.signal('SIGKILL');
  await first.exited;
  // initdb does not write on behind our back, into the folder that the next start makes room for.
  await expectNothingLeft(dataDir);
  await expectRecovers(dataDir);
});

test('START5 kill -9 of npm, which passes nothing on: the server sees that its parent is gone and ends in order', async () => {
  const dataDir = join(folder, 'data');
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'started-by-npm', private: true, scripts: { start: `node ${JSON.stringify(MAIN)}` } }),
  );
  const npm = runCommand(
    'npm',
    ['start', '--silent'],
    { PORT: String(port), DATA_DIR: dataDir, DRILL: 'off', MQTT_PORT: 'off', npm_config_update_notifier: 'false' },
    folder,
  );
  await untilReady(npm);
  npm.signal('SIGKILL');
  await npm.exited;
  await expectNothingLeft(dataDir);
  expect(npm.stdout()).toContain('Parent is gone');
});

test('START1 the data folder may have spaces and Vietnamese letters, and a long name', async () => {
  const dataDir = join(folder, 'dữ liệu của Trung tâm', 'Điều hành thông minh – thành phố Hải Phòng, tường hiển thị số 1');
  const server = runServer(port, dataDir);
  await untilReady(server);
  server.signal('SIGKILL');
  await server.exited;
  await expectNothingLeft(dataDir);
  await expectRecovers(dataDir);
});

test.skipIf(process.getuid?.() !== 0)('START1 a user who is not root runs it as well', async () => {
  const NOBODY = 65_534;
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  for (const path of [folder, dataDir]) await chown(path, NOBODY, NOBODY);
  const server = runCommand(
    'setpriv',
    [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', process.execPath, MAIN],
    { PORT: String(port), DATA_DIR: dataDir, DRILL: 'off', MQTT_PORT: 'off', HOME: folder },
    folder,
  );
  await untilReady(server);
  server.signalGroup('SIGINT');
  expect(await server.exited).toEqual({ code: 0, signal: null });
  await expectNothingLeft(dataDir);
});
