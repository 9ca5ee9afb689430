import { readFile, readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import type { Knex } from 'knex';
import pg from 'pg';
import { createDatabase, PG, query, queryOne, runScript, SCHEMA } from './database.ts';
import type { Connection, Db } from './database.ts';
import { JOBS_SCHEMA } from './jobs.ts';
import { OperatorError } from './errors.ts';

/** Any number, the same in every release: whoever holds this session-level lock migrates, the others wait. */
const MIGRATION_LOCK = 7_311_311_001;

/**
 * A migration that meets a long transaction gives up after a second, so that what queues behind its lock goes on, and tries
 * again, for a minute in all.
 */
const LOCK_TIMEOUT_MS = 1_000;
const LOCK_PAUSE_MS = 1_000;
const LOCK_ATTEMPTS = 30;

/** A statement that lost to others; its file is as if it had not begun. */
const LOST_TO_OTHERS: readonly (string | undefined)[] = [PG.lockNotAvailable, PG.deadlockDetected];

/** So often a process that waits for its turn looks whether it has come. */
const TURN_POLL_MS = 100;

const OLDEST_POSTGRESQL = 140_000;
const NO_TRANSACTION = '-- no transaction';

/** A migration file, in order. */
export type MigrationFile = { name: string; text: string };

/** The files of a folder by their number. */
export async function readMigrations(folder: URL): Promise<MigrationFile[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z0-9_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => ({ name, text: await readFile(new URL(name, folder), 'utf8') })),
  );
}

/**
 * Brings our own tables and those of the job queue up to date, under one lock.
 * @returns the names of the files that were run now
 * @throws OperatorError when the server is older than PostgreSQL 14, hides behind a transaction pooler, or knows
 *   migrations that this release does not
 */
export async function migrate(connection: Connection, files: readonly MigrationFile[]): Promise<string[]> {
  const holder = new pg.Client({ ...connection, application_name: 'signpost migrate' });
  holder.on('error', () => undefined);
  await holder.connect();
  try {
    await requireUsableServer(holder);
    await waitForTurn(holder);
    await holder.query(`create schema if not exists ${SCHEMA}`);
    const db = createDatabase({ connection, poolSize: 1 });
    try {
      const names = await migrateTables(db, files);
      await migrateQueue(connection);
      return names;
    } finally {
      await db.destroy();
    }
  } finally {
    await holder.end();
  }
}

/**
 * Asks again and again instead of waiting in PostgreSQL: a statement that waits there has a snapshot, and an index that is
 * built concurrently waits until all older snapshots are gone. The two would wait for each other.
 */
async function waitForTurn(holder: pg.Client): Promise<void> {
  const ask = () =>
    holder.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [MIGRATION_LOCK]);
  while ((await ask()).rows[0]?.ours !== true) await pause(TURN_POLL_MS);
}

async function requireUsableServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; first: number }>(
    `select current_setting('server_version_num') as version, pg_backend_pid() as first`,
  );
  if (Number(rows[0]?.version) < OLDEST_POSTGRESQL) {
    throw new OperatorError('DATABASE_URL leads to a PostgreSQL older than 14. Signpost needs 14 or newer.');
  }
  // A session lock that is gone with the next statement was taken through a transaction pooler.
  await client.query('select pg_advisory_lock_shared($1)', [MIGRATION_LOCK + 1]);
  const { rows: released } = await client.query<{ ours: boolean; pid: number }>(
    `select pg_advisory_unlock_shared($1) as ours, pg_backend_pid() as pid`,
    [MIGRATION_LOCK + 1],
  );
  if (released[0]?.ours !== true || released[0].pid !== rows[0]?.first) {
    throw new OperatorError(
      'DATABASE_URL leads to a transaction pooler. Signpost needs a direct connection (or session pooling) for locks and LISTEN.',
    );
  }
}

async function migrateTables(db: Knex, files: readonly MigrationFile[]): Promise<string[]> {
  const config: Knex.MigratorConfig = {
    schemaName: SCHEMA,
    tableName: 'migrations',
    migrationSource: {
      getMigrations: () => Promise.resolve([...files]),
      getMigrationName: (file: MigrationFile) => file.name,
      getMigration: (file: MigrationFile) =>
        Promise.resolve({
          // Two messages, since a statement that refuses transactions must come alone.
          up: async (tx: Db) => {
            // An index that is built concurrently keeps nobody waiting while it waits itself, for the end of every transaction.
            await runScript(tx, `set lock_timeout = ${isRepeatable(file) ? 0 : LOCK_TIMEOUT_MS}`);
            if (isRepeatable(file)) await dropHalfBuiltIndexes(tx);
            await runScript(tx, file.text);
          },
          down: () => Promise.reject(new Error('migrations go forward only')),
          config: { transaction: !isRepeatable(file) },
        }),
    },
  };
  // We hold the advisory lock, so a lock row of Knex can only be left over from a process that was killed.
  await db.migrate.currentVersion(config);
  await db.migrate.forceFreeMigrationsLock(config);
  const run: string[] = [];
  // One file after the other, each in a transaction of its own; Knex would put all of them into one.
  for (let attempt = 1; ;) {
    try {
      const [, [name]] = (await db.migrate.up(config)) as [number, string[]];
      if (name === undefined) return run;
      run.push(name);
      attempt = 1;
    } catch (error) {
      if (!LOST_TO_OTHERS.includes((error as { code?: string }).code) || attempt === LOCK_ATTEMPTS)
        throw error;
      attempt += 1;
      await pause(LOCK_PAUSE_MS);
    }
  }
}

const isRepeatable = (file: MigrationFile) => file.text.startsWith(NO_TRANSACTION);

/**
 * An index that is built concurrently and does not come to its end stays behind, of no use, and the `if not exists` of the
 * repeated statement would take it for done.
 */
async function dropHalfBuiltIndexes(db: Db): Promise<void> {
  const names = await query<{ name: string }>(db, {
    name: 'migrations.half_built_indexes',
    text: `select quote_ident(relname) as name from pg_index join pg_class on oid = indexrelid
            where relnamespace = '${SCHEMA}'::regnamespace and relkind = 'i' and not indisvalid`,
  });
  for (const { name } of names) await runScript(db, `drop index concurrently ${SCHEMA}.${name}`);
}

async function migrateQueue(connection: Connection): Promise<void> {
  const { runMigrations: migrateJobQueue } = await import('graphile-worker');
  const pool = new pg.Pool({ ...connection, max: 1, application_name: 'signpost migrate' });
  // A lost connection is told by the statement that misses it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await migrateJobQueue({ pgPool: pool, schema: JOBS_SCHEMA });
  } finally {
    await pool.end();
  }
}

/**
 * How a database stands to the files of this release: `current`, `old` (some have not run) or `new` (it knows files that
 * this release does not).
 */
export async function schemaState(
  db: Db,
  files: readonly MigrationFile[],
): Promise<'current' | 'old' | 'new'> {
  try {
    const rows = await query<{ name: string }>(db, {
      name: 'migrations.names',
      text: `select name from ${SCHEMA}.migrations order by id`,
    });
    const queue = await queryOne<{ there: boolean }>(db, {
      name: 'migrations.queue',
      text: `select to_regclass('${JOBS_SCHEMA}.migrations') is not null as there`,
    });
    const known = new Set(files.map((file) => file.name));
    const run = new Set(rows.map((row) => row.name));
    if (queue?.there !== true || files.some((file) => !run.has(file.name))) return 'old';
    return [...run].every((name) => known.has(name)) ? 'current' : 'new';
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === PG.undefinedTable || code === PG.undefinedSchema) return 'old';
    throw error;
  }
}
