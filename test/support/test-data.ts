import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, test } from '@jest/globals';
import { DATA_FOLDER } from './data-folder.ts';

/** Where a file of the real data lies, or undefined when it is not there. */
function testData(path: string): string | undefined {
  const full = resolve(DATA_FOLDER, path);
  return existsSync(full) ? full : undefined;
}

/**
 * A `describe` over files of the real data. When one is missing, its tests are skipped with a line that names it and says
 * how to get it; with SIGNPOST_TEST_STRICT=1 they fail instead.
 * @param body gets the full paths, in the order of `paths`
 */
export function describeWithData<const Paths extends readonly string[]>(
  name: string,
  paths: Paths,
  body: (...found: { [Index in keyof Paths]: string }) => void,
): void {
  const missing = paths.filter((path) => testData(path) === undefined);
  if (missing.length === 0) {
    const found = paths.map((path) => resolve(DATA_FOLDER, path)) as { [Index in keyof Paths]: string };
    describe(name, () => body(...found));
    return;
  }
  const why = `real data is missing: ${missing.join(', ')} in ${DATA_FOLDER}; set SIGNPOST_TEST_DATA to the folder that holds it`;
  if (process.env['SIGNPOST_TEST_STRICT'] === '1') throw new Error(`${name}: ${why}`);
  process.stderr.write(`Skipped: ${name} (${why})\n`);
  // The body is not run: it may read the files that are missing.
  describe.skip(name, () => test(why, () => undefined));
}
