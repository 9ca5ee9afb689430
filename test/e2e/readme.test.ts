import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findProgram } from '../support/find-program.ts';
import { endPrograms, freshFolder, ROOT, startServerProgram } from '../support/program.ts';
import type { ServerProgram } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';

/** The README is run from top to bottom, in one shell after another, as a newcomer would. */
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] ?? '',
  );

/** Blocks that install, start or leave this machine: run elsewhere, or by whoever runs these tests. */
const ELSEWHERE: Record<string, string> = {
  'npm ci && npm start\n': 'start is run here as a process of its own; npm ci in fresh-clone.test.ts',
  'npm ci && npm test\n': 'this very run',
  'DATABASE_URL=postgres://signpost:secret@db.example.org/signpost npm start\n':
    'with a real address in two-processes.test.ts',
  'npm start -- --processes 4\n': 'in several-processes.test.ts',
  'npm install ../signpost-0.1.0.tgz ../signpost-sdk-0.1.0.tgz\nnpx signpost start\n':
    'in quickstart.test.ts',
};

/** What is done when everything is stopped. */
const STOPPED = ['cp -a .signpost backup\n', 'npx signpost reset --yes\n'];

let server: ServerProgram;
let data: string;
let files: string;
/** Holds an `npx` that begins at once what the real one would begin, after looking around for longer than all the rest takes. */
let quick: string;

beforeAll(async () => {
  data = freshFolder();
  files = freshFolder();
  quick = freshFolder();
  writeFileSync(
    join(quick, 'npx'),
    `#!/bin/sh\n[ "$1" = signpost ] || exit 127\nshift\nexec '${join(ROOT, 'src/launch.mjs')}' "$@"\n`,
    { mode: 0o755 },
  );
  server = await startServerProgram({ env: { SIGNPOST_DATA: data } });
});
afterAll(endPrograms);

/** Runs a script with the README's address turned into that of the server here; files go to a folder of their own. */
function run(
  command: string,
  given: readonly string[],
  text: string,
  { realNpx = false } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  const script = text
    .replaceAll('http://127.0.0.1:3111', server.url)
    .replaceAll('first-case.json', join(files, 'first-case.json'))
    .replaceAll('cases.geojson', join(files, 'cases.geojson'))
    .replaceAll('doctor.xml', join(files, 'doctor.xml'))
    .replaceAll('> services.ts', `> ${join(files, 'services.ts')}`)
    .replaceAll('--output jan', `--output ${join(files, 'jan')}`)
    .replaceAll('.signpost backup', `${data} ${join(files, 'backup')}`);
  return new Promise((resolve) => {
    execFile(
      command,
      [...given, script],
      {
        cwd: ROOT,
        env: {
          PATH: `${realNpx ? '' : `${quick}${delimiter}`}${process.env['PATH']}`,
          HOME: process.env['HOME'],
          SIGNPOST_DATA: data,
          KEY: key,
        },
      },
      (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}

let key = '';

describe('every command of the README', () => {
  const shell = blocks('sh').filter(
    (block) =>
      ELSEWHERE[block] === undefined && !STOPPED.includes(block) && !block.includes('node first-case.mjs'),
  );

  test('none is left out', () => {
    expect(blocks('sh')).toEqual(expect.arrayContaining(Object.keys(ELSEWHERE)));
    expect(shell.length).toBeGreaterThanOrEqual(4);
  });

  test('runs, in order', async () => {
    const firstWithNpx = shell.find((block) => block.includes('npx signpost'));
    for (const block of shell) {
      // A variable that one block sets is used by the next. That npx finds the program shows in the first that has it.
      const script = `${block}\nprintf "\\nKEY=%s\\n" "\${KEY:-}"`;
      const outcome = await run('bash', ['-euc'], script, { realNpx: block === firstWithNpx });
      expect({ block, ...outcome, stdout: '' }).toMatchObject({ block, code: 0 });
      key = /^KEY=(.*)$/m.exec(outcome.stdout)?.[1] ?? '';
      expect(outcome.stdout).not.toMatch(/"code":[45]\d\d/);
      if (block.includes('case status')) expect(outcome.stdout).toMatch(/"status":"closed"/);
    }
    expect(key).toMatch(/^sp_test_/);
  }, 360_000);

  const atTheTerminal = shell.find((block) => block.includes('npx signpost services')) ?? '';
  for (const [name, given] of [
    ['zsh', ['-f', '-euc']],
    ['fish', ['--no-config', '-c']],
  ] as const)
    testWhen(findProgram(name) !== undefined, `there is no ${name}: apt-get install ${name}`)(
      `those for the terminal also run in ${name}, as they stand there`,
      async () => {
        // A comment is none in zsh, where somebody types.
        expect(atTheTerminal).not.toContain('#');
        const outcome = await run(name, given, atTheTerminal);
        expect(outcome).toMatchObject({ code: 0, stderr: '' });
        for (const told of [/^SIZE {2}singlevaluelist/m, /^\d{8,} {2}open/m, /^service_request_id,status/m])
          expect(outcome.stdout).toMatch(told);
      },
      180_000,
    );

  test('the program with the SDK', async () => {
    const [program = ''] = blocks('js');
    const outcome = await run(process.execPath, ['--input-type=module', '-e'], program);
    expect(outcome.stderr).toBe('');
    expect(outcome.stdout).toMatch(/^\d{8,} open\n$/);
  });

  test('copied when stopped, the cases are in the copy; begun anew, they are gone', async () => {
    expect(blocks('sh')).toEqual(expect.arrayContaining(STOPPED));
    await server.stop();
    for (const block of STOPPED) expect(await run('bash', ['-euc'], block)).toMatchObject({ code: 0 });
    const numbers = async (folder: string) => {
      server = await startServerProgram({ env: { SIGNPOST_DATA: folder, SIGNPOST_DEMO: 'off' } });
      const answer = await fetch(`${server.url}/open311/wroclaw.pl/v2/requests.json`);
      const found = answer.status === 404 ? [] : ((await answer.json()) as unknown[]);
      await server.stop();
      return found.length;
    };
    expect(await numbers(join(files, 'backup'))).toBeGreaterThan(300);
    expect(await numbers(data)).toBe(0);
  }, 360_000);

  test('and the start from its own block is the one that was run', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    expect(scripts['start']).toBe('node src/launch.mjs start');
  });
});
