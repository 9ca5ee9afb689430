import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the real data lie; the sole reader of SIGNPOST_TEST_DATA. */
export const DATA_FOLDER = resolve(
  fileURLToPath(new URL('../..', import.meta.url)),
  process.env['SIGNPOST_TEST_DATA'] ?? '../shared/data',
);
