import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../../../dist/server/app/main.js', import.meta.url));

/** A command as a terminal runs it: in a process group of its own, its two outputs apart. */
export type Command = {
  pid: number;
  stdout(): string;
  stderr(): string;
  /** To the one process. */
  signal(name: NodeJS.Signals): void;
  /** To the whole group, as Ctrl-C does. */
  signalGroup(name: NodeJS.Signals): void;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

const started = new Set<Command>();

/** Ends what a failed test left: the whole group of each, which outlives its first process. Called after each test of a file. */
export async function endCommands(): Promise<void> {
  for (const command of started) command.signalGroup('SIGKILL');
  await Promise.all([...started].map(({ exited }) => exited));
  started.clear();
}

/** Nothing of the caller's own configuration leaks in. */
const PASSED_ON = ['PATH', 'HOME', 'LANG', 'TMPDIR'];

/** To a process, or to a group by its negative id; one that is gone already is no failure. */
function send(to: number, name: NodeJS.Signals): void {
  try {
    process.kill(to, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

export function runCommand(command: string, args: readonly string[], env: Record<string, string>, cwd?: string): Command {
  const inherited = Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  const child: ChildProcess = spawn(command, args, {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...inherited, ...env },
    ...(cwd ? { cwd } : {}),
  });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  }
  const pid = child.pid ?? Number.NaN;
  const running: Command = {
    pid,
    stdout: () => said.stdout,
    stderr: () => said.stderr,
    signal: (name) => send(pid, name),
    signalGroup: (name) => send(-pid, name),
    exited: new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ code, signal }));
    }),
  };
  started.add(running);
  return running;
}

/** The built server on this port and folder, without drill and broker unless told otherwise. */
export const runServer = (port: number, dataDir: string, env: Record<string, string> = {}): Command =>
  runCommand(process.execPath, [MAIN], { PORT: String(port), DATA_DIR: dataDir, DRILL: 'off', MQTT_PORT: 'off', ...env });

/** Processes that work in a folder, zombies aside: what PostgreSQL leaves behind when it is orphaned. */
export function processesIn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const where = readlinkSync(`/proc/${pid}/cwd`);
        return where === folder || where.startsWith(`${folder}/`);
      } catch {
        return false;
      }
    });
}

/** Where the server failed to, a test sees to it that nothing is left behind. */
export function endOrphansIn(folder: string): void {
  for (const pid of processesIn(folder)) send(pid, 'SIGQUIT');
}

const TICKS_PER_S = 100;

/** What a process has used of the processors so far, its threads together (proc(5): utime and stime). */
export function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_S;
}

/** Whether anybody listens there. */
export const isTaken = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
