import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { readConfiguration } from '../../../server/app/configuration.ts';
import { testTitlesBelow, titlesOf } from './test-titles.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

const RULE_ID = /\b[A-Z]{2,}\d+\b/g;
const RULE_LINE = /^- \*\*([A-Z]{2,}\d+)\*\* (.+)$/;

describe('DOC1 rules and the tests that prove them', () => {
  const stated = read('docs/spec.md')
    .split('\n')
    .filter((line) => line.startsWith('- '))
    .map((line) => ({ line, id: RULE_LINE.exec(line)?.[1] }));
  const ids = stated.flatMap(({ id }) => id ?? []);
  const titles = testTitlesBelow(join(PROJECT, 'tests'));
  const proven = new Set(titles.flatMap(({ title }) => title.match(RULE_ID) ?? []));

  test('reads titles wherever they stand, and none of what never runs', () => {
    const source = [
      "test('AB1 plain', () => {});",
      "// test('AB2 in a comment', () => {});",
      "test.each([['x']] as const)(\n  'AB3 %s on its own line',\n  () => {},\n);",
      "describe.runIf(true).each(ROWS)('AB4 $name', () => it(`AB5 $" + '{name}`, f));',
      "test.skip('AB6 never', () => {}); it.todo('AB7 some day'); other.test('AB8 no test', f);",
    ].join('\n');
    expect(titlesOf(source, 'plant.test.ts').flatMap((title) => title.match(RULE_ID) ?? [])).toEqual(['AB1', 'AB3', 'AB4', 'AB5']);
    expect(titles.length).toBeGreaterThan(300);
  });

  test('every line of the list is a rule, each once', () => {
    expect(stated.filter(({ id }) => id === undefined)).toEqual([]);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    expect(ids.length).toBeGreaterThan(100);
  });

  test('every rule in a title stands in the spec', () => {
    const known = new Set(ids);
    const strangers = titles.flatMap(({ file, title }) =>
      (title.match(RULE_ID) ?? []).filter((id) => !known.has(id)).map((id) => `${id}: ${file}: ${title}`),
    );
    expect(strangers).toEqual([]);
  });

  test('every rule of the spec stands in a title', () => {
    expect(ids.filter((id) => !proven.has(id))).toEqual([]);
  });
});

describe('DOC2 links', () => {
  const documents = [
    'README.md',
    ...readdirSync(join(PROJECT, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md'))
      .sort()
      .map((file) => join('docs', file)),
  ];

  test.each(documents)('of %s lead to files that exist', (document) => {
    const text = read(document).replaceAll(/^```[\s\S]*?^```$|`[^`\n]*`/gm, '');
    const targets = [...text.matchAll(/\]\(\s*<?([^)\s>]+)/g)].flatMap(([, target = '']) => (/^([a-z]+:|#)/.test(target) ? [] : target));
    const missing = targets.filter((target) => {
      const path = resolve(PROJECT, dirname(document), decodeURIComponent(target.replace(/#.*$/, '')));
      return relative(PROJECT, path).startsWith('..') || !existsSync(path);
    });
    expect(missing).toEqual([]);
  });

  test('and the README has some', () => {
    expect([...read('README.md').matchAll(/\]\(docs\//g)].length).toBeGreaterThan(4);
  });
});

describe('DOC3 the table of configuration', () => {
  const rows = (read('README.md').split(/^## Configuration$/m)[1] ?? '')
    .split(/^## /m, 1)
    .join()
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const cells = (row: string, column: number): string[] => (row.split('|')[column] ?? '').split(',').map((cell) => cell.trim());
  const table = rows.flatMap((row) => cells(row, 1).map((name, i) => ({ name: bare(name), value: bare(cells(row, 2)[i] ?? '') })));

  test('names exactly the variables that the server reads', () => {
    expect(table.map(({ name }) => name).toSorted()).toEqual(variablesRead().toSorted());
  });

  test('and their defaults', () => {
    const defaults = new Map<string, unknown>(Object.entries(readConfiguration({})));
    const wrong = table.filter(({ name, value }) => {
      const key = name.toLowerCase().replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
      const said = name === 'DATA_DIR' ? resolve(value) : value;
      return said !== String(defaults.get(key) ?? '–');
    });
    expect(wrong).toEqual([]);
  });
});

function bare(cell: string): string {
  return cell.replaceAll('`', '');
}

/** Names of the fields that the one schema of the environment has. */
function variablesRead(): string[] {
  const path = 'server/app/configuration.ts';
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      ts.isVariableDeclaration(node) &&
      node.name.getText() === 'Environment' &&
      node.initializer &&
      ts.isCallExpression(node.initializer)
    ) {
      const [fields] = node.initializer.arguments;
      if (fields && ts.isObjectLiteralExpression(fields)) for (const field of fields.properties) names.push(field.name?.getText() ?? '');
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, read(path), ts.ScriptTarget.Latest, true));
  return names;
}
