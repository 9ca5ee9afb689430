import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { maskPersonal, namesEmail } from '../../src/features/requests/mask-personal.ts';
import { processorTime } from '../support/processor-time.ts';

type Sentence = { text: string; masked: string; marks: number };

const MARK = /\{([ep]):((?:[^{}]|\{[^{}:]*\})*)\}/g;

const table: Sentence[] = readFileSync(new URL('masking-table.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('# '))
  .map((line) => ({
    text: line.replace(MARK, '$2'),
    masked: line.replace(MARK, (_, kind) => (kind === 'e' ? '[e-mail]' : '[phone]')),
    marks: line.match(MARK)?.length ?? 0,
  }));

const NAMED = /\[e-mail\]|\[phone\]/g;
const countOf = (text: string) => text.match(NAMED)?.length ?? 0;

/** What is masked in a sentence, what of it rightly, and what should be: by what stands before and behind each mask. */
function compare({ text, masked }: Sentence): { right: number; found: number; wanted: number } {
  const around = (given: string) =>
    [...given.matchAll(NAMED)].map(({ 0: name, index }) => {
      const before = given.slice(Math.max(0, index - 4), index);
      return `${before}|${name}|${given.slice(index + name.length, index + name.length + 4)}`;
    });
  const found = around(maskPersonal(text, 'en'));
  const wanted = around(masked);
  return {
    right: found.filter((one) => wanted.includes(one)).length,
    found: found.length,
    wanted: wanted.length,
  };
}

describe('the masking table', () => {
  test('has at least 200 sentences, with and without something to mask', () => {
    expect(table.length).toBeGreaterThanOrEqual(200);
    expect(table.filter(({ marks }) => marks > 0).length).toBeGreaterThanOrEqual(80);
    expect(table.filter(({ marks }) => marks === 0).length).toBeGreaterThanOrEqual(80);
    expect(table.every(({ masked, marks }) => countOf(masked) === marks)).toBe(true);
  });

  test('precision and recall are at least 0.98', () => {
    const sums = { right: 0, found: 0, wanted: 0 };
    for (const sentence of table) {
      const { right, found, wanted } = compare(sentence);
      sums.right += right;
      sums.found += found;
      sums.wanted += wanted;
    }
    const precision = sums.right / sums.found;
    const recall = sums.right / sums.wanted;
    process.stderr.write(
      `Masking: ${table.length} sentences, ${sums.wanted} to mask, ${sums.found} masked, ${sums.right} of them rightly: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
    );
    expect(precision).toBeGreaterThanOrEqual(0.98);
    expect(recall).toBeGreaterThanOrEqual(0.98);
  });

  test.each(table.map(({ text, masked }) => [text, masked]))('%s', (text, masked) => {
    expect(maskPersonal(text, 'en')).toBe(masked);
  });
});

test('what is masked is masked once, and named in the language of the city', () => {
  for (const { masked } of table) expect(maskPersonal(masked, 'en')).toBe(masked);
  const text = 'jan@firma.pl, tel. 601 234 567';
  expect(maskPersonal(text, 'pl')).toBe('[e-mail], tel. [telefon]');
  expect(maskPersonal(text, 'pl-PL')).toBe('[e-mail], tel. [telefon]');
  expect(maskPersonal(text, 'uk')).toBe('[e-mail], tel. [телефон]');
  expect(maskPersonal(text, 'de')).toBe('[e-mail], tel. [phone]');
});

test('an address of the web may name an e-mail address', () => {
  expect(namesEmail('https://example.org/lamp.jpg?from=jan@firma.pl')).toBe(true);
  expect(namesEmail('https://example.org/@jan/lamp.601234567.jpg')).toBe(false);
});

/** Texts that lead a careless search astray, each of a given length. */
const HOSTILE: Record<string, string> = {
  digits: '1',
  'digits and blanks': '1 ',
  'phones that end wrongly': '601 234 56a',
  'phone groups': '601 234 ',
  signs: '@',
  'signs and letters': 'a@',
  'addresses without end': 'a@a.',
  'spoken signs': 'a at a dot ',
  'spoken dots': ' kropka a',
  'opened brackets': '(',
  'brackets and signs': '[at]',
  blanks: ' ',
  'blanks and digits': '    1',
  letters: 'a',
  dots: '.',
  'dashes and digits': '1-',
  plusses: '+',
  'links that never end': 'https://',
  'words before numbers': 'tel 601 ',
  'invisible characters': '1\u200b\u200b',
  'percent signs': 'a%40',
};

describe('a hostile text takes time in proportion to its length', () => {
  const timeOf = (unit: string, length: number, enough = 0) => {
    const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    return processorTime(() => maskPersonal(text, 'pl'), enough);
  };
  test.each(Object.entries(HOSTILE))('%s', (_, unit) => {
    maskPersonal(unit.repeat(4_000), 'pl');
    // The longest description there may be, and one that is twenty-five times as long: not six hundred times as slow.
    const usual = timeOf(unit, 4_000);
    const most = Math.max(usual, 1) * 25 * 4;
    expect(usual).toBeLessThan(100);
    expect(timeOf(unit, 100_000, most)).toBeLessThan(most);
  });
});
