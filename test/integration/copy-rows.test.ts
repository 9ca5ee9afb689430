import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Knex } from 'knex';
import { copyRows } from '../../src/platform/copy-rows.ts';
import { PG, query } from '../../src/platform/database.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { fc } from '../support/same-examples.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await cloneDatabase({ poolSize: 1 });
  await database.db.raw(
    'create table copied (place integer primary key, words text, amount double precision, at timestamptz)',
  );
});
afterAll(() => database.drop());

const statement = { name: 'copied.fill', text: 'copy copied (place, words, amount, at) from stdin' };
const all = (db: Knex) =>
  query<{ place: number; words: string | null; amount: number | null; at: Date | null }>(db, {
    name: 'copied.all',
    text: 'select * from copied order by place',
  });

test('whatever a text holds, it comes back as it was', async () => {
  const words = fc.string({ unit: fc.constantFrom(...'\\\t\n\r.N abł😀"\',\u0001') });
  const time = fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2999-12-31') });
  const row = fc.tuple(fc.option(words), fc.option(fc.double({ noNaN: true })), fc.option(time));
  await fc.assert(
    fc.asyncProperty(fc.array(row), async (given) => {
      await database.db.raw('truncate copied');
      // JavaScript writes its negative zero as plain zero.
      const rows = given.map(
        ([text, amount, at], place) => [place, text, amount === null ? null : amount + 0, at] as const,
      );
      await copyRows(database.db, statement, rows);
      expect((await all(database.db)).map((one) => [one.place, one.words, one.amount, one.at])).toEqual(rows);
    }),
    { numRuns: 50 },
  );
});

test('rows that are refused in the midst of many leave the connection to the next statement', async () => {
  await database.db.raw('truncate copied');
  const many = function* () {
    for (let place = 0; place < 200_000; place += 1)
      yield [place === 100 ? 7 : place, 'x'.repeat(50), 1, null] as const;
  };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(database.db.transaction((tx) => copyRows(tx, statement, many()))).rejects.toMatchObject({
      code: PG.uniqueViolation,
    });
    expect(await all(database.db)).toEqual([]);
  }
  await expect(
    copyRows(database.db, { ...statement, text: 'copy nothing (a) from stdin' }, [['a']]),
  ).rejects.toMatchObject({
    code: PG.undefinedTable,
  });
  expect(await all(database.db)).toEqual([]);
});

test('rows that cannot be made end the copy', async () => {
  const broken = function* () {
    yield [1, 'a', 1, null] as const;
    throw new Error('no more rows');
  };
  await expect(copyRows(database.db, statement, broken())).rejects.toThrow('no more rows');
  expect(await all(database.db)).toEqual([]);
});
