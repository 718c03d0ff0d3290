import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, chown, lstat, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './postgres-binaries.ts';

/** The database folder of the embedded PostgreSQL: who owns it, how it comes to be, what a crash leaves in it. */

export const SUPERUSER = 'ioc';
export const PORT = 5432;
/** sun_path of Linux holds 108 bytes with the closing zero, macOS 104. */
const SOCKET_PATH_MAX = 103;
const SOCKET_NAME = `.s.PGSQL.${PORT}`;

export const clusterFolder = (dataDir: string): string => join(dataDir, 'pg18');

/**
 * How PostgreSQL itself names its folder. It runs inside it, and through this link needs no right to pass the folders above
 * (root's own home is closed to everyone else).
 */
export const CLUSTER_FROM_WITHIN = process.platform === 'linux' ? '/proc/self/cwd' : '.';

/** null: the user that this process runs as. As root: the folder's owner, else `postgres`, else `nobody`; no user is added. */
export async function clusterAccount(dataDir: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null;
  const folder = clusterFolder(dataDir);
  if (existsSync(folder)) {
    const { uid, gid } = await stat(folder);
    if (uid !== 0) return { uid, gid };
  }
  const accounts = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = accounts.find((fields) => fields[0] === name);
    if (found) return { uid: Number(found[2]), gid: Number(found[3]) };
  }
  throw new Error(
    'PostgreSQL will not run as root, and this system has neither the user "postgres" nor "nobody"; set DATABASE_URL instead',
  );
}

export type ClusterParts = {
  dataDir: string;
  native: string;
  account: Account | null;
  /** Whether a power cut right after must find it whole. */
  durable: boolean;
  /** util-linux's `setpriv`, where there is one: initdb then ends with us, as PostgreSQL does (START5). */
  setpriv: string | null;
};

/** Runs initdb when there is no cluster yet. It is renamed when whole, so one that was cut short is made again. */
export async function ensureCluster({ dataDir, native, account, durable, setpriv }: ClusterParts): Promise<void> {
  const folder = clusterFolder(dataDir);
  if (existsSync(join(folder, 'PG_VERSION'))) return;
  const making = `${folder}.making`;
  // Of a start that was killed, initdb may still be writing there: for a moment, or to its end where nothing holds it on a leash.
  await rm(making, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 });
  await mkdir(making, { mode: 0o700 });
  if (account) await chown(making, account.uid, account.gid);
  const command = [...(setpriv ? [setpriv, '--pdeathsig', 'KILL', '--'] : []), join(native, 'bin', 'initdb')];
  const made = runInitdb(command, making, account, durable ? [] : ['--no-sync']);
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.trim()}`);
  await rename(making, folder);
}

function runInitdb(
  [program = '', ...before]: string[],
  folder: string,
  account: Account | null,
  extra: string[],
): SpawnSyncReturns<string> {
  const encoding = ['-E', 'UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
  // Whoever can open the socket is the operator: its folder is 0700.
  const access = ['-U', SUPERUSER, '--auth-local=trust', '--auth-host=reject'];
  return spawnSync(program, [...before, '-D', CLUSTER_FROM_WITHIN, ...encoding, ...access, ...extra, '--no-instructions'], {
    ...account,
    cwd: folder,
    env: postgresEnvironment(),
    encoding: 'utf8',
  });
}

/** Nothing of ours leaks in: PGDATA, PGPORT or a locale of the shell would change what PostgreSQL does. */
export const postgresEnvironment = (): NodeJS.ProcessEnv => ({ PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' });

/** Where the socket lies: what PostgreSQL is told, and the folder that this process connects to. */
export async function socketFolder(dataDir: string, account: Account | null): Promise<{ told: string; path: string }> {
  const folder = clusterFolder(dataDir);
  if (Buffer.byteLength(join(folder, SOCKET_NAME)) <= SOCKET_PATH_MAX) return { told: '.', path: folder };
  const owner = account?.uid ?? process.getuid?.() ?? 0;
  const short = join(tmpdir(), `ioc-pg-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`);
  const made = await mkdir(short, { mode: 0o700 }).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
      return false;
    },
  );
  if (made && account) await chown(short, account.uid, account.gid);
  const found = await lstat(short);
  // The temporary folder is everyone's: a folder that someone else laid there is not used.
  if (!found.isDirectory() || found.uid !== owner) throw new Error(`${short} belongs to someone else; choose a shorter DATA_DIR`);
  await chmod(short, 0o700);
  return { told: short, path: short };
}

/** The process that the lock file names; null when there is none. */
export function lockedBy(dataDir: string): number | null {
  try {
    const pid = Number(readFileSync(join(clusterFolder(dataDir), 'postmaster.pid'), 'utf8').split('\n')[0]);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * In a container whose first process reaps no one, a killed PostgreSQL stays as a zombie and its lock looks held.
 * A lock whose process is a zombie is removed, and no other.
 */
export async function clearZombieLock(dataDir: string): Promise<void> {
  const pid = lockedBy(dataDir);
  if (pid === null || processState(pid) !== 'Z') return;
  await rm(join(clusterFolder(dataDir), 'postmaster.pid'), { force: true });
}

/** The one-letter state of proc(5); null where there is no such process or no /proc. */
function processState(pid: number): string | null {
  try {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2, line.lastIndexOf(')') + 3);
  } catch {
    return null;
  }
}
