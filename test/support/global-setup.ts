import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import { migrate, readMigrations } from '../../src/platform/migrate.ts';
import type { TestServer } from './database.ts';

/**
 * Starts one PostgreSQL for all test files, the bundled one in a folder of its own, with one migrated template database
 * that each test file clones.
 */
export default async function setup(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-test-'));
  const server = await openEmbeddedPostgres({
    folder: join(folder, 'data'),
    folderIsExplicit: false,
    tell: () => undefined,
  });
  const { connection } = server;
  const admin = new pg.Client({ ...connection });
  await admin.connect();
  await admin.query('create database template_city');
  await admin.end();
  await migrate(
    { ...connection, database: 'template_city' },
    await readMigrations(new URL('../../migrations/', import.meta.url)),
  );
  process.env['TEST_SERVER'] = JSON.stringify({ connection, folder } satisfies TestServer);
  (globalThis as { testServer?: unknown }).testServer = server;
}
