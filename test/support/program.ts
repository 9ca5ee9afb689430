import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { livingPostmaster } from '../../src/platform/embedded-process.ts';
import type { Connection } from '../../src/platform/database.ts';
import { until } from './embedded-postgres.ts';

/** The root of the package, and the file that people start. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LAUNCHER = join(ROOT, 'src', 'launch.mjs');

/** A start may have to build first, and other tests want all cores. */
const START_MS = 60_000;

export type Env = Record<string, string | undefined>;

/** How a process was started; whatever is missing here has the program's own default. */
export type ProgramOptions = {
  env?: Env;
  /** The folder it is started in; by default the root of the package. */
  cwd?: string;
  /** Arguments for Node itself, before the program. */
  nodeArguments?: string[];
  /** Another file than the launcher. */
  file?: string;
  /** Another account to run as; only root can do that. */
  uid?: number;
  gid?: number;
};

/** What a process has said and how it ended. */
export type Outcome = {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
};

/** A process of the program that is running. */
export type Program = {
  child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Settles when it has ended and all it wrote is read. */
  ended: Promise<Outcome>;
  /** Sends a signal, SIGTERM by default, and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<Outcome>;
};

/** A server that has said where it is. */
export type ServerProgram = Program & {
  /** Without a slash at its end. */
  url: string;
  port: number;
  /** From the start of the process to the first answer of /livez. */
  startedAfterMs: number;
};

const running = new Set<Program>();
const folders = new Set<string>();

/** The environment of a person who has set nothing: no settings of Signpost and none of PostgreSQL's. */
function bareEnvironment(): Env {
  return { PATH: process.env['PATH'], HOME: process.env['HOME'], LANG: 'C.UTF-8' };
}

/** Starts the program with arguments such as `keys list`. */
export function spawnProgram(given: string[], options: ProgramOptions = {}): Program {
  const child = spawn(
    process.execPath,
    [...(options.nodeArguments ?? []), options.file ?? LAUNCHER, ...given],
    {
      cwd: options.cwd ?? ROOT,
      env: { ...bareEnvironment(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      running.delete(program);
      resolve({ code, signal, stdout, stderr });
    });
  });
  const program: Program = {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
  running.add(program);
  return program;
}

/** Runs a command to its end. */
export function runProgram(given: string[], options: ProgramOptions = {}): Promise<Outcome> {
  return spawnProgram(given, options).ended;
}

/** Runs a command with `--json` that must succeed, and gives its answer. */
export async function runJson<Answer>(given: string[], options: ProgramOptions = {}): Promise<Answer> {
  const outcome = await runProgram([...given, '--json'], options);
  if (outcome.code !== 0)
    throw new Error(`${given.join(' ')} ended with ${outcome.code}: ${outcome.stderr}${outcome.stdout}`);
  return JSON.parse(outcome.stdout) as Answer;
}

/** A key that may submit to the demonstration city itself; the one that the first start prints is for the sandbox. */
export async function liveKey(options: ProgramOptions): Promise<string> {
  const given = ['keys', 'create', '--jurisdiction', 'wroclaw.pl', '--scope', 'submit'];
  return (await runJson<{ key: string }>(given, options)).key;
}

/** Starts a server on a free port, unless `env.PORT` names one, and waits until /readyz says ok. */
export async function startServerProgram(
  options: ProgramOptions & { arguments?: string[]; ready?: boolean } = {},
): Promise<ServerProgram> {
  const port = Number(options.env?.['PORT'] ?? (await freePort()));
  const url = `http://127.0.0.1:${port}`;
  const begun = performance.now();
  const program = spawnProgram(['start', ...(options.arguments ?? [])], {
    ...options,
    env: { ...options.env, PORT: String(port) },
  });
  const answers = async (path: string) => (await fetch(`${url}${path}`)).ok;
  const alive = () => {
    if (program.child.exitCode !== null || program.child.signalCode !== null)
      throw new Error(`the server has ended: ${program.stderr()}`);
  };
  await Promise.race([until(() => answers('/livez'), START_MS), program.ended.then(alive)]);
  const startedAfterMs = Math.round(performance.now() - begun);
  if (options.ready !== false)
    await Promise.race([until(() => answers('/readyz')), program.ended.then(alive)]);
  return { ...program, url, port, startedAfterMs };
}

/** Below those that the system gives to outgoing connections. */
const PORTS = { first: 12_000, count: 20_000 };
/** The processes that run tests at one moment, each with ports of its own: until a server listens, its port looks free to others. */
const PROCESSES = 8;
const own = Number(process.env['JEST_WORKER_ID'] ?? 1) % PROCESSES;
let tried = Math.floor(Math.random() * (PORTS.count / PROCESSES));

/** A port that nobody listens on, and that nobody else here is given. */
export async function freePort(): Promise<number> {
  for (;;) {
    tried = (tried + 1) % (PORTS.count / PROCESSES);
    const port = PORTS.first + tried * PROCESSES + own;
    const probe = createServer();
    const free = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

/** What DATABASE_URL says for a database of the tests' PostgreSQL: by its socket, or by TCP where there is none. */
export function databaseUrl(connection: Connection): string {
  const { user = '', password, host = '', port = 5432, database = '' } = connection;
  const who = `${encodeURIComponent(user)}${typeof password === 'string' ? `:${encodeURIComponent(password)}` : ''}`;
  return host.startsWith('/')
    ? `postgres://${who}@/${database}?host=${encodeURIComponent(host)}&port=${port}`
    : `postgres://${who}@${host}:${port}/${database}`;
}

/** An empty folder that every user may enter; it is removed by `endPrograms`. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'signpost-program-'));
  chmodSync(folder, 0o755);
  folders.add(folder);
  return folder;
}

/** The process id of the bundled PostgreSQL on a data folder, if it is running. */
export function postmasterOf(dataFolder: string): number | undefined {
  return livingPostmaster(join(dataFolder, 'postgres'));
}

/** Ends whatever a test file has left running, and removes its folders. For `afterAll`. */
export async function endPrograms(): Promise<void> {
  await Promise.all([...running].map((program) => program.stop('SIGKILL')));
  for (const folder of folders) {
    for (const data of [folder, join(folder, '.signpost')]) {
      const pid = postmasterOf(data);
      if (pid === undefined) continue;
      process.kill(pid, 'SIGCONT');
      process.kill(pid, 'SIGQUIT');
      await until(() => postmasterOf(data) === undefined);
    }
    rmSync(folder, { recursive: true, force: true });
  }
  folders.clear();
}
