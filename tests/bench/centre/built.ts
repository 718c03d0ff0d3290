import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** As the starter has it: what the build is made of, and the stamp it leaves. */
const SOURCES = ['client', 'server', 'shared', 'public', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];
const STAMP = 'dist/built';

/** Builds what is older than its source: a figure of yesterday's code is no figure. @throws Error when the build fails. */
export async function ensureBuilt(say: (line: string) => void): Promise<void> {
  const stamp = await stat(join(ROOT, STAMP)).catch(() => null);
  const newest = Math.max(...(await Promise.all(SOURCES.map((path) => newestBelow(join(ROOT, path))))));
  if (stamp && stamp.mtimeMs >= newest && existsSync(join(ROOT, 'dist/client/index.html'))) return;
  say('builds first');
  const begun = Date.now();
  const child = spawn('npm', ['run', '--silent', 'build'], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`npm run build failed (${code})`);
  await writeFile(join(ROOT, STAMP), '');
  say(`built in ${((Date.now() - begun) / 1000).toFixed(0)} s`);
}

async function newestBelow(path: string): Promise<number> {
  const entry = await stat(path).catch(() => null);
  if (!entry) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  const names = await readdir(path);
  return Math.max(0, ...(await Promise.all(names.map((name) => newestBelow(join(path, name))))));
}
