import { relative, sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/**
 * The files that take longest, the longest first: minutes in the long form, half a minute the last. On a machine that has
 * not run the tests before, nothing else says so, and one of them begun last would be waited for alone.
 */
export const LONGEST = [
  'e2e/readme',
  'contract/short-way',
  'fault/overload',
  'e2e/several-processes',
  'fault/killed-server',
  'e2e/code-blocks',
  'fault/media',
  'e2e/commands',
  'e2e/sandbox',
  'fault/embedded-postgres',
  'e2e/fresh-clone',
  'unit/sdk-outage',
  'fault/embedded-postgres-refusals',
  'e2e/developer-pages',
  'e2e/case-page',
  'e2e/cli-commands',
  'integration/import-requests',
  'e2e/developer-keys',
  'e2e/cases-pages',
  'integration/list-changes',
  'e2e/two-processes',
  'e2e/portal-network',
  'integration/migrations',
  'e2e/portal-journey',
  'contract/load',
  'e2e/personal-data',
  'e2e/cli-tail',
  'contract/doctor-deviations',
  'e2e/sdk-runtimes',
].map((name) => `test/${name}.test.ts`);

/** Begins the longest files first; of the others, the order is that of Jest. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const place = ({ path, context }) => {
      const at = LONGEST.indexOf(relative(context.config.rootDir, path).split(sep).join('/'));
      return at < 0 ? LONGEST.length : at;
    };
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
}
