import { execFile, execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { publint } from 'publint';
import ts from 'typescript';
import { startAnswering } from '../support/answering.ts';
import { installPackedSdk } from '../support/packed-sdk.ts';
import type { PackedSdk } from '../support/packed-sdk.ts';
import { endPrograms, ROOT } from '../support/program.ts';

/** The archive that is published, installed in an empty folder, with nothing of this repository beside it. */
const manifest = JSON.parse(readFileSync(join(ROOT, 'sdk/package.json'), 'utf8')) as {
  exports: Record<string, unknown>;
};
const ENTRIES = Object.keys(manifest.exports)
  .filter((name) => name !== './package.json')
  .map((name) => join('@signpost/sdk', name));

let sdk: PackedSdk;
let inside: string;

beforeAll(() => {
  sdk = installPackedSdk();
  inside = join(sdk.folder, 'node_modules/@signpost/sdk');
});
afterAll(endPrograms);

const node = (...given: string[]): string =>
  execFileSync(process.execPath, given, { cwd: sdk.folder, encoding: 'utf8' });

describe('The packed SDK', () => {
  test('brings nothing else along, and is small', () => {
    const { packages } = JSON.parse(readFileSync(join(sdk.folder, 'package-lock.json'), 'utf8')) as {
      packages: Record<string, { dependencies?: object }>;
    };
    expect(Object.keys(packages)).toEqual(['', 'node_modules/@signpost/sdk']);
    expect(packages['node_modules/@signpost/sdk']?.dependencies).toBeUndefined();
    expect(sdk.unpackedSize).toBeLessThanOrEqual(438_000);
  });

  test('pleases publint', async () => {
    const { messages } = await publint({ pkgDir: inside, strict: true });
    expect(messages).toEqual([]);
  });

  test('has the types of what it has, for every entry and resolution', async () => {
    const result = await checkPackage(createPackageFromTarballData(sdk.archive));
    if (!result.types) throw new Error('There are no types.');
    expect(Object.keys(result.entrypoints)).toEqual(Object.keys(manifest.exports));
    expect(result.problems).toEqual([]);
  });

  test.each(ENTRIES)('%s loads as an ES module and by require, with the same in both', (entry) => {
    const told = `console.log(JSON.stringify(Object.keys(all).filter((name) => name !== 'default').sort()))`;
    const module = node('--input-type=module', '-e', `import * as all from '${entry}'; ${told}`);
    const common = node('--input-type=commonjs', '-e', `const all = require('${entry}'); ${told}`);
    expect(JSON.parse(module)).not.toEqual([]);
    expect(common).toBe(module);
  });
});

describe("A newcomer's first mistake is told on a screen, by the program of the README:", () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, program = ''] = /`first-case.mjs`:\n\n```js\n([^]*?)^```/m.exec(readme) ?? [];

  /** What Node prints of it where a server refuses the key, or none listens. */
  async function printed(KEY: string, isListening = true): Promise<string> {
    const server = await startAnswering((_, response) =>
      response
        .writeHead(403, { 'content-type': 'application/json' })
        .end(JSON.stringify([{ code: 403, type: 'forbidden', description: 'This API key is not known.' }])),
    );
    if (!isListening) await server.down();
    const file = join(sdk.folder, 'first-case.mjs');
    writeFileSync(
      file,
      program.replace('http://127.0.0.1:3111', server.url).replace('sandbox: true', '$&, retries: 0'),
    );
    const told = await new Promise<string>((resolve) => {
      execFile(process.execPath, [file], { cwd: sdk.folder, env: { KEY } }, (_, _out, stderr) =>
        resolve(stderr),
      );
    });
    if (isListening) await server.down();
    return told;
  }

  test.each([
    ['an empty key', '', true, 'SignpostError: apiKey has to be visible ASCII, and not empty.'],
    [
      'a key that is not for the sandbox',
      'sp_live_mine',
      true,
      'SignpostError: apiKey has to go with sandbox.',
    ],
    ['a wrong key', 'sp_test_wrong', true, 'ForbiddenError: This API key is not known.'],
    ['no server', 'sp_test_mine', false, 'ConnectionError: No whole answer from http://127.0.0.1:'],
  ])('%s', async (_, key, isListening, message) => {
    const told = await printed(key, isListening);
    expect(told).toContain(message);
    expect(told.length).toBeLessThan(1_500);
  });
});

