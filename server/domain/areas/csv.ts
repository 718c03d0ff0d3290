import { fail, ok, type Result } from '../../../shared/model/result.ts';

/** A line of a table as a spreadsheet numbers it: the first is 1, and a cell with line breaks in it stays one row. */
export type CsvRow = { row: number; cells: string[] };

const SEPARATORS = [',', ';', '\t'] as const;
export type Separator = (typeof SEPARATORS)[number];

/** What stands most often in the first line: where the comma is the decimal sign, spreadsheets write semicolons. */
function separatorOf(text: string): Separator {
  const head = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  const counted = SEPARATORS.map((separator) => ({ separator, count: head.split(separator).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

/**
 * RFC 4180, with what spreadsheets really write: a byte order mark, LF or CRLF, semicolons or tabs. Cells are NFC and without blanks
 * at their ends; empty lines are counted and left out. An open quote is an error with the row that it begins in.
 */
export function readCsv(bytes: string): Result<{ separator: Separator; rows: CsvRow[] }, { row: number }> {
  const text = bytes.replace(/^\uFEFF/, '').normalize('NFC');
  const separator = separatorOf(text);
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let cell = '';
  let row = 1;
  const endCell = (): void => {
    cells.push(cell.trim());
    cell = '';
  };
  const endRow = (): void => {
    endCell();
    if (cells.some((one) => one !== '')) rows.push({ row, cells });
    cells = [];
    row++;
  };
  let i = 0;
  while (i < text.length) {
    const sign = text[i] as string;
    if (sign === '"' && cell.trim() === '') {
      const end = closing(text, i + 1);
      if (end < 0) return fail({ row });
      cell = text.slice(i + 1, end).replaceAll('""', '"');
      i = end + 1;
      continue;
    }
    if (sign === separator) endCell();
    else if (sign === '\n' || sign === '\r') {
      if (sign === '\r' && text[i + 1] === '\n') i++;
      endRow();
    } else cell += sign;
    i++;
  }
  if (cell !== '' || cells.length > 0) endRow();
  return ok({ separator, rows });
}

/** Where the quote that was opened before `from` is closed; two in a row are one that is meant. -1: nowhere. */
function closing(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 2)) if (text[at + 1] !== '"') return at;
  return -1;
}
