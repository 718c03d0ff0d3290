import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { CHROMIUM_FLAGS, chromiumPath } from '../../support/chromium.ts';

/** A display's own machine: Chromium as its own process in kiosk mode, with a profile on disk, opened at the wall and touched by nobody. */
export type Kiosk = {
  /** Only to look at: the page was opened by the command line. */
  page(): Page;
  /** The same command again, as the machine does when it has power again. */
  start(): Promise<void>;
  /** `kill -9` of the browser and of everything that it started. */
  cutPower(): Promise<void>;
  /** Stops and goes on with the process that composes and paints every picture of this browser; pages run on meanwhile. */
  compositor(act: 'stop' | 'go'): void;
  /** Whether this text is in a file of the profile: it would be there after a power cut. */
  isOnDisk(text: string): boolean;
  close(): Promise<void>;
};

export function createKiosk(url: string, { width, height }: { width: number; height: number }): Kiosk {
  const profile = mkdtempSync(join(tmpdir(), 'ioc-kiosk-'));
  let child: ChildProcess | null = null;
  let shown: Page | null = null;

  const flags = [...CHROMIUM_FLAGS, `--user-data-dir=${profile}`, '--remote-debugging-port=0', '--hide-scrollbars'];
  const start = async (): Promise<void> => {
    const screen = ['--headless=new', '--kiosk', `--screen-info={${width}x${height}}`];
    child = spawn(chromiumPath(), [...flags, ...screen, url], { stdio: ['ignore', 'ignore', 'pipe'] });
    const browser = await chromium.connectOverCDP(await devTools(child));
    shown = browser.contexts()[0]?.pages()[0] ?? null;
    if (!shown) throw new Error('the kiosk opened no page');
  };
  const cutPower = async (): Promise<void> => {
    const ending = child;
    child = null;
    shown = null;
    if (!ending?.pid || ending.exitCode !== null || ending.signalCode !== null) return;
    const gone = once(ending, 'exit');
    for (const pid of [ending.pid, ...startedBy(ending.pid).map((one) => one.pid)]) kill(pid, 'SIGKILL');
    await gone;
  };
  return {
    page() {
      if (!shown) throw new Error('the kiosk has no power');
      return shown;
    },
    start,
    cutPower,
    compositor(act) {
      const found = startedBy(child?.pid ?? -1).find(({ command }) => command.includes('--type=gpu-process'));
      if (!found) throw new Error('the browser has no process that composes');
      kill(found.pid, act === 'stop' ? 'SIGSTOP' : 'SIGCONT');
    },
    isOnDisk: (text) => files(profile).some((file) => readFileSync(file).includes(text)),
    async close() {
      await cutPower();
      rmSync(profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
}

/** @throws Error with what the browser said, when it ends before it listens. */
function devTools(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      if (said.length < 20_000) said += text;
      const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`chromium ended with ${code}: ${said}`)));
  });
}

type Process = { pid: number; parent: number; command: string };

/** Everything that a process started, and what that started (Linux). */
function startedBy(pid: number): Process[] {
  const all = readdirSync('/proc').flatMap((name): Process[] => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const status = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
      return [{ pid: Number(name), parent, command: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
    } catch {
      // It ended while it was looked at.
      return [];
    }
  });
  const below = (parent: number): Process[] => all.filter((one) => one.parent === parent).flatMap((one) => [one, ...below(one.pid)]);
  return below(pid);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone already.
  }
}

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /^Cookies/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
