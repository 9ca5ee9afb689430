import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresRefusal } from './embedded-refusal.ts';
import { canReach, chooseServerUser, isRoot } from './embedded-user.ts';
import type { ServerUser } from './embedded-user.ts';

/** The folder the caller asks for, and where the rest lies on this machine. */
export type LocationOptions = {
  /** The data folder; made when missing. */
  folder: string;
  /** The operator named it: it is used as it is or refused, never replaced by another. */
  folderIsExplicit: boolean;
  /** Takes a line for the terminal. */
  tell: (line: string) => void;
  /** Where root keeps default data folders that the server's account cannot enter: `/var/lib/signpost`. */
  systemFolder?: string;
};

/** Where one bundled PostgreSQL keeps its files. */
export type Location = {
  folder: string;
  pgdata: string;
  log: string;
  /** Folder of the Unix socket, open to its owner (and root) alone. */
  socketFolder: string;
  /** The account that runs the postmaster; undefined: this process's own. */
  user: ServerUser | undefined;
};

/** The PostgreSQL major whose data folders the bundled binaries read. */
const MAJOR = '18';
/** Its presence says that the folder is ours, also after the database in it was removed. */
const MARKER = 'about-this-folder.txt';
const POINTER = 'location';
/** What residents have sent, beside the cluster whose rows name it. */
export const FILES_FOLDER = 'files';
/** The kernel takes 103 (macOS) or 107 (Linux) bytes for the path of a socket. */
const LONGEST_SOCKET_PATH = 100;
/** Not the folder TMPDIR names: it may be long itself, and all processes must agree on it. */
const SHORT_FOLDER = '/tmp';

/**
 * Settles where the data lie, makes the folders and checks that they can be used. A data folder that was kept elsewhere
 * before (its file `location` says where) is followed and told.
 *
 * @throws EmbeddedPostgresRefusal, or the operating system's error for `readable` to translate.
 */
export function settleLocation(options: LocationOptions): Location {
  const { asked, folder } = follow(options);
  if (folder !== asked) options.tell(`The database of ${options.folder} is kept in ${folder}.`);
  checkOurs(folder);
  const user = isRoot() ? chooseServerUser(folder, join(folder, 'postgres')) : undefined;
  if (!user || makeReachable(folder, user)) return occupy(folder, user);
  if (options.folderIsExplicit) {
    throw new EmbeddedPostgresRefusal(
      `PostgreSQL does not run as root, and the user ${user.name} that it runs as cannot enter ${folder}: ` +
        'set SIGNPOST_DATA to a folder below one that everyone may enter (such as /var/lib), or set DATABASE_URL.',
    );
  }
  return moveToSystemFolder(options, folder);
}

/** The path of the socket that a `pg` client with `host: socketFolder` and this port connects to. */
export function socketPath(socketFolder: string, port: number): string {
  return join(socketFolder, `.s.PGSQL.${port}`);
}

/** PostgreSQL's default port: with a socket in a folder of its own it is only part of the socket's name. */
export const SOCKET_PORT = 5432;

function follow(options: LocationOptions): { asked: string; folder: string } {
  const asked = resolve(options.folder);
  const pointer = join(asked, POINTER);
  if (!existsSync(pointer)) return { asked, folder: asked };
  const folder = readFileSync(pointer, 'utf8').trim();
  if (folder === resolve(folder)) return { asked, folder };
  throw new EmbeddedPostgresRefusal(
    `${pointer} does not hold the full path of a data folder: correct it or delete it.`,
  );
}

/** A folder that is neither empty nor made by us is somebody's home or work: nothing is written there. */
function checkOurs(folder: string): void {
  if (!existsSync(folder) || existsSync(join(folder, MARKER))) return;
  const stranger = readdirSync(folder).find((name) => !name.startsWith('.') && name !== 'lost+found');
  if (stranger === undefined) return;
  throw new EmbeddedPostgresRefusal(
    `${folder} holds other files (${stranger}) and is no data folder of Signpost: ` +
      'set SIGNPOST_DATA to an empty or new folder, or set DATABASE_URL.',
  );
}

/** Makes the folder if it is missing; false when `user` cannot enter it, and then nothing was made. */
function makeReachable(folder: string, user: ServerUser): boolean {
  let above = folder;
  while (!existsSync(above)) above = dirname(above);
  if (!canReach(above, user, 1)) return false;
  makeFolder(folder, 0o711);
  return true;
}

