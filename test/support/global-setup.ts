import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { parse } from 'yaml';
import { openEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { migrate, readMigrations } from '../../src/platform/migrate.ts';
import { RULES } from '../../src/http/standard/rules.ts';
import type { TestServer } from './database.ts';
import { makeMemoryFolder } from './memory-folder.ts';

/**
 * Starts one PostgreSQL for all test files, the bundled one in a folder of its own, with one migrated template database
 * that each test file clones.
 */
export default async function setup(run: { nonFlagArgs: string[] }): Promise<void> {
  // For the reporter, which cannot read TypeScript.
  Object.assign(globalThis, { signpostRules: RULES });
  // Whoever runs single files of the inner rings does not wait for a build.
  if (run.nonFlagArgs.length === 0 || run.nonFlagArgs.some((path) => /e2e|fault/.test(path))) buildProgram();
  const memory = makeMemoryFolder();
  // It is where the temporary folders of all tests are made, these processes being its heirs.
  if (memory !== undefined) process.env['TMPDIR'] = memory;
  const folder = mkdtempSync(join(tmpdir(), 'signpost-test-'));
  // Root starts PostgreSQL under another account, which has to get in; otherwise the data would go to /var/lib.
  chmodSync(folder, 0o755);
  const server = await openEmbeddedPostgres({
    folder: join(folder, 'data'),
    folderIsExplicit: true,
    tell: () => undefined,
  });
  const { connection } = server;
  const admin = new pg.Client({ ...connection });
  await admin.connect();
  // Nothing here outlives the run: where the files are on a disk, half of a test would be waiting for it.
  await admin.query('alter system set fsync = off');
  await admin.query('select pg_reload_conf()');
  await admin.query('create database template_city');
  await admin.end();
  await migrate(
    { ...connection, database: 'template_city' },
    await readMigrations(new URL('../../migrations/', import.meta.url)),
  );
  const contract = join(folder, 'openapi.json');
  const yaml = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
  writeFileSync(contract, JSON.stringify(parse(yaml)));
  process.env['TEST_SERVER'] = JSON.stringify({
    connection,
    folder: memory ?? folder,
    contract,
  } satisfies TestServer);
  (globalThis as { testServer?: unknown }).testServer = server;
}

/** Tests that run the program as a process run what was built from the sources as they are now. */
function buildProgram(): void {
  const launcher = fileURLToPath(new URL('../../src/launch.mjs', import.meta.url));
  const { status } = spawnSync(process.execPath, [launcher, '--version'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error('the program cannot be built');
}
