/** The files that take longest, the longest first. */
export const LONGEST: readonly string[];

type Test = { path: string; context: { config: { rootDir: string } } };

export default class LongFirst {
  sort(tests: readonly Test[]): Test[];
}
