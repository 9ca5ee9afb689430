import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import LongFirst, { LONGEST } from '../support/long-first.mjs';
import { ROOT } from '../support/program.ts';

test('Every file that is begun first is there', () => {
  expect(LONGEST.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect(new Set(LONGEST).size).toBe(LONGEST.length);
});

test('The longest are begun first, the longest of all before them', () => {
  const context = { config: { rootDir: ROOT, cache: false }, hasteFS: { getSize: () => 1 } };
  const [longest = '', next = ''] = LONGEST;
  const files = ['test/unit/slug.test.ts', next, 'test/unit/csv.test.ts', longest];
  const sorted = new LongFirst().sort(files.map((file) => ({ path: join(ROOT, file), context })));
  expect(sorted.slice(0, 2).map(({ path }) => path)).toEqual([join(ROOT, longest), join(ROOT, next)]);
  expect(sorted).toHaveLength(files.length);
});
