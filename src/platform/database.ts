import knex from 'knex';
import type { Knex } from 'knex';
import type { ClientConfig, PoolClient, QueryResultRow } from 'pg';

/** A pool or a transaction; every repository takes it as its first argument. */
export type Db = Knex | Knex.Transaction;

/** How to reach PostgreSQL: an address, or the socket of the bundled one. */
export type Connection = Pick<
  ClientConfig,
  'connectionString' | 'host' | 'port' | 'user' | 'database' | 'password'
>;

/** The schema of our own tables; the job queue has `graphile_worker`. */
export const SCHEMA = 'signpost';

/** PostgreSQL's error codes that the program knows by name. */
export const PG = {
  uniqueViolation: '23505',
  lockNotAvailable: '55P03',
  deadlockDetected: '40P01',
  undefinedTable: '42P01',
  undefinedSchema: '3F000',
} as const;

export type Statement = {
  name: string;
  text: string;
  values?: readonly unknown[];
  /** Planned anew for each execution, since the best plan depends on the values. */
  planned?: 'anew';
};

/** Called with every statement before it is sent: tests look at the SQL, nothing else does. */
export type StatementObserver = (statement: Statement) => void;

export type DatabaseOptions = {
  connection: Connection;
  poolSize: number;
  /** Seconds a statement of the server may take, with limits on locks to match; imports and migrations have none. */
  statementTimeout?: number;
  observer?: StatementObserver;
};

/** A caller waits this long for a free connection, then hears that the database is out of reach. */
const ACQUIRE_TIMEOUT_MS = 5_000;
export const CONNECT_TIMEOUT_MS = 5_000;

export function createDatabase(options: DatabaseOptions): Knex {
  const db = knex({
    client: 'pg',
    searchPath: [SCHEMA],
    connection: {
      ...options.connection,
      application_name: 'signpost',
      options: PLANNED_ONCE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      ...(options.statementTimeout === undefined ? {} : timeouts(options.statementTimeout)),
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max: options.poolSize, idleTimeoutMillis: 30_000 },
    acquireConnectionTimeout: ACQUIRE_TIMEOUT_MS,
    // What goes wrong is thrown as well; the terminal belongs to our own lines.
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
  });
  return db.withUserParams({ connection: options.connection, observer: options.observer } satisfies Known);
}

/** What Knex carries along for us. */
type Known = { connection: Connection; observer: StatementObserver | undefined };

/** How to reach the database of `db`, for what needs a connection of its own. */
export const connectionOf = (db: Db): Connection => (db.userParams as Known).connection;

/** Shows a statement to whoever looks at all of them. */
export const observe = (db: Db, statement: Statement): void => (db.userParams as Known).observer?.(statement);

/**
 * A named statement is planned once per connection and not anew for each execution, which PostgreSQL would often choose and
 * which takes longer than most of our statements. Where the values matter for the plan, the statement says so itself. None
 * reads so much that it would be worth compiling.
 */
const PLANNED_ONCE = '-c plan_cache_mode=force_generic_plan -c jit=off';

const ignore = () => undefined;

/**
 * Our own transactions hold a row for milliseconds. Whoever waits longer meets a stranger's lock: the caller hears to try
 * again before the time of the statement is up, and the connection is free for others.
 */
const LOCK_TIMEOUT_MS = 2_000;

/**
 * A process that has stopped in the middle of a transaction, such as one that is paused, keeps its locks no longer. Longer
 * than any work between two statements.
 */
const IDLE_IN_TRANSACTION_MS = 10_000;

/** PostgreSQL gives up a statement by itself; where it cannot even do that, the client stops waiting a second later. */
const timeouts = (seconds: number) => ({
  statement_timeout: seconds * 1000,
  query_timeout: (seconds + 1) * 1000,
  lock_timeout: LOCK_TIMEOUT_MS,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
});

/** How `pg` says that an answer did not come in time. */
const NO_ANSWER = 'Query read timeout';

/**
 * Sends a named statement on the connection of `db` and gives its rows. PostgreSQL parses and plans it once per
 * connection, unless it asks to be planned anew; Knex itself cannot name statements. The name must stand for one text for ever.
 */
export async function query<Row extends QueryResultRow>(db: Db, statement: Statement): Promise<Row[]> {
  observe(db, statement);
  const client = db.client as {
    acquireConnection(): Promise<PoolClient>;
    releaseConnection(connection: PoolClient): Promise<void>;
  };
  const connection = await client.acquireConnection();
  const anew = statement.planned === 'anew';
  let disposed = false;
  try {
    // The setting of the connection holds for statements without a name as well.
    if (anew) await connection.query('set plan_cache_mode = force_custom_plan');
    const result = await connection.query<Row>({
      ...(anew ? {} : { name: statement.name }),
      text: statement.text,
      values: [...(statement.values ?? [])],
    });
    return result.rows;
  } catch (error) {
    // Its answer may still come and would be taken for that of the next statement: Knex throws such a connection away.
    if ((error as Error).message === NO_ANSWER) {
      Object.assign(connection, { __knex__disposed: error });
      disposed = true;
    }
    throw error;
  } finally {
    // In a transaction that has failed nothing can be set, and what was set in it is undone.
    if (anew && !disposed) await connection.query('set plan_cache_mode = force_generic_plan').catch(ignore);
    await client.releaseConnection(connection);
  }
}

/** As `query`, for statements that give at most one row. */
export async function queryOne<Row extends QueryResultRow>(
  db: Db,
  statement: Statement,
): Promise<Row | undefined> {
  return (await query<Row>(db, statement))[0];
}

/** Sends a text with any number of statements as it stands; only for migrations. */
export async function runScript(db: Db, text: string): Promise<void> {
  const client = db.client as {
    acquireConnection(): Promise<PoolClient>;
    releaseConnection(connection: PoolClient): Promise<void>;
  };
  const connection = await client.acquireConnection();
  try {
    await connection.query(text);
  } finally {
    await client.releaseConnection(connection);
  }
}

/**
 * Class 08 is connections, 53 resources (too many connections, disk full), 57P shutting down or starting, 57014 too slow,
 * 55P03 a lock not got in time, 25P03 a transaction that stood still too long, class 40 one that others came in the way of.
 */
const UNAVAILABLE_SQLSTATE = /^(08...|53...|57P0.|57014|58030|25006|55P03|25P03|40001|40P01)$/;
const UNAVAILABLE_SYSTEM = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
const UNAVAILABLE_MESSAGE =
  /^(ROLLBACK - )?(read ECONNRESET|Connection terminated|Client has encountered a connection error|Query read timeout|timeout expired|timeout exceeded|Connection ended|Client was closed)/i;

/** Whether an error says that the database is out of reach for now, rather than that a statement is wrong. */
export function isDatabaseUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === 'KnexTimeoutError' || error.name === 'AggregateError') return true;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && (UNAVAILABLE_SQLSTATE.test(code) || UNAVAILABLE_SYSTEM.has(code)))
    return true;
  return UNAVAILABLE_MESSAGE.test(error.message);
}
