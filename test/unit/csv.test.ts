import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { csvHead, csvLine } from '../../src/http/csv.ts';
import { fc } from '../support/same-examples.ts';

const COLUMNS = ['a', 'b', 'c'];

/** Read as strictly as RFC 4180 is written. */
const read = (csv: string): string[][] => parse(csv, { record_delimiter: '\r\n', relax_quotes: false });

/** What a spreadsheet would run. */
const isFormula = (cell: string) => /^\s*[=+\-@＝＋－＠]/.test(cell) || /^[\t\r\n]/.test(cell);

/** Texts with many of the characters that matter. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({
    unit: fc.constantFrom(...'=+-@＝＋－＠\'",;|\\ \t\r\n\u00a0\u3000\ufeffx1', '\r\n', '""', '🚧'),
  }),
);

test('any text is read as it was, and none of them is a formula', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ a: text, b: text, c: text }), { maxLength: 5 }), (items) => {
      const [head, ...rows] = read(csvHead(COLUMNS) + items.map((item) => csvLine(COLUMNS, item)).join(''));
      expect(head).toEqual(COLUMNS);
      expect(rows).toEqual(
        items.map(({ a, b, c }) => [a, b, c].map((given) => (isFormula(given) ? `'${given}` : given))),
      );
      for (const cell of rows.flat()) expect(isFormula(cell)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ['  +48 71 123', `'  +48 71 123`],
  ['-5', `'-5`],
  ['@SUM(1)', `'@SUM(1)`],
  ['\tx', `'\tx`],
  ['\u00a0=1', `'\u00a0=1`],
  ['a=b', 'a=b'],
  ["it's", "it's"],
])('the text %j is written as %j', (given, written) => {
  expect(csvLine(['a'], { a: given })).toBe(`${written}\r\n`);
});

test('a number keeps its sign, and what is not there is empty', () => {
  expect(csvLine(['a', 'b', 'c'], { a: -71.0822667, b: null, c: 0 })).toBe('-71.0822667,,0\r\n');
});
