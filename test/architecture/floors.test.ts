import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Steps over a floor: the rule that must be named, the file that takes the step, the file it steps on. */
const FORBIDDEN: [rule: string, from: string, to: string][] = [
  ['platform-knows-no-city', 'src/platform/a.ts', 'src/http/a.ts'],
  ['http-knows-no-feature', 'src/http/b.ts', 'src/features/b/index.ts'],
  ['features-meet-at-their-doors', 'src/features/c/c.ts', 'src/features/d/inner.ts'],
  ['entries-use-doors', 'src/compose.ts', 'src/features/d/inner.ts'],
  ['only-operations-see-http', 'src/features/e/find-e.ts', 'src/http/a.ts'],
  ['jurisdictions-come-first', 'src/features/jurisdictions/f.ts', 'src/features/requests/index.ts'],
  ['only-repositories-query', 'src/features/k/find-k.ts', 'src/platform/database.ts'],
  ['doctor-stands-alone', 'sdk/cli/src/doctor/l.ts', 'sdk/src/index.ts'],
  ['doctor-has-a-door', 'sdk/cli/src/m.ts', 'sdk/cli/src/doctor/rules/m.ts'],
  ['cli-stands-alone', 'sdk/cli/src/o.ts', 'src/http/a.ts'],
  ['cli-stands-alone', 'sdk/cli/src/p.ts', 'sdk/src/inner.ts'],
  ['cli-has-a-door', 'src/commands/q.ts', 'sdk/cli/src/inner.ts'],
  ['commands-mount-the-cli', 'src/server.ts', 'sdk/cli/src/index.ts'],
  ['sdk-stands-alone', 'sdk/src/g.ts', 'src/platform/g.ts'],
];
const CYCLE: [string, string] = ['src/platform/cycle-one.ts', 'src/platform/cycle-two.ts'];
/** What the same tree may do: an operation sees HTTP and another feature's door, a door and HTTP see the platform. */
const ALLOWED: [from: string, to: string][] = [
  ['src/features/h/operations.ts', 'src/http/h.ts'],
  ['src/features/i/operations.ts', 'src/features/j/index.ts'],
  ['src/features/j/index.ts', 'src/platform/h.ts'],
  ['src/http/h.ts', 'src/platform/h.ts'],
  ['src/commands/n.ts', 'sdk/cli/src/index.ts'],
  ['sdk/cli/src/r.ts', 'sdk/src/index.ts'],
  ['sdk/cli/src/s.ts', 'sdk/cli/src/doctor/index.ts'],
  ['src/features/k/k-repository.ts', 'src/platform/database.ts'],
];

/** Writes one small tree that takes every step above. @returns `file: rule` for each step the project's own rules refuse */
function refusedSteps(): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-floors-'));
  const files = new Map<string, string>();
  for (const [from, to] of [...FORBIDDEN.map(([, from, to]) => [from, to] as const), ...ALLOWED]) {
    if (!files.has(to)) files.set(to, 'export {};\n');
    const way = posix.relative(posix.dirname(from), to);
    files.set(from, `import '${way.startsWith('.') ? way : `./${way}`}';\n`);
  }
  const [one, two] = CYCLE;
  files.set(one, `import type { B } from './${posix.basename(two)}';\nexport type A = B;\n`);
  files.set(two, `import type { A } from './${posix.basename(one)}';\nexport type B = A | 1;\n`);
  files.set('tsconfig.json', '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }');
  try {
    for (const [name, text] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const cruiser = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const rules = join(ROOT, '.dependency-cruiser.json');
    const run = spawnSync(process.execPath, [cruiser, '--config', rules, '--output-type', 'json', '.'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const { summary } = JSON.parse(run.stdout) as {
      summary: { violations: { from: string; rule: { name: string } }[] };
    };
    return summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the floors hold, and a step over them is noticed', () => {
  let refused: string[];
  beforeAll(() => {
    refused = refusedSteps();
  });

  test.each(FORBIDDEN)('%s', (rule, from) => {
    expect(refused).toContain(`${from}: ${rule}`);
  });

  test('no-cycles', () => {
    expect(refused).toContain(`${CYCLE[0]}: no-cycles`);
  });

  test.each(ALLOWED)('%s may see %s', (from) => {
    expect(refused.filter((step) => step.startsWith(`${from}: `))).toEqual([]);
  });
});
