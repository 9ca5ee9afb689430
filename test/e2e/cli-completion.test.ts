import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findProgram } from '../support/find-program.ts';
import { offeredWords } from '../support/offered-words.ts';
import type { Shell } from '../support/offered-words.ts';
import { endPrograms, freshFolder, runProgram } from '../support/program.ts';
import { allCommands } from '../support/program-help.ts';
import { testWhen } from '../support/skip.ts';

const SHELLS: Shell[] = ['bash', 'zsh', 'fish'];
/** What `signpost completion` writes for each, in files. */
const scripts = freshFolder();
const scriptFor = (shell: Shell) => join(scripts, `completion.${shell}`);
/** A folder with one file in it, which a shell may offer. */
const folder = freshFolder();

beforeAll(async () => {
  for (const shell of SHELLS)
    writeFileSync(scriptFor(shell), (await runProgram(['completion', shell])).stdout);
  writeFileSync(join(folder, 'tapestry.jpg'), '');
});
afterAll(endPrograms);

const URL_OF_CITY = 'http://127.0.0.1:3111/open311/v2';
/** What is typed, and what is offered for its last word. */
const OFFERS: [string[], string[]][] = [
  [['ta'], ['tail']],
  [['list', URL_OF_CITY, '--ge'], ['--geojson']],
  [
    ['list', '--status', ''],
    ['closed', 'open'],
  ],
  [['list', '--status', 'open', '--statu'], ['--status']],
  [
    ['doctor', '--format', 'j'],
    ['json', 'junit'],
  ],
  [['completion', 'f'], ['fish']],
  [['services', 'lim'], ['limit']],
  [['services', 'limit', 'LAMP', '--ever'], ['--everywhere']],
  [
    ['jurisdictions', 'set', 'x', '--moderation', ''],
    ['after-release', 'at-once'],
  ],
];

describe.each(SHELLS)('The completion of %s', (shell) => {
  const offered = (...words: string[]) => offeredWords(shell, scriptFor(shell), words, folder);
  const testHere = testWhen(
    findProgram(shell) !== undefined,
    `there is no ${shell}: apt-get install ${shell}`,
  );

  testHere('knows every command of the program', async () => {
    const below = new Map<string, string[]>();
    for (const command of allCommands()) {
      const words = command.split(' ');
      const last = words.pop() ?? '';
      below.set(words.join(' '), [...(below.get(words.join(' ')) ?? []), last]);
    }
    for (const [path, names] of below) {
      const given = path === '' ? [] : path.split(' ');
      expect([path, await offered(...given, '')]).toEqual([path, expect.arrayContaining(names)]);
    }
  });

  for (const [words, expected] of OFFERS)
    testHere(`offers for ${JSON.stringify(words)}`, async () => {
      expect(await offered(...words)).toEqual(expected);
    });

  testHere('offers files where a file is meant, and only there', async () => {
    // That of bash leaves files to the shell itself, which is not asked here.
    const files = shell === 'bash' ? [] : ['tapestry.jpg'];
    expect(await offered('submit', '--media', '')).toEqual(files);
    expect(await offered('submit', '--media', 'ta')).toEqual(files);
    expect(await offered('ta')).toEqual(['tail']);
    expect(await offered('nothing-like-it', '--he')).toEqual(['--help']);
  });
});

test('That of bash is registered for the program, and completes files where there is no word', () => {
  const script = scriptFor('bash');
  const told = execFileSync('bash', ['--norc', '-c', '. "$1"; complete -p signpost', 'bash', script], {
    encoding: 'utf8',
  });
  expect(told).toBe('complete -o default -F _signpost signpost\n');
});

testWhen(findProgram('zsh') !== undefined, 'there is no zsh: apt-get install zsh')(
  'That of zsh may also lie in fpath, and is there from the first time on',
  async () => {
    const functions = freshFolder();
    writeFileSync(join(functions, '_signpost'), readFileSync(scriptFor('zsh')));
    const loader = join(functions, 'loader.zsh');
    writeFileSync(loader, `fpath=(${functions} $fpath); compinit -D -u`);
    expect(await offeredWords('zsh', loader, ['ta'], folder)).toEqual(['tail']);
  },
);

/** As the help says it: the word that is completed, where the program is not installed under it. */
const AS_FUNCTION: Record<Shell, string> = {
  bash: 'signpost() { npx signpost "$@"; }',
  zsh: 'signpost() { npx signpost "$@"; }',
  fish: 'function signpost; npx signpost $argv; end',
};

for (const shell of SHELLS)
  testWhen(findProgram(shell) !== undefined, `there is no ${shell}: apt-get install ${shell}`)(
    `That of ${shell} completes a function that runs npx, as the help has it`,
    async () => {
      expect((await runProgram(['completion', '--help'])).stdout).toContain(`  ${AS_FUNCTION[shell]} `);
      const both = `${scriptFor(shell)}.both`;
      writeFileSync(both, `${AS_FUNCTION[shell]}\n${readFileSync(scriptFor(shell), 'utf8')}`);
      expect(await offeredWords(shell, both, ['list', '--status', 'o'], folder)).toEqual(['open']);
    },
  );

test('The program for developers completes its own commands only', async () => {
  const file = join(import.meta.dirname, '../../sdk/cli/dist/cli.js');
  const { stdout } = await runProgram(['completion', 'bash'], { file });
  expect(stdout).toContain("'list'");
  expect(stdout).not.toContain('moderation');
});
