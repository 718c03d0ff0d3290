import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';

/** A real Mosquitto on a free loopback port, with a password file, stopped by its process id. */
export type Mosquitto = {
  /** For Frigate, which publishes; and for the server, which reads. */
  publisherUrl: string;
  readerUrl: string;
  port: number;
  /** `kill -9`; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Again on the same port, with nothing retained. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

/** `MOSQUITTO` names another one; its password program lies beside it. */
const NAMED = process.env.MOSQUITTO ? [dirname(process.env.MOSQUITTO)] : [];
const FOLDERS = [...NAMED, ...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/bin', '/opt/homebrew/sbin'];

/** @throws Error that says what to install. */
function binary(name: string): string {
  for (const folder of FOLDERS) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Looked for in the next folder.
    }
  }
  throw new Error(`${name} is missing: install it with "apt-get install mosquitto" (Debian) to run these tests`);
}

export async function startMosquitto(): Promise<Mosquitto> {
  const mosquitto = binary('mosquitto');
  const passwd = binary('mosquitto_passwd');
  const folder = mkdtempSync(join(tmpdir(), 'ioc-mosquitto-'));
  const port = await freePort();
  const passwords = join(folder, 'passwords');
  writeFileSync(passwords, '');
  chmodSync(passwords, 0o600);
  execFileSync(passwd, ['-b', passwords, 'frigate', 'camera-side']);
  execFileSync(passwd, ['-b', passwords, 'ioc', 'server-side']);
  const rights = join(folder, 'rights');
  writeFileSync(rights, 'user frigate\ntopic readwrite frigate/#\nuser ioc\ntopic read frigate/#\n', { mode: 0o600 });
  const configuration = join(folder, 'mosquitto.conf');
  writeFileSync(
    configuration,
    [
      `listener ${port} 127.0.0.1`,
      'allow_anonymous false',
      `password_file ${passwords}`,
      `acl_file ${rights}`,
      'persistence false',
      'log_dest stderr',
      'log_type all',
      // Started by root it would change to a user that cannot read these files.
      ...(process.getuid?.() === 0 ? ['user root'] : []),
    ].join('\n'),
  );

  let child: ChildProcess | null = null;
  const start = async (): Promise<void> => {
    child = await launch(mosquitto, configuration);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ending = child;
    child = null;
    if (!ending || ending.exitCode !== null) return;
    const gone = new Promise((resolve) => ending.once('exit', resolve));
    ending.kill(signal);
    await gone;
  };
  await start();
  return {
    publisherUrl: `mqtt://frigate:camera-side@127.0.0.1:${port}`,
    readerUrl: `mqtt://ioc:server-side@127.0.0.1:${port}`,
    port,
    kill: () => end('SIGKILL'),
    start,
    async stop() {
      await end('SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when it says that it runs. */
function launch(path: string, configuration: string): Promise<ChildProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, ['-c', configuration], { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 10_000) said += text;
      if (/version \S+ running/.test(said)) resolve(child);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`mosquitto ended with ${code}: ${said}`)));
  });
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