function moveToSystemFolder(options: LocationOptions, folder: string): Location {
  const systemFolder = options.systemFolder ?? '/var/lib/signpost';
  const project = basename(folder).startsWith('.') ? basename(dirname(folder)) : basename(folder);
  const name = project.replace(/[^\w.-]+/g, '-').replace(/^\.+/, '') || 'data';
  const instead = join(systemFolder, `${name}-${hash(folder)}`);
  const user = chooseServerUser(instead, join(instead, 'postgres'));
  if (!makeReachable(instead, user)) {
    throw new EmbeddedPostgresRefusal(
      `The user ${user.name} that PostgreSQL runs as can enter neither ${folder} nor ${systemFolder}: ` +
        'set SIGNPOST_DATA to a folder that it can enter, or set DATABASE_URL.',
    );
  }
  const location = occupy(instead, user);
  makeFolder(folder, 0o700);
  writeFileSync(join(folder, MARKER), ABOUT);
  // By rename, so that a process starting at this moment reads all of it or nothing.
  const draft = join(folder, `.${POINTER}-${process.pid}`);
  writeFileSync(draft, `${instead}\n`);
  renameSync(draft, join(folder, POINTER));
  options.tell(
    `The database of ${options.folder} is kept in ${instead}, since ${user.name} cannot enter ${folder}.`,
  );
  return location;
}

const ABOUT =
  'Signpost keeps its data here. The folder "postgres" is a PostgreSQL 18 cluster: change nothing in it by hand.\n';

/** Takes possession of a folder that can be used: makes what is missing and checks the cluster that may be there. */
function occupy(folder: string, user: ServerUser | undefined): Location {
  makeFolder(folder, user ? 0o711 : 0o700);
  if (!existsSync(join(folder, MARKER))) writeFileSync(join(folder, MARKER), ABOUT);
  const real = realpathSync(folder); // one folder, one socket and one lock, whatever links lead to it
  const pgdata = join(real, 'postgres');
  checkCluster(pgdata);
  return {
    folder: real,
    pgdata,
    log: join(real, 'postgres.log'),
    socketFolder: makeSocketFolder(real, user),
    user,
  };
}

function checkCluster(pgdata: string): void {
  const owner = statSync(pgdata, { throwIfNoEntry: false })?.uid;
  if (owner === undefined) return;
  if (!isRoot() && process.getuid && owner !== process.getuid()) {
    throw new EmbeddedPostgresRefusal(
      `The database in ${pgdata} belongs to another user (uid ${owner}): start as that user or as root, ` +
        'set SIGNPOST_DATA to another folder, or set DATABASE_URL.',
    );
  }
  const versionFile = join(pgdata, 'PG_VERSION');
  if (!existsSync(versionFile)) {
    if (readdirSync(pgdata).length === 0) return;
    throw new EmbeddedPostgresRefusal(
      `${pgdata} holds files but no PostgreSQL database: move it away, or set SIGNPOST_DATA to another folder.`,
    );
  }
  const version = readFileSync(versionFile, 'utf8').trim();
  if (version === MAJOR) return;
  throw new EmbeddedPostgresRefusal(
    `${pgdata} was written by PostgreSQL ${version}, the bundled one is ${MAJOR}: run a PostgreSQL ${version} on it and ` +
      'set DATABASE_URL, or set SIGNPOST_DATA to another folder.',
  );
}

function makeSocketFolder(folder: string, user: ServerUser | undefined): string {
  if (process.platform === 'win32') return folder; // TCP there
  const near = join(folder, 'socket');
  const fits = Buffer.byteLength(socketPath(near, SOCKET_PORT)) <= LONGEST_SOCKET_PATH;
  const socketFolder = fits ? near : join(SHORT_FOLDER, `signpost-${hash(folder)}`);
  makeFolder(socketFolder, 0o700);
  const { uid } = lstatSync(socketFolder);
  if (uid === (user?.uid ?? process.getuid?.())) return socketFolder;
  // Everyone may make folders in /tmp: one of another account could lead to a server of that account.
  if (!user || (!fits && uid !== 0)) {
    throw new EmbeddedPostgresRefusal(
      `${socketFolder} belongs to another user (uid ${uid}): remove it, or set SIGNPOST_DATA to another folder` +
        `${fits ? '' : ' with a shorter path'}.`,
    );
  }
  chownSync(socketFolder, user.uid, user.gid);
  return socketFolder;
}

/** Like `mkdir -p`, but with the rights that were meant, whatever the umask is. */
function makeFolder(folder: string, mode: number): void {
  const made = mkdirSync(folder, { recursive: true, mode });
  if (made === undefined) {
    if (lstatSync(folder).isDirectory() || statSync(folder).isDirectory()) return;
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR', path: folder });
  }
  for (let here = folder; here.length >= made.length; here = dirname(here)) chmodSync(here, mode);
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
