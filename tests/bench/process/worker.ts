import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { Answer, Calls, Question } from './answer.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const END_MS = 10_000;

/** A process of its own that does one part of a measurement. */
export type Worker<C extends Calls> = {
  /** @throws Error with what the worker threw, or when it ended meanwhile. */
  call<N extends keyof C & string>(name: N, ...argument: Parameters<C[N]>): Promise<Awaited<ReturnType<C[N]>>>;
  stop(): Promise<void>;
};

const running = new Set<{ stop(): Promise<void> }>();
const scripts = new Map<string, Promise<string>>();
let folder: string | null = null;

/**
 * Runs a script as plain JavaScript, as the built server runs: a loader that wraps each function would be measured along with it.
 * `entry` is a path from `tests/bench`.
 */
export async function startWorker<C extends Calls>(entry: string, profileDir: string | null = null): Promise<Worker<C>> {
  let script = scripts.get(entry);
  if (!script) {
    script = compile(entry);
    scripts.set(entry, script);
  }
  // As `npm start` has it: short-lived rows die young.
  const execArgv = ['--max-semi-space-size=64', ...(profileDir ? ['--cpu-prof', `--cpu-prof-dir=${profileDir}`] : [])];
  const child = fork(await script, { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map<number, { done: (value: unknown) => void; failed: (error: Error) => void }>();
  let asked = 0;
  child.on('message', ({ id, value, error }: Answer) => {
    const question = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) question?.done(value);
    else question?.failed(new Error(`${entry}: ${error}`));
  });
  const exited = once(child, 'exit').then(([code, signal]) => {
    for (const { failed } of waiting.values()) failed(new Error(`${entry} ended (${code ?? signal}) before it answered`));
    waiting.clear();
  });
  const worker: Worker<C> = {
    call: (name, ...argument) =>
      new Promise((done, failed) => {
        const id = ++asked;
        waiting.set(id, { done: done as (value: unknown) => void, failed });
        child.send({ id, call: name, argument: argument[0] } satisfies Question, (error) => error && failed(error));
      }),
    async stop() {
      running.delete(worker);
      await end(child, exited);
    },
  };
  running.add(worker);
  return worker;
}

async function end(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const late = setTimeout(() => child.kill('SIGKILL'), END_MS);
  child.kill('SIGTERM');
  await exited;
  clearTimeout(late);
}

/** Ends every worker that still runs and removes what was compiled. */
export async function stopWorkers(): Promise<void> {
  await Promise.all([...running].map((worker) => worker.stop()));
  if (folder) await rm(folder, { recursive: true, force: true });
  folder = null;
  scripts.clear();
}

async function compile(entry: string): Promise<string> {
  if (!folder) {
    // Inside the project, so that packages are found from there.
    await mkdir(join(ROOT, 'dist'), { recursive: true });
    folder = await mkdtemp(join(ROOT, 'dist', 'bench-'));
  }
  const name = entry.replaceAll('/', '-').replace(/\.ts$/, '');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    publicDir: false,
    build: {
      ssr: join(ROOT, 'tests/bench', entry),
      outDir: join(folder, name),
      emptyOutDir: false,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${basename(name)}.mjs` } },
    },
  });
  return join(folder, name, `${basename(name)}.mjs`);
}
