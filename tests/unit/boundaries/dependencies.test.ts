import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

test('DEP1: every dependency is accounted for in docs/dependencies.md, and nothing else is', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
  const wanted = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((group) => Object.keys(manifest[group] ?? {}));
  const rows = read('docs/dependencies.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const named = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(named.toSorted()).toEqual(wanted.toSorted());
});

test('DEP2: every version is exact', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
  const versions = ['dependencies', 'optionalDependencies', 'devDependencies'].flatMap((group) => Object.entries(manifest[group] ?? {}));
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

test('DEP3: the lock file names every optional package, else `npm ci` refuses it', () => {
  type Locked = { optionalDependencies?: Record<string, string> };
  const locked = (JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages;
  const there = new Set(Object.keys(locked).map((path) => path.split('node_modules/').at(-1)));
  const missing = Object.values(locked).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !there.has(name)),
  );
  expect(missing).toEqual([]);
});
