import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import ts from 'typescript';
import { readExports } from '../../sdk/read-exports.ts';
import { findCodeBlocks } from '../support/code-blocks.ts';
import type { CodeBlock } from '../support/code-blocks.ts';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import {
  databaseUrl,
  endPrograms,
  freePort,
  freshFolder,
  ROOT,
  startServerProgram,
} from '../support/program.ts';
import { signalProcess } from '../support/signal-process.ts';
import { WAITING_SHORTEST } from '../support/shortest-waits.ts';
import { startStandIn } from '../support/stand-in.ts';
import type { StandIn } from '../support/stand-in.ts';
import { STAND_IN } from '../support/stand-in-city.ts';

/**
 * Whatever is shown to people as code is compiled against the built SDK and run, against a server with the demonstration city. A block
 * that says in comments what is printed prints it.
 */
const blocks = findCodeBlocks();
const programs = blocks.filter(({ language }) => ['ts', 'js'].includes(language));
/** Those of README.md are run by readme.test.ts, which fails when one is left out. */
const commands = blocks.filter(({ language, file }) => language === 'sh' && file !== 'README.md');
/** The program `signpost` in a shell, as `npx signpost` in the repository is it. */
const SIGNPOST = ['node', ...WAITING_SHORTEST, join(ROOT, 'src/launch.mjs')]
  .map((word) => `'${word}'`)
  .join(' ');
const nameOf = ({ file, line }: CodeBlock) => `${file}:${line}`;

let database: TestDatabase;
let standIn: StandIn;
let folder: string;
let url: string;
let key: string;

beforeAll(async () => {
  database = await cloneDatabase();
  standIn = await startStandIn();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const server = await startServerProgram({ env, arguments: ['--json'] });
  url = server.url;
  key = (JSON.parse(server.stdout()) as { demonstration_key: string }).demonstration_key;
  // A folder of a reader's own: with the package, the examples, and a picture.
  folder = freshFolder();
  for (const name of ['node_modules', 'examples', 'sdk']) symlinkSync(join(ROOT, name), join(folder, name));
  copyFileSync(join(ROOT, 'examples/report-a-case/lamp.jpg'), join(folder, 'hole.jpg'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  // What the commands of the guides make: the types of the city, and the program by itself.
  const { code, stderr } = await run('bash', [
    '-euc',
    `${SIGNPOST} typegen ${url}/open311/v2 --jurisdiction wroclaw.pl -o services.ts
     npm pack --silent --ignore-scripts ${join(ROOT, 'sdk/cli')}`,
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
});
afterAll(async () => {
  await endPrograms();
  await standIn.stop();
  await database.drop();
});

test('Every block is of a language that is run here', () => {
  // What an answer looks like is held against what the command in front of it gets.
  const known = ['ts', 'js', 'sh', 'json', 'html'];
  const others = blocks.filter(
    ({ language, code }) => !known.includes(language) && !isPicture(language, code),
  );
  expect(others.map(nameOf)).toEqual([]);
  expect(programs.length).toBeGreaterThan(100);
  expect(commands.length).toBeGreaterThan(5);
});

test('A page of somebody else may show what its frames are said to show', async () => {
  const frames = blocks.filter(({ language }) => language === 'html');
  expect(frames.length).toBeGreaterThan(0);
  for (const { code } of frames) {
    const [, path = ''] = /src="https:\/\/signpost\.example\/[^/]+(\/[^"]+)"/.exec(code) ?? [];
    const page = await fetch(`${url}/wroclaw.pl${path}`);
    expect([page.status, page.headers.get('content-security-policy')]).toEqual([
      200,
      expect.stringContaining('frame-ancestors *'),
    ]);
  }
});

/** Drawn with letters. */
const isPicture = (language: string, code: string) => language === '' && /[▶│▲▼]/.test(code);

test('Every export of every entry has an example', () => {
  const exported = readExports();
  expect(exported.length).toBeGreaterThan(100);
  const without = exported.filter(({ comment }) => comment.examples.length === 0);
  expect(without.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
  const idle = exported.filter(({ name, comment }) =>
    comment.examples.every((code) => !new RegExp(`\\b${name}\\b`).test(code)),
  );
  expect(idle.map(({ entry, name }) => `${entry}: ${name}`)).toEqual([]);
});

describe('Every program compiles against the built declarations', () => {
  const SHARED: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts', 'lib.dom.asynciterable.d.ts'],
    types: ['node'],
    noEmit: true,
    allowImportingTsExtensions: true,
    skipLibCheck: true,
  };
  const STRICT = { strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };

  test.each([
    ['ts', { ...SHARED, ...STRICT, verbatimModuleSyntax: true }],
    // What is written for people who write JavaScript does not prove to a compiler what it knows.
    ['js', { ...SHARED, allowJs: true, checkJs: true, strict: false }],
  ])('%s', (language, options) => {
    const its = programs.filter((block) => block.language === language);
    const paths = its.map((block, at) => {
      const path = join(folder, `block-${at}.m${language}`);
      writeFileSync(path, block.code);
      return path;
    });
    const program = ts.createProgram(paths, { ...options, typeRoots: [join(ROOT, 'node_modules/@types')] });
    const mistakes = ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
      const block = its[paths.indexOf(file?.fileName ?? '')];
      const line = file?.getLineAndCharacterOfPosition(start ?? 0).line ?? 0;
      const text = ts.flattenDiagnosticMessageText(messageText, '\n');
      return `${block?.file ?? file?.fileName ?? ''}:${(block?.line ?? 0) + line + 1} ${text}`;
    });
    expect(mistakes).toEqual([]);
  });
});

