import { execFile, execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { endPrograms, freshFolder, runProgram } from '../support/program.ts';
import { allCommands } from '../support/program-help.ts';

/** The file with what `signpost completion bash` prints. */
let script: string;
beforeAll(async () => {
  script = join(freshFolder(), 'completion.bash');
  writeFileSync(script, (await runProgram(['completion', 'bash'])).stdout);
});
afterAll(endPrograms);

/** What bash offers for the last of these words, as its completion is told of them. */
function offered(...words: string[]): Promise<string[]> {
  const asking = [
    '. "$1"; shift',
    'COMP_WORDS=("$@")',
    'COMP_CWORD=$(($# - 1))',
    '_signpost',
    'printf "%s\\n" "${COMPREPLY[@]}"',
  ].join('\n');
  return new Promise((resolve, reject) => {
    execFile(
      'bash',
      ['--norc', '-euc', asking, 'bash', script, 'signpost', ...words],
      (error, stdout, stderr) => {
        if (error !== null || stderr !== '') reject(new Error(`${stderr}${error?.message ?? ''}`));
        else resolve(stdout.split('\n').filter((word) => word !== ''));
      },
    );
  });
}

describe('The completion of bash', () => {
  test('knows every command of the program', async () => {
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
  }, 60_000);

  test.each([
    [['ta'], ['tail']],
    [['list', 'http://127.0.0.1:3111/open311/v2', '--ge'], ['--geojson']],
    [
      ['list', '--status', ''],
      ['open', 'closed'],
    ],
    [['list', '--status', 'open', '--statu'], ['--status']],
    [
      ['doctor', '--format', 'j'],
      ['json', 'junit'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish', '--help', '-h'],
    ],
    [['services', 'lim'], ['limit']],
    [['services', 'limit', 'LAMP', '--ever'], ['--everywhere']],
    [['submit', '--media', ''], []],
    [
      ['jurisdictions', 'set', 'x', '--moderation', ''],
      ['at-once', 'after-release'],
    ],
  ])('offers for %j', async (words, expected) => {
    expect((await offered(...words)).sort()).toEqual([...expected].sort());
  });

  test('is registered for the program, and completes files where there is no word', () => {
    const told = execFileSync('bash', ['--norc', '-c', '. "$1"; complete -p signpost', 'bash', script], {
      encoding: 'utf8',
    });
    expect(told).toBe('complete -o default -F _signpost signpost\n');
  });

  test('of the program for developers has its commands only', async () => {
    const file = join(import.meta.dirname, '../../sdk/cli/dist/cli.js');
    const { stdout } = await runProgram(['completion', 'bash'], { file });
    expect(stdout).toContain("'list'");
    expect(stdout).not.toContain('moderation');
  });
});

describe.each(['zsh', 'fish'])('The script for %s', (shell) => {
  test('names every command and every choice', async () => {
    const { code, stdout } = await runProgram(['completion', shell]);
    expect(code).toBe(0);
    for (const command of allCommands()) expect(stdout).toContain(command.split(' ').at(-1));
    expect(stdout).toContain('open closed');
    expect(stdout).not.toContain('undefined');
  });
});
