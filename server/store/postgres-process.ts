import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Account } from './postgres-binaries.ts';
import { CLUSTER_FROM_WITHIN, clusterFolder, lockedBy, PORT, postgresEnvironment } from './postgres-cluster.ts';
import type { StoreLog } from './store-log.ts';

/**
 * How PostgreSQL learns that we are gone, whatever killed us: the kernel's parent-death signal through util-linux's
 * `setpriv`, or, where there is none, a shell that waits for the other end of a pipe to close.
 */
export type Leash = { kind: 'setpriv'; path: string } | { kind: 'pipe' };

export function findLeash(): Leash {
  // busybox has a setpriv too, one that cannot do this.
  const help = spawnSync('setpriv', ['--help'], { encoding: 'utf8', env: postgresEnvironment() });
  return help.status === 0 && help.stdout.includes('--pdeathsig') ? { kind: 'setpriv', path: 'setpriv' } : { kind: 'pipe' };
}

const SETTINGS = {
  listen_addresses: '',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  wal_compression: 'pglz',
  jit: 'off',
  timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_checkpoints: 'off',
  log_line_prefix: '',
  // Rows and parameters are people's data and do not belong in a server's log.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  cluster_name: 'ioc-wall',
} as const;

export type PostgresProcess = {
  pid: number;
  exited: Promise<string>;
  signal(name: NodeJS.Signals): void;
};

export type Launch = {
  dataDir: string;
  native: string;
  account: Account | null;
  socket: string;
  leash: Leash;
  settings: Record<string, string>;
  log: StoreLog;
};

/** Not that it ended a connection because it was told to stop. */
const WORTH_TELLING = /^(WARNING|ERROR|FATAL|PANIC):(?!.* due to administrator command)/;

/** Another PostgreSQL, or what is left of one, still holds the folder; it may be gone in a moment. */
export class FolderHeld extends Error {}
const HELD = /lock file .* already exists|is still in use|could not create lock file/;

/**
 * Starts PostgreSQL in a session of its own, so that Ctrl-C in the terminal reaches only us, and waits until it takes connections.
 * @throws FolderHeld when the data folder is in use.
 */
export async function launchPostgres(launch: Launch): Promise<PostgresProcess> {
  const child = spawnLeashed(launch);
  const last: string[] = [];
  const exited = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`));
  });
  const ready = new Promise<true>((resolve) => {
    createInterface({ input: child.stderr as Readable }).on('line', (line) => {
      last.push(line);
      if (last.length > 20) last.shift();
      if (line.includes('database system is ready to accept connections')) resolve(true);
      if (WORTH_TELLING.test(line)) launch.log.warn({ postgres: line }, 'PostgreSQL says');
    });
  });
  const outcome = await Promise.race([ready, exited]);
  if (outcome !== true) {
    const said = last.join('\n');
    if (HELD.test(said)) throw new FolderHeld(`another PostgreSQL holds ${clusterFolder(launch.dataDir)}: ${said}`);
    throw new Error(`PostgreSQL did not start (${outcome}): ${said}`);
  }
  // Under a shell the child is not PostgreSQL itself.
  const pid = launch.leash.kind === 'setpriv' ? child.pid : (lockedBy(launch.dataDir) ?? undefined);
  if (pid === undefined) throw new Error('PostgreSQL started and left no process id');
  return {
    pid,
    exited,
    signal(name) {
      try {
        process.kill(pid, name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
    },
  };
}

/** The shell's own child first lets go of the pipe's end; the watcher asks for a fast shutdown when ours closes. */
const PIPE_LEASH = `
"$@" 3<&- & postgres=$!
( read -r _ <&3; kill -INT "$postgres" ) 2>/dev/null & watcher=$!
wait "$postgres"; code=$?
kill "$watcher" 2>/dev/null
exit "$code"`;

function spawnLeashed({ dataDir, native, account, socket, leash, settings }: Launch): ChildProcess {
  const options = Object.entries({ ...SETTINGS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [join(native, 'bin', 'postgres'), '-D', CLUSTER_FROM_WITHIN, '-k', socket, '-p', String(PORT), ...options];
  const common = { cwd: clusterFolder(dataDir), env: postgresEnvironment(), detached: true };
  if (leash.kind === 'setpriv') {
    const as = account ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : [];
    return spawn(leash.path, [...as, '--pdeathsig', 'INT', '--', ...command], { ...common, stdio: ['ignore', 'ignore', 'pipe'] });
  }
  return spawn('/bin/sh', ['-c', PIPE_LEASH, 'sh', ...command], { ...common, ...account, stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
}
