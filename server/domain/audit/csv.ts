/** CSV (RFC 4180) that a spreadsheet may open: UTF-8 with its mark, so that Vietnamese comes out right, and no cell that is a formula. */

export const CSV_START = '\uFEFF';

/** Signs that make a spreadsheet take a cell for a formula, at its beginning or behind white space there; full-width ones count in East Asian versions. */
const FORMULA = /^[\s\uFEFF]*[=+\-@\t\r\n|%＝＋－＠]/u;

/** Text that would be a formula gets an apostrophe before it (SEC23); a number is a number. */
function cell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",;\t\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvRow = (cells: readonly (string | number | boolean | null)[]): string => `${cells.map(cell).join()}\r\n`;
