import { readFile, writeFile } from 'node:fs/promises';
import type { Figure } from './bench.ts';
import { machine } from './machine.ts';

export type NamedFigure = { name: string } & Figure;

const HEADINGS = ['bench', 'figure', 'value', 'ratio', 'bound', 'holds'] as const;

const cells = (one: NamedFigure): string[] => [
  one.name,
  one.figure,
  `${one.value.toLocaleString('en')} ${one.unit}`,
  one.ratio === null ? '' : `${one.ratio.toLocaleString('en')} × ${one.ratioTo}`,
  one.bound ?? '',
  one.bound === null ? '' : one.holds ? 'yes' : 'NO',
];

/** For a terminal. */
export function tableOf(figures: readonly NamedFigure[]): string {
  const rows = [[...HEADINGS], ...figures.map(cells)];
  const widths = HEADINGS.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const BEGIN = '<!-- measured: begin -->';
const END = '<!-- measured: end -->';

/** Puts the table between the two marks of the page; what stands around it is written by hand. @throws Error without the marks. */
export async function writeMarkdown(path: string, figures: readonly NamedFigure[], quick: boolean): Promise<void> {
  const page = await readFile(path, 'utf8');
  const [before, rest] = page.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${path} has no place for the table (${BEGIN} … ${END})`);
  const command = `npm run bench -- ${process.argv.slice(2).join(' ')}`.trim().replace(/ --$/, '');
  const row = (columns: readonly string[]): string => `| ${columns.join(' | ')} |`;
  const measured = [
    `Measured on ${new Date().toISOString().slice(0, 10)} by \`${command}\`${quick ? ' (**provisional: a quick run of seconds**)' : ''}:`,
    '',
    ...machine().map((line) => `- ${line}`),
    '',
    row(HEADINGS),
    row(HEADINGS.map(() => '---')),
    ...figures.map((one) => row(cells(one))),
  ].join('\n');
  await writeFile(path, `${before}${BEGIN}\n${measured}\n${END}${after}`);
}
