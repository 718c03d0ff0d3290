// `npm start` on a machine with nothing but Node and npm: installs what the lock file names, builds what is older than its
// source, then becomes the server in this same process, so that whoever ends it ends everything.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);

const run = (command, args) => {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) {
    console.error(`${command} ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
};

const hash = (text) => createHash('sha256').update(text).digest('hex');
const lock = hash(readFileSync('package-lock.json'));
const stamp = 'node_modules/.installed-from';
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Cài đặt các gói phần mềm… / Installing packages…');
  run('npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--include=optional']);
  writeFileSync(stamp, lock);
}

/** Newest change below a folder, in milliseconds. */
const newest = (path) => {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (!entry) return 0;
  if (!entry.isDirectory()) return entry.mtimeMs;
  return readdirSync(path).reduce((time, name) => Math.max(time, newest(join(path, name))), 0);
};
const sources = ['client', 'server', 'shared', 'public', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];
const built = statSync('dist/built', { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (Math.max(...sources.map(newest)) > built) {
  console.log('Biên dịch… / Building…');
  run('npm', ['run', '--silent', 'build']);
  writeFileSync('dist/built', '');
}

await import('../../dist/server/app/main.js');
