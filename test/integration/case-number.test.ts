import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { dammDigit, readCaseNumber } from '../../src/features/requests/case-number.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase();
});
afterAll(() => database.drop());

const rowsOf = async (text: string) => (await database.db.raw<{ rows: Record<string, string>[] }>(text)).rows;

test('SQL and the program reckon the same check digit for 2,000 random numbers', async () => {
  const rows = await rowsOf(`
    select row, signpost.damm_digit(row)::text as digit
      from (select floor(random() * power(10, 1 + i % 17))::bigint::text as row from generate_series(1, 2000) as i) as given`);
  expect(rows).toHaveLength(2000);
  expect(rows.filter(({ row = '', digit }) => String(dammDigit(row)) !== digit)).toEqual([]);
});

test('the numbers that the database gives out are different, rising and may exist; the first is 10000004', async () => {
  const rows = await rowsOf(
    'select signpost.next_case_number()::text as number from generate_series(1, 2000)',
  );
  const numbers = rows.map(({ number = '' }) => number);
  expect(numbers[0]).toBe('10000004');
  expect(new Set(numbers).size).toBe(2000);
  expect(numbers).toEqual([...numbers].sort((a, b) => Number(a) - Number(b)));
  expect(numbers.filter((number) => readCaseNumber(number) !== 'possible')).toEqual([]);
});
