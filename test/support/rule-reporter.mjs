import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The rules that a title begins with: `R1, R2: …`, `5.4, 3.1: …`, `R21 …`. */
export function rulesIn(title) {
  const found = /^((?:[RDA]\d+|[3-7](?:\.\d)*)(?:(?:, | and )(?:[RDA]\d+|[3-7](?:\.\d)*))*)(?::|$)/.exec(
    title,
  );
  return found === null ? [] : found[1].split(/, | and /);
}

/**
 * Writes which tests prove which rule of the standard, to `test/results/rules.md`, the same for the same outcome. A run of
 * all tests fails when a rule has no test, or none that passed or was skipped for a reason that the run names.
 */
export default class RuleReporter {
  #root;
  #complete;
  #error;

  constructor(config) {
    this.#root = config.rootDir;
    this.#complete =
      config.testPathPatterns.patterns.length === 0 &&
      !config.testNamePattern &&
      !config.onlyChanged &&
      !config.shard;
  }

  onRunComplete(_contexts, results) {
    // Set by global-setup.ts, which can read TypeScript.
    const rules = globalThis.signpostRules ?? [];
    if (!this.#complete || rules.length === 0) return;
    const tests = new Map(rules.map(({ id }) => [id, []]));
    const unknown = new Set();
    for (const file of results.testResults) {
      for (const test of file.testResults) {
        for (const id of new Set([...test.ancestorTitles, test.title].flatMap(rulesIn)))
          if (tests.has(id)) tests.get(id).push({ name: test.fullName, status: test.status });
          else unknown.add(id);
      }
    }
    const states = rules.map((rule) => ({
      ...rule,
      tests: tests.get(rule.id),
      state: stateOf(rule, tests.get(rule.id)),
    }));
    const folder = join(this.#root, 'test', 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'rules.md'), states.map(chapter).join('\n'));
    const count = (state) => states.filter((rule) => rule.state === state).length;
    process.stderr.write(
      `\nGeoReport v2: ${count('proven')} of ${rules.length} rules proven, ${count('skipped')} skipped, ${count('not yet')} not there yet (test/results/rules.md)\n`,
    );
    const bad = states.filter(({ state }) => state === 'no test' || state === 'failed');
    const mistakes = [
      ...bad.map(({ id, state }) => `  ${id}: ${state}`),
      ...[...unknown].map((id) => `  ${id}: tests name it, no row has it`),
    ];
    if (mistakes.length === 0) return;
    // The run fails by this error, which nobody prints.
    this.#error = new Error(`Rules of the standard that are not proven:\n${mistakes.join('\n')}`);
    process.stderr.write(`\n${this.#error.message}\n`);
  }

  getLastError() {
    return this.#error;
  }
}

function stateOf(rule, tests) {
  if (rule.notYet !== undefined) return 'not yet';
  if (tests.length === 0) return 'no test';
  if (tests.some(({ status }) => status === 'failed')) return 'failed';
  return tests.some(({ status }) => status === 'passed') ? 'proven' : 'skipped';
}

const chapter = ({ id, rule, notYet, tests, state }) =>
  [
    `## ${id}: ${state}`,
    '',
    rule,
    ...(notYet === undefined ? [] : ['', notYet]),
    ...(tests.length === 0 ? [] : ['']),
    ...tests.map(({ name, status }) => `- ${status}: ${name.replace(/\s+/g, ' ')}`).sort(),
    '',
  ].join('\n');
