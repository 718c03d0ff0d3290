import { readFile } from 'node:fs/promises';

/** Of `/proc/PID/stat`. */
const TICKS_PER_S = 100;

/** User and system time of another process so far, microseconds; as fine as the kernel's tick of 10 ms. */
export async function cpuMicrosOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number);
  return (((user ?? 0) + (system ?? 0)) * 1e6) / TICKS_PER_S;
}
