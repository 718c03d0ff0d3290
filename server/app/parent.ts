import { readFileSync } from 'node:fs';

const CHECK_EVERY_MS = 500;

/**
 * Under npm the terminal's process is npm, not this one: when npm is killed outright, nobody passes the signal on. The
 * parent's id then changes, and that is the sign to end (START5). Only npm's children watch; a service manager has its own ways.
 */
export function superviseParent(onOrphaned: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const lineage = lineageOf(process.ppid);
  const check = setInterval(() => {
    if (lineageOf(process.ppid) === lineage) return;
    clearInterval(check);
    onOrphaned();
  }, CHECK_EVERY_MS);
  check.unref();
}

/**
 * npm runs a script by `sh -c`, and some shells stay in between: they outlive npm, so their own parent is looked at. That of
 * npm itself is not: it is the terminal's shell, which may well be closed before (`nohup npm start &`).
 */
function lineageOf(parent: number): string {
  try {
    const isShell = readFileSync(`/proc/${parent}/cmdline`, 'utf8').split('\0')[1] === '-c';
    if (!isShell) return String(parent);
    const stat = readFileSync(`/proc/${parent}/stat`, 'utf8');
    // Its name, in parentheses, may hold anything; the state and the parent follow it (proc(5)).
    return `${parent} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    // Not Linux, or the parent is gone and its id with it.
    return String(parent);
  }
}
