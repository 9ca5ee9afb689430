import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { createDatabase } from '../../src/platform/database.ts';
import type { Connection } from '../../src/platform/database.ts';
import { migrate, readMigrations, schemaState } from '../../src/platform/migrate.ts';
import type { MigrationFile } from '../../src/platform/migrate.ts';
import { adminConnection } from '../support/database.ts';
import { until } from '../support/embedded-postgres.ts';
import { databaseUrl, runProgram } from '../support/program.ts';
import { startPooler } from '../support/transaction-pooler.ts';

const files = await readMigrations(new URL('../../migrations/', import.meta.url));
const made: string[] = [];

async function emptyDatabase(): Promise<Connection> {
  const name = `migrate_${randomUUID().replaceAll('-', '')}`;
  await admin(`create database ${name}`);
  made.push(name);
  return { ...adminConnection(), database: name };
}

async function admin(statement: string): Promise<void> {
  const client = await connect(adminConnection());
  await client.query(statement).finally(() => client.end());
}

/** Every column, constraint, index and function of our schema, in order: equal for equal schemas. */
async function schemaOf(connection: Connection): Promise<unknown[]> {
  const client = await connect(connection);
  const { rows } = await client.query<{ line: string }>(`
    select table_name || ' ' || column_name || ' ' || data_type as line from information_schema.columns where table_schema = 'signpost'
    union all
    select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = to_regnamespace('signpost')
    union all
    select pg_get_indexdef(indexrelid) || case when indisvalid then '' else ' half built' end
      from pg_index join pg_class on oid = indexrelid where relnamespace = to_regnamespace('signpost')
    union all
    select proname from pg_proc where pronamespace = to_regnamespace('signpost')
    order by 1`);
  await client.end();
  return rows.map((row) => row.line);
}

afterAll(async () => {
  for (const name of made) await admin(`drop database ${name} with (force)`);
});

test('files are numbered without gaps', () => {
  expect(files.map((file) => Number(file.name.slice(0, 4)))).toEqual(files.map((_, index) => index + 1));
});

test('four processes at once: one migrates, the others wait', async () => {
  const connection = await emptyDatabase();
  const outcomes = await Promise.all(
    [1, 2, 3, 4].map(() =>
      runProgram(['migrate', '--json'], { env: { DATABASE_URL: databaseUrl(connection) } }),
    ),
  );
  expect(outcomes.map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    outcomes.map(() => ({ code: 0, stderr: '' })),
  );
  const run = outcomes.map(({ stdout }) => (JSON.parse(stdout) as { run: string[] }).run);
  expect(run.filter((names) => names.length > 0)).toEqual([files.map((file) => file.name)]);
});

async function connect(connection: Connection): Promise<pg.Client> {
  const client = new pg.Client(connection);
  await client.connect();
  return client;
}

/** Waits until a statement gives a row. It runs apart from `busy`: within one transaction, what others do stands still. */
async function untilRow(connection: Connection, statement: string): Promise<void> {
  const looking = await connect(connection);
  await until(async () => (await looking.query(statement)).rowCount === 1).finally(() => looking.end());
}

/** A connection that keeps every table busy, as a long transaction of a running server does. */
async function keepBusy(connection: Connection): Promise<pg.Client> {
  const busy = await connect(connection);
  const { rows } = await busy.query<{ tables: string }>(
    `select string_agg('signpost.' || quote_ident(tablename), ', ') as tables from pg_tables where schemaname = 'signpost'`,
  );
  await busy.query(`begin; lock table ${rows[0]?.tables} in row exclusive mode`);
  return busy;
}

