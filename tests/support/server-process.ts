import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { areLinksPrinted } from './printed-links.ts';

const MAIN = fileURLToPath(new URL('../../dist/server/app/main.js', import.meta.url));
const KEPT_OUTPUT = 1_000_000;
const ASK_EVERY_MS = 50;

/** What the server reads from its environment; none of it is inherited from whoever runs the tests. */
const CONFIGURATION = [
  'HOST',
  'PORT',
  'DATA_DIR',
  'DATABASE_URL',
  'IDENTITY_KEY',
  'OIDC_ISSUER',
  'OIDC_CLIENT_ID',
  'OIDC_CLIENT_SECRET',
  'MQTT_URL',
  'MQTT_PORT',
  'DRILL',
  'DRILL_SEED',
  'LOG_LEVEL',
  'NODE_OPTIONS',
];

export type ServerParts = {
  /** Over everything else: `DRILL`, `DATABASE_URL`, `MQTT_URL`, `LOG_LEVEL`… */
  env?: Record<string, string>;
  /** Unset: a new one, removed when the tests of the file are done. Of an earlier process: what it left is found again. */
  dataDir?: string;
  /** Unset: any free one. Of an earlier process: its clients find the new one by themselves. */
  port?: number;
  /** `free`: the server runs its own broker on a free port, `mqttPort`. */
  mqtt?: 'off' | 'free';
  readyWithinMs?: number;
};

export type ServerProcess = {
  /** `http://127.0.0.1:PORT` */
  url: string;
  port: number;
  mqttPort: number | null;
  pid: number;
  dataDir: string;
  /** Standard output and error so far, the newest megabyte: the printed links are in it. */
  output(): string;
  /** Asks it to end, as Ctrl-C does, and waits until it has. Exit code; null when it had to be killed. */
  stop(): Promise<number | null>;
  /** Ends it as a power cut would. */
  kill9(): Promise<void>;
};

const running = new Set<ServerProcess>();
const folders = new Set<string>();

if (process.env.VITEST) {
  const { afterAll } = await import('vitest');
  afterAll(stopServers);
}

/** Stops every server and removes every folder that was made here. Runs by itself after a test file; a bench calls it. */
export async function stopServers(): Promise<void> {
  await Promise.all([...running].map((server) => server.stop()));
  // PostgreSQL may still be writing its last after a kill.
  await Promise.all([...folders].map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 })));
  folders.clear();
}

/** A port that nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port was given');
  return address.port;
}

async function newDataDir(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ioc-server-'));
  folders.add(folder);
  return join(folder, 'data');
}

/**
 * The built server as its own process, answering `/ready` and its links printed when this returns. With no drill, no broker and an empty database
 * unless told otherwise. It ends with this process, however that ends.
 * @throws Error with all that the server said, when it ends first or is not ready in time.
 */
export async function startServerProcess(parts: ServerParts = {}): Promise<ServerProcess> {
  if (!existsSync(MAIN)) throw new Error('The server is not built: npm run build');
  const port = parts.port ?? (await freePort());
  const mqttPort = parts.mqtt === 'free' ? await freePort() : null;
  const dataDir = parts.dataDir ?? (await newDataDir());
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !CONFIGURATION.includes(name)));
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...inherited,
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDir,
      MQTT_PORT: String(mqttPort ?? 'off'),
      DRILL: 'off',
      NODE_ENV: 'production',
      // As npm's child the server watches its parent, and ends when that is gone.
      npm_lifecycle_event: 'test',
      ...parts.env,
    },
  });

  let said = '';
  const hear = (text: string): void => {
    said = (said + text).slice(-KEPT_OUTPUT);
  };
  child.stdout.setEncoding('utf8').on('data', hear);
  child.stderr.setEncoding('utf8').on('data', hear);
  const ended = new Promise<number | null>((done) => {
    child.once('error', (error) => {
      hear(`${error.message}\n`);
      done(null);
    });
    child.once('close', (code) => done(code));
  });

  const server: ServerProcess = {
    url: `http://127.0.0.1:${port}`,
    port,
    mqttPort,
    pid: child.pid ?? -1,
    dataDir,
    output: () => said,
    async stop() {
      const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
      if (isAlive(child)) child.kill('SIGTERM');
      const code = await ended;
      clearTimeout(patience);
      return code;
    },
    async kill9() {
      if (isAlive(child)) child.kill('SIGKILL');
      await ended;
    },
  };
  running.add(server);
  void ended.then(() => running.delete(server));

  try {
    await untilReady(server, child, parts.readyWithinMs ?? 60_000);
  } catch (error) {
    await server.kill9();
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${said}`);
  }
  return server;
}

const isAlive = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null && child.pid !== undefined;

async function untilReady({ url, output }: ServerProcess, child: ChildProcess, withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  let answer = 'nothing';
  while (Date.now() < deadline) {
    if (!isAlive(child)) throw new Error(`The server ended (code ${child.exitCode}, signal ${child.signalCode}) before it was ready`);
    try {
      const response = await fetch(`${url}/ready`, { signal: AbortSignal.timeout(2_000) });
      answer = `${response.status} ${await response.text()}`;
      if (response.ok && areLinksPrinted(output())) return;
    } catch (error) {
      answer = String(error);
    }
    await new Promise((again) => setTimeout(again, ASK_EVERY_MS));
  }
  throw new Error(`The server was not ready within ${withinMs} ms; last answer: ${answer}`);
}
