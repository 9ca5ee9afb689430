import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { EmbeddedPostgresRefusal } from '../../src/platform/embedded-postgres.ts';
import type { EmbeddedPostgresOptions } from '../../src/platform/embedded-postgres.ts';
import { canReach } from '../../src/platform/embedded-user.ts';
import { testWhen } from '../support/skip.ts';
import { ask, asRoot, makeEmbeddedWorkshop } from '../support/embedded-postgres.ts';

const workshop = makeEmbeddedWorkshop();
afterEach(() => workshop.clean());
afterAll(() => workshop.close());

const NOBODY = { uid: 65_534, gid: 65_534 };
/** Has no entry in /etc/passwd. */
const STRANGER = { uid: 54_321, gid: 54_321 };

const testAsRoot = testWhen(asRoot, 'it needs root');
const testAsOthers = testWhen(
  // A process of another user must be able to read this checkout.
  asRoot && canReach(import.meta.dirname, { name: 'nobody', ...NOBODY }, 5),
  'it needs root, and a checkout that every user may read',
);

/** The message of a refusal, which must be one line. */
async function refusal(options: Partial<EmbeddedPostgresOptions> & { folder: string }): Promise<string> {
  const error: unknown = await workshop.open(options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof EmbeddedPostgresRefusal)) throw new Error('not refused', { cause: error });
  expect(error.message).not.toContain('\n');
  return error.message;
}

function makeFolder(folder: string, { uid, gid } = { uid: 0, gid: 0 }): string {
  mkdirSync(folder, { recursive: true });
  if (asRoot) chownSync(folder, uid, gid);
  return folder;
}

/** A native folder whose initdb is a script; everything else is the real thing. */
function nativeWithInitdb(script: string): string {
  const native = join(workshop.base, 'scripted', 'native');
  mkdirSync(join(native, 'bin'), { recursive: true });
  for (const part of ['lib', 'share', 'bin/postgres'])
    symlinkSync(join(workshop.native, part), join(native, part));
  writeFileSync(join(native, 'bin', 'initdb'), script, { mode: 0o755 });
  return native;
}

/** A root that keeps its home to itself: the binaries and the project lie below a closed folder. */
function makeClosedHome(): { native: string; folder: string } {
  const home = join(workshop.base, 'closed');
  const native = workshop.copyPackage(join(home, 'project', 'node_modules', 'package'));
  chmodSync(home, 0o700);
  return { native, folder: join(home, 'project', '.signpost') };
}

describe('the binaries', () => {
  test('get the library links that an install without scripts leaves out', async () => {
    const native = workshop.copyPackage(join(workshop.base, 'unlinked'));
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as { target: string }[];
    expect(links.filter(({ target }) => existsSync(join(native, '..', target)))).toEqual([]);
    await workshop.open({ folder: workshop.freshFolder(), native });
    expect(links.filter(({ target }) => !lstatSync(join(native, '..', target)).isSymbolicLink())).toEqual([]);
  });

  testAsOthers('are copied where a user that is not root may not make the links', async () => {
    const native = workshop.copyPackage(join(workshop.base, 'unwritable'));
    const folder = workshop.freshFolder();
    makeFolder(dirname(folder), NOBODY);
    const process = workshop.start({ folder, native }, NOBODY);
    await process.next('opened');
    expect(await process.query('select 1 as one')).toEqual([{ one: 1 }]);
    const [copy = ''] = readdirSync(folder).filter((name) => /^postgres-18\./.test(name));
    expect(lstatSync(join(folder, copy, 'lib', 'libpq.so.5')).isSymbolicLink()).toBe(true);
    expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(false);
    expect(statSync(join(folder, 'postgres')).uid).toBe(NOBODY.uid);
    await process.release();
  });

  test('that are not there for this platform are refused', async () => {
    const message = await refusal({ folder: workshop.freshFolder(), native: join(workshop.base, 'none') });
    expect(message).toMatch(/no bundled PostgreSQL for .*set DATABASE_URL/);
  });

  test('that find no loader, as with musl, are refused, and nothing half-made stays', async () => {
    const folder = workshop.freshFolder();
    const native = nativeWithInitdb('#!/lib/ld-not-there.so\n');
    expect(await refusal({ folder, native })).toMatch(/Linux with glibc.*set DATABASE_URL/);
    expect(readdirSync(folder).filter((name) => name.startsWith('postgres'))).toEqual([]);
  });

  test('that find room for half a page only tell of the disk', async () => {
    const native = nativeWithInitdb(
      '#!/bin/sh\necho \'FATAL:  could not extend file "base/1/2691": wrote only 4096 of 8192 bytes at block 10\' >&2\nexit 1\n',
    );
    expect(await refusal({ folder: workshop.freshFolder(), native })).toMatch(/^No space left on the disk/);
  });

  test('that take their time are announced', async () => {
    const lines: string[] = [];
    const real = join(workshop.native, 'bin', 'initdb');
    const told = join(workshop.base, 'told');
    const native = nativeWithInitdb(
      `#!/bin/sh\nuntil [ -e ${told} ]; do sleep 0.1; done\nexec ${real} "$@"\n`,
    );
    const folder = workshop.freshFolder();
    const tell = (line: string) => {
      lines.push(line);
      writeFileSync(told, '');
    };
    await workshop.open({ folder, native, tell });
    expect(lines).toEqual([
      `Preparing the bundled PostgreSQL (first start, takes a few seconds) in ${folder} …`,
    ]);
  });
});

