import { test } from '@jest/globals';

/** The slow ring: more kills, more cases, attacks on memory. `npm run test:fault` and `.ci/run` ask for it. */
export const LONG = process.env['SIGNPOST_TEST_FAULT'] === 'long';

type RegisterTest = (name: string, body: () => void | Promise<void>, timeout?: number) => void;

/**
 * A `test` that needs something which not every machine has.
 * @param condition whether it is there
 * @param reason what is missing, and how to get it: the test is skipped with a line that says so, and fails with it when
 * SIGNPOST_TEST_STRICT=1
 */
export function testWhen(condition: boolean, reason: string): RegisterTest {
  if (condition) return (name, body, timeout) => void test(name, body, timeout);
  return (name, body) => {
    const named = `${name} (skipped: ${reason})`;
    if (process.env['SIGNPOST_TEST_STRICT'] === '1') {
      test(named, () => {
        throw new Error(`Nothing may be skipped here: ${reason}.`);
      });
      return;
    }
    process.stderr.write(`Skipped: ${name} (${reason})\n`);
    test.skip(named, body);
  };
}
