import { chmod, mkdir, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { preparePostgresBinaries } from './postgres-binaries.ts';
import { clearZombieLock, clusterAccount, clusterFolder, ensureCluster, PORT, SUPERUSER, socketFolder } from './postgres-cluster.ts';
import { FolderHeld, findLeash, type Launch, type Leash, launchPostgres, type PostgresProcess } from './postgres-process.ts';
import type { StoreLog } from './store-log.ts';

export type EmbeddedPostgres = {
  /** What `pg` needs; it stays the same over restarts. */
  readonly connection: { host: string; port: number; user: string; database: string };
  /** Of the postmaster; null while it is down. */
  readonly pid: number | null;
  /** Called each time that PostgreSQL ended without being asked to; it is being started again. Returns how to stop listening. */
  onExit(listener: (reason: string) => void): () => void;
  /** Fast shutdown; the last thing that a node stops. */
  stop(): Promise<void>;
};

export type EmbeddedPostgresParts = {
  /** Made when missing. May belong to root: only `pg18` in it is PostgreSQL's own. */
  dataDir: string;
  log: StoreLog;
  /** Over the defaults, for tests and tuning. */
  settings?: Record<string, string>;
  leash?: Leash;
  /** The npm package's folder, when it is not the one that is installed for this platform. */
  packageFolder?: string;
  /** How long to wait for whoever holds the folder; what the last one left behind is gone within seconds. */
  heldPatienceMs?: number;
};

const HELD_PATIENCE_MS = 20_000;
const HELD_RETRY_MS = 200;
const FAST_SHUTDOWN_MS = 20_000;
const RESTART_MS = [100, 500, 1000, 2000, 5000];

/**
 * PostgreSQL from the npm binaries, in `<dataDir>/pg18`, over a socket in a 0700 folder, without TCP. Supervised: it dies
 * with this process and is started again when it dies alone.
 */
export async function startEmbeddedPostgres(parts: EmbeddedPostgresParts): Promise<EmbeddedPostgres> {
  const { log } = parts;
  const dataDir = resolve(parts.dataDir);
  await mkdir(dataDir, { recursive: true });
  const account = await clusterAccount(dataDir);
  const native = await preparePostgresBinaries(dataDir, account, parts.packageFolder);
  const leash = parts.leash ?? findLeash();
  await ensureCluster({
    dataDir,
    native,
    account,
    durable: parts.settings?.fsync !== 'off',
    setpriv: leash.kind === 'setpriv' ? leash.path : null,
  });
  await chmod(clusterFolder(dataDir), 0o700);
  const socket = await socketFolder(dataDir, account);
  const launch: Launch = {
    dataDir,
    native,
    account,
    log,
    socket: socket.told,
    leash,
    settings: parts.settings ?? {},
  };

  const patienceMs = parts.heldPatienceMs ?? HELD_PATIENCE_MS;

  const listeners = new Set<(reason: string) => void>();
  const stopping = new AbortController();
  let running: PostgresProcess | null = await launchPatiently(launch, patienceMs);
  log.info({ pid: running.pid, folder: clusterFolder(dataDir) }, 'PostgreSQL is up');

  const supervised = supervise();
  async function supervise(): Promise<void> {
    while (running) {
      const started = Date.now();
      const reason = await running.exited;
      running = null;
      if (stopping.signal.aborted) return;
      log.error({ reason }, 'PostgreSQL ended; starting it again');
      for (const listener of listeners) listener(reason);
      running = await restart(Date.now() - started);
    }
  }

  /** One that has just been started waits longer: a crash loop must not eat the machine. */
  async function restart(livedMs: number): Promise<PostgresProcess | null> {
    for (let attempt = livedMs < 5000 ? 1 : 0; !stopping.signal.aborted; attempt++) {
      try {
        await delay(RESTART_MS[Math.min(attempt, RESTART_MS.length - 1)], undefined, { signal: stopping.signal });
        const again = await launchPatiently(launch, patienceMs, stopping.signal);
        log.info({ pid: again.pid }, 'PostgreSQL is up again');
        return again;
      } catch (error) {
        if (!stopping.signal.aborted) log.error({ error: String(error) }, 'PostgreSQL does not start');
      }
    }
    return null;
  }

  return {
    connection: { host: socket.path, port: PORT, user: SUPERUSER, database: 'postgres' },
    get pid() {
      return running?.pid ?? null;
    },
    onExit(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopping.abort();
      await end(running, log);
      await supervised;
      // A restart that was under way may have come up in between.
      await end(running, log);
      if (socket.told !== '.') await rm(socket.path, { recursive: true, force: true });
    },
  };
}

async function launchPatiently(launch: Launch, patienceMs: number, signal?: AbortSignal): Promise<PostgresProcess> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    await clearZombieLock(launch.dataDir);
    try {
      return await launchPostgres(launch);
    } catch (error) {
      if (!(error instanceof FolderHeld) || Date.now() > deadline) throw error;
      await delay(HELD_RETRY_MS, undefined, signal ? { signal } : {});
    }
  }
}

async function end(running: PostgresProcess | null, log: StoreLog): Promise<void> {
  if (!running) return;
  const patience = new AbortController();
  running.signal('SIGINT');
  const late = delay(FAST_SHUTDOWN_MS, 'late' as const, { signal: patience.signal }).catch(() => 'ended' as const);
  const outcome = await Promise.race([running.exited, late]);
  patience.abort();
  if (outcome === 'late') {
    log.warn({ pid: running.pid }, 'PostgreSQL does not stop; it will recover from its log at the next start');
    running.signal('SIGQUIT');
    await running.exited;
  }
}
