import { execFile, spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { build } from 'esbuild';
import { chromium } from 'playwright-core';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { findProgram } from '../support/find-program.ts';
import { installPackedSdk } from '../support/packed-sdk.ts';
import { databaseUrl, endPrograms, freePort, liveKey, ROOT, startServerProgram } from '../support/program.ts';
import { until } from '../support/embedded-postgres.ts';
import { testWhen } from '../support/skip.ts';

/** The packed SDK against a real server, wherever JavaScript runs: `test/support/sdk-suite.mjs` gives the same everywhere. */
const browser = findProgram('chromium');
const runtimes = process.env['SIGNPOST_TEST_RUNTIMES'];

let database: TestDatabase;
let folder: string;
let server: { baseUrl: string; apiKey: string };

beforeAll(async () => {
  database = await cloneDatabase();
  const env = { DATABASE_URL: databaseUrl(database.connection), SIGNPOST_DEMO: 'on' };
  const { url } = await startServerProgram({ env });
  server = { baseUrl: url, apiKey: await liveKey({ env }) };
  ({ folder } = installPackedSdk());
  for (const [from, to] of [
    ['test/support/sdk-suite.mjs', 'suite.mjs'],
    ['examples/report-a-case/lamp.jpg', 'lamp.jpg'],
  ] as const)
    writeFileSync(join(folder, to), readFileSync(join(ROOT, from)));
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

const ENTRIES = ['open311', 'xml', 'webhooks', 'testing', 'attributes', 'typegen'];

/** Imports all entries by these names. */
const importsOf = (nameOf: (entry: string) => string): string =>
  [
    `import * as main from '${nameOf('')}';`,
    ...ENTRIES.map((entry) => `import * as ${entry} from '${nameOf(`/${entry}`)}';`),
    `const entries = { main, ${ENTRIES.join(', ')} };`,
  ].join('\n');

const PACKAGE = importsOf((entry) => `@signpost/sdk${entry}`);
const FROM_FILES = `
  import { readFileSync } from 'node:fs';
  import process from 'node:process';
  import { runSuite } from './suite.mjs';
  ${PACKAGE}
  const results = await runSuite(entries, SERVER, new Uint8Array(readFileSync('lamp.jpg')));
  process.stdout.write(JSON.stringify(results));`;

async function run(command: string, given: string[], file: string, text: string): Promise<unknown> {
  writeFileSync(join(folder, file), text.replace('SERVER', JSON.stringify(server)));
  const { stdout } = await promisify(execFile)(command, [...given, file], { cwd: folder });
  return JSON.parse(stdout);
}

/** What every check gives, wherever it runs. */
const EXPECTED = {
  calls: [true, 200, 1, true],
  submissions: [true, false, true, 'Ąć & <ż> 🚲'],
  questions: 'string',
  pages: [[3, 3, 3], 10, true],
  alone: 'string',
  retries: [3, 3, 1, true],
  aborts: [true, true],
  deadlines: ['ConnectionError', 'timeout', 1],
  uploads: [true, true, true, 'image/jpeg'],
  plainFiles: 'string',
  exports: 'service_request_id',
  errors: [
    ['ForbiddenError', 403, true, false],
    ['NotFoundError', 404, true],
    ['BadRequestError', ['lat', 'attribute[SIZE]']],
    ['ConnectionError', 'connection'],
  ],
  webhooks: [{ type: 'request.closed' }, 'wrong_signature', true],
  testing: [2, 1, [503, 200]],
  anyCity: [true, true, 0, 0],
  typedAnswers: [
    ['BadRequestError', 0, ['attribute[SIZE] must be one of small, large.']],
    ['BadRequestError', 0, ['attribute[NOTICED_AT] must be a time such as 2026-03-01T09:30:00Z.']],
    ['NotFoundError', 0, ['service_code constructor is not known here. services.json lists all codes.']],
    'string',
  ],
  typesOfACity: [true, true, true, 'SignpostError'],
  otherDialects: ['7', 'A & B', true, ['3.1/all-fields', 'A4/services.xml', 'R7/declaration']],
};

describe('The packed SDK does the same', () => {
  test('in Node, as an ES module', async () => {
    expect(await run(process.execPath, [], 'program.mjs', FROM_FILES)).toEqual(EXPECTED);
  });

  test('in Node, by require', async () => {
    const text = `
      const { readFileSync } = require('node:fs');
      const entries = { main: require('@signpost/sdk'), ${ENTRIES.map((entry) => `${entry}: require('@signpost/sdk/${entry}')`).join(', ')} };
      import('./suite.mjs')
        .then(({ runSuite }) => runSuite(entries, SERVER, new Uint8Array(readFileSync('lamp.jpg'))))
        .then((results) => process.stdout.write(JSON.stringify(results)));`;
    expect(await run(process.execPath, [], 'program.cjs', text)).toEqual(EXPECTED);
  });

  testWhen(browser !== undefined, 'there is no chromium: apt-get install chromium')(
    'in Chromium, on a page with a strict policy',
    async () => {
      const page = await servePage();
      const chrome = await chromium.launch({ executablePath: browser ?? '', args: ['--no-sandbox'] });
      try {
        const tab = await chrome.newPage();
        const wrong: string[] = [];
        tab.on('pageerror', (error) => wrong.push(error.message));
        await tab.goto(page.url);
        const done = tab.locator('#results:not(:empty)');
        const said = await done.textContent({ timeout: 60_000 }).catch(() => null);
        expect(wrong).toEqual([]);
        expect(JSON.parse(said ?? 'null')).toEqual(EXPECTED);
      } finally {
        await chrome.close();
        page.server.close();
      }
    },
  );

  describe('in other programs', () => {
    const needed = `SIGNPOST_TEST_RUNTIMES names no folder in which it is: npm install --prefix FOLDER deno bun workerd`;
    const programOf = (name: string): string => join(runtimes ?? '', 'node_modules/.bin', name);
    const testIn = (name: string) => testWhen(runtimes !== undefined && existsSync(programOf(name)), needed);

    testIn('deno')('Deno', async () => {
      expect(
        await run(programOf('deno'), ['run', '-A', '--node-modules-dir=manual'], 'deno.mjs', FROM_FILES),
      ).toEqual(EXPECTED);
    });

    testIn('bun')('Bun', async () => {
      expect(await run(programOf('bun'), ['run'], 'bun.mjs', FROM_FILES)).toEqual(EXPECTED);
    });

    testIn('workerd')('workerd', async () => {
      expect(await runInWorker(programOf('workerd'))).toEqual(EXPECTED);
    });
  });
});

/** A page that loads the SDK's files as they are packed. */
async function servePage(): Promise<{ url: string; server: Server }> {
  const port = await freePort();
  const inside = join(folder, 'node_modules/@signpost/sdk/dist');
  const files: Record<string, string | Uint8Array> = {
    '/': '<!doctype html><title>SDK</title><p id="results"></p><script type="module" src="/main.js"></script>',
    '/main.js': `
      import { runSuite } from '/suite.mjs';
      ${importsOf((entry) => `/sdk${entry || '/index'}.js`)}
      const picture = new Uint8Array(await (await fetch('/lamp.jpg')).arrayBuffer());
      const results = await runSuite(entries, ${JSON.stringify(server)}, picture);
      document.getElementById('results').textContent = JSON.stringify(results);`,
  };
  const policy = `default-src 'none'; script-src 'self'; connect-src 'self' ${server.baseUrl} http://127.0.0.1:9; require-trusted-types-for 'script'`;
  const types: Record<string, string> = { '': 'text/html; charset=utf-8', '.jpg': 'image/jpeg' };
  const web = createServer(({ url = '/' }, response) => {
    const file = url.startsWith('/sdk/') ? join(inside, url.slice(5)) : join(folder, url);
    const content = files[url] ?? (existsSync(file) ? readFileSync(file) : undefined);
    response.writeHead(content === undefined ? 404 : 200, {
      'Content-Type': types[extname(url)] ?? 'text/javascript; charset=utf-8',
      'Content-Security-Policy': policy,
    });
    response.end(content);
  });
  await new Promise<void>((resolve) => void web.listen(port, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${port}/`, server: web };
}

/** A worker that runs the suite for whoever asks it, bundled as such programs are. */
async function runInWorker(command: string): Promise<unknown> {
  const port = await freePort();
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { runSuite } from './suite.mjs';
        ${PACKAGE}
        export default {
          async fetch(request) {
            const picture = new Uint8Array(await request.arrayBuffer());
            return Response.json(await runSuite(entries, ${JSON.stringify(server)}, picture));
          },
        };`,
      resolveDir: folder,
    },
    bundle: true,
    format: 'esm',
    write: false,
  });
  writeFileSync(join(folder, 'worker.js'), outputFiles[0]?.text ?? '');
  writeFileSync(
    join(folder, 'worker.capnp'),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [(name = "worker.js", esModule = embed "worker.js")], compatibilityDate = "2026-01-01", globalOutbound = "net")),
    (name = "net", network = (allow = ["public", "private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);`,
  );
  const worker = spawn(command, ['serve', join(folder, 'worker.capnp')], { stdio: 'ignore' });
  try {
    const picture = readFileSync(join(folder, 'lamp.jpg'));
    const ask = () => fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: picture });
    return await (await until(ask)).json();
  } finally {
    worker.kill();
  }
}
