/** The end of a line (RFC 4180). */
const END = '\r\n';

/**
 * Texts that a spreadsheet would run as a formula: those that begin with `=`, `+`, `-` or `@`, in any width, also behind
 * blanks, and those that begin with a tab or a new line.
 */
const FORMULA = /^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;

/** What cannot stand in a cell without quotes. */
const QUOTED = /[",\r\n]/;

/** The line of headings. */
export const csvHead = (columns: readonly string[]): string => columns.join(',') + END;

/** A line of CSV (RFC 4180) that is safe in spreadsheets. */
export function csvLine(columns: readonly string[], item: Readonly<Record<string, unknown>>): string {
  return columns.map((column) => csvCell(item[column])).join(',') + END;
}

/** A text that a spreadsheet would run gets an apostrophe in front of it; a number is no formula, whatever its sign. */
function csvCell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return '';
  const text = FORMULA.test(value) ? `'${value}` : value;
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