/** Kills the migration when its statement of a file waits for the others in its middle, its first half done for ever. */
async function killWaiting(connection: Connection, upTo: readonly MigrationFile[]): Promise<void> {
  const busy = await keepBusy(connection);
  const killed = expect(migrate(connection, upTo)).rejects.toThrow(/terminat|connection error/);
  await untilRow(
    connection,
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'signpost' and wait_event_type = 'Lock'
        and exists (select from pg_index where not indisvalid)`,
  );
  await killed;
  await busy.end();
}

describe('killed in the middle of a file, then started again', () => {
  let whole: unknown[];
  let connection: Connection;
  beforeAll(async () => {
    const undisturbed = await emptyDatabase();
    await migrate(undisturbed, files);
    whole = await schemaOf(undisturbed);
    connection = await emptyDatabase();
  });

  test.each(files.map(({ name }, index) => [name, index] as const))('%s', async (name, index) => {
    const before = files.slice(0, index);
    const file = files[index] as MigrationFile;
    if (file.text.startsWith('-- no transaction')) await killWaiting(connection, [...before, file]);
    else {
      const text = `${file.text}\nselect pg_terminate_backend(pg_backend_pid());`;
      await expect(migrate(connection, [...before, { name, text }])).rejects.toThrow(
        /terminat|connection error/,
      );
    }
    const db = createDatabase({ connection, poolSize: 1 });
    expect(await schemaState(db, files)).toBe('old');
    await db.destroy();
    expect(await migrate(connection, [...before, file])).toEqual([name]);
  });

  test('in the end nothing is missing, and nothing is half built', async () => {
    expect(await schemaOf(connection)).toEqual(whole);
    expect(whole.filter((line) => String(line).endsWith('half built'))).toEqual([]);
  });
});

test('an index that a long transaction keeps from being finished waits for it, and is not begun anew', async () => {
  const connection = await emptyDatabase();
  const building = files.findIndex(({ text }) => text.includes('create index concurrently'));
  const upTo = files.slice(0, building + 1);
  await migrate(connection, upTo.slice(0, -1));
  const busy = await keepBusy(connection);
  const migrated = migrate(connection, upTo);
  // Longer than other migrations wait for a lock.
  await untilRow(
    connection,
    `select from pg_stat_activity
      where datname = current_database() and query like '-- no transaction%' and wait_event_type = 'Lock'
        and clock_timestamp() - query_start > interval '1.5 seconds'`,
  );
  await busy.end();
  expect(await migrated).toEqual([files[building]?.name]);
  expect((await schemaOf(connection)).filter((line) => String(line).endsWith('half built'))).toEqual([]);
});

test("a lock that a killed process left is no obstacle, and a newer release's tables are told apart", async () => {
  const connection = await emptyDatabase();
  await migrate(connection, files.slice(0, 2));
  const db = createDatabase({ connection, poolSize: 1 });
  await db.raw('update signpost.migrations_lock set is_locked = 1');
  expect(await migrate(connection, files)).toEqual(files.slice(2).map((file) => file.name));
  expect(await schemaState(db, files)).toBe('current');
  expect(await schemaState(db, files.slice(1))).toBe('new');
  await db.destroy();
});

test('a file without transaction runs as it stands', async () => {
  const connection = await emptyDatabase();
  const more = {
    name: '0099_index.sql',
    text: '-- no transaction\ncreate index concurrently if not exists by_name on jurisdictions (name)',
  };
  expect(await migrate(connection, [...files, more])).toContain('0099_index.sql');
});

describe('A server that cannot be used', () => {
  const through = async (options: Parameters<typeof startPooler>[1]) => {
    const connection = await emptyDatabase();
    const pooler = await startPooler(connection, options);
    const url = `postgres://anybody@127.0.0.1:${pooler.port}/any`;
    const outcome = await runProgram(['migrate'], { env: { DATABASE_URL: url } });
    await pooler.stop();
    return { outcome, schema: await schemaOf(connection) };
  };
  const asVersion = (version: string) => (answer: Buffer) =>
    Buffer.from(answer.toString('latin1').replace(/\b1[4-9]\d{4}\b/, version), 'latin1');

  test('one that keeps sessions, at a new enough version, is none', async () => {
    const { outcome, schema } = await through({ backends: 1, rewrite: asVersion('140000') });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(schema).not.toEqual([]);
  });

  test('older than PostgreSQL 14: one line, and nothing is written', async () => {
    const { outcome, schema } = await through({ backends: 1, rewrite: asVersion('130022') });
    expect(outcome).toMatchObject({
      code: 2,
      stderr: 'DATABASE_URL leads to a PostgreSQL older than 14. Signpost needs 14 or newer.\n',
    });
    expect(schema).toEqual([]);
  });

  test('a pooler that gives every transaction another connection: one line, and nothing is written', async () => {
    const { outcome, schema } = await through({ backends: 2 });
    expect(outcome).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^DATABASE_URL leads to a transaction pooler\. .+\n$/),
    });
    expect(schema).toEqual([]);
  });
});
