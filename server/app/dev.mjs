// `npm run dev`: the server restarts and the pages reload as their sources change. Pages: Vite on 5173, which passes the rest on.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const PAGES = 'http://127.0.0.1:5173';
const children = [
  spawn('npx', ['vite', '--host', '127.0.0.1', '--port', '5173', '--strictPort'], { cwd: root, stdio: 'inherit' }),
  spawn('npx', ['tsx', 'watch', '--clear-screen=false', 'server/app/main.ts'], {
    cwd: root,
    stdio: 'inherit',
    env: { PUBLIC_URL: PAGES, ...process.env },
  }),
];
const end = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', end);
process.on('SIGTERM', end);
for (const child of children) child.on('exit', end);