describe('The declarations', () => {
  const strict: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    target: ts.ScriptTarget.ES2022,
    lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
    types: [],
  };
  const CONSUMER = `
    import { ApiError, Signpost, connect, isWithdrawn, listOf, requestsList, uploadOf } from '@signpost/sdk';
    import type { CallOptions, ItemOf, SignpostOptions, Submission } from '@signpost/sdk';
    import { Open311 } from '@signpost/sdk/open311';
    import type { CityRequest } from '@signpost/sdk/open311';
    import { readXml } from '@signpost/sdk/xml';
    import { createTestCity } from '@signpost/sdk/testing';
    import { sign, verify } from '@signpost/sdk/webhooks';

    const options: SignpostOptions = { baseUrl: 'https://signpost.example', apiKey: undefined };
    const call: CallOptions = { timeoutMs: undefined, retries: 1 };
    const submission: Submission = { service_code: 'LAMP', lat: 1, long: 2, media: [uploadOf(new Uint8Array(1))] };
    export async function use(): Promise<[ItemOf<'requests.list'> | undefined, CityRequest | undefined, string]> {
      const city = new Signpost(options);
      const [submitted] = await city.requests.create(submission, { ...call, idempotencyKey: 'one' });
      for await (const request of listOf(requestsList, connect(options), { status: ['open'] })) return [request, undefined, ''];
      const other = new Open311({ baseUrl: 'https://city.example', xml: readXml });
      const [theirs] = await other.requests.list();
      const [ours] = await new Signpost(createTestCity().connection).requests.list();
      const headers = await sign('{}', { id: 'one', timestamp: new Date(), secret: 'whsec_c2lnbnBvc3Qtc2lnbnBvc3Qtc2ln' });
      const event: unknown = await verify('{}', headers, 'whsec_c2lnbnBvc3Qtc2lnbnBvc3Qtc2ln');
      if (event instanceof ApiError) throw event;
      return [ours, theirs, submitted?.service_request_id ?? ''];
    }
    export async function titles(): Promise<[string, string][]> {
      const cases = await new Signpost(options).requests.list();
      return cases.flatMap((one) => (isWithdrawn(one) ? [] : [[one.service_name, one.requested_datetime]]));
    }
    // @ts-expect-error of a case that is withdrawn nothing is told
    export const title = async (): Promise<string[]> => (await new Signpost(options).requests.list()).map((one) => one.service_name);
    // @ts-expect-error a status is no number
    new Signpost(options).requests.list({ status: 1 });
    // @ts-expect-error there is no such field
    new Signpost(options).requests.create({ service_code: 'LAMP', latitude: 1 });`;

  const wrongIn = (program: ts.Program): string[] =>
    ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });

  test.each<[string, string, ts.CompilerOptions]>([
    [
      'bundler',
      'consumer.ts',
      { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
    ],
    ['nodenext, an ES module', 'consumer.mts', { module: ts.ModuleKind.NodeNext }],
    ['nodenext, CommonJS', 'consumer.cts', { module: ts.ModuleKind.NodeNext }],
    [
      'node10',
      'consumer-10.ts',
      { module: ts.ModuleKind.CommonJS, moduleResolution: ts.ModuleResolutionKind.Node10 },
    ],
  ])('satisfy a strict program (%s)', (_, name, options) => {
    const file = join(sdk.folder, name);
    writeFileSync(file, CONSUMER);
    expect(wrongIn(ts.createProgram([file], { ...strict, ...options }))).toEqual([]);
  });

  test('say `any` nowhere, not even where nothing is written', () => {
    const file = join(sdk.folder, 'all.mts');
    writeFileSync(file, ENTRIES.map((entry) => `export * from '${entry}';`).join('\n'));
    const program = ts.createProgram([file], { ...strict, module: ts.ModuleKind.NodeNext });
    expect(wrongIn(program)).toEqual([]);
    const checker = program.getTypeChecker();
    const found: string[] = [];
    let seen = 0;
    // What is private is named only.
    const isMember = (at: ts.Node): boolean =>
      ts.isMethodDeclaration(at) || (ts.isPropertyDeclaration(at) && !ts.isPrivateIdentifier(at.name));
    const look = (at: ts.Node): void => {
      if (ts.isTypeNode(at) || ts.isParameter(at) || ts.isVariableDeclaration(at) || isMember(at)) {
        seen += 1;
        if (checker.getTypeAtLocation(at).flags & ts.TypeFlags.Any) found.push(at.getText());
      }
      ts.forEachChild(at, look);
    };
    const files = program.getSourceFiles().filter(({ fileName }) => fileName.includes('/@signpost/sdk/'));
    for (const declared of files) look(declared);
    expect(files.length).toBeGreaterThan(ENTRIES.length);
    expect(seen).toBeGreaterThan(1_000);
    expect(found).toEqual([]);
  });
});