describe('root in a closed home', () => {
  testAsRoot('keeps a default data folder elsewhere, says so, and finds it again', async () => {
    const home = makeClosedHome();
    const lines: string[] = [];
    const options = { ...home, folderIsExplicit: false, tell: (line: string) => lines.push(line) };
    const first = await workshop.open(options);
    expect(first.folder).toMatch(/\/system\/project-[0-9a-f]{12}$/);
    expect(lines[0]).toContain(`is kept in ${first.folder}`);
    expect(readFileSync(join(home.folder, 'location'), 'utf8')).toBe(`${first.folder}\n`);
    expect(readdirSync(join(workshop.base, 'cache'))).toEqual([
      expect.stringMatching(/^postgres-18\.[^/]*-[^.]*$/),
    ]);
    await ask(first, 'create table kept as select 7 as seven');
    await first.release();
    lines.splice(0);
    const second = await workshop.open(options);
    expect(lines[0]).toContain(`is kept in ${first.folder}`);
    expect(second.folder).toBe(first.folder);
    expect(await ask(second, 'select seven from kept')).toEqual({ seven: 7 });
  });

  testAsRoot('is refused with a folder there that was named explicitly', async () => {
    const home = makeClosedHome();
    expect(await refusal(home)).toMatch(/cannot enter .*set SIGNPOST_DATA.*or set DATABASE_URL/);
    expect(existsSync(home.folder)).toBe(false);
  });

  testAsRoot('refuses a location that is no path', async () => {
    const folder = makeFolder(workshop.freshFolder());
    writeFileSync(join(folder, 'location'), 'elsewhere\n');
    expect(await refusal({ folder })).toMatch(/does not hold the full path/);
  });
});

describe('the account', () => {
  testAsOthers('of a user that is not root is used as it is', async () => {
    const folder = workshop.freshFolder();
    makeFolder(dirname(folder), NOBODY);
    const process = workshop.start({ folder }, NOBODY);
    expect(await process.next('opened')).toMatchObject({ started: true, folder });
    expect(statSync(join(folder, 'postgres')).uid).toBe(NOBODY.uid);
    // Root joins it, and may start it for its owner.
    const joined = await workshop.open({ folder });
    expect(joined.started).toBe(false);
    await process.release();
    await joined.release();
    const again = await workshop.open({ folder });
    expect(again.started).toBe(true);
    expect(await ask(again, 'select 1 as one')).toEqual({ one: 1 });
    expect(statSync(join(folder, 'postgres', 'postmaster.pid')).uid).toBe(NOBODY.uid);
  });

  testAsOthers('without an entry in the list of users is refused', async () => {
    const folder = makeFolder(workshop.freshFolder(), STRANGER);
    const process = workshop.start({ folder }, STRANGER);
    await expect(process.next('opened')).rejects.toThrow(/user id 54321 has no entry.*set DATABASE_URL/);
    await process.ended;
    expect(process.child.exitCode).toBe(2);
  });

  testAsOthers('without the right to write the folder is refused', async () => {
    const folder = makeFolder(workshop.freshFolder());
    const process = workshop.start({ folder }, NOBODY);
    await expect(process.next('opened')).rejects.toThrow(
      /No permission to write .*set SIGNPOST_DATA.*DATABASE_URL/,
    );
  });

  testAsOthers('other than the one the database belongs to is refused', async () => {
    const folder = await workshop.usedFolder();
    const process = workshop.start({ folder }, STRANGER);
    await expect(process.next('opened')).rejects.toThrow(/No permission|belongs to another user/);
  });
});

describe('a folder', () => {
  test('with other files is refused and left as it was', async () => {
    const folder = makeFolder(workshop.freshFolder());
    writeFileSync(join(folder, 'thesis.txt'), '');
    expect(await refusal({ folder })).toMatch(/holds other files \(thesis\.txt\).*set SIGNPOST_DATA/);
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  test('that is a file is refused', async () => {
    const folder = join(makeFolder(dirname(workshop.freshFolder())), 'file');
    writeFileSync(folder, '');
    expect(await refusal({ folder })).toMatch(/is not a folder/);
  });

  test('of another PostgreSQL major is refused', async () => {
    const folder = await workshop.usedFolder();
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '17\n');
    expect(await refusal({ folder })).toMatch(
      /written by PostgreSQL 17, the bundled one is 18.*DATABASE_URL/,
    );
  });

  test('whose cluster is damaged is refused with the reason PostgreSQL gives', async () => {
    const folder = await workshop.usedFolder();
    rmSync(join(folder, 'postgres', 'global', 'pg_control'));
    expect(await refusal({ folder })).toMatch(/does not start: could not (?:find|open) .*set DATABASE_URL/);
  });

  testAsRoot('on a full disk is refused; with more space it starts', async () => {
    const folder = makeFolder(workshop.freshFolder());
    const mount = (options: string): Buffer =>
      execFileSync('mount', ['-t', 'tmpfs', '-o', `${options},mode=755`, 'tmpfs', folder]);
    mount('size=12m');
    try {
      expect(await refusal({ folder })).toMatch(/No space left .*set SIGNPOST_DATA.*DATABASE_URL/);
      expect(readdirSync(folder).filter((name) => name.startsWith('postgres'))).toEqual([]);
      mount('remount,size=300m');
      const embedded = await workshop.open({ folder });
      expect(await ask(embedded, 'select 1 as one')).toEqual({ one: 1 });
      await embedded.release();
      // Full again, now with a database: nothing is lost, and the refusal says the same.
      const filler = join(folder, 'filler');
      fill(filler);
      expect(await refusal({ folder })).toMatch(/No space left .*set SIGNPOST_DATA.*DATABASE_URL/);
      rmSync(filler);
      await (await workshop.open({ folder })).release();
    } finally {
      await workshop.clean({ keepFolders: true });
      execFileSync('umount', ['--lazy', folder]); // It is busy while anybody looks at it.
    }
  });
});

/** Writes until the disk is full. */
function fill(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(1_000_000), { flag: 'a' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}
