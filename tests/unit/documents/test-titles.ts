import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

export type TestTitle = { file: string; title: string };

const TITLED: ReadonlySet<string> = new Set(['test', 'it', 'describe', 'suite']);
/** A test that never runs proves nothing. */
const NEVER_RUN: ReadonlySet<string> = new Set(['skip', 'todo']);

/**
 * Titles of every test and group of tests below a folder, as they stand in the source: read from the syntax tree, so that
 * neither a title on its own line is missed nor one in a comment counted. Placeholders (`%s`, `$name`) are left as they are.
 */
export function testTitlesBelow(folder: string): TestTitle[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.test\.tsx?$/.test(file))
    .sort()
    .flatMap((file) => titlesOf(readFileSync(join(folder, file), 'utf8'), file).map((title) => ({ file, title })));
}

/** The titles in one file's source text. */
export function titlesOf(source: string, file: string): string[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const [first] = node.arguments;
      const words = calleeOf(node);
      const isTitled = TITLED.has(words[0] ?? '') && !words.some((word) => NEVER_RUN.has(word));
      if (first && isTitled && (ts.isStringLiteralLike(first) || ts.isTemplateExpression(first))) {
        titles.push(ts.isStringLiteralLike(first) ? first.text : first.getText());
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS));
  return titles;
}

/** `test.runIf(asRoot).each(rows)('…')` → test, runIf, each. */
function calleeOf(call: ts.CallExpression): string[] {
  const words: string[] = [];
  for (let node: ts.Expression = call.expression; ; ) {
    if (ts.isCallExpression(node)) node = node.expression;
    else if (ts.isTaggedTemplateExpression(node)) node = node.tag;
    else if (ts.isPropertyAccessExpression(node)) {
      words.unshift(node.name.text);
      node = node.expression;
    } else return ts.isIdentifier(node) ? [node.text, ...words] : [];
  }
}
