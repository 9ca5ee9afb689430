import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { DatabaseError } from 'pg';
import { windowsAddress } from './embedded-address.ts';
import {
  SUPERUSER,
  askToStop,
  createCluster,
  forgetStaleLocks,
  launchPostmaster,
} from './embedded-cluster.ts';
import type { Launch } from './embedded-cluster.ts';
import { SOCKET_PORT } from './embedded-location.ts';
import type { Location } from './embedded-location.ts';
import { isAlive, livingPostmaster, readLock } from './embedded-process.ts';
import { EmbeddedPostgresRefusal, diskIsFull } from './embedded-refusal.ts';

/** Settings for a `pg` client. All that the environment could fill in (PGOPTIONS, PGSSLMODE …) is given. */
export type EmbeddedConnection = {
  /** Folder of the Unix socket; on Windows 127.0.0.1. */
  host: string;
  port: number;
  user: string;
  database: string;
  password?: string;
  ssl: false;
  sslnegotiation: 'postgres';
  client_encoding: 'UTF8';
  options: string;
};

/** The database that the application's tables live in. */
const DATABASE = 'signpost';
/** Every process that uses the postmaster holds one session in this database, with a shared lock on KEY. */
const PRESENCE_DATABASE = 'postgres';
const PRESENCE = 'signpost presence';
/** The name a session takes before it gives up its shared lock: it no longer counts as somebody who is there. */
const LEAVING = 'signpost leaving';
const KEY = 5_311_018;

const POLL_MS = 10;
/** A folder that is still held is not free again at once, and every try writes to the log. */
const RELAUNCH_PAUSE_MS = 200;
/** A living postmaster accepts a session within milliseconds; a stopped or overwhelmed one is tried again. */
const CONNECT_TIMEOUT_MS = 5_000;
/** How long to try when nothing moves: old backends that drain hold the folder for some seconds at most. */
const PATIENCE_MS = 20_000;
/** How long to wait while PostgreSQL says that it is replaying its log after a crash. */
const RECOVERY_PATIENCE_MS = 300_000;
/** Sessions that are just ending are waited for before the postmaster is judged to be in use. */
const ENDING_SESSIONS_MS = 1_000;
/** A fast shutdown writes a checkpoint first. */
const STOP_PATIENCE_MS = 60_000;

/** How to reach the application's database of a location. */
export async function connectionTo(location: Location): Promise<EmbeddedConnection> {
  const complete = {
    user: SUPERUSER,
    database: DATABASE,
    ssl: false,
    sslnegotiation: 'postgres',
    client_encoding: 'UTF8',
    options: '-c timezone=UTC',
  } as const;
  if (process.platform !== 'win32') return { host: location.socketFolder, port: SOCKET_PORT, ...complete };
  const { port, password } = await windowsAddress(location.folder);
  return { host: '127.0.0.1', port, password, ...complete };
}

/** How to attach. */
export type Attachment = {
  location: Location;
  binaries: string;
  /** Called once when the presence session ends without `leave`. */
  onLost: () => void;
  /** Called before a cluster is made; without it a missing one is refused: it went away under a running process. */
  onCreate?: () => void;
  /** False: only join a postmaster that runs; by default one is launched where there is none. */
  mayLaunch?: boolean;
  /** Ends the tries. */
  signal?: AbortSignal;
};

/** Opens this process's presence session, and starts the postmaster, or makes the cluster, where there is none. */
export async function attach(attachment: Attachment): Promise<{ client: Client; started: boolean }> {
  const { location, binaries, onLost, onCreate, signal, mayLaunch = true } = attachment;
  const begin = Date.now();
  let launch: Launch | undefined;
  let recovering = false;
  for (;;) {
    if (!launch || launch.failure()) signal?.throwIfAborted(); // what was launched is waited for, or nobody would stop it
    try {
      const client = await openPresence(location, onLost);
      const pid = readLock(join(location.pgdata, 'postmaster.pid'));
      return {
        client,
        started: launch !== undefined && (process.platform === 'win32' || launch.child.pid === pid),
      };
    } catch (error) {
      const state = judge(error, location);
      recovering ||= state === 'busy';
      const late = Date.now() - begin > (recovering ? RECOVERY_PATIENCE_MS : PATIENCE_MS);
      const failure = launch?.failure();
      if (failure && (!failure.passing || late)) throw failure.refusal;
      if (late) throw noAnswer(location, error as Error);
      if (state === 'absent' && (!launch || failure) && livingPostmaster(location.pgdata) === undefined) {
        if (!mayLaunch) throw noAnswer(location, error as Error);
        if (!existsSync(join(location.pgdata, 'PG_VERSION'))) {
          if (!onCreate) throw gone(location);
          onCreate();
        }
        await createCluster(location, binaries);
        forgetStaleLocks(location);
        launch = await launchPostmaster(location, binaries);
      }
    }
    await pause(launch?.failure() ? RELAUNCH_PAUSE_MS : POLL_MS);
  }
}

