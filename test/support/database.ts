import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import type { Knex } from 'knex';
import pg from 'pg';
import { createDatabase } from '../../src/platform/database.ts';
import type { Connection, StatementObserver } from '../../src/platform/database.ts';
import { until } from './embedded-postgres.ts';

/** What the global setup hands to the test files. */
export type TestServer = { connection: Connection; folder: string; contract: string };

export type TestDatabase = {
  connection: Connection;
  db: Knex;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
};

/** The connection to the tests' PostgreSQL, to a database that holds nothing. */
export function adminConnection(): Connection {
  return (JSON.parse(process.env['TEST_SERVER'] ?? '{}') as TestServer).connection;
}

/** The contract as JSON, which each test file reads in a tenth of the time that its YAML takes; nothing outside of a run. */
export function parsedContract(): URL | undefined {
  const { contract } = JSON.parse(process.env['TEST_SERVER'] ?? '{}') as Partial<TestServer>;
  return contract === undefined ? undefined : pathToFileURL(contract);
}

async function asAdmin(statement: string): Promise<void> {
  const admin = new pg.Client({ ...adminConnection() });
  await admin.connect();
  try {
    // Two test files may clone at one moment; PostgreSQL lets only one at a time read a template.
    await admin.query('select pg_advisory_lock(1)');
    await admin.query(statement);
  } finally {
    await admin.end();
  }
}

/** A migrated, empty database of one's own. */
export async function cloneDatabase(
  options: { observer?: StatementObserver; poolSize?: number } = {},
): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(`create database ${name} template template_city`);
  const connection = { ...adminConnection(), database: name };
  const db = createDatabase({
    connection,
    poolSize: options.poolSize ?? 10,
    ...(options.observer === undefined ? {} : { observer: options.observer }),
  });
  return {
    connection,
    db,
    async drop() {
      await db.destroy();
      // Sessions that are just being ended hold it for a while, on a busy machine longer than PostgreSQL waits.
      await until(() => asAdmin(`drop database if exists ${name} with (force)`).then(() => true));
    },
  };
}
