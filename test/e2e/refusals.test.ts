import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloneDatabase } from '../support/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { asRoot } from '../support/embedded-postgres.ts';
import { ROOT, databaseUrl, endPrograms, freePort, freshFolder, runProgram } from '../support/program.ts';
import type { Outcome, ProgramOptions } from '../support/program.ts';
import { testWhen } from '../support/skip.ts';

let database: TestDatabase;
let url: string;

beforeAll(async () => {
  database = await cloneDatabase();
  url = databaseUrl(database.connection);
});
afterAll(async () => {
  await endPrograms();
  await database.drop();
});

/** What a start that takes longer than a second says first. */
const PROGRESS = /^(?:Preparing|Starting) the bundled PostgreSQL[^\n]* …\n/;

/** One readable line, nothing else but that of progress, and exit code 2. @returns the line */
function refusalIn(outcome: Outcome): string {
  expect(outcome).toMatchObject({ code: 2, signal: null, stdout: '' });
  const line = outcome.stderr.replace(PROGRESS, '');
  expect(line).toMatch(/^[^\n]{10,1000}\n$/);
  expect(line).not.toMatch(/\bat .*:\d+:\d+|Error:/);
  return line.trim();
}

const refused = async (given: string[], options: ProgramOptions = {}) =>
  refusalIn(await runProgram(given, options));

describe('start is refused with one line and exit code 2', () => {
  test('when the port is taken', async () => {
    const other = createServer();
    const port = await freePort();
    other.listen(port, '127.0.0.1');
    await once(other, 'listening');
    const line = await refused(['start'], { env: { DATABASE_URL: url, PORT: String(port) } });
    other.close();
    expect(line).toContain(`Port ${port} is taken`);
  });

  test('when HOST is no address of this machine', async () => {
    const line = await refused(['start'], { env: { DATABASE_URL: url, HOST: '203.0.113.7', PORT: '0' } });
    expect(line).toContain('HOST=203.0.113.7');
  });

  test('when a setting is unknown', async () => {
    const line = await refused(['start'], { env: { DATABASE_URL: url, SIGNPOST_PROT: '3111' } });
    expect(line).toContain('SIGNPOST_PROT is no setting');
  });

  test('when settings are wrong, all of them at once', async () => {
    const wrong = {
      PORT: '99999',
      DATABASE_URL: 'mysql://localhost/x',
      SIGNPOST_DEMO: 'perhaps',
      SIGNPOST_MIGRATE: 'yes',
      SIGNPOST_WORKER: '1',
      SIGNPOST_PUBLIC_URL: 'example.org',
      SIGNPOST_TRUST_PROXY: 'everybody?',
      SIGNPOST_LIMIT_KEY: '0',
      SIGNPOST_LIMIT_ADDRESS: '-1',
      SIGNPOST_POOL: 'many',
      SIGNPOST_LOG: 'loud',
    };
    const line = await refused(['start'], { env: { ...wrong, SIGNPOST_NOTHING: 'x' } });
    for (const name of [...Object.keys(wrong), 'SIGNPOST_NOTHING']) expect(line).toContain(name);
  });

  test('when Node is too old', async () => {
    const pretend = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.4' } })`;
    const line = await refused(['start'], {
      nodeArguments: ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`],
    });
    expect(line).toBe('Signpost needs Node 20.12 or newer; this is 18.20.4.');
  });

  test('when the tables are old and may not be changed', async () => {
    const empty = await cloneDatabase();
    await empty.db.raw('drop schema signpost cascade');
    await empty.db.raw('drop schema graphile_worker cascade');
    const env = { DATABASE_URL: databaseUrl(empty.connection), SIGNPOST_MIGRATE: 'off', PORT: '0' };
    for (const command of [['start'], ['worker'], ['keys', 'list']])
      expect(await refused(command, { env })).toContain('"signpost migrate"');
    const { code } = await runProgram(['migrate'], { env });
    expect(code).toBe(0);
    expect((await runProgram(['keys', 'list'], { env })).code).toBe(0);
    await empty.drop();
  });

  const nobody = 65_534;
  const account = asRoot ? { uid: nobody, gid: nobody } : {};
  testWhen(
    !asRoot || everyoneMayRead(ROOT),
    'this checkout lies where other accounts than root cannot read it; run it from a folder below /opt or /srv',
  )('when the data folder cannot be written', async () => {
    const folder = freshFolder();
    chmodSync(folder, 0o555);
    const line = await refused(['start'], {
      ...account,
      env: { SIGNPOST_DATA: join(folder, 'data'), PORT: '0' },
    });
    expect(line).toContain(folder);
    expect(readdirSync(folder)).toEqual([]);
    chmodSync(folder, 0o755);
  });

  testWhen(asRoot && canMount(), 'a small file system can be mounted by root on Linux only')(
    'when the disk is full',
    async () => {
      const folder = freshFolder();
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m,mode=755', 'tmpfs', disk]);
      try {
        const line = await refused(['start'], {
          env: { SIGNPOST_DATA: join(disk, 'data'), PORT: '0' },
        });
        expect(line).toContain('No space left on the disk');
      } finally {
        execFileSync('umount', ['--lazy', disk]);
      }
    },
  );
});

describe('reset is refused', () => {
  test('with DATABASE_URL, and the database stays as it is', async () => {
    expect(await refused(['reset', '--yes'], { env: { DATABASE_URL: url } })).toContain('DATABASE_URL');
    await database.db.raw('select 1 from signpost.requests');
  });

  test('without --yes', async () => {
    const folder = join(freshFolder(), 'data');
    expect(await refused(['reset'], { env: { SIGNPOST_DATA: folder } })).toContain('reset --yes');
  });
});

describe('A wrong command line ends with exit code 2', () => {
  test.each([
    ['an unknown command', ['strat']],
    ['an unknown inner command', ['keys', 'destroy']],
    ['an unknown option', ['start', '--prot', '3111']],
    ['a missing argument', ['case', 'show']],
    ['a missing option', ['jurisdictions', 'create', 'x.example', '--name', 'X']],
    ['a value that is not among the choices', ['case', 'status', '10000008', 'lovely']],
  ])('for %s', async (_, given) => {
    const { code, stdout, stderr } = await runProgram(given, { env: { DATABASE_URL: url } });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: /);
  });
});

/** Whether accounts other than root may enter the folder and read there. */
function everyoneMayRead(folder: string): boolean {
  for (let here = folder; ; here = dirname(here)) {
    if ((statSync(here).mode & 0o005) !== 0o005) return false;
    if (here === dirname(here)) return true;
  }
}

function canMount(): boolean {
  const folder = freshFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
