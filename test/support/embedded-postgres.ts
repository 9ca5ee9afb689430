import { execFileSync, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { findBinaries } from '../../src/platform/embedded-binaries.ts';
import { openEmbeddedPostgres } from '../../src/platform/embedded-postgres.ts';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from '../../src/platform/embedded-postgres.ts';
import { livingPostmaster } from '../../src/platform/embedded-process.ts';
import { removeFolder } from './remove-folder.ts';
import { signalProcess } from './signal-process.ts';

type Options = Partial<EmbeddedPostgresOptions> & { folder: string };
type Opened = Pick<EmbeddedPostgres, 'connection' | 'folder' | 'started'>;
type Event = {
  told?: string;
  opened?: Opened;
  refused?: string;
  rows?: Record<string, unknown>[];
  released?: true;
};

/** A process of its own that has opened, or was refused, the bundled PostgreSQL. */
export type EmbeddedProcess = {
  child: ChildProcess;
  /** Settles when it has ended. */
  ended: Promise<unknown>;
  /** Waits for an event of this kind and gives it; fails when the process ends before. */
  next<Kind extends keyof Event>(kind: Kind): Promise<NonNullable<Event[Kind]>>;
  /** Runs a statement on a new connection of that process. */
  query(statement: string): Promise<Record<string, unknown>[]>;
  /** Lets it go and waits for its end. */
  release(): Promise<void>;
  /** kill -9, for it and all processes of its terminal group. */
  kill(): Promise<void>;
};

/** Whether the tests run as root, and so can become other users and mount file systems. */
export const asRoot = process.getuid?.() === 0;

/** Whatever is waited for comes at last, also on a machine that is many times slower or stands still for a while. */
const DEADLINE_MS = 60_000;
/** What all tests of a file use. */
const KEPT = ['package', 'made'];
/** What takes a second and more is asked for more seldom: asking takes the time of those who are waited for. */
const asksAfterMs = (waited: number) => (waited < 500 ? 10 : 25);

/**
 * A folder for one test file that every user may enter, with a copy of the bundled PostgreSQL.
 */
export function makeEmbeddedWorkshop() {
  const base = mkdtempSync(join(tmpdir(), 'signpost-embedded-'));
  chmodSync(base, 0o755);
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const installed = dirname(dirname(entry));
  const processes: EmbeddedProcess[] = [];
  const opened: EmbeddedPostgres[] = [];
  let count = 0;

  /** Copies the package without its links; gives the `native` folder. */
  function copyPackage(to: string): string {
    const filter = (path: string): boolean => !lstatSync(path).isSymbolicLink();
    mkdirSync(to, { recursive: true });
    cpSync(join(installed, 'package.json'), join(to, 'package.json'));
    cpSync(join(installed, 'native'), join(to, 'native'), { recursive: true, filter });
    return join(to, 'native');
  }
  // Linked here, since not every user that the tests become may do it.
  const native = findBinaries(copyPackage(join(base, 'package')), base, undefined);

  function complete(options: Options): EmbeddedPostgresOptions {
    return {
      folderIsExplicit: true,
      tell: () => undefined,
      native,
      ...(asRoot ? { cacheFolder: join(base, 'cache'), systemFolder: join(base, 'system') } : {}),
      ...options,
    };
  }

  return {
    base,
    native,
    copyPackage,
    options: complete,

    /** A path below `base` that is not there yet. */
    freshFolder(): string {
      return join(base, `project-${++count}`, '.signpost');
    },

    /** Such a path with a cluster in it, which has been used and left: a copy, since making one takes a second. */
    async usedFolder(): Promise<string> {
      const made = join(base, 'made', '.signpost');
      if (!existsSync(made)) await (await openEmbeddedPostgres(complete({ folder: made }))).release();
      const folder = this.freshFolder();
      mkdirSync(dirname(folder));
      // With its owners, whom Node does not copy.
      execFileSync('cp', ['-a', made, folder]);
      return folder;
    },

    async open(options: Options): Promise<EmbeddedPostgres> {
      const embedded = await openEmbeddedPostgres(complete(options));
      opened.push(embedded);
      return embedded;
    },

    /** Starts a process of its own, as user `uid` if given, that opens the bundled PostgreSQL. */
    start(
      options: Options,
      as: { uid?: number; gid?: number; env?: NodeJS.ProcessEnv } = {},
    ): EmbeddedProcess {
      const { uid } = as;
      const program = join(import.meta.dirname, 'embedded-postgres-process.ts');
      const child = spawn(
        process.execPath,
        [
          '--import',
          'tsx',
          program,
          JSON.stringify(
            uid === undefined ? complete(options) : { folderIsExplicit: true, native, ...options },
          ),
        ],
        {
          ...as,
          env: { PATH: process.env.PATH, ...as.env },
          detached: true,
          stdio: ['pipe', 'pipe', 'inherit'],
        },
      );
      const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
      const next = async <Kind extends keyof Event>(kind: Kind): Promise<NonNullable<Event[Kind]>> => {
        for (;;) {
          const line = await lines.next();
          if (line.done) throw new Error(`the process ended before it reported "${kind}"`);
          const event = JSON.parse(line.value) as Event;
          const value = event[kind];
          if (value !== undefined) return value;
          if (event.refused !== undefined) throw new Error(event.refused);
        }
      };
      const ended = once(child, 'exit');
      const self: EmbeddedProcess = {
        child,
        ended,
        next,
        async query(statement) {
          child.stdin.write(`${statement.replace(/\s+/g, ' ')}\n`);
          return next('rows');
        },
        async release() {
          child.stdin.write('release\n');
          await next('released');
          await ended;
        },
        async kill() {
          if (child.exitCode === null && child.signalCode === null && child.pid)
            process.kill(-child.pid, 'SIGKILL');
          await ended;
        },
      };
      processes.push(self);
      return self;
    },

    /** Ends all processes and postmasters of the test and deletes their folders. */
    async clean({ keepFolders = false } = {}): Promise<void> {
      for (const one of processes.splice(0)) await one.kill();
      for (const one of opened.splice(0)) await one.release();
      for (const pgdata of clustersBelow(base)) {
        const pid = livingPostmaster(pgdata);
        if (pid !== undefined) signalProcess(pid, 'SIGQUIT');
        await until(() => livingPostmaster(pgdata) === undefined);
      }
      for (const name of keepFolders ? [] : readdirSync(base)) {
        if (!KEPT.includes(name)) removeFolder(join(base, name));
      }
    },

    async close(): Promise<void> {
      await this.clean();
      removeFolder(base);
    },
  };
}

/** Runs one statement on a new connection. */
export async function ask(to: Opened, statement: string): Promise<Record<string, unknown>> {
  const client = new Client(to.connection);
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}

/** Waits until `check` gives something true, and gives it; fails after a while. Errors count as not yet. */
export async function until<Value>(
  check: () => Value | Promise<Value>,
  deadline = DEADLINE_MS,
): Promise<Value> {
  for (const begin = performance.now(); ; await pause(asksAfterMs(performance.now() - begin))) {
    let failure: unknown;
    // Looked at before: whoever stood still meanwhile asks once more.
    const late = performance.now() - begin > deadline;
    try {
      const value = await check();
      if (value) return value;
    } catch (error) {
      failure = error;
    }
    if (late) throw new Error(`not true within ${deadline} ms: ${String(check)}`, { cause: failure });
  }
}

function clustersBelow(folder: string, depth = 6): string[] {
  if (existsSync(join(folder, 'PG_VERSION'))) return [folder];
  if (depth === 0 || folder.endsWith('/native')) return [];
  return entriesOf(folder)
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => clustersBelow(join(folder, name), depth - 1));
}

/** What is in a folder; nothing where it has just been removed. */
function entriesOf(folder: string) {
  return existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
}
