import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Holds a small tree, given as files, against the floors of this project. @returns the names of the rules it breaks */
function brokenRules(files: Record<string, string>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-floors-'));
  try {
    writeFileSync(
      join(folder, 'tsconfig.json'),
      '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }',
    );
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const run = spawnSync(
      process.execPath,
      [
        join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
        '--config',
        join(ROOT, '.dependency-cruiser.json'),
        '--output-type',
        'json',
        '.',
      ],
      { cwd: folder, encoding: 'utf8' },
    );
    const { summary } = JSON.parse(run.stdout) as { summary: { violations: { rule: { name: string } }[] } };
    return [...new Set(summary.violations.map((violation) => violation.rule.name))].sort();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe('the floors hold, and a step over them is noticed', () => {
  const cases: [string, Record<string, string>][] = [
    [
      'platform-knows-no-city',
      { 'src/platform/a.ts': `import '../http/b.ts';`, 'src/http/b.ts': 'export {};' },
    ],
    [
      'http-knows-no-feature',
      { 'src/http/a.ts': `import '../features/x/index.ts';`, 'src/features/x/index.ts': 'export {};' },
    ],
    [
      'features-meet-at-their-doors',
      { 'src/features/x/a.ts': `import '../y/b.ts';`, 'src/features/y/b.ts': 'export {};' },
    ],
    [
      'entries-use-doors',
      { 'src/compose.ts': `import './features/y/b.ts';`, 'src/features/y/b.ts': 'export {};' },
    ],
    [
      'only-operations-see-http',
      { 'src/features/x/a.ts': `import '../../http/b.ts';`, 'src/http/b.ts': 'export {};' },
    ],
    [
      'jurisdictions-come-first',
      {
        'src/features/jurisdictions/a.ts': `import '../requests/index.ts';`,
        'src/features/requests/index.ts': 'export {};',
      },
    ],
    [
      'sdk-stands-alone',
      { 'sdk/src/a.ts': `import '../../src/platform/b.ts';`, 'src/platform/b.ts': 'export {};' },
    ],
    [
      'no-cycles',
      {
        'src/platform/a.ts': `import type { B } from './b.ts';\nexport type A = B;`,
        'src/platform/b.ts': `import type { A } from './a.ts';\nexport type B = A | 1;`,
      },
    ],
  ];
  test.each(cases)('%s', (rule, files) => {
    expect(brokenRules(files)).toContain(rule);
  });

  test('what is allowed is allowed', () => {
    expect(
      brokenRules({
        'src/features/x/operations.ts': `import '../../http/b.ts';\nimport '../y/index.ts';`,
        'src/features/y/index.ts': `import '../../platform/c.ts';`,
        'src/http/b.ts': `import '../platform/c.ts';`,
        'src/platform/c.ts': 'export {};',
      }),
    ).toEqual([]);
  });
});
