import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { EmbeddedPostgresRefusal } from './embedded-refusal.ts';

/** The account that owns the data folder and runs the postmaster when this process is root. */
export type ServerUser = { name: string; uid: number; gid: number };

// In this order: the account of a packaged PostgreSQL (macOS writes it with an underscore), then the one without rights.
const CANDIDATES = ['postgres', '_postgres', 'nobody'];

/** Whether this process is root, which PostgreSQL refuses to run as. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account to run PostgreSQL as, for a process that is root: whoever owns the cluster that is there already, else
 * the owner of the data folder, else `postgres`, else `nobody`. No account is ever created.
 */
export function chooseServerUser(folder: string, pgdata: string): ServerUser {
  const accounts = readAccounts();
  const cluster = ownerOf(pgdata);
  // The postmaster needs no passwd entry, only initdb does: an existing cluster goes on with the owner it has.
  if (cluster) return accounts.find(({ uid }) => uid === cluster.uid) ?? cluster;
  const owner = ownerOf(folder);
  const account = owner && accounts.find(({ uid }) => uid === owner.uid);
  if (account) return account;
  for (const name of CANDIDATES) {
    const candidate = accounts.find((one) => one.name === name && one.uid !== 0);
    if (candidate) return candidate;
  }
  throw new EmbeddedPostgresRefusal(
    'PostgreSQL does not run as root and there is no user "postgres" or "nobody": ' +
      'start as another user, or set DATABASE_URL to a PostgreSQL of your own.',
  );
}

/**
 * Whether `user` may use the existing `path`: enter all folders above it, and have the rights `bits` (4 read, 2 write,
 * 1 execute or enter) on itself. Judged by permission bits without supplementary groups, as the server is run without.
 */
export function canReach(path: string, user: ServerUser, bits: number): boolean {
  let here = realpathSync(path);
  for (let needed = bits; ; needed = 1) {
    const { mode, uid, gid } = statSync(here);
    const granted = uid === user.uid ? mode >> 6 : gid === user.gid ? mode >> 3 : mode;
    if ((granted & needed) !== needed) return false;
    if (dirname(here) === here) return true;
    here = dirname(here);
  }
}

/** The owner of `path` unless that is root or there is no such path. */
function ownerOf(path: string): ServerUser | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && found.uid !== 0 ? { name: `uid ${found.uid}`, uid: found.uid, gid: found.gid } : undefined;
}

function readAccounts(): ServerUser[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 7)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 })); // macOS: nobody is -2
}
