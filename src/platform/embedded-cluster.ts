import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  statfsSync,
} from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { program } from './embedded-binaries.ts';
import { windowsAddress } from './embedded-address.ts';
import { SOCKET_PORT, socketPath } from './embedded-location.ts';
import type { Location } from './embedded-location.ts';
import { isAlive, livingPostmaster, readLock } from './embedded-process.ts';
import { EmbeddedPostgresRefusal, diskIsFull } from './embedded-refusal.ts';

/** The superuser of the cluster; the owner of everything in it. */
export const SUPERUSER = 'signpost';

/** Beyond this the log begins anew at a start: nobody rotates it. */
const LARGEST_LOG_BYTES = 10_000_000;
/** A data folder with less than this left cannot start: WAL segments are 16 MB. */
const FULL_DISK_BYTES = 20_000_000;
/** How PostgreSQL tells a full disk; a page of which only a part found room has no error of the system to name. */
const SAYS_FULL = /no space left|quota exceeded|wrote only \d+ of \d+ bytes/i;
/** Older drafts are nobody's, whatever process has their number by now. */
const DRAFT_AGE_MS = 10 * 60_000;

/**
 * Makes the cluster if there is none. Safe against any number of processes at once and against being killed at any
 * moment: initdb fills a draft, which becomes the cluster by one rename; whoever comes second throws their draft away.
 */
export async function createCluster(location: Location, binaries: string): Promise<void> {
  const { folder, pgdata, user } = location;
  removeDrafts(folder);
  if (existsSync(join(pgdata, 'PG_VERSION'))) return;
  if (!user) checkAccount();
  const draft = join(folder, draftName('new'));
  try {
    mkdirSync(draft, { mode: 0o700 });
    chmodSync(draft, 0o700);
    if (user) chownSync(draft, user.uid, user.gid);
    await runInitdb(location, binaries, draft);
    renameSync(draft, pgdata);
    syncFolder(folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(join(pgdata, 'PG_VERSION'))) throw error;
  }
}

/** The name of a folder that is not yet (`new`) or no longer (`removed`) the cluster, and whose making dies with us. */
export function draftName(state: 'new' | 'removed'): string {
  return `postgres-${state}-${process.pid}-${randomBytes(4).toString('hex')}`;
}

/** A postmaster this process has just spawned. */
export type Launch = {
  child: ChildProcess;
  /** It has ended without having served: undefined while it runs or starts. */
  failure(): LaunchFailure | undefined;
};

/** `passing`: another postmaster or its last backends still hold the folder; trying again later will do. */
type LaunchFailure = { passing: boolean; refusal: EmbeddedPostgresRefusal };

/** Starts the postmaster in a session of its own, so that neither Ctrl-C nor the end of this process reaches it. */
export async function launchPostmaster(location: Location, binaries: string): Promise<Launch> {
  const { pgdata, log } = location;
  const settings = [
    'timezone=UTC',
    'log_timezone=UTC',
    'lc_messages=C',
    ...(process.platform === 'win32'
      ? ['listen_addresses=127.0.0.1', `port=${(await windowsAddress(location.folder)).port}`]
      : [
          'listen_addresses=',
          'unix_socket_permissions=0700',
          // The setting is a list: only quotes keep a comma or a space in the path from splitting it.
          `unix_socket_directories="${location.socketFolder.replaceAll('"', '""')}"`,
        ]),
  ];
  const known = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const begin = known > LARGEST_LOG_BYTES ? 0 : known;
  const { O_WRONLY, O_CREAT, O_APPEND, O_TRUNC, O_NOFOLLOW } = constants;
  const file = openSync(
    log,
    O_WRONLY | O_CREAT | O_APPEND | (O_NOFOLLOW ?? 0) | (begin === 0 ? O_TRUNC : 0),
    0o600,
  );
  const options: SpawnOptions = { ...childOptions(location), detached: true, stdio: ['ignore', file, file] };
  const child =
    process.platform === 'win32'
      ? // postgres.exe refuses administrators; pg_ctl starts it without their rights.
        spawn(
          join(binaries, 'bin', program('pg_ctl')),
          ['start', '-W', '-D', pgdata, '-o', settings.map((setting) => `-c ${setting}`).join(' ')],
          options,
        )
      : spawn(
          join(binaries, 'bin', program('postgres')),
          ['-D', pgdata, ...settings.flatMap((setting) => ['-c', setting])],
          options,
        );
  closeSync(file);
  child.unref();
  let failure: LaunchFailure | undefined;
  let ended = false;
  child.on('error', (error) => (failure = { passing: false, refusal: cannotRun(error, binaries) }));
  child.on('exit', (code) => (ended = process.platform !== 'win32' || code !== 0));
  // Explained only when asked: most postmasters end after long service, their folder perhaps with them.
  return { child, failure: () => (ended ? (failure ??= explain(location, begin, child.pid)) : failure) };
}

