import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { endPrograms, freshFolder, ROOT } from '../support/program.ts';

/** A repository with a contract of its own, in which `npm run changelog` is run as it stands in package.json. */
const folder = freshFolder();
const changelog = join(folder, 'CHANGELOG.md');
const NOTHING_YET = '# Changelog\n\n## 0.2.0\n\n- A thing.\n\n## 0.1.0\n\n- The first.\n';
const FIRST = '# Changelog\n\n## 0.1.0 (not released yet)\n\n### Added\n\n- The first.\n';

afterAll(endPrograms);

const git = (...given: string[]) =>
  execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@city.example', ...given], {
    cwd: folder,
    encoding: 'utf8',
  }).trim();

/** Commits a contract. @returns the commit */
function commit(contract: object): string {
  writeFileSync(join(folder, 'openapi.yaml'), stringify(contract));
  git('add', '.');
  git('commit', '--quiet', '--allow-empty', '--message', 'A contract');
  return git('rev-parse', 'HEAD');
}

function run(...given: string[]) {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: { changelog: string };
  };
  const [program = '', file = ''] = scripts.changelog.split(' ');
  const { status, stdout, stderr } = spawnSync(
    join(ROOT, 'node_modules/.bin', program),
    [join(ROOT, file), ...given],
    { cwd: folder, encoding: 'utf8' },
  );
  return { status, stdout, stderr };
}

const text = { type: 'string' };
const answer = (properties: object) => ({
  description: 'A lamp.',
  content: { 'application/json': { schema: { type: 'object', required: ['id'], properties } } },
});
const BEFORE = {
  paths: {
    '/lamps': {
      get: {
        operationId: 'lamps.list',
        parameters: [{ name: 'near', in: 'query', schema: text }],
        responses: { 200: answer({ id: text, height: { type: 'number' } }), 404: { description: 'None.' } },
      },
      delete: { operationId: 'lamps.remove', responses: { 204: { description: 'Gone.' } } },
    },
  },
};
/** The same with something added, removed and changed: operations, fields and errors. */
const AFTER = {
  paths: {
    '/lamps': {
      get: {
        operationId: 'lamps.list',
        parameters: [
          { name: 'near', in: 'query', required: true, schema: text },
          { name: 'colour', in: 'query', schema: text },
        ],
        responses: { 200: answer({ id: text, height: text, colour: text }), 429: { description: 'Slow.' } },
      },
      post: { operationId: 'lamps.create', responses: { 200: { description: 'Lit.' } } },
    },
  },
};
const TOLD = (release: string) => `### In the contract

Since ${release}:

#### Breaking

- Changed: \`lamps.list\`: the parameter \`near\` (query) is required.
- Changed: \`lamps.list\`: \`height\` in the answer is string, and was number.
- Removed: \`lamps.remove\`.

#### Not breaking

- Added: \`lamps.list\`: the parameter \`colour\` (query).
- Added: \`lamps.list\`: the answer 429.
- Removed: \`lamps.list\`: the answer 404.
- Added: \`lamps.list\`: \`colour\` in the answer.
- Added: \`lamps.create\`: POST /lamps.
`;

describe('npm run changelog', () => {
  let first: string;
  beforeAll(() => {
    git('init', '--quiet', '--initial-branch', 'trunk');
    writeFileSync(changelog, FIRST);
    first = commit(BEFORE);
  });

  test('says in the first entry that there is no release before it, once however often it is run', () => {
    const written = `${FIRST}
### In the contract

This is the first release: there is no earlier contract that it could differ from.
`;
    for (let times = 0; times < 2; times += 1) {
      expect(run()).toEqual({
        status: 0,
        stdout: '',
        stderr: expect.stringMatching(/^There is no release yet, .*\n.* -- REF tells /) as unknown,
      });
      expect(readFileSync(changelog, 'utf8')).toBe(written);
    }
  });

  test('writes nothing where the tag of the release before is not here, as in a clone without tags', () => {
    writeFileSync(changelog, NOTHING_YET);
    git('tag', 'v0.0.9', first);
    for (const last of ['v0.0.9', 'none']) {
      expect(run()).toEqual({
        status: 2,
        stdout: '',
        stderr: `CHANGELOG.md tells of a release v0.1.0, but the last tag here is ${last}.
Where the clone came without it, git fetch --tags gets it, or git fetch --tags --unshallow.
`,
      });
      if (last !== 'none') git('tag', '--delete', last);
    }
    expect(readFileSync(changelog, 'utf8')).toBe(NOTHING_YET);
  });

  test('tells what has changed since any commit, branch or tag, and writes nothing', () => {
    git('branch', 'earlier');
    git('tag', 'some-day');
    commit(AFTER);
    for (const ref of [first.slice(0, 8), 'HEAD~1', 'earlier', 'some-day'])
      expect(run(ref)).toEqual({
        status: 0,
        stdout: TOLD(ref),
        stderr: `8 changes of the contract since ${ref}, 3 of them breaking.\n`,
      });
    expect(run('HEAD')).toEqual({
      status: 0,
      stdout: '',
      stderr: '0 changes of the contract since HEAD, 0 of them breaking.\n',
    });
    expect(readFileSync(changelog, 'utf8')).toBe(NOTHING_YET);
  });

  test.each(['no-such-thing', '--help', ''])('knows no commit %j', (ref) => {
    expect(run(ref)).toEqual({ status: 2, stdout: '', stderr: `There is no commit ${ref} here.\n` });
  });

  test('writes what has changed since the last release, once however often it is run', () => {
    git('tag', 'v0.1.0', first);
    git('tag', 'v0.0.9', first);
    git('tag', 'v0.2.0-beta.1');
    const written = NOTHING_YET.replace('\n## 0.1.0', `\n${TOLD('v0.1.0')}\n## 0.1.0`);
    for (let times = 0; times < 2; times += 1) {
      expect(run()).toMatchObject({ status: 0, stdout: '' });
      expect(readFileSync(changelog, 'utf8')).toBe(written);
    }
  });

  test('writes nothing into the entry of a release that is out', () => {
    const before = readFileSync(changelog, 'utf8');
    git('tag', 'v0.2.0');
    expect(run()).toEqual({
      status: 2,
      stdout: '',
      stderr: 'v0.2.0 is released already. Begin an entry for the next version in CHANGELOG.md, above it.\n',
    });
    expect(readFileSync(changelog, 'utf8')).toBe(before);
  });

  test('reads the contract of this repository', () => {
    const contract = parse(readFileSync(join(ROOT, 'openapi.yaml'), 'utf8')) as object;
    commit(contract);
    const { paths } = contract as { paths: Record<string, object> };
    delete paths['/livez'];
    commit(contract);
    const { stdout } = run('HEAD~1');
    expect(stdout).toContain('#### Breaking\n\n- Removed: `health.live`.\n');
    expect(stdout).not.toContain('#### Not breaking');
  });
});