/**
 * Ends this process's presence; the last one to leave stops the postmaster and waits for its end. Gives false when the
 * session broke before that was settled: the postmaster has died, recovers, or is being stopped by somebody else.
 */
export async function leave(client: Client, location: Location, binaries: string): Promise<boolean> {
  try {
    if ((await othersThan(client)) === 0) await stopPostmaster(location, binaries);
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Gives up the presence of `client` and counts the sessions of others. When it gives 0, the session holds the lock
 * alone: whoever arrives now waits for it, and is sent away to try again when the postmaster stops.
 */
export async function othersThan(client: Client): Promise<number> {
  await client.query(`set application_name = '${LEAVING}'`);
  await client.query('select pg_advisory_unlock_shared($1)', [KEY]);
  for (const begin = Date.now(); ; await pause(POLL_MS)) {
    const { rows } = await client.query<{ alone: boolean; present: number; others: number }>(
      `select pg_try_advisory_lock($1) as alone,
              count(*) filter (where application_name = $2)::int as present,
              count(*) filter (where application_name <> $3)::int as others
         from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      [KEY, PRESENCE, LEAVING],
    );
    const { alone, present, others } = rows[0] ?? { alone: false, present: 0, others: 1 };
    if (alone && others === 0) return 0;
    // Not alone, yet nobody in sight: another process is leaving too and has the lock. It will see to the rest.
    if (present > 0 || !alone || Date.now() - begin > ENDING_SESSIONS_MS) return Math.max(present, others, 1);
  }
}

/**
 * Stops the postmaster of a session that is alone (see othersThan) and waits for its end. A postmaster whose number
 * means nothing here, since it runs in another container, stays.
 *
 * @param away Where the cluster is moved before the end, so that nobody can start it again.
 */
export async function stopPostmaster(location: Location, binaries: string, away?: string): Promise<boolean> {
  const pid = livingPostmaster(location.pgdata);
  if (pid === undefined) return false;
  const early = away !== undefined && process.platform !== 'win32'; // Windows moves no folder that is in use
  if (early) renameSync(location.pgdata, away);
  askToStop(pid, location.pgdata, binaries);
  const lock = join(early ? away : location.pgdata, 'postmaster.pid');
  for (const begin = Date.now(); readLock(lock) === pid && isAlive(pid); await pause(POLL_MS)) {
    if (Date.now() - begin > STOP_PATIENCE_MS) return false;
  }
  if (away !== undefined && !early) renameSync(location.pgdata, away);
  return true;
}

async function openPresence(location: Location, onLost: () => void): Promise<Client> {
  const client = new Client({
    ...(await connectionTo(location)),
    database: PRESENCE_DATABASE,
    application_name: PRESENCE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  });
  let open = false;
  client.on('error', () => undefined); // 'end' follows; without a listener the error would end the process
  client.on('end', () => {
    if (open) onLost();
  });
  try {
    await client.connect();
    await client.query('select pg_advisory_lock_shared($1)', [KEY]);
    await createDatabase(client);
  } catch (error) {
    void client.end().catch(() => undefined);
    throw error;
  }
  open = true;
  return client;
}

async function createDatabase(client: Client): Promise<void> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
  if (rowCount) return;
  try {
    await client.query(`create database ${DATABASE}`);
  } catch (error) {
    const { code } = error as DatabaseError;
    if (code !== '42P04' && code !== '23505') throw error; // otherwise another process made it just now
  }
}

/**
 * `absent`: nobody listens · `busy`: PostgreSQL starts, stops or recovers and says so · `passing`: try again. Whatever
 * will not pass by itself is thrown.
 */
function judge(error: unknown, { folder, log }: Location): 'absent' | 'busy' | 'passing' {
  const { code = '', message } = error as DatabaseError;
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent';
  if (code === 'EACCES') throw error;
  if (code === '57P03') return 'busy';
  if (code === '53100') throw diskIsFull(folder);
  if (/^(?:08|53|57)/.test(code) || !/^[0-9A-Z]{5}$/.test(code) || code === 'EPIPE') return 'passing';
  throw new EmbeddedPostgresRefusal(
    `The bundled PostgreSQL in ${folder} answers: ${message}. See ${log}, or set DATABASE_URL.`,
  );
}

function gone({ folder }: Location): EmbeddedPostgresRefusal {
  return new EmbeddedPostgresRefusal(
    `There is no database in ${folder} any more: stop this process and start it again.`,
  );
}

function noAnswer({ folder, log, pgdata }: Location, error: Error): EmbeddedPostgresRefusal {
  const pid = livingPostmaster(pgdata);
  return new EmbeddedPostgresRefusal(
    `The bundled PostgreSQL in ${folder} does not answer (${error.message}): see ${log}, ` +
      `${pid === undefined ? '' : `end its process ${pid} and start again, `}or set DATABASE_URL.`,
  );
}
