import { describe, expect, test } from '@jest/globals';
import {
  dammDigit,
  readCaseNumber,
  spokenCaseNumber,
  typedCaseNumber,
} from '../../src/features/requests/case-number.ts';
import { fc } from '../support/same-examples.ts';

const digits = fc.bigInt(1_000_000n, 99_999_999_999_999_999n).map(String);
const numbers = digits.map((row) => `${row}${dammDigit(row)}`);

describe('The check digit of Damm', () => {
  test.each([
    ['572', 4],
    ['1000000', 4],
    ['0', 0],
    ['', 0],
  ])('of %s is %d', (row, digit) => expect(dammDigit(row)).toBe(digit));

  test('a row that ends in its own check digit has 0', () => {
    fc.assert(fc.property(numbers, (number) => dammDigit(number) === 0));
  });

  test('every wrong digit is noticed', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), fc.integer({ min: 1, max: 9 }), (number, at, more) => {
        const index = at % number.length;
        const wrong = (Number(number[index]) + more) % 10;
        return dammDigit(`${number.slice(0, index)}${wrong}${number.slice(index + 1)}`) !== 0;
      }),
    );
  });

  test('every swap of two neighbours is noticed', () => {
    fc.assert(
      fc.property(numbers, fc.nat(), (number, at) => {
        const index = at % (number.length - 1);
        const [a = '', b = ''] = number.slice(index, index + 2);
        fc.pre(a !== b);
        return dammDigit(`${number.slice(0, index)}${b}${a}${number.slice(index + 2)}`) !== 0;
      }),
    );
  });
});

describe('What a number says about itself', () => {
  test('each one that is given out may exist', () => {
    fc.assert(fc.property(numbers, (number) => readCaseNumber(number) === 'possible'));
  });

  test.each(['10000005', '10000040', '999999999999999998'])('%s is mistyped', (number) =>
    expect(readCaseNumber(number)).toBe('mistyped'),
  );

  test.each([
    '',
    '0',
    '1234',
    '01000004',
    '1000000',
    '-10000004',
    '10000004 ',
    '1e7',
    '14-01100669',
    '１００００００４',
    '1'.repeat(19),
  ])('%j is no number', (text) => expect(readCaseNumber(text)).toBe('no number'));

  test('as people type it and as it is read aloud', () => {
    expect(typedCaseNumber(' 10 000-004\t')).toBe('10000004');
    expect(['10000004', '100000045', '1234'].map(spokenCaseNumber)).toEqual([
      '10 000 004',
      '100 000 045',
      '1 234',
    ]);
    fc.assert(fc.property(numbers, (number) => typedCaseNumber(spokenCaseNumber(number)) === number));
  });
});