/** Asks the living postmaster `pid` of a cluster for a fast shutdown: it ends all sessions and writes a checkpoint. */
export function askToStop(pid: number, pgdata: string, binaries: string): void {
  if (process.platform === 'win32') {
    spawn(join(binaries, 'bin', program('pg_ctl')), ['stop', '-W', '-m', 'fast', '-D', pgdata], {
      stdio: 'ignore',
    });
    return;
  }
  try {
    process.kill(pid, 'SIGINT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended by itself
  }
}

/**
 * Deletes the lock files of a postmaster that is no more but whose number now belongs to another living process:
 * PostgreSQL itself would believe them and refuse to start. Backends left over from it are still found by PostgreSQL
 * through their shared memory.
 */
export function forgetStaleLocks({ pgdata, socketFolder }: Location): void {
  if (livingPostmaster(pgdata) !== undefined) return;
  for (const lock of [join(pgdata, 'postmaster.pid'), `${socketPath(socketFolder, SOCKET_PORT)}.lock`]) {
    const pid = readLock(lock);
    if (pid !== undefined && isAlive(pid)) rmSync(lock, { force: true });
  }
}

async function runInitdb(location: Location, binaries: string, draft: string): Promise<void> {
  const args = [`--pgdata=${draft}`, `--username=${SUPERUSER}`, '--encoding=UTF8', '--no-instructions'];
  args.push(
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--text-search-config=english',
    ...localeOfSystem(),
  );
  if (process.platform === 'win32') {
    args.push('--auth=scram-sha-256', `--pwfile=${(await windowsAddress(location.folder)).passwordFile}`);
  } else {
    args.push('--auth=trust');
  }
  const child = spawn(join(binaries, 'bin', program('initdb')), args, {
    ...childOptions(location),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += String(chunk)));
  child.stderr.on('data', (chunk) => (output += String(chunk)));
  const code = await new Promise<number | null>((done, fail) => {
    child.on('error', (error) => fail(cannotRun(error, binaries)));
    child.on('close', done);
  });
  if (code === 0) return;
  if (SAYS_FULL.test(output) || isFull(location.folder)) throw diskIsFull(location.folder);
  const reason =
    /(?:FATAL|PANIC|error): +(.*)/.exec(output)?.[1] ??
    (output.trim().split('\n').at(-1) || `initdb ended with ${code}`);
  throw new EmbeddedPostgresRefusal(
    `The bundled PostgreSQL cannot make its database in ${location.folder}: ${reason}. ` +
      'Correct that, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/**
 * The builtin provider sorts and compares; the system's character types are still what pg_trgm and text search ask
 * which characters are letters: with plain C no letter outside ASCII would be one.
 */
function localeOfSystem(): string[] {
  if (process.platform === 'linux') return ['--locale=C.UTF-8'];
  return process.platform === 'darwin' ? ['--locale=C', '--lc-ctype=en_US.UTF-8'] : ['--locale=C'];
}

/** A fixed environment: nothing that this process was given (PGDATA, PGOPTIONS, LANG, secrets) reaches PostgreSQL. */
function childOptions({ user }: Location): SpawnOptions {
  if (process.platform === 'win32') return { windowsHide: true };
  return {
    cwd: '/', // the working folder of this process may be closed to the other account
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
    ...(user ? { uid: user.uid, gid: user.gid } : {}),
  };
}

function checkAccount(): void {
  try {
    userInfo();
  } catch {
    throw new EmbeddedPostgresRefusal(
      `The user id ${process.getuid?.()} has no entry in the list of users, without which PostgreSQL makes no database: ` +
        'set DATABASE_URL to a PostgreSQL of your own, or start as a user with an entry.',
    );
  }
}

function cannotRun(error: NodeJS.ErrnoException, binaries: string): EmbeddedPostgresRefusal {
  // The file is there, but its loader is not: a Linux without glibc, such as Alpine.
  const reason = error.code === 'ENOENT' ? 'they need a Linux with glibc' : (error.code ?? error.message);
  return new EmbeddedPostgresRefusal(
    `The programs of the bundled PostgreSQL in ${binaries} do not run here (${reason}): ` +
      'set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/** What the log says about a postmaster that ended before it served; its lines carry the number of their process. */
function explain({ log, folder }: Location, begin: number, pid: number | undefined): LaunchFailure {
  const text = existsSync(log) ? readFileSync(log).subarray(begin).toString() : '';
  const ends = [...text.matchAll(/\[(\d+)\] (?:FATAL|PANIC): +(.*)/g)]
    .map(([, number, message]) => ({ own: Number(number) === pid, message }))
    // The last words of sessions of the postmaster before.
    .filter(({ own, message }) => own || !message?.startsWith('terminating connection'));
  const end = ends.find(({ own }) => own) ?? ends.at(-1);
  const reason = end?.message ?? /^postgres: (.*)/m.exec(text)?.[1];
  if (SAYS_FULL.test(text) || isFull(folder)) {
    return { passing: false, refusal: diskIsFull(folder) };
  }
  return {
    // Without a reason it was killed, or the next try will tell.
    passing:
      reason === undefined ||
      /lock file|shared memory block|could not access directory|data directory ".*" does not exist/.test(
        reason,
      ),
    refusal: new EmbeddedPostgresRefusal(
      `The bundled PostgreSQL does not start: ${reason ?? 'it ended without a word'}. See ${log}, ` +
        'or set DATABASE_URL to a PostgreSQL of your own.',
    ),
  };
}

function isFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < FULL_DISK_BYTES;
}

function removeDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^postgres-(?:new|removed)-(\d+)-/.exec(name)?.[1];
    const made = pid && statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs;
    if (!made || (isAlive(Number(pid)) && Date.now() - made < DRAFT_AGE_MS)) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/** Makes the rename outlive a power cut: the first commits would otherwise go with it. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
