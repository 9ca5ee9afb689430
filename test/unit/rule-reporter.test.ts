import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import RuleReporter from '../support/rule-reporter.mjs';

let rootDir: string;
beforeEach(() => {
  // What it says of these made-up runs is not for those who run the tests.
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  rootDir = mkdtempSync(join(tmpdir(), 'signpost-rules-'));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(rootDir, { recursive: true });
  Object.assign(globalThis, { signpostRules: undefined });
});

type Outcome = [title: string, status: 'passed' | 'failed' | 'pending', above?: string];

/** What the reporter says of a run, and what it writes. */
function report(
  rules: { id: string; notYet?: string }[],
  outcomes: Outcome[],
  given: { testNamePattern?: string } = {},
) {
  Object.assign(globalThis, { signpostRules: rules.map((rule) => ({ rule: `Rule ${rule.id}.`, ...rule })) });
  const reporter = new RuleReporter({ rootDir, testPathPatterns: { patterns: [] }, ...given });
  reporter.onRunComplete(undefined, {
    testResults: [
      {
        testResults: outcomes.map(([title, status, above]) => ({
          title,
          status,
          ancestorTitles: above === undefined ? [] : [above],
          fullName: [above, title].filter(Boolean).join(' '),
        })),
      },
    ],
  });
  return reporter.getLastError()?.message;
}

test('every rule with a test that passed is fine, and the table says which', () => {
  const rules = [{ id: 'R1' }, { id: '3.1' }, { id: 'A1', notYet: 'Later.' }];
  expect(
    report(rules, [
      ['R1: one', 'passed'],
      ['two', 'passed', '3.1, R1: both'],
    ]),
  ).toBeUndefined();
  expect(readFileSync(join(rootDir, 'test/results/rules.md'), 'utf8')).toBe(
    '## R1: proven\n\nRule R1.\n\n- passed: 3.1, R1: both two\n- passed: R1: one\n\n' +
      '## 3.1: proven\n\nRule 3.1.\n\n- passed: 3.1, R1: both two\n\n' +
      '## A1: not yet\n\nRule A1.\n\nLater.\n',
  );
});

test.each<[string, Outcome[], RegExp | undefined]>([
  ['no test', [['one', 'passed']], /R1: no test/],
  [
    'a failed test beside one that passed',
    [
      ['R1: one', 'passed'],
      ['R1: two', 'failed'],
    ],
    /R1: failed/,
  ],
  ['a title that names a rule that is none', [['R1, R99: one', 'passed']], /R99: tests name it/],
  ['only tests that were skipped, which the run names', [['R1: one', 'pending']], undefined],
])('a run of all tests with %s', (_name, outcomes, message) => {
  const said = report([{ id: 'R1' }], outcomes);
  if (message === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(message);
});

test('a run of some tests says nothing', () => {
  expect(report([{ id: 'R1' }], [['one', 'passed']], { testNamePattern: 'one' })).toBeUndefined();
});
