import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { ROOT } from '../support/program.ts';

/** The examples of the sub-paths, run: each prints what the comments behind its `console.log` say. */

const SOURCES = [
  'sdk/src/webhooks.ts',
  'sdk/src/testing/create-test-city.ts',
  'sdk/src/testing/test-city.ts',
  'sdk/src/attributes/check-answers.ts',
  'sdk/src/attributes/define-services.ts',
  'sdk/src/typegen/write-types.ts',
  'sdk/README.md',
];

const ALIAS = {
  '@signpost/sdk': `${ROOT}sdk/src/index.ts`,
  '@signpost/sdk/webhooks': `${ROOT}sdk/src/webhooks.ts`,
  '@signpost/sdk/testing': `${ROOT}sdk/src/testing.ts`,
  '@signpost/sdk/attributes': `${ROOT}sdk/src/attributes.ts`,
  '@signpost/sdk/typegen': `${ROOT}sdk/src/typegen.ts`,
};

const examples = (
  await Promise.all(
    SOURCES.map(async (file) => {
      const text = await readFile(`${ROOT}${file}`, 'utf8');
      const plain = file.endsWith('.ts') ? text.replace(/^ \* ?/gm, '') : text;
      return [...plain.matchAll(/^```ts\n(.*?)^```/gms)].map(([, code = ''], at): [string, string] => [
        `${file}, ${at + 1}`,
        code,
      ]);
    }),
  )
)
  .flat()
  .filter(([, code]) => /@signpost\/sdk\/(webhooks|testing|attributes|typegen)'/.test(code));

test('There is an example of every export', async () => {
  expect(examples.length).toBeGreaterThanOrEqual(24);
  const text = examples.map(([, code]) => code).join('\n');
  const exported = [
    ...[...(await readFile(`${ROOT}sdk/src/webhooks.ts`, 'utf8')).matchAll(/^export (?:async )?\w+ (\w+)/gm)],
    ...(
      await Promise.all(
        ['testing', 'attributes', 'typegen'].map((name) => readFile(`${ROOT}sdk/src/${name}.ts`, 'utf8')),
      )
    ).flatMap((text) => [...text.matchAll(/^ {2}(\w+),$|\{ (\w+) \}/gm)]),
  ].map(([, one, other]) => one ?? other ?? '');
  expect(exported).toHaveLength(21);
  expect(exported.filter((name) => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([]);
});

test.each(examples)('The example in %s prints what it says', async (_, code) => {
  const { outputFiles } = await build({
    stdin: { contents: code, loader: 'ts', resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'esm',
    alias: ALIAS,
  });
  // Longer than an argument may be.
  const run = promisify(execFile)(process.execPath, ['--input-type=module']);
  run.child.stdin?.end(outputFiles[0]?.text ?? '');
  const { stdout } = await run;
  const said = [...code.matchAll(/^\s*console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
  expect(stdout.split('\n').slice(0, -1)).toEqual(said);
});