describe('What a program carries, minified and gzipped,', () => {
  async function sizeOf(what: string, entry: string): Promise<number> {
    const { outputFiles } = await build({
      stdin: { contents: `export ${what} from '${entry}';`, resolveDir: sdk.folder },
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    });
    return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
  }
  /** Import, and the most bytes. Without a goal of its own, an entry may grow by a few words and not by a mistake. */
  const limits: Record<string, number> = {
    '@signpost/sdk': 10_000,
    Signpost: 6_300,
    'one operation': 4_000,
    '@signpost/sdk/open311': 13_800,
    '@signpost/sdk/xml': 2_200,
    '@signpost/sdk/webhooks': 1_500,
    '@signpost/sdk/testing': 17_000,
    '@signpost/sdk/attributes': 3_000,
    '@signpost/sdk/typegen': 17_000,
  };

  test('is within its limits and as the guide says', async () => {
    const exported = Object.keys(createRequire(join(sdk.folder, 'x.cjs'))('@signpost/sdk') as object);
    const operations = exported.filter(
      (name) => /^[a-z]/.test(name) && !['connect', 'isWithdrawn', 'listOf', 'uploadOf'].includes(name),
    );
    expect(operations.length).toBeGreaterThanOrEqual(18);
    const alone = await Promise.all(
      operations.map((name) => sizeOf(`{ connect, ${name} }`, '@signpost/sdk')),
    );
    const sizes: Record<string, number> = {
      Signpost: await sizeOf('{ Signpost }', '@signpost/sdk'),
      'one operation': Math.max(...alone),
    };
    for (const entry of ENTRIES) sizes[entry] = await sizeOf('*', entry);
    expect(Object.keys(sizes).sort()).toEqual(Object.keys(limits).sort());
    const tooLarge = Object.entries(sizes).filter(([name, size]) => size > (limits[name] ?? 0));
    expect(tooLarge).toEqual([]);

    const guide = readFileSync(join(inside, 'README.md'), 'utf8');
    const rows = [...guide.matchAll(/^\| (.*?) +\| ([\d.]+) kB +\|$/gm)];
    const told = Object.fromEntries(
      rows.map(([, name = '', size]) => [name.replace(/.*`(.*)`.*/, '$1'), size]),
    );
    const measured = Object.entries(sizes).map(([name, size]) => [name, (size / 1000).toFixed(1)]);
    expect(told).toEqual(Object.fromEntries(measured));
  });
});
