const CHECK_EVERY_MS = 500;

/**
 * Under npm the terminal's process is npm, not this one: when npm is killed outright, nobody passes the signal on. The
 * parent's id then changes, and that is the sign to end (START5). Only npm's children watch; a service manager has its own ways.
 */
export function superviseParent(onOrphaned: () => void): void {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onOrphaned();
  }, CHECK_EVERY_MS).unref();
}
