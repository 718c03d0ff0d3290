import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LAWFUL, PLANTED, WAY_BACK } from './planted-tree.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const CHECK = join(PROJECT, 'tests/support/boundaries.mjs');
const EMPTY_ROOMS = { 'client/app/none.css': '', 'server/app/none.css': '' };

type Configuration = { forbidden: { name: string }[] };
const configuration = createRequire(import.meta.url)(join(PROJECT, '.dependency-cruiser.cjs')) as Configuration;
const RULES = configuration.forbidden.map(({ name }) => name);

type Verdict = { code: number | null; lines: string[] };

let folder = '';

/** Writes a project of its own: these files, this project's compiler options, manifest and packages. */
async function plant(name: string, files: Record<string, string>): Promise<string> {
  const root = join(folder, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  for (const file of ['tsconfig.json', 'package.json']) await cp(join(PROJECT, file), join(root, file));
  await symlink(join(PROJECT, 'node_modules'), join(root, 'node_modules'));
  return root;
}

async function check(...args: string[]): Promise<Verdict> {
  const child = spawn(process.execPath, [CHECK, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  const code = await new Promise<number | null>((done, fail) => child.on('error', fail).on('close', done));
  return { code, lines: said.split('\n').filter((line) => line !== '') };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ioc-boundaries-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('ROOM1: a lawful tree', () => {
  test('passes, with every file looked at', async () => {
    const { code, lines } = await check('--root', await plant('lawful', LAWFUL));
    const files = Object.keys(LAWFUL).filter((file) => !file.startsWith('tests/'));
    expect(lines).toEqual([expect.stringMatching(new RegExp(`^boundaries: ${files.length} modules, \\d+ imports, 0 violations$`))]);
    expect(code).toBe(0);
  });

  test('fails below the floor of modules: a blind check is no check', async () => {
    const { code, lines } = await check(
      '--root',
      await plant('small', { ...EMPTY_ROOMS, 'shared/model/ids.ts': 'export const one = 1;\n' }),
    );
    expect(lines.filter((line) => line.startsWith('blind: '))).toHaveLength(1);
    expect(code).toBe(1);
  });
});

describe('ROOM2: a planted violation is found', () => {
  let verdict: Verdict = { code: null, lines: [] };

  beforeAll(async () => {
    const planted = Object.fromEntries(PLANTED.map(({ file, text }) => [file, text]));
    verdict = await check('--root', await plant('planted', { ...LAWFUL, ...WAY_BACK, ...planted }));
  });

  test('and the check fails', () => expect(verdict.code).toBe(1));

  test.each(PLANTED)('$rule: $title', ({ file, rule, says }) => {
    const found = verdict.lines.filter((line) => line.startsWith(`${rule}: ${file}`));
    expect(found.length, verdict.lines.join('\n')).toBeGreaterThan(0);
    if (says) expect(found.join('\n')).toContain(says);
  });

  test('and no lawful file is accused', () => {
    const guilty = new Set([...PLANTED.map(({ file }) => file), ...Object.keys(WAY_BACK)]);
    const accused = verdict.lines.filter((line) => !line.startsWith('boundaries: ')).map((line) => line.split(' ')[1]?.split(':')[0]);
    expect(accused.filter((file) => file === undefined || !guilty.has(file))).toEqual([]);
  });

  test('and every rule of the configuration has its plant', () => {
    const proven = new Set(PLANTED.map(({ rule }) => rule));
    expect(RULES.filter((rule) => !proven.has(rule))).toEqual([]);
  });
});