describe('Every program runs', () => {
  test.each(programs.map((block): [string, CodeBlock] => [nameOf(block), block]))(
    '%s',
    async (_, { code, language }) => {
      const { outputText: plain } = ts.transpileModule(code, {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ESNext,
          verbatimModuleSyntax: true,
        },
      });
      const given = [
        ...WAITING_SHORTEST,
        ...['--import', join(ROOT, 'test/support/rerouted-fetch.mjs'), '--input-type=module', '-e'],
      ];
      // A file that is TypeScript itself.
      if (code.includes("'./services.ts'")) given.unshift('--import', 'tsx');
      const own = (language === 'js' ? code : plain).replaceAll('YOUR_KEY', key);
      const outcome = await run(process.execPath, [...given, own], {
        SIGNPOST_TEST_ROUTES: JSON.stringify({
          'http://127.0.0.1:3111': url,
          'https://signpost.example': url,
          'https://city.example/open311/v2': standIn.url,
          'jurisdiction_id=city.example': `jurisdiction_id=${STAND_IN.jurisdiction}`,
        }),
      });
      expect(outcome).toMatchObject({ code: 0, stderr: '' });
      const said = [...code.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, text]) => text);
      if (said.length > 0) expect(outcome.stdout.split('\n').slice(0, -1)).toEqual(said);
    },
  );
});

describe('Every command runs', () => {
  const files = [...new Set(commands.map(({ file }) => file))];

  test.each(files)('%s', async (file) => {
    const its = commands.filter((block) => block.file === file);
    const ports = new Map<string, number>();
    for (const [, port = ''] of its.flatMap(({ code }) => [...code.matchAll(/--port (\d+)/g)]))
      ports.set(port, await freePort());
    const started: { child: ChildProcess; ended: Promise<unknown> }[] = [];
    try {
      for (const block of its) {
        const { code, goesOn } = block;
        let script = code
          .replaceAll('http://127.0.0.1:3111', url)
          .replaceAll(
            'https://city.example/open311/v2',
            `${standIn.url} --jurisdiction ${STAND_IN.jurisdiction}`,
          )
          .replaceAll('sp_test_…', key)
          .replaceAll('YOUR_KEY', key)
          .replaceAll('npx signpost ', `${SIGNPOST} `);
        for (const [port, free] of ports) script = script.replaceAll(port, `${free}`);
        if (!goesOn) {
          const outcome = await run('bash', ['-euc', script]);
          expect({ script, ...outcome }).toMatchObject({ script, code: 0, stderr: expect.any(String) });
          const next = blocks[blocks.indexOf(block) + 1];
          if (next?.language === 'json' && next.file === file)
            expect(likeAnyOther(outcome.stdout)).toEqual(likeAnyOther(next.code));
          continue;
        }
        const child = spawn('bash', ['-euc', script], { cwd: folder, env: environment(), detached: true });
        started.push({ child, ended: once(child, 'exit') });
        let said = '';
        child.stdout.on('data', (text: Buffer) => (said += text.toString()));
        await until(() => Promise.resolve(said.includes('\n')));
      }
    } finally {
      // Each is a group of its own: the shell, and what it has started.
      for (const { child, ended } of started) {
        if (child.pid !== undefined) signalProcess(-child.pid, 'SIGTERM');
        await ended;
      }
    }
  });
});

/** An answer whose numbers of cases are those of nobody. */
const likeAnyOther = (json: string): unknown =>
  JSON.parse(json.replaceAll(url, 'http://127.0.0.1:3111').replace(/\b\d{8}\b/g, '10005202'));

const environment = () => ({
  PATH: process.env['PATH'],
  HOME: process.env['HOME'],
  KEY: key,
  // An archive that lies in the folder is run without a question and without the network.
  npm_config_yes: 'true',
  npm_config_offline: 'true',
});

function run(command: string, given: string[], more: Record<string, string> = {}) {
  return new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
    execFile(command, given, { cwd: folder, env: { ...environment(), ...more } }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
    );
  });
}
