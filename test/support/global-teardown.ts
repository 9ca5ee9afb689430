import type { EmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import type { TestServer } from './database.ts';
import { removeFolder } from './remove-folder.ts';

/** Stops the PostgreSQL of the tests and removes its folder. */
export default async function teardown(): Promise<void> {
  const { folder } = JSON.parse(process.env['TEST_SERVER'] ?? '{}') as TestServer;
  await (globalThis as { testServer?: EmbeddedPostgres }).testServer?.release();
  removeFolder(folder);
}
