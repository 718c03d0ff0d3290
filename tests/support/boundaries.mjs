// The boundary check: `node tests/support/boundaries.mjs [--root FOLDER] [--floor N]`.
//
// Runs dependency-cruiser over `client`, `server` and `shared`, then what an import graph cannot show: the room of every file,
// barrels, loose names, and whether the pure rooms read the clock. Exit 0 only when nothing is violated and every source file on
// disk was really looked at: with a compiler it cannot use, the cruiser finds no module at all and is content.

import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import ts from 'typescript';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const ROOMS_ROOTS = ['client', 'server', 'shared'];
const SOURCE = /[.][cm]?[jt]sx?$/;
const DECLARATION = /[.]d[.][cm]?ts$/;
const BARREL_ALLOWED = /^client\/tiles\/[^/]+\/index[.]ts$/;
const LOOSE_NAME = /(^|\/)(utils?|helpers?|misc|common|lib)([.]|\/)/i;
const PURE = /^(shared|server\/domain)\//;

/** Fewer modules or imports than this in the project itself means that the tool is blind, not that the project is clean. */
const PROJECT_FLOOR = 15;

const { values: options } = parseArgs({ options: { root: { type: 'string' }, floor: { type: 'string' } } });
const root = resolve(options.root ?? PROJECT);
const floor = Number(options.floor ?? PROJECT_FLOOR);

/** @returns {string[]} source files below `folder`, relative to the root, with forward slashes */
function sourceFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SOURCE.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** The violations that the import graph shows. Resolution is TypeScript's, imports of types count. */
async function cruiseRooms(config) {
  process.chdir(root);
  const tsConfig = extractTSConfig(resolve(root, 'tsconfig.json'));
  const { output } = await cruise(
    ROOMS_ROOTS,
    { ...config.options, ruleSet: { forbidden: config.forbidden }, validate: true, baseDir: root },
    config.options.enhancedResolveOptions,
    { tsConfig },
  );
  const own = output.modules.filter((module) => ROOMS_ROOTS.some((top) => module.source.startsWith(`${top}/`)));
  return {
    modules: own.map((module) => module.source),
    imports: own.reduce((sum, module) => sum + module.dependencies.length, 0),
    violations: output.summary.violations.map((found) => ({
      rule: found.rule.name,
      where: found.from,
      what: found.cycle ? found.cycle.map((step) => step.name).join(' → ') : found.to,
    })),
  };
}

/** Where a file lies and what it is called. */
function judgePath(file, roomPatterns) {
  const found = [];
  if (!DECLARATION.test(file) && !roomPatterns.some((pattern) => pattern.test(file))) {
    found.push({ rule: 'no-room', where: file, what: 'lies in no room of the table' });
  }
  if (LOOSE_NAME.test(file)) found.push({ rule: 'no-loose-name', where: file, what: 'is not named by the domain' });
  if (/(^|\/)index[.][cm]?[jt]sx?$/.test(file) && !BARREL_ALLOWED.test(file)) {
    found.push({ rule: 'no-barrel', where: file, what: 'only a tile has an index file' });
  }
  return found;
}

/** What a file says: barrels under another name, and in the pure rooms every way to the clock. */
function judgeText(file) {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
  const found = [];
  const onlyReexports =
    source.statements.length > 0 && source.statements.every((statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier);
  if (onlyReexports && !BARREL_ALLOWED.test(file)) found.push({ rule: 'no-barrel', where: file, what: 'holds nothing but re-exports' });
  if (!PURE.test(file)) return found;

  const visit = (node) => {
    if (ts.isIdentifier(node) && readsClock(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push({ rule: 'pure-no-clock', where: `${file}:${line + 1}`, what: node.parent.getText().split('\n')[0] });
    }
    if (!ts.isTypeNode(node)) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/**
 * Whether this identifier reaches for the time of the machine. `Date` may be built from an argument, parsed, or tested for; every
 * other mention (called, aliased, handed on, asked for `now`) is a clock. `performance`, `Temporal.Now` and `hrtime` always are.
 */
function readsClock(identifier) {
  const { text, parent } = identifier;
  const isMember = (ts.isPropertyAccessExpression(parent) && parent.name === identifier) || ts.isPropertyAssignment(parent);
  if (text === 'hrtime') return true;
  if (text === 'Now') return isMember && ts.isPropertyAccessExpression(parent) && parent.expression.getText() === 'Temporal';
  if (text === 'performance') return !isMember || parent.getText().startsWith('globalThis.');
  if (text !== 'Date') return false;
  if (isMember) return parent.getText().startsWith('globalThis.');
  if (ts.isNewExpression(parent) && parent.expression === identifier) return (parent.arguments ?? []).length === 0;
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text !== 'UTC' && parent.name.text !== 'parse';
  return !(ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword);
}

const config = createRequire(import.meta.url)(join(PROJECT, '.dependency-cruiser.cjs'));
const roomPatterns = config.forbidden.filter((rule) => rule.name.startsWith('room-')).map((rule) => new RegExp(rule.from.path));

const onDisk = ROOMS_ROOTS.flatMap((top) => sourceFiles(join(root, top)));
const graph = await cruiseRooms(config);
const unseen = onDisk.filter((file) => !graph.modules.includes(file));

const violations = [
  ...graph.violations,
  ...onDisk.flatMap((file) => judgePath(file, roomPatterns)),
  ...onDisk.filter((file) => !DECLARATION.test(file)).flatMap(judgeText),
  ...unseen.map((file) => ({ rule: 'blind', where: file, what: 'is on disk, yet was not looked at' })),
];
if (graph.modules.length < floor || graph.imports < floor) {
  violations.push({
    rule: 'blind',
    where: root,
    what: `${graph.modules.length} modules, ${graph.imports} imports seen, ${floor} expected`,
  });
}

for (const { rule, where, what } of violations) console.error(`${rule}: ${where} → ${what}`);
console.log(`boundaries: ${graph.modules.length} modules, ${graph.imports} imports, ${violations.length} violations`);
process.exitCode = violations.length === 0 ? 0 : 1;
