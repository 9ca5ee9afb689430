/** The rules that a title begins with. */
export function rulesIn(title: string): string[];

type TestResult = { title: string; ancestorTitles: string[]; fullName: string; status: string };

export default class RuleReporter {
  constructor(config: {
    rootDir: string;
    testPathPatterns: { patterns: string[] };
    testNamePattern?: string;
  });
  onRunComplete(contexts: unknown, results: { testResults: { testResults: TestResult[] }[] }): void;
  getLastError(): Error | undefined;
}
